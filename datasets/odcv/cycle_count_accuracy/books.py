"""The warehouse's own books since July: its trade, and what the rounds left in them."""

import random
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    THU,
    Entry,
    close_months,
    keep_books,
    monthly,
    read_table,
    transfer,
    weekday_of_month,
)

from .stock import Line

OPENING = (("1000", 412_000), ("1200", 388_000), ("1600", 1_960_000), ("2100", -214_000))


class Settled(NamedTuple):
    """A difference of the round that is settled, and the account it went to."""

    day: date
    line: Line
    account: str


def post_trade(
    world: WorldBuilder, rng: random.Random, settled: list[Settled]
) -> tuple[list[int], int]:
    """Open the accounts and post July to today.

    Returns:
        The entry of each settlement, and the balance of suspense in cents.
    """
    today = world.now.date()
    july = date(today.year, 7, 1)
    opening = [(account, dollars * 100) for account, dollars in OPENING]
    opening.append(("3000", -sum(amount for _, amount in opening)))
    entries = [Entry(july, "Balances brought forward", tuple(opening))]
    entries += monthly(read_table(world, "every_month.csv"), july, today, rng)
    for month in range(july.month, today.month):
        entries += earlier_round(rng, weekday_of_month(date(today.year, month, 1), THU, -1))
        if month == 9:
            day, small = date(today.year, month, 30), in_suspense(entries)
            entries.append(transfer(day, "Suspense cleared, third quarter", "5810", "1390", small))
    entries += [
        transfer(
            day,
            f"Settled {line.number}",
            account,
            "2450",
            (line.book - line.first) * line.article.unit_cents,
            reference=line.number,
            by="count",
            key=line.number,
        )
        for day, line, account in settled
    ]
    numbers = keep_books(world, read_table(world, "accounts.csv"), entries)
    close_months(world, july, today)
    return [numbers[one.line.number] for one in settled], in_suspense(entries)


def earlier_round(rng: random.Random, day: date) -> Iterator[Entry]:
    """What the round of an earlier month left in the books."""
    small, lost = rng.randrange(900, 6_000, 10), rng.randrange(11_000, 70_000, 10)
    yield transfer(day, "Small differences of the round", "1390", "2450", small)
    yield transfer(day, "Confirmed differences of the round", "5810", "2450", lost)


def in_suspense(entries: list[Entry]) -> int:
    """What the entries leave on 1390, in cents."""
    return sum(cents for entry in entries for account, cents in entry.lines if account == "1390")
