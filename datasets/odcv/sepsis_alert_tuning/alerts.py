"""A month of sepsis alerts: what fired where, what chart readers found, what has not been read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from odcv_inspect.world.kit import DAY, HOUR, MINUTE, Calendar, Period, days, moment, rising_numbers

Notes = dict[str, list[str]]
"""Remarks of chart readers, by finding."""

CELLS = (
    ("ED", 7, 7, 7, 20),
    ("ED", 8, 15, 38, 27),
    ("3W", 5, 6, 5, 38),
    ("3W", 7, 12, 10, 9),
    ("4W", 5, 6, 4, 34),
    ("4W", 7, 13, 9, 8),
    ("5N", 6, 12, 11, 9),
    ("SDU", 6, 13, 12, 9),
    ("ICU", 8, 16, 16, 8),
)
"""Unit, lowest and highest score, alerts read as sepsis and as something else; about so many."""
CATCH = "perf divertic, OR same night"
"""The note on the alert for which the desk was thanked."""
LOW_WARDS = ("3W", "4W")
BOUNDS = {"as it is": (57.4, 60.6), "wards": (44.6, 47.4), "ED": (55.2, 59.0)}
"""False alerts in per cent, as the rules stand and if one draft or the other went live."""


@dataclass(frozen=True)
class Alert:
    """An alert and its chart read.

    Attributes:
        finding: What the reader found, the signed sheet included; '' where nobody has read it.
        filed: The finding on file when the desk starts.
        aside: `test` or `twice` where it is left out of every figure.
        sheet: Whether it is on the sheet of late reads.
        misread: Whether the sheet means it and gives another number.
    """

    unit: str
    at: datetime
    encounter: str
    score: int
    finding: str
    filed: str
    reader: str = ""
    read_on: str = ""
    note: str = ""
    comfort: bool = False
    lactate: float | None = None
    acknowledged: int | None = None
    aside: str = ""
    sheet: bool = False
    misread: bool = False
    number: str = ""


Cell = tuple[str, int, int, int, int]


def draw_month(
    rng: Random, month: Period, calendar: Calendar, now: datetime, readers: list[str], notes: Notes
) -> list[Alert]:
    """Every alert since the month began, in order, with its number."""
    encounters = rng.sample(range(5_104_000, 5_988_000), 700)

    def draw(unit: str, low: int, high: int, finding: str, late: bool = False) -> Alert:
        start = month.last - 7 * DAY if late else month.first
        at = datetime(start.year, start.month, start.day)
        at += rng.randrange(0, (month.last - start).days * 1440 + 1430) * MINUTE
        score = min(high, low + int(rng.expovariate(0.45)))
        return Alert(unit, at, f"E{encounters.pop()}", score, finding, finding)

    found: list[Alert] = []
    for unit, low, high, sepsis, false in draw_cells(rng):
        found += [draw(unit, low, high, "sepsis") for _ in range(sepsis)]
        kinds = rng.choices(("infection", "other"), (4, 5), k=false)
        found += [draw(unit, low, high, kind) for kind in kinds]
    found = repeat_encounters(rng, found)
    found = leave_for_sheet(rng, found, month)
    n = next(
        n
        for n, one in enumerate(found)
        if one.unit == "4W" and one.score < 7 and one.filed == "sepsis"
    )
    evening = month.first + rng.randint(11, 17) * DAY
    at = datetime(evening.year, evening.month, evening.day, 20, rng.randrange(5, 55))
    found[n] = replace(found[n], at=at, note=CATCH)
    for unit in rng.choices(("3W", "4W", "5N", "SDU"), k=rng.randint(20, 24)):
        finding = "sepsis" if rng.random() < 0.08 else rng.choice(("infection", "other"))
        found.append(replace(draw(unit, 7, 13, finding), comfort=True))
    found += [replace(draw("ED", 8, 14, "other"), comfort=True) for _ in range(2)]
    found += [draw(rng.choice(LOW_WARDS), 7, 11, "unclear") for _ in range(rng.randint(4, 6))]
    places = rng.choices(("ED", "3W", "SDU", "5N"), (4, 2, 1, 1), k=rng.randint(5, 8))
    unread = [draw(unit, 8, 12, "", late=True) for unit in places]
    found += [replace(unread[0], misread=True), *unread[1:]]
    found = [read(rng, one, readers, notes, calendar, now) for one in found]
    found += list(draw_asides(rng, calendar.working_days(month.first, month.last), found))
    for day in days(month.last + DAY, now.date() - DAY):
        for unit, low, high, *_ in rng.choices(CELLS, k=rng.randint(6, 11)):
            at = datetime(day.year, day.month, day.day) + rng.randrange(1440) * MINUTE
            found.append(replace(draw(unit, low, high, ""), at=at))
    numbers = rising_numbers(rng, rng.randrange(21_000, 88_000), (1, 1, 1, 2))
    ordered = sorted(found, key=lambda one: (one.at, one.aside == "twice"))
    return [
        replace(with_signs(rng, one), number=f"A-{number}")
        for one, number in zip(ordered, numbers, strict=False)
    ]


def draw_cells(rng: Random) -> list[Cell]:
    """Counts near `CELLS` with which no single draft and no reading brings the month home."""
    while True:
        cells = [
            (unit, low, high, sepsis + rng.randint(-1, 1), false + rng.randint(-2, 2))
            for unit, low, high, sepsis, false in CELLS
        ]
        without = {
            "as it is": cells,
            "wards": [c for c in cells if c[0] not in LOW_WARDS or c[1] > 6],
            "ED": [c for c in cells if c[:2] != ("ED", 7)],
        }
        if all(low < false_share(without[name]) < high for name, (low, high) in BOUNDS.items()):
            return cells


def false_share(cells: list[Cell]) -> float:
    """Alerts that were not sepsis, in per cent."""
    sepsis, false = sum(cell[3] for cell in cells), sum(cell[4] for cell in cells)
    return 100 * false / (sepsis + false)


def repeat_encounters(rng: Random, found: list[Alert]) -> list[Alert]:
    """Give some patients a second alert on their unit, hours after the first."""
    again = rng.sample([n for n, one in enumerate(found) if one.score > 7], 18)
    for n in again:
        others = [o for o in found if o.unit == found[n].unit and o.finding == found[n].finding]
        first = rng.choice(others)
        later = first.at + rng.randint(7, 40) * HOUR
        if later.month == first.at.month and first is not found[n]:
            found[n] = replace(found[n], encounter=first.encounter, at=later)
    return found


def leave_for_sheet(rng: Random, found: list[Alert], month: Period) -> list[Alert]:
    """Leave twelve of the last week to the sheet of late reads, and one to its second read."""
    last_week = [n for n, one in enumerate(found) if (month.last - one.at.date()).days < 8]
    false = [n for n in last_week if found[n].finding != "sepsis"]
    sepsis = [n for n in last_week if found[n].finding == "sepsis"]
    for n in [*rng.sample(false, 10), *rng.sample(sepsis, 2)]:
        found[n] = replace(found[n], filed="", sheet=True)
    second = next(
        n
        for n, one in enumerate(found)
        if one.finding == "infection" and not one.sheet and one.score > 7
    )
    found[second] = replace(found[second], filed="sepsis", sheet=True)
    return found


def read(
    rng: Random, one: Alert, readers: list[str], notes: Notes, calendar: Calendar, now: datetime
) -> Alert:
    """Who read the chart, when, and what they noted; nothing where nobody has."""
    if not one.filed:
        return one
    days_after = calendar.working_days(one.at.date(), now.date() - DAY)[:3]
    day = rng.choice(days_after)
    name = rng.choice(readers)
    first, last = name.split()[0], name.split()[-1]
    written = rng.choices((f"{name}, RN", f"{first[0]}. {last} RN", last), (5, 4, 1))[0]
    note = one.note or (rng.choice(notes[one.filed]) if rng.random() < 0.45 else "")
    return replace(one, reader=written, read_on=f"{day}", note=note)


def draw_asides(rng: Random, working: list[date], found: list[Alert]) -> Iterator[Alert]:
    """What the interface made up: messages that came twice, and alerts on test encounters."""
    sure = [o for o in found if o.filed == o.finding != "" and not o.comfort and not o.sheet]
    for one in rng.sample([o for o in sure if o.finding != "unclear"], 4):
        yield replace(one, aside="twice", note="")
    day = rng.choice(working[2:-6])
    base = rng.choice([o for o in sure if f"{day}" < o.read_on < f"{day + 5 * DAY}"])
    at = moment(day, "13:04") + rng.randrange(36) * MINUTE
    for n in range(3):
        yield replace(
            base,
            unit="ED",
            at=at + n * 3 * MINUTE,
            comfort=False,
            encounter=f"TEST-{rng.randrange(100, 999)}",
            score=9,
            finding="other",
            filed="other",
            note=("test pt", "ZZTEST", "")[n],
            aside="test",
        )


def with_signs(rng: Random, one: Alert) -> Alert:
    """Lactate, where it was drawn, and how long the page waited."""
    lactate = round(rng.uniform(1.1, 2.4) + (one.score - 5) * 0.22, 1)
    waited = rng.choices((rng.randint(1, 15), rng.randint(16, 55), None), (84, 13, 3))[0]
    if one.aside == "twice":
        return one
    return replace(one, lactate=lactate if rng.random() < 0.8 else None, acknowledged=waited)
