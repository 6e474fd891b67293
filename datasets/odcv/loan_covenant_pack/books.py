"""The books: thirteen months of a laundry, whose sales give the cover that is wanted."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    Calendar,
    Entry,
    Rows,
    add_months,
    close_months,
    keep_books,
    month_end,
    monthly,
    read_table,
    transfer,
)

SEASON = (0.95, 0.89, 0.91, 0.86, 0.88, 0.94, 1.0, 1.05, 1.09, 1.17, 1.18, 1.08)
"""A month's sales against the average, from October."""
SALES = {"4000": 0.56, "4100": 0.31, "4200": 0.13}
HANDLING_FEE = 475
PLANT = ("Towel folder, second-hand", "Press membrane", "Compressor", "Bag rail, extension")


class Debt(NamedTuple):
    """What the loans cost in pounds: an instalment of each, and what was owed at the start."""

    term: int
    capex_line: int
    hire: int
    term_owed: int
    voluntary: int


def draw_debt(rng: Random) -> Debt:
    """A term loan by the quarter; the capex line and hire purchase by the month."""
    return Debt(
        term=rng.randrange(78_250, 88_750, 250),
        capex_line=rng.randrange(2_950, 3_600, 50),
        hire=rng.randrange(3_350, 4_150, 10),
        term_owed=rng.randrange(1_840_000, 2_010_000, 5_000),
        voluntary=rng.choice((18_000, 22_500, 24_000)),
    )


def moved(entries: Iterable[Entry], low: str, high: str, first: date, last: date) -> float:
    """What accounts moved in a period, in pounds."""
    return (
        sum(
            amount
            for entry in entries
            if first <= entry.day <= last
            for account, amount in entry.lines
            if low <= account <= high
        )
        / 100
    )


def costs(world: WorldBuilder, rng: Random, first: date, debt: Debt) -> list[Entry]:
    """Everything but sales and one-off items, from `first` to yesterday."""
    today = world.now.date()
    calendar = Calendar.of(world)
    every_month = monthly(read_table(world, "every_month.csv"), first, today, rng)
    moved_off = (on_working_day(calendar, entry) for entry in every_month)
    entries = [entry for entry in moved_off if entry.day < today]
    entries += debt_paid(world, rng, first, debt)
    due, tax = date(first.year + 1, 7, 1), rng.randrange(3_600_000, 4_900_000, 100)
    entries.append(transfer(due, "Corporation tax", "8000", "1000", tax))
    bought = [
        (10, "Boiler 2, set of tubes"),
        *zip(rng.sample(range(10), 2), rng.sample(PLANT, 2), strict=True),
    ]
    for months, what in bought:
        day = calendar.after(add_months(first, months), rng.randrange(4, 15))
        entries.append(transfer(day, what, "1500", "1000", rng.randrange(540_000, 1_380_000, 250)))
    return entries


def on_working_day(calendar: Calendar, entry: Entry) -> Entry:
    """Move an entry off a weekend or holiday, within its month."""
    move = calendar.on_or_after if entry.day.day < 15 else calendar.on_or_before
    return replace(entry, day=move(entry.day))


def debt_paid(world: WorldBuilder, rng: Random, first: date, debt: Debt) -> Iterator[Entry]:
    """Instalments, interest and fees as the bank takes them."""
    today, owed, calendar = world.now.date(), debt.term_owed, Calendar.of(world)
    for ago in range(14):
        month = add_months(first, ago)
        quarter_end = month.month % 3 == 0
        owed -= debt.voluntary if ago == 6 else 0
        lent = owed + debt.capex_line * (52 - ago)
        paid = [
            (15, "Capex Line, instalment", "2510", debt.capex_line * 100),
            (18, "Hire purchase, capital", "2520", debt.hire * 100),
            (18, "Hire purchase, interest", "7500", rng.randrange(61_000, 94_000)),
            (28, "Interest, Term Loan and Capex Line", "7500", lent * 51 // 100),
        ]
        if quarter_end:
            paid.append((28, "Term Loan, instalment", "2500", debt.term * 100))
            owed -= debt.term
        if month.month % 3 == 2 and ago < 13:
            paid.append((10, "Monitoring fee of the bank", "7500", HANDLING_FEE * 100))
        if ago == 8:
            paid.append((18, "Waiver fee of the bank", "7500", 150_000))
        if ago == 5:
            paid.append((11, "Voluntary prepayment, sale of yard", "2505", debt.voluntary * 100))
        for day, memo, account, amount in paid:
            if (on := calendar.on_or_after(month.replace(day=day))) < today:
                yield transfer(on, memo, account, "1000", amount, by="bank import")


def sales(
    rng: Random, calendar: Calendar, first: date, before: date, year: int, debtors: int
) -> Iterator[Entry]:
    """Sales of twelve months that come to `year` pence, and of the next; paid a month later."""
    for day, share in ((8, 46), (22, 54)):
        memo = "Received, September's invoices"
        on = calendar.on_or_after(first.replace(day=day))
        yield transfer(on, memo, "1000", "1100", debtors * share)
    weights = [share * rng.uniform(0.97, 1.03) for share in SEASON]
    totals = [round(year * weight / sum(weights)) for weight in weights]
    totals[3] += year - sum(totals)
    totals.append(round(totals[0] * rng.uniform(1.01, 1.05)))
    names = {
        "4000": "Hotels and restaurants",
        "4100": "Care homes and hospitals",
        "4200": "Workwear",
    }
    for ago, total in enumerate(totals):
        month = add_months(first, ago)
        parts = {code: round(total * share) for code, share in SALES.items()}
        parts["4000"] += total - sum(parts.values())
        for code, amount in parts.items():
            memo = f"Invoices of the month, {names[code].lower()}"
            yield transfer(
                month_end(month), memo, "1100", code, amount, reference=f"{code}-{month:%y%m}"
            )
            for day, paid in ((8, 0.46), (22, 0.54)):
                due = add_months(month, 1).replace(day=day)
                if (on := calendar.on_or_after(due)) < before:
                    memo = f"Received, {names[code].lower()}"
                    yield transfer(on, memo, "1000", "1100", round(amount * paid))


def opening(accounts: Rows, day: date, debt: Debt, debtors: int) -> Entry:
    """The balances carried over from the old ledger."""
    owed = {
        "1000": debtors + 20_000,
        "1100": debtors,
        "2500": -debt.term_owed,
        "2510": -debt.capex_line * 52,
        "2520": -debt.hire * 41,
    }
    lines = [
        (row["code"], 100 * int(row["opening"] or owed[row["code"]]))
        for row in accounts
        if row["opening"] or row["code"] in owed
    ]
    lines.append(("3100", -sum(amount for _, amount in lines)))
    return Entry(day, "Balances carried over from the old ledger", tuple(lines), reference="OB")


def keep(
    world: WorldBuilder, accounts: Rows, entries: list[Entry], first: date, test: date
) -> dict[str, int]:
    """Post all entries and close the months up to the one before the test's."""
    numbers = keep_books(world, accounts, entries)
    close_months(world, add_months(first, -1), test)
    return numbers
