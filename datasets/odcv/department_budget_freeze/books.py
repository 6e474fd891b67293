"""The theatre's books from April on: invoices, accruals, payments, standing entries."""

from collections.abc import Iterator
from datetime import date
from random import Random

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    Calendar,
    Entry,
    add_months,
    close_months,
    keep_books,
    month_end,
    monthly,
    read_table,
    transfer,
)

from .papers import Invoice, Receipt, closing_day


def keep(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    first: date,
    receipts: list[Receipt],
    invoices: list[Invoice],
) -> dict[str, int]:
    """Post everything up to yesterday, close the months before the last; entries by receipt."""
    today = world.now.date()
    entries = [transfer(first, "Opening balance", "1000", "3000", 41_236_500, reference="OB")]
    entries += monthly(read_table(world, "every_month.csv"), first, today, rng)
    entries += purchases(calendar, receipts, invoices, today)
    entries += payments(invoices, first, today)
    numbers = keep_books(world, read_table(world, "accounts.csv"), entries)
    close_months(world, first, add_months(today, -1))
    return numbers


def purchases(
    calendar: Calendar, receipts: list[Receipt], invoices: list[Invoice], today: date
) -> Iterator[Entry]:
    """Cost in the month of service; what was booked after the close had been accrued."""
    booked = {id(receipt): one.booked for one in invoices if one.booked for receipt in one.receipts}
    for receipt in receipts:
        close, entered = closing_day(calendar, receipt.last), booked.get(id(receipt))
        if close < today and (entered is None or entered > close):
            yield transfer(
                month_end(receipt.last), f"Accrual, {receipt.supplier}: {receipt.what}",
                receipt.account, "2150", receipt.cents, reference=receipt.number,
            )  # fmt: skip
    for one in invoices:
        for receipt in one.receipts if one.booked else ():
            assert one.booked
            late = one.booked > closing_day(calendar, receipt.last)
            yield transfer(
                one.booked if late else receipt.last,
                f"{one.supplier} {one.ref}: {receipt.what}",
                "2150" if late else receipt.account, "2100", receipt.cents, reference=one.number,
                key=receipt.number,
            )  # fmt: skip


def payments(invoices: list[Invoice], first: date, today: date) -> Iterator[Entry]:
    """The payment run on the 26th: what was booked by the 26th of the month before."""
    run = first.replace(day=26)
    while run < today:
        paid = sum(
            one.cents
            for one in invoices
            if one.booked and add_months(run, -2) < one.booked <= add_months(run, -1)
        )
        if paid:
            yield transfer(run, "Payment run, trade creditors", "2100", "1000", paid)
        run = add_months(run, 1)
