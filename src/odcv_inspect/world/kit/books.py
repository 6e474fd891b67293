"""A company's books so far: accounts from a table, entries posted in order of date."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from ..builder import WorldBuilder
from .periods import Period


@dataclass(frozen=True)
class Entry:
    """An entry to be posted.

    Attributes:
        day: Its date.
        memo: What it is.
        lines: (account, minor units), debits positive, sum zero.
        reference: Number of the supporting document.
        by: Who posts it.
        key: A name under which `keep_books` returns its number; optional.
    """

    day: date
    memo: str
    lines: tuple[tuple[str, int], ...]
    reference: str = ""
    by: str = "finance"
    key: str = ""


def transfer(day: date, memo: str, debit: str, credit: str, amount: int, **more: str) -> Entry:
    """An entry of two lines: `amount` from `credit` to `debit`."""
    return Entry(day, memo, ((debit, amount), (credit, -amount)), **more)


def monthly(
    rows: Iterable[Mapping[str, str]], first: date, before: date, rng: Random
) -> Iterator[Entry]:
    """What a company books every month, from `first` to the day before `before`.

    Args:
        rows: `day` of the month, `memo`, `debit`, `credit`, and `low` and `high`, between which
            the amount is drawn, in major units.
        first: The first of a month.
        before: The first day on which nothing is booked.
        rng: The world's.
    """
    month = Period.of("month", first)
    while month.first < before:
        for row in rows:
            day = month.first.replace(day=min(int(row["day"]), month.days))
            amount = rng.randint(int(row["low"]), int(row["high"])) * 100
            if first <= day < before:
                yield transfer(day, row["memo"], row["debit"], row["credit"], amount)
        month = month.shifted(1)


def keep_books(
    world: WorldBuilder, accounts: Iterable[Mapping[str, str]], entries: Iterable[Entry]
) -> dict[str, int]:
    """Open the accounts (`code`, `name`, `kind`) and post the entries; numbers by key."""
    for account in accounts:
        world.ledger.account(account["code"], account["name"], account["kind"])
    numbers = {}
    for entry in sorted(entries, key=lambda entry: entry.day):
        number = world.ledger.post(
            entry.day.isoformat(), entry.memo, entry.lines, reference=entry.reference, by=entry.by
        )
        if entry.key:
            numbers[entry.key] = number
    return numbers


def close_months(world: WorldBuilder, first: date, before: date) -> None:
    """Close every month from that of `first` to the one before that of `before`."""
    month, end = Period.of("month", first), Period.of("month", before)
    while month.first < end.first:
        world.ledger.close(month.label)
        month = month.shifted(1)
