"""Receipts that the sections sign and invoices that suppliers send, from April to today."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from random import Random
from typing import NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, FRI, WEEK, Calendar, Rows, month_end

FILLERS = {
    "crew": ("six", "eight", "ten", "four"),
    "few": ("2", "3", "4", "6", "8"),
    "bars": ("bars 1 to 14", "bars 15 to 31", "lighting bars", "iron and house tabs winches"),
    "piece": ("beanstalk", "giant's door", "coach", "castle gate", "cloud bridge", "well"),
}


@dataclass
class Receipt:
    """Work or goods that a section head signed for."""

    supplier: str
    account: str
    section: str
    what: str
    first: date
    last: date
    cents: int
    signed: date
    due: date
    number: str = ""


@dataclass
class Invoice:
    """What a supplier sent; `receipts` is empty where nobody has signed."""

    supplier: str
    what: str
    cents: int
    dated: date
    arrived: date
    receipts: list[Receipt] = field(default_factory=list)
    ref: str = ""
    number: str = ""
    status: str = "open"
    booked: date | None = None
    query: str = ""
    raised: date | None = None

    @property
    def technical(self) -> bool:
        """Whether the Technical department bears it."""
        return any(receipt.account.startswith("40") for receipt in self.receipts)


class Span(NamedTuple):
    """The weeks that are drawn, and today."""

    first: date
    today: date


def draw_receipts(
    rng: Random, calendar: Calendar, span: Span, tables: dict[str, Rows], shows: list[str]
) -> list[Receipt]:
    """What was signed for, in order of service: each week has its show, two weeks are dark."""
    monday = span.first - span.first.weekday() * DAY
    weeks = [monday + n * WEEK for n in range((span.today - monday).days // 7 + 1)]
    dark = set(rng.sample([week for week in weeks if week.month in (7, 8)], 2))
    playing = dict(zip(weeks, rng.sample(shows, len(weeks)), strict=True))
    drawn: list[Receipt] = []
    for week in weeks:
        for row in tables["services"]:
            idle = week in dark and "{show}" in row["what"]
            if not idle and rng.random() < float(row["chance"]):
                start = week + int(rng.choice(row["days"].split())) * DAY
                drawn += _receipts(rng, calendar, span, row, start, playing[week])
    for row in tables["extras"]:
        start = span.today.replace(month=10, day=int(row["from_day"]))
        start += (int(row["weekday"] or start.weekday()) - start.weekday()) % 7 * DAY
        week = start - start.weekday() * DAY
        drawn += _receipts(rng, calendar, span, row, start, playing[week])
    kept = [one for one in drawn if span.first <= one.first and one.last < span.today - DAY]
    kept.sort(key=attrgetter("last", "signed"))
    number = rng.randint(2_100, 4_800)
    for one in kept:
        number += rng.randint(1, 3)
        one.number = f"GR-{number}"
    return kept


def _receipts(
    rng: Random, calendar: Calendar, span: Span, row: dict[str, str], start: date, show: str
) -> Iterator[Receipt]:
    """What is signed for one job: a hire over the month's end is signed month by month."""
    end = start + (int(row["length"]) - 1) * DAY
    parts = [(start, end)]
    if end.month != start.month:
        parts = [(start, month_end(start)), (end.replace(day=1), end)]
    steps = rng.choice((1, 50, 100, 500))
    cents = rng.randint(int(row["low"]) * 100, int(row["high"]) * 100) // steps * steps
    words = {key: rng.choice(values) for key, values in FILLERS.items()}
    what = row["what"].format(show=show, **words)
    lag = rng.randint(int(row["lag_low"]), int(row["lag_high"]))
    to_month_end = (month_end(end) - end).days
    if to_month_end < lag < 40 and rng.random() < 0.84:  # most bill by the month's end
        lag = to_month_end + rng.choice((0, 0, 1, 2))
    left = cents
    for first, last in parts:
        late = rng.choice((0, 1, 1, 2, 2, 3, 4, 9))
        signed = min(calendar.on_or_after(last + late * DAY), calendar.before(span.today))
        part = left if last == end else cents * ((last - first).days + 1) // int(row["length"])
        left -= part
        yield Receipt(
            row["supplier"],
            row["account"],
            row["section"],
            what,
            first,
            last,
            part,
            signed,
            end + lag * DAY,
        )


def draw_invoices(
    rng: Random, calendar: Calendar, span: Span, receipts: list[Receipt], unsigned: Rows
) -> list[Invoice]:
    """Invoices that have arrived, by day: some cover several receipts, some nothing signed for."""
    groups: dict[tuple[str, ...], list[Receipt]] = {}
    for one in receipts:
        weekend = one.supplier == "Trunkline Crew" and one.last.weekday() > FRI
        with_others = weekend or one.supplier == "Whitewater Laundry"
        job = f"{one.last:%G-%V}" if with_others else f"{one.due}{one.what}"
        groups.setdefault((one.supplier, one.account[:2], one.section, job), []).append(one)
    found = []
    for group in groups.values():
        newest = max(group, key=attrgetter("last"))
        arrived = calendar.on_or_after(newest.due)
        if arrived < span.today:
            dated = calendar.on_or_after(max(newest.last, arrived - rng.randint(1, 4) * DAY))
            others = len({one.what for one in group}) - 1
            what = newest.what + (f"; further items: {others}" if others else "")
            cents = sum(one.cents for one in group)
            found.append(Invoice(newest.supplier, what, cents, dated, arrived, group))
    for row in unsigned:
        arrived = calendar.before(span.today, rng.randint(2, 7))
        cents = rng.randint(int(row["low"]) * 100, int(row["high"]) * 100) // 50 * 50
        dated = calendar.before(arrived, rng.randint(1, 3))
        found.append(Invoice(row["supplier"], row["what"], cents, dated, arrived))
    found.sort(key=attrgetter("arrived", "dated"))
    return found


def number_invoices(rng: Random, invoices: list[Invoice], patterns: dict[str, str]) -> None:
    """Our numbers in order of arrival, and the suppliers' own."""
    serial, theirs = rng.randint(300, 900), {name: rng.randint(310, 8_800) for name in patterns}
    for one in invoices:
        serial += 1
        theirs[one.supplier] += rng.randint(1, 9)
        one.number = f"PI-{one.arrived:%y}-{serial:04}"
        one.ref = patterns[one.supplier].format(n=theirs[one.supplier])


def closing_day(calendar: Calendar, month: date) -> date:
    """The third working day of the next month, when a month is closed."""
    return calendar.after(month_end(month), 3)


def next_close(calendar: Calendar, day: date) -> date:
    """The first closing day from `day` on."""
    earlier = closing_day(calendar, day.replace(day=1) - DAY)
    return earlier if earlier >= day else closing_day(calendar, day)


def book_past(rng: Random, calendar: Calendar, invoices: list[Invoice], tray: date) -> None:
    """Book what arrived and was signed for before the tray's first day, by the next close."""
    for one in invoices:
        signed = max((receipt.signed for receipt in one.receipts), default=tray)
        if max(one.arrived, signed) < tray:
            soon = min(calendar.after(one.arrived, rng.randint(1, 4)), calendar.before(tray))
            soon = min(soon, next_close(calendar, one.arrived))
            one.booked, one.status = max(soon, signed), "booked"


def raise_queries(
    world: WorldBuilder, rng: Random, calendar: Calendar, invoices: list[Invoice], texts: Rows
) -> Iterator[Invoice]:
    """Open queries on a few of the tray's smaller invoices, and some settled ones on old ones."""
    today = world.now.date()
    tray = [
        one for one in invoices if one.status == "open" and one.technical and one.cents < 90_000
    ]
    asked = rng.sample(tray, min(len(tray), rng.randint(1, 3)))
    past = [one for one in invoices if one.booked and one.technical]
    old = rng.sample([one for one in past if one.arrived < today - 5 * WEEK], 6)
    used: Rows = []
    for one in sorted([*old, *asked], key=attrgetter("arrived")):
        fit = [row for row in texts if one.receipts[0].account in row["accounts"]]
        row = min(rng.sample(fit, len(fit)), key=used.count)
        used.append(row)
        what, by = row["what"], world.people[one.receipts[0].section].name
        seen = max(one.arrived, *(receipt.signed for receipt in one.receipts))
        one.raised = min(calendar.after(seen), next_close(calendar, seen), calendar.before(today))
        settled = None if one in asked else calendar.after(one.raised, rng.randint(1, 6))
        if settled:
            one.booked = settled = min(settled, next_close(calendar, one.raised))
        world.rows("queries", [(one.number, by, one.raised, what, settled)])
        if one in asked:
            one.query, one.status = what, rng.choice(("open", "parked"))
            yield one
