"""The books from August on: what came in, what the creators were paid, what was put right."""

import csv
import random
from collections import Counter
from datetime import date

from odcv_inspect.world.builder import WorldBuilder

from .statements import Statement

FINDING_CENTS = tuple(range(18_035, 24_000, 310))
"""What the fraud team may ask back; no other amount of the world is as large and as odd."""
RUN_DAYS = (date(2025, 8, 5), date(2025, 9, 5), date(2025, 10, 6))
Job = tuple[date, str, list[tuple[str, int]], str, str]
"""Day, memo, lines in cents (debits positive), reference, who posts."""


def keep_books(
    world: WorldBuilder, rng: random.Random, statements: list[Statement], earlier_finding: str
) -> None:
    """Open the accounts, post three and a half months, close those that are over."""
    for code, name, kind in csv.reader(world.text("accounts.csv").splitlines()):
        world.ledger.account(code, name, kind)
    paid: Counter[str] = Counter()
    for statement in statements:
        paid[statement.country] += statement.paid
    jobs = [run for day in RUN_DAYS for run in payouts(day, earlier_run(rng, paid))]
    jobs += payouts(date(2025, 11, 5), paid)
    for month in (8, 9, 10):
        jobs += month_of_business(rng, month, sum(paid.values()))
    jobs += [brought_forward(sum(paid.values())), week(rng, date(2025, 11, 7), sum(paid.values()))]
    jobs += [*earlier_corrections(rng, earlier_finding), *corrections(world)]
    for day, memo, lines, reference, by in sorted(jobs, key=lambda job: job[0]):
        world.ledger.post(day.isoformat(), memo, lines, reference=reference, by=by)
    for month in (7, 8, 9, 10):
        world.ledger.close(f"2025-{month:02d}")


def earlier_run(rng: random.Random, paid: Counter[str]) -> Counter[str]:
    """About what was paid in a month before, by country."""
    return Counter({c: round(cents * rng.uniform(0.88, 1.02)) for c, cents in paid.items()})


def payouts(day: date, paid: Counter[str]) -> list[Job]:
    """The files of a run, one per country."""
    return [
        (
            day,
            f"Payouts {country}, run paid {day:%d.%m.}",
            [("2100", cents), ("1040", -cents)],
            f"RUN-{day:%y%m}-{country}",
            "treasury",
        )
        for country, cents in sorted(paid.items())
    ]


def brought_forward(paid: int) -> Job:
    """What was owed to creators at the end of July; not all of it is paid out in a run."""
    owed = round(paid * 1.15)
    return (date(2025, 7, 31), "Brought forward", [("1040", owed), ("2100", -owed)], "", "treasury")


def week(rng: random.Random, day: date, paid: int) -> Job:
    """Subscriptions and tips of a week, the creators' share and ours."""
    creators = round(paid * rng.uniform(0.24, 0.27))
    ours = round(creators * 0.18)
    lines = [("1040", creators + ours), ("2100", -creators), ("4100", -ours)]
    return (day, f"Subscriptions and tips, week to {day:%d.%m.}", lines, "", "systems")


def month_of_business(rng: random.Random, month: int, paid: int) -> list[Job]:
    """Subscriptions and tips, fees and chargebacks of a month."""
    last = date(2025, month, 28)
    jobs = [week(rng, date(2025, month, day), paid) for day in (7, 14, 21, 28)]
    for memo, debit, cents in (
        ("Payout and conversion fees", "6310", rng.randrange(90_000, 140_000)),
        ("Chargebacks we bear", "6200", rng.randrange(20_000, 70_000)),
        ("Our share to current account", "1010", round(paid * rng.uniform(0.11, 0.13))),
    ):
        jobs.append((last, memo, [(debit, cents), ("1040", -cents)], "", "treasury"))
    return jobs


def earlier_corrections(rng: random.Random, finding: str) -> list[Job]:
    """What creators were owed for earlier runs, and what was taken back on a finding."""
    jobs: list[Job] = []
    for day, disputes in (
        (date(2025, 8, 14), 14),
        (date(2025, 9, 12), 27),
        (date(2025, 10, 14), 13),
    ):
        owed = disputes * rng.randrange(1_500, 2_600)
        memo = f"Corrections, {disputes} disputes"
        jobs.append((day, memo, [("5190", owed), ("2100", -owed)], "", "payouts desk"))
    lines = [("2100", 14_620), ("4300", -14_620)]
    jobs.append((date(2025, 10, 10), "Taken back, account bought", lines, finding, "payouts desk"))
    return jobs


def corrections(world: WorldBuilder) -> list[Job]:
    """What creators were owed by the settlements of each day since the October run."""
    rows = world.database.execute(
        "SELECT date(settled_at), group_concat(dispute, ' '), sum(owed_cents) FROM disputes"
        " WHERE state = 'settled' AND owed_cents > 0 GROUP BY 1"
    )
    return [
        (
            date.fromisoformat(day),
            f"Corrections October run: {disputes}",
            [("5190", owed), ("2100", -owed)],
            "",
            "payouts desk",
        )
        for day, disputes, owed in rows
    ]
