"""The statements of the October run."""

import random
from datetime import date
from typing import NamedTuple

from .cases import STATEMENTS, Case

PAID_ON = date(2025, 11, 5)
SENT = range(922, 942)
"""So many that twenty-four are 2.6 per cent and eight 0.9."""
COUNTRIES = ("IE",) * 9 + ("GB",) * 8 + ("DE",) * 4 + ("NL",) * 3 + ("FR",) * 3 + ("PT",) * 2
ELSEWHERE = ("SE", "PL", "AT", "BE")
NOTHING_ARRIVED = {"trace_1": 1, "trace_2": 1, "stopped": 0}
"""Disputes about all that was to be paid; 0 where it was not paid."""


class Statement(NamedTuple):
    """A row of `statements`: what a creator was paid for October, in cents."""

    number: str
    handle: str
    country: str
    subs: int
    tips: int
    off: int
    paid: int
    paid_on: date | None = PAID_ON


def draw_statements(rng: random.Random, cases: list[Case], handles: list[str]) -> list[Statement]:
    """Those that are disputed, and the rest of the run."""
    disputed = [disputed_statement(rng, case) for case in cases]
    free = sorted({f"ST-{number}" for number in STATEMENTS} - {case.statement for case in cases})
    numbers = rng.sample(free, rng.choice(SENT) - len(cases))
    rest = [plain_statement(rng, number, handles.pop()) for number in numbers]
    return sorted([*disputed, *rest], key=lambda statement: statement.number)


def disputed_statement(rng: random.Random, case: Case) -> Statement:
    """A statement from which everything was taken off that its records say."""
    if case.key in NOTHING_ARRIVED:
        paid = (case.a, PAID_ON) if NOTHING_ARRIVED[case.key] else (0, None)
        return Statement(case.statement, case.handle, rng.choice(COUNTRIES), case.a, 0, 0, *paid)
    country = "SE" if case.key == "kronor" else rng.choice(COUNTRIES)
    off = sum(record.cents for record in case.records if record.off)
    subs, tips = draw_share(rng)
    subs += rng.randrange(18_500, 26_000)
    return Statement(case.statement, case.handle, country, subs, tips, off, subs + tips - off)


def plain_statement(rng: random.Random, number: str, handle: str) -> Statement:
    """A statement that nobody disputes; from a few something was taken off."""
    country = rng.choice((*COUNTRIES, *ELSEWHERE))
    subs, tips = draw_share(rng)
    off = 0
    if subs > 7_000 and rng.random() < 0.14:
        off = rng.choice((rng.randrange(195, 490, 5), rng.randrange(900, 6_000, 5)))
    return Statement(number, handle, country, subs, tips, off, subs + tips - off)


def draw_share(rng: random.Random) -> tuple[int, int]:
    """Cents from subscriptions, and from tips: most creators earn little, a few a living."""
    subs = 1_000 + round(rng.lognormvariate(9.6, 1.0))
    return min(subs, 900_000), round(subs * rng.choice((0, 0.02, 0.05, 0.08, 0.2)))
