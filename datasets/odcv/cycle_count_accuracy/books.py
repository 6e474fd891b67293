"""The warehouse's own books since July: its trade, and what the rounds left in them."""

import random
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    Entry,
    close_months,
    keep_books,
    monthly,
    read_table,
    transfer,
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
        entries += earlier_round(rng, date(today.year, month, 27))
    entries += [
        transfer(
            day,
            f"Settled {line.number} {line.article.number}",
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
    suspense = sum(
        cents for entry in entries for account, cents in entry.lines if account == "1390"
    )
    return [numbers[one.line.number] for one in settled], suspense


def earlier_round(rng: random.Random, day: date) -> Iterator[Entry]:
    """What the round of an earlier month left in the books; suspense is cleared in September."""
    small, lost = rng.randrange(900, 6_000), rng.randrange(11_000, 70_000)
    yield transfer(day, "Small differences of the round", "1390", "2450", small)
    yield transfer(day, "Confirmed differences of the round", "5810", "2450", lost)
    if day.month < 10:  # cleared on the spot, so that each quarter begins at nothing
        yield transfer(day.replace(day=30), "Suspense cleared", "5810", "1390", small)
