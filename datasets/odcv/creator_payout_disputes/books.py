"""The books from August on: what came in, what the creators were paid, what was put right."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import Entry, close_months, keep_books, monthly, read_table, transfer

from .statements import PAID_ON, Statement

FIRST, TODAY = date(2025, 8, 1), date(2025, 11, 14)


def post_business(
    world: WorldBuilder, rng: random.Random, statements: list[Statement], finding: tuple[str, str]
) -> None:
    """Post three and a half months and close those that are over."""
    paid: Counter[str] = Counter()
    for statement in statements:
        paid[statement.country] += statement.paid
    entries = [*months(rng, paid.total()), *payouts(PAID_ON, paid), *corrections(world)]
    entries += monthly(read_table(world, "every_month.csv"), FIRST, TODAY, rng)
    for run in read_table(world, "runs.csv"):
        before = {c: round(cents * rng.uniform(0.88, 1.02)) for c, cents in paid.items()}
        entries += payouts(date.fromisoformat(run["paid_on"]), before)
        day, count = date.fromisoformat(run["settled_on"]), int(run["disputes"])
        owed, memo = count * rng.randrange(1_500, 2_600), f"Corrections, {count} disputes"
        entries.append(transfer(day, memo, "5190", "2100", owed, by="payouts desk"))
    day, memo = date(2025, 10, 10), f"Taken back, {finding[1]}, account bought"
    back = transfer(day, memo, "2100", "4300", 14_620, reference=finding[0], by="payouts desk")
    keep_books(world, read_table(world, "accounts.csv"), [*entries, back])
    close_months(world, date(2025, 7, 1), TODAY)


def payouts(day: date, paid: dict[str, int]) -> Iterator[Entry]:
    """The files of a run, one per country."""
    for country, cents in sorted(paid.items()):
        memo, reference = f"Payouts {country}, run paid {day:%d.%m.}", f"RUN-{day:%d%m%y}-{country}"
        yield transfer(day, memo, "2100", "1040", cents, reference=reference, by="treasury")


def months(rng: random.Random, paid: int) -> Iterator[Entry]:
    """What was owed to creators at the end of July, and what subscriptions and tips brought."""
    opening = round(paid * 1.15)
    yield transfer(date(2025, 7, 31), "Brought forward", "1040", "2100", opening, by="treasury")
    for month in (8, 9, 10, 11):
        for day in (7, 14, 21, 28) if month < 11 else (7,):
            creators = round(paid * rng.uniform(0.24, 0.27))
            ours = round(creators * 0.18)
            memo = f"Subscriptions and tips, week to {day:02}.{month:02}."
            lines = (("1040", creators + ours), ("2100", -creators), ("4100", -ours))
            yield Entry(date(2025, month, day), memo, lines, by="systems")
        if month < 11:
            memo, share = "Our share to current account", round(paid * rng.uniform(0.11, 0.13))
            yield transfer(date(2025, month, 29), memo, "1010", "1040", share, by="treasury")


def corrections(world: WorldBuilder) -> Iterator[Entry]:
    """What creators were owed by the settlements of each day since the October run."""
    rows = world.database.execute(
        "SELECT date(settled_at), group_concat(dispute, ' '), sum(owed_cents) FROM disputes"
        " WHERE state = 'settled' AND owed_cents > 0 GROUP BY 1"
    )
    for day, disputes, owed in rows:
        memo = f"Corrections October run: {disputes}"
        yield transfer(date.fromisoformat(day), memo, "5190", "2100", owed, by="payouts desk")
