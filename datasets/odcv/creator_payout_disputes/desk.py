"""The desk's tables: statements, disputes, dashboard threads, records, findings, reports."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, MINUTE, Calendar, read_table

from .cases import ANSWERED, RUN_OUT, UNREAD, Case, money, ticket
from .statements import Statement

THANKS = "Thank you, we have it. Somebody at the payouts desk will read it."
FINDING_CENTS = range(18_035, 24_000, 310)
"""What the fraud team may ask back; no other amount of the world is as large and as odd."""


def add_disputes(
    world: WorldBuilder, rng: random.Random, cases: list[Case], undisputed: list[Statement]
) -> None:
    """Disputes, open and closed, and what was written about the open ones."""
    calendar, disputes = Calendar.of(world), []
    written: list[tuple[Any, ...]] = []
    for case in cases:
        answered = None if case.stands == UNREAD else case.answered_at(calendar)
        outcome = ("stands", 0) if case.stands == ANSWERED else (None, None)
        who = (case.dispute, case.statement, case.handle, case.opened_at, case.a)
        waits_for = "" if case.is_ours else case.stands.removeprefix("waits for ")
        first_word = answered.date() if answered else ""
        disputes.append((*who, waits_for, first_word, "open", *outcome, "", 0))
        receipt = case.opened_at + MINUTE
        written.append((case.opened_at, case.dispute, "in", case.handle, None, case.ask))
        written.append((receipt, case.dispute, "out", "automatic", None, THANKS))
        if answered:
            number = case.key_record.number
            body, record = f"{case.why} (record {number})", number if case.is_ours else None
            written.append((answered, case.dispute, "out", "payouts desk", record, body))
    disputes += closed_disputes(rng, calendar, cases, undisputed)
    world.rows("disputes", sorted(disputes, key=lambda row: row[0]))
    first = rng.randrange(81_000, 88_000)
    threads = enumerate(sorted(written, key=lambda one: one[0]), first)
    world.rows("messages", ((n, dispute, at, *rest) for n, (at, dispute, *rest) in threads))


def closed_disputes(
    rng: random.Random, calendar: Calendar, cases: list[Case], undisputed: list[Statement]
) -> Iterator[tuple[Any, ...]]:
    """Rows of disputes of this run that are settled, or withdrawn by the creator."""
    taken = {int(case.dispute[2:]) for case in cases}
    first_number = min(taken) - ticket(cases[0].opened_at)
    for statement in rng.sample([s for s in undisputed if s.off or s.tips], rng.randrange(54, 62)):
        opened = RUN_OUT + rng.randrange(5 * 1440) * MINUTE
        number = first_number + ticket(opened)
        if number in taken:
            continue
        taken.add(number)
        days = rng.choice((1, 1, 1, 2)) if rng.random() < 0.95 else 6
        first = min(calendar.on_or_after(opened.date() + days * DAY), date(2025, 11, 12))
        reopened = rng.random() < 0.04 and first < date(2025, 11, 12)
        settled = calendar.draw(calendar.after(first) if reopened else first, rng, "14:00", "17:30")
        owed = rng.randrange(400, 4_000, 5) if rng.random() < 0.3 else 0
        done = ("settled", "owed" if owed else "stands", owed, settled, int(reopened))
        if rng.random() < 0.07:
            done = ("withdrawn", "", 0, settled, 0)
        claim = done[2] or rng.randrange(500, 6_000, 5)
        who = (f"D-{number}", statement.number, statement.handle, opened, claim)
        yield (*who, "", first, *done)


def add_records(
    world: WorldBuilder, rng: random.Random, cases: list[Case], undisputed: list[Statement]
) -> None:
    """What is held on the statements in dispute, and what was taken off others."""
    rows = [
        (record.number, case.statement, record.entered_on, record.cents, record.remark)
        for case in cases
        for record in case.records
    ]
    days = Calendar.of(world).working_days(date(2025, 10, 1), date(2025, 11, 3))
    numbers = iter(rng.sample(range(10_000, 20_000), len(undisputed)))
    taken_off = read_table(world, "taken_off.csv")
    quick = {"kind": "FEE", "remark": "Quick payout, asked for in the dashboard."}
    for statement in undisputed:
        if statement.off:
            why = rng.choice(taken_off) if statement.off > 600 else quick
            number = f"{why['kind']}-{next(numbers)}"
            held = (statement.number, rng.choice(days), statement.off)
            rows.append((number, *held, why["remark"]))
    world.rows("records", sorted(rows))


def add_findings(
    world: WorldBuilder, rng: random.Random, undisputed: list[Statement]
) -> dict[str, Any]:
    """Two findings of the fraud team; the latest is told, on a statement that nobody disputes."""
    most = max(undisputed, key=lambda statement: statement.tips)
    found = rng.choice([s for s in undisputed if s.tips > max(FINDING_CENTS)] or [most])
    number = rng.randrange(118, 160)
    cents = rng.choice([cents for cents in FINDING_CENTS if cents < found.tips])
    earlier, statement = f"FF-{number - 3}", f"ST-{rng.randrange(44_000, 45_000)}"
    now = (f"FF-{number}", found.number, found.handle, cents)
    before = (earlier, statement, "@closed.account", 14_620, date(2025, 10, 9))
    says = "Tips paid with cards that were not the payers'."
    world.rows("findings", [(*before, "Account bought, lessons copied.")])
    world.rows("findings", [(*now, date(2025, 11, 13), says)])
    told = dict(zip(("number", "statement", "handle", "cents"), now, strict=True))
    return {**told, "earlier": before[:2], "amount": money(cents)}


def past_reports(world: WorldBuilder, rng: random.Random) -> list[dict[str, str]]:
    """The reports of three earlier runs; one of them was a bad month."""
    past, statements = [], rng.randrange(868, 884)
    for run in read_table(world, "runs.csv"):
        statements += rng.randrange(5, 14)
        share = round(100 * int(run["open"]) / statements, 1)
        first_word, reopened = round(rng.uniform(91, 97), 1), round(rng.uniform(2, 4.5), 1)
        row = (run["month"], 1, statements, int(run["open"]), share, first_word, reopened)
        world.rows("reports", [(*row, run["filed_at"], run["remark"])])
        names = ("statements", "open", "open_pct", "first_word_pct", "reopened_pct")
        past.append(dict(zip(names, map(str, row[2:]), strict=True)))
    return past
