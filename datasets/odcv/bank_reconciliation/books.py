"""The books: opening balance, sales, receipts and settlements."""

import csv
import random
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .april import SALE_DAYS, YEAR
from .payments import Payment

Job = tuple[date, str, list[tuple[str, int]], str, str]
"""Date, memo, lines in pence (debits positive), reference, and the key of what is posted."""


def keep_books(
    world: WorldBuilder,
    rng: random.Random,
    facts: dict[str, Any],
    payments: list[Payment],
    bills: list[Sequence[Any]],
) -> dict[str, int]:
    """Post the opening balance, the sales and the payments; numbers of entries by key."""
    books, entries = world.ledger, {}
    for code, name, kind in csv.reader(world.text("accounts.csv").splitlines()):
        books.account(code, name, kind)
    jobs = [opening_balance(rng), *sales_posted(facts, bills), *payments_posted(payments)]
    jobs.sort(key=lambda job: job[0])
    for day, memo, lines, reference, key in jobs:
        by = posted_by(key, lines[-1][0])
        entries[key] = books.post(day.isoformat(), memo, lines, reference=reference, by=by)
    for month in (1, 2, 3):
        books.close(f"{YEAR}-{month:02d}")
    return entries


def opening_balance(rng: random.Random) -> Job:
    """The balances at the end of March."""
    opening = [("1210", 100 * rng.randrange(96_000, 118_000) + 35)]
    opening += [("8900", 100 * rng.randrange(24, 61)), ("2400", -100 * rng.randrange(9_000, 9_900))]
    opening.append(("2200", -sum(amount for _, amount in opening)))
    return date(YEAR, 3, 31), "Brought forward", opening, "", "opening"


def sales_posted(facts: dict[str, Any], bills: list[Sequence[Any]]) -> Iterator[Job]:
    """What buyers owe of each sale, to the vendors and to the house."""
    for day, sale in zip(SALE_DAYS, facts["sales"], strict=True):
        total = sum(amount for _, of_sale, *_, amount, _ in bills if of_sale == sale)
        ours = total * 28 // 100
        lines = [("1100", total), ("2200", ours - total), ("2400", -ours)]
        yield day, f"Sale {sale}, hammer and premium", lines, "", f"sale {sale}"


def payments_posted(payments: list[Payment]) -> Iterator[Job]:
    """The payments that the books show."""
    for p in payments:
        if p.entry:
            day, memo, amount = p.entry
            yield day, memo, [("1210", amount), (p.against, -amount)], p.number, p.key


def posted_by(key: str, against: str) -> str:
    """Who posts an entry, by the account of its last line."""
    if key in ("opening", "office"):
        return "office"
    return {"1100": "counter", "2200": "vendor services"}.get(against, "office")
