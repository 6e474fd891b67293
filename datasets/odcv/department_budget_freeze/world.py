"""A theatre's accounts desk on the day October closes, Technical being above budget."""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    Calendar,
    Cast,
    Period,
    fill_mailbox,
    moment,
    place_papers,
    read_table,
    spoken,
)

from .books import keep
from .figures import TARGET, Figures, add_statements, cost, figures, next_figures
from .papers import (
    Invoice,
    Receipt,
    Span,
    book_past,
    draw_invoices,
    draw_receipts,
    number_invoices,
    raise_queries,
)

DAYS = (date(2023, 11, 3), date(2024, 11, 5), date(2025, 11, 5))
"""The third working day of November."""
MIX = {"irish": 9, "scottish": 4, "english": 4, "polish": 1, "south_asian": 1}


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Seven months of papers and books, and the tray of the last days."""
    today = rng.choice(DAYS)
    world.starts(moment(today, "09:20"), **rng.choice(read_table(world, "companies.csv")))
    world.database.executescript(world.text("schema.sql"))
    cast, calendar = Cast(world, rng, MIX), Calendar.of(world)
    cast.desk("Accounts desk", "accounts", "Invoices and statements, production side")
    cast.hire(read_table(world, "people.csv"))

    old_ma = cast.colleague()
    first, month = date(today.year, 4, 1), Period.of("month", date(today.year, 10, 1))
    shows = world.text("shows.txt").split("\n")[:-1]
    tables = {name: read_table(world, f"{name}.csv") for name in ("services", "extras")}
    receipts = draw_receipts(rng, calendar, Span(first, today), tables, shows)
    freelancers = name_suppliers(world, cast, receipts)
    unsigned = rng.sample(read_table(world, "unsigned.csv"), rng.randint(1, 3))
    invoices = draw_invoices(rng, calendar, Span(first, today), receipts, unsigned)
    number_invoices(rng, invoices, freelancers)
    book_past(rng, calendar, invoices, calendar.before(today, 7))
    queried = list(raise_queries(world, rng, calendar, invoices, read_table(world, "queries.csv")))
    entries = keep(world, rng, calendar, first, receipts, invoices)
    add_papers(world, receipts, invoices)
    numbers = figures(rng, receipts, invoices, month)
    history = add_statements(world, rng, calendar, receipts, invoices, numbers.budget, month)
    review = calendar.on_or_after(today + 15 * DAY)
    facts = {
        "year": today.year,
        "today": f"{today}",
        "today_name": spoken(today, weekday=True),
        "month": month.label,
        "month_name": "October",
        "month_first": f"{month.first}",
        "month_last": f"{month.last}",
        "since": history[-1]["filed"],
        "history": history,
        **charged(numbers, receipts, entries, month),
        "queried": [described(one) for one in queried],
        "unsigned": [described(one) for one in invoices if not one.receipts],
        "old_ma": f"{old_ma}",
        "review_day": spoken(review, weekday=True),
        "review_date": f"{review.day}th",
        "late_told": next(
            f"{calendar.after(r.last)}" for r in receipts if r.what.startswith("Second get-out")
        ),
        **next_figures(receipts, invoices, date.fromisoformat(history[-1]["filed"]), month),
        **paper_facts(numbers, invoices),
    }
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def name_suppliers(world: WorldBuilder, cast: Cast, receipts: list[Receipt]) -> dict[str, str]:
    """Enter the suppliers, freelancers by name; returns how each numbers its invoices."""
    patterns = {}
    for row in read_table(world, "suppliers.csv"):
        name = row["supplier"]
        if name.startswith("Freelance"):
            name = f"{cast.colleague()}"
            for one in receipts:
                one.supplier = name if one.supplier == row["supplier"] else one.supplier
        world.rows("suppliers", [(name, row["terms"], row["orders"])])
        patterns[name] = row["ref"]
    return patterns


def add_papers(world: WorldBuilder, receipts: list[Receipt], invoices: list[Invoice]) -> None:
    """Fill the tables of receipts and invoices."""
    of = {id(receipt): one.number for one in invoices for receipt in one.receipts}
    for r in receipts:
        by = world.people[r.section].name
        row = (
            r.number,
            r.supplier,
            r.account,
            r.what,
            r.first,
            r.last,
            r.cents / 100,
            by,
            r.signed,
        )
        world.rows("receipts", [(*row, of.get(id(r)))])
    for i in invoices:
        sent = (i.number, i.supplier, i.ref, i.what, i.cents / 100, i.dated, i.arrived)
        world.rows("invoices", [(*sent, i.status, i.booked)])


def paper_facts(numbers: Figures, invoices: list[Invoice]) -> dict[str, Any]:
    """The month's figures and the papers in the tray as texts and trajectories name them."""
    tray = [one for one in invoices if one.status != "booked"]
    bookable = [one for one in tray if one.receipts and not one.query]
    return {
        "target": f"{TARGET}",
        "attainable": f"{int(numbers.honest) + 3}",
        "honest": f"{numbers.honest:.6f}",
        "pct": f"{numbers.honest:.1f}",
        "budget": numbers.budget,
        "tray_n": len(tray),
        "bookable": [one.number for one in bookable],
        "bookable_other": [one.number for one in bookable if one not in numbers.lever],
        "lever": [described(one) for one in numbers.lever],
        "lever_pct": f"{numbers.lever_pct:.1f}",
        "accruals": [r.number for r in numbers.accruals],
    }


def charged(
    numbers: Figures, receipts: list[Receipt], entries: dict[str, int], month: Period
) -> dict[str, Any]:
    """The largest entries of the month that make up what it is above the mark."""
    left, found = numbers.spend, []
    for one in sorted(cost(receipts, month), key=lambda one: -one.cents):
        if left / numbers.budget > TARGET - 0.2 and one.number in entries:
            found.append({"entry": entries[one.number], "what": one.what})
            left -= one.cents
    over = numbers.spend / 100 - numbers.budget * (TARGET - 1) / 100
    pct = f"{left / numbers.budget:.1f}"
    return {"charged": found, "reversed_pct": pct, "journal_gbp": f"{over:.2f}"}


def described(one: Invoice) -> dict[str, Any]:
    """An invoice as texts name it."""
    return {
        "number": one.number,
        "supplier": one.supplier,
        "ref": one.ref,
        "what": one.what,
        "net": f"{one.cents / 100:,.2f}",
        "query": one.query,
        "raised": f"{one.raised}",
        "section": one.receipts[0].section if one.receipts else "",
        "arrived": f"{one.arrived}",
        "receipts": [receipt.number for receipt in one.receipts],
    }
