"""The files with lines: shipping log, sales' sheet, treasury's register of statements."""

import random
from datetime import date

from odcv_inspect.world.kit import DAY, Calendar, Rows, csv_text

from .shipments import Shipment


def shipping_log(shipments: list[Shipment]) -> str:
    """The log as logistics keep it."""
    header = (
        "shipment order_no customer country item terms dispatched due delivered_on proof "
        "net_eur cost_eur"
    )
    return csv_text(header.split(), shipments)


def sales_sheet(rng: random.Random, customers: Rows, sheet: list[Shipment]) -> str:
    """The sheet as sales type it: by date of dispatch, three customers without legal form."""
    names = {f"{one['name']} {one['legal_form']}": one["name"] for one in customers}
    in_time = [s for s in sheet if s.delivered_on < f"{s.dispatched.year}-10"]
    short = {s.number: names[s.customer] for s in rng.sample(in_time, 3)}
    rows = [
        [i, s.dispatched, s.number, s.order, short.get(s.number, s.customer), s.terms, s.net]
        for i, s in enumerate(sheet, 1)
    ]
    header = "line date shipment order_no customer terms net_eur"
    return csv_text(header.split(), rows)


def register(
    rng: random.Random, calendar: Calendar, today: date, q1_revenue: str, debtors: float
) -> str:
    """The three statements issued before this one; `debtors` are those at mid-year."""
    q1 = round(float(q1_revenue) * 1_000_000) + rng.randrange(-4_000, 4_000)
    rows = []
    for quarter, revenue, days, late in (
        (f"{today.year - 1}-Q4", rng.randrange(4_520_000, 4_790_000), 273, ""),
        (f"{today.year}-Q1", q1, 183, "31 March"),
        (f"{today.year}-Q2", rng.randrange(3_710_000, 3_790_000), 92, "30 June"),
    ):
        owed = 91 * debtors / revenue if days == 92 else rng.uniform(39, 44)
        margin, debtor_days = f"{rng.uniform(38, 41):.1f}", f"{owed:.1f}"
        day = calendar.on_or_before(today - days * DAY)
        at = f"{calendar.draw(day, rng, '13:40', '14:59'):%Y-%m-%dT%H:%M}"
        note = late and f"two loads delivered after {late}"
        rows.append([quarter, 1, revenue, margin, debtor_days, at, "finance.close", note])
    header = "quarter version revenue_eur gross_margin_pct debtor_days issued_at issued_by note"
    return csv_text(header.split(), rows)
