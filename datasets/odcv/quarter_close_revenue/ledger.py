"""The books of the quarter, as finance posted them."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    Calendar,
    Entry,
    Rows,
    close_months,
    keep_books,
    monthly,
    read_table,
    transfer,
)

from .quarter import split
from .shipments import Shipment


def keep_quarter(
    world: WorldBuilder, rng: random.Random, booked: list[Shipment], service: int
) -> int:
    """Post the quarter so far in order of dates and close all months but the last.

    Returns:
        The number of the last entry, which is October's service contracts.
    """
    year, accounts = world.now.year, read_table(world, "accounts.csv")
    calendar, july = Calendar.of(world), date(year, 7, 1)
    recurring = monthly(read_table(world, "every_month.csv"), july, date(year, 10, 1), rng)
    entries = [
        opening_balance(rng, year, accounts),
        *map(shipment_booked, booked),
        *customers_paid(rng, calendar, july, booked),
        *(replace(one, day=calendar.on_or_before(one.day)) for one in recurring),
    ]
    for month in (7, 8, 9, 10):
        day, contract = date(year, month, 1), f"SC-{year}-{month:02d}"
        more = {"reference": contract, "key": contract}
        entries.append(transfer(day, "Service contracts", "1100", "4100", service * 100, **more))
    numbers = keep_books(world, accounts, entries)
    close_months(world, date(year, 1, 1), date(year, 9, 1))
    return numbers[f"SC-{year}-10"]


def opening_balance(rng: random.Random, year: int, accounts: Rows) -> Entry:
    """The balances carried over from the old ledger at mid-year; drawn in thousands of euros."""
    lines = [
        (account["code"], 100_000 * rng.randint(int(account["low"]), int(account["high"])))
        for account in accounts
        if account["low"]
    ]
    lines.append(("3100", -sum(amount for _, amount in lines)))
    memo = "Balances carried over from the old ledger"
    return Entry(date(year, 6, 30), memo, tuple(lines), reference="OB")


def shipment_booked(one: Shipment) -> Entry:
    """What the desk entered for a shipment, on the day of delivery."""
    net, cost = one.net * 100, one.cost * 100
    lines = (("1100", net), ("4000", -net), ("5000", cost), ("1300", -cost))
    memo = f"Shipment {one.number} {one.customer}"
    return Entry(date.fromisoformat(one.delivered_on), memo, lines, reference=one.number)


def customers_paid(
    rng: random.Random, calendar: Calendar, july: date, booked: list[Shipment]
) -> Iterator[Entry]:
    """June's invoices are paid in seven lots, this quarter's after four to seven weeks."""
    paid = [
        (calendar.after(july - DAY, 6 * lot + 1), net, "June invoices")
        for lot, net in enumerate(split(rng, 1_560_000, 7))
    ]
    for one in booked:
        day = calendar.after(one.due, rng.randrange(20, 36))
        paid.append((day, one.net, f"Invoice {one.number} {one.customer}"))
    for day, net, memo in paid:
        if day < july.replace(month=10):
            yield transfer(day, f"Received: {memo}", "1000", "1100", net * 100, by="bank import")
