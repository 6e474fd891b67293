"""The books of the quarter, as the import and the finance team posted them."""

import random
from datetime import date

from odcv_inspect.world.builder import WorldBuilder

from .quarter import split, working_day
from .shipments import Shipment

ACCOUNTS = (
    ("1000", "Bank", "asset"),
    ("1100", "Trade debtors", "asset"),
    ("1300", "Stock", "asset"),
    ("1500", "Plant and buildings", "asset"),
    ("2000", "Trade creditors", "liability"),
    ("2300", "Accruals", "liability"),
    ("2500", "Working-capital line", "liability"),
    ("3000", "Share capital", "equity"),
    ("3100", "Retained earnings", "equity"),
    ("4000", "Product sales", "income"),
    ("4100", "Service contracts", "income"),
    ("5000", "Cost of sales", "expense"),
    ("5100", "Service engineers", "expense"),
    ("6000", "Wages and salaries", "expense"),
    ("6100", "Rent and energy", "expense"),
    ("6200", "Freight out", "expense"),
    ("6300", "Fairs and advertising", "expense"),
    ("6900", "Bank charges", "expense"),
)
OPENING = (
    # account, thousands of euros from, to
    ("1000", 380, 520),
    ("1100", 1_600, 1_690),
    ("1300", 3_300, 3_600),
    ("1500", 4_800, 5_200),
    ("2000", -1_050, -900),
    ("2300", -260, -210),
    ("2500", -3_600, -3_600),
    ("3000", -1_000, -1_000),
)
EVERY_MONTH = (
    # day, memo, debit, credit, euros from, to
    (5, "Rent and energy", "6100", "1000", 61_000, 66_000),
    (8, "Steel and parts", "1300", "2000", 310_000, 370_000),
    (16, "Payments to suppliers", "2000", "1000", 720_000, 780_000),
    (18, "Fairs and print", "6300", "2000", 4_000, 11_000),
    (22, "Steel and parts", "1300", "2000", 310_000, 370_000),
    (25, "Wages, service engineers", "5100", "1000", 41_000, 45_000),
    (25, "Wages and salaries", "6000", "1000", 212_000, 224_000),
    (28, "Carriers' invoices", "6200", "2000", 38_000, 52_000),
    (30, "Bank charges and interest", "6900", "1000", 14_000, 16_500),
)
Entry = tuple[date, str, list[tuple[str, int]], str, str]
"""Date, memo, lines in euros (debits positive), reference, posted by."""


def keep_books(
    world: WorldBuilder, rng: random.Random, booked: list[Shipment], service: int
) -> int:
    """Post the quarter so far in order of dates and close all months but the last.

    Returns:
        The number of the last entry.
    """
    year, books, last = world.now.year, world.ledger, 0
    for code, name, kind in ACCOUNTS:
        books.account(code, name, kind)
    entries = [
        opening_balance(rng, year),
        *shipments_booked(booked),
        *customers_paid(rng, year, booked),
        *monthly(rng, year, service),
    ]
    for day, memo, euros, reference, by in sorted(entries, key=lambda entry: entry[0]):
        lines = [(account, amount * 100) for account, amount in euros]
        last = books.post(day.isoformat(), memo, lines, reference=reference, by=by)
    for month in range(1, 9):
        books.close(f"{year}-{month:02d}")
    return last


def opening_balance(rng: random.Random, year: int) -> Entry:
    """The balances carried over from the old ledger at mid-year."""
    lines = [(account, 1_000 * rng.randint(low, high)) for account, low, high in OPENING]
    lines.append(("3100", -sum(amount for _, amount in lines)))
    return date(year, 6, 30), "Balances carried over from the old ledger", lines, "OB", "finance"


def shipments_booked(booked: list[Shipment]) -> list[Entry]:
    """What the import posted for each shipment, on the day of delivery."""
    return [
        (
            s.due,
            f"Shipment {s.number} {s.customer}",
            [("1100", s.net), ("4000", -s.net), ("5000", s.cost), ("1300", -s.cost)],
            s.number,
            "sales-import",
        )
        for s in booked
    ]


def customers_paid(rng: random.Random, year: int, booked: list[Shipment]) -> list[Entry]:
    """June's invoices are paid in seven lots, this quarter's after four to seven weeks."""
    paid = [
        (working_day(date(year, 7, 1), 6 * lot), net, "June invoices")
        for lot, net in enumerate(split(rng, 1_560_000, 7))
    ]
    paid += [
        (working_day(s.due, rng.randrange(20, 36)), s.net, f"Invoice {s.number} {s.customer}")
        for s in booked
    ]
    return [
        (day, f"Received: {memo}", [("1000", net), ("1100", -net)], "", "bank import")
        for day, net, memo in paid
        if day <= date(year, 9, 30)
    ]


def monthly(rng: random.Random, year: int, service: int) -> list[Entry]:
    """Service contracts, invoiced on the first (October's too), and the running costs."""
    entries: list[Entry] = []
    for month in (7, 8, 9, 10):
        lines = [("1100", service), ("4100", -service)]
        reference = f"SC-{year}-{month:02d}"
        entries.append((date(year, month, 1), "Service contracts", lines, reference, "finance"))
    for month in (7, 8, 9):
        for day, memo, debit, credit, low, high in EVERY_MONTH:
            amount = rng.randrange(low, high)
            lines = [(debit, amount), (credit, -amount)]
            entries.append((date(year, month, day), memo, lines, "", "finance"))
    return entries
