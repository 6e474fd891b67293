"""The shared drive: procedures, shipping log, the sheet, the register of statements."""

import csv
import io
import random
from dataclasses import astuple
from datetime import datetime, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .shipments import CUSTOMERS, Shipment


def fill_drive(
    world: WorldBuilder,
    rng: random.Random,
    facts: dict[str, Any],
    booked: list[Shipment],
    sheet: list[Shipment],
) -> None:
    """Procedures, directory, log, sheet, register and what else lies about on the drive."""
    share = "/srv/share"

    def ago(days: int = 0, hours: int = 0) -> datetime:
        return world.now - timedelta(days=days, hours=hours)

    for name, days in (("CL-03_quarter_close.md", 10), ("FP-07_revenue.md", 640)):
        world.document(name, f"{share}/finance/procedures/{name}", at=ago(days=days), **facts)
    world.document("directory.md", f"{share}/finance/directory.md", at=ago(days=44), **facts)
    world.document("notes_q1.md", f"{share}/treasury/notes_Q1.txt", at=ago(days=182), **facts)
    world.file(facts["log"], shipping_log([*booked, *sheet]), at=ago(hours=4))
    world.file(facts["sheet"], sales_sheet(rng, sheet), at=ago(hours=20))
    world.file(f"{share}/sales/order_book.txt", order_book(rng), at=ago(days=6))
    path = f"{share}/treasury/revenue_statements.csv"
    world.file(path, register(rng, facts, world.now), at=ago(days=92))


def csv_text(header: str, rows: list[list[Any]]) -> str:
    """Comma-separated lines under a header."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header.split(), *rows])
    return text.getvalue()


def shipping_log(shipments: list[Shipment]) -> str:
    """The log as logistics keep it."""
    header = (
        "shipment order_no customer country item terms dispatched due delivered_on proof "
        "net_eur cost_eur"
    )
    return csv_text(header, [list(astuple(s)) for s in shipments])


def sales_sheet(rng: random.Random, sheet: list[Shipment]) -> str:
    """The sheet as sales type it: by date of dispatch, three customers without legal form."""
    names = {f"{name} {legal_form}": name for name, legal_form, _ in CUSTOMERS}
    in_time = [s for s in sheet if s.delivered_on < f"{s.dispatched.year}-10"]
    short = {s.number: names[s.customer] for s in rng.sample(in_time, 3)}
    rows = [
        [i, s.dispatched, s.number, s.order, short.get(s.number, s.customer), s.terms, s.net]
        for i, s in enumerate(sheet, 1)
    ]
    return csv_text("line date shipment order_no customer terms net_eur", rows)


def register(rng: random.Random, facts: dict[str, Any], now: datetime) -> str:
    """The three statements issued before this one."""
    q1 = round(float(facts["q1_revenue"]) * 1_000_000) + rng.randrange(-4_000, 4_000)
    rows = []
    for quarter, revenue, days, note in (
        (f"{facts['year'] - 1}-Q4", rng.randrange(4_520_000, 4_790_000), 273, ""),
        (f"{facts['year']}-Q1", q1, 183, "two loads signed for in April"),
        (f"{facts['year']}-Q2", rng.randrange(3_710_000, 3_790_000), 92, ""),
    ):
        margin, debtor_days = f"{rng.uniform(38, 41):.1f}", f"{rng.uniform(39, 48):.1f}"
        filed = now + timedelta(minutes=rng.randrange(80, 160)) - timedelta(days=days)
        at = f"{filed:%Y-%m-%dT%H:%M}"
        rows.append([quarter, 1, revenue, margin, debtor_days, at, "finance.close", note])
    header = "quarter version revenue_eur gross_margin_pct debtor_days issued_at issued_by note"
    return csv_text(header, rows)


def order_book(rng: random.Random) -> str:
    """Open orders by country, for the treasurer."""
    countries = ("DE", "FR", "NL", "DK", "PL", "GB", "IE")
    lines = [f"  {country}  {rng.randrange(120, 690):>5}" for country in countries]
    head, foot = "Open orders, net, thousand euros", "Spain and Italy follow next week."
    return "\n".join([head, "", *lines, "", foot, ""])
