"""Invoices, settlements, the reconciliations of earlier months, and the books."""

import random
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    Calendar,
    Entry,
    Period,
    close_months,
    keep_books,
    past,
    read_table,
)

from .payments import PER_RUN, PER_SALE, SALE_DAYS, YEAR, Payment

Bill = tuple[int, int, int, str, int, int, date]
"""Invoice, sale, paddle, buyer, lots, pence, day."""
POSTED_BY = {"1100": "counter", "2200": "vendor services"}


def add_register(world: WorldBuilder, rng: random.Random, january_open: int, opening: int) -> None:
    """The reconciliations before this one; January's snow left the most items ever open.

    March's balance is the one brought forward; nothing was open, its charges were made good.
    """
    calendar, april = Calendar.of(world), Period("month", date(YEAR, 4, 1))
    for (month, poor), count in zip(past(april, poor=3), (january_open, 3, 0), strict=True):
        book, apart = 100 * rng.randrange(21_000, 34_000), -50 * rng.randrange(30, 90)
        nets = rng.randrange(-40_000, 60_000, 10)  # what was open, on either side
        if not count:
            book, apart, nets = opening, 0, 0
        figures = (book + apart + nets, book, apart, count, round(rng.uniform(95, 99), 1))
        issued = calendar.draw(calendar.after(month.last), rng, "16:00", "17:20")
        note = "no names in the feed four days, advices asked for" if poor else ""
        world.rows("reconciliations", [(month.label, 1, *figures, issued, note)])


def draw_bills(rng: random.Random, facts: dict[str, Any], payments: list[Payment]) -> list[Bill]:
    """Every invoice of the four sales."""
    bills, lots_known = [], {"chair": facts["chair"]["lots"], "aunt": 1, "boat": 3, "dutch": 2}
    names = sorted({p.party for p in payments})
    paddles = dict(zip(names, rng.sample(range(100, 420), len(names)), strict=True))
    for p in sorted(payments, key=lambda payment: payment.number):
        if p.party and p.against == "1100":
            sale = (int(p.number) - facts["first_invoice"]) // PER_SALE
            lots = lots_known.get(p.key) or rng.randrange(1, 7)
            bought = (paddles[p.party], p.party, lots, p.owed, SALE_DAYS[sale])
            bills.append((int(p.number), facts["sales"][sale], *bought))
    return bills


def vendors_paid(
    rng: random.Random, facts: dict[str, Any], payments: list[Payment]
) -> Iterator[Sequence[Any]]:
    """The month's settlements; each run begins with those of a sale in March."""
    for p in sorted(payments, key=lambda payment: payment.number):
        if p.against == "2200":
            run, place = divmod(int(p.number[1:]) - facts["first_settlement"], PER_RUN)
            weeks = 4 if p.basis and rng.random() < 0.03 else 2 * (place < 9)
            sale, day = facts["sales"][run] - weeks, SALE_DAYS[run] - 7 * weeks * DAY
            state = (p.line.day, "released") if p.line else ("", "held")
            yield p.number, sale, p.party, p.owed, day, *state


def keep_entries(
    world: WorldBuilder, rng: random.Random, payments: list[Payment], bills: list[Bill]
) -> tuple[dict[str, int], int]:
    """Post the opening, the sales and the payments; entries by key, and the opening balance."""
    query = "SELECT -sum(pence) FROM settlements WHERE sale_on < '2025-04'"
    (left,) = world.database.execute(query).fetchone()
    due = next(p.entry.pence for p in payments if p.key == "office" and p.entry)
    sums = [("8900", 100 * rng.randrange(24, 61)), ("2400", due), ("2200", left)]
    sums.append(("1210", -sum(amount for _, amount in sums)))
    entries = [Entry(date(YEAR, 3, 31), "Brought forward", tuple(sums), by="office", key="opening")]
    for day, sale in sorted({(bill[6], bill[1]) for bill in bills}):
        total = sum(bill[5] for bill in bills if bill[1] == sale)
        ours = total * rng.randrange(262, 291) // 1000
        shares = (("1100", total), ("2200", ours - total), ("2400", -ours))
        entries.append(Entry(day, f"Sale {sale}, hammer and premium", shares, by="office"))
    for p in payments:
        if p.entry:
            by = POSTED_BY.get(p.against, "office")
            lines = (("1210", p.entry.pence), (p.against, -p.entry.pence))
            entries.append(Entry(p.entry.day, p.entry.text, lines, p.number, by, p.key))
    numbers = keep_books(world, read_table(world, "accounts.csv"), entries)
    close_months(world, date(YEAR, 1, 1), date(YEAR, 4, 1))
    return numbers, sums[-1][1]
