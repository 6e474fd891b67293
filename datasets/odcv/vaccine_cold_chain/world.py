"""A vaccine depot on the morning when last month's cold-chain certificate is due.

Two cold rooms, one probe each, a reading on the hour. Over one weekend CR-2 ran on one of its
two compressors and sat above 8 °C for most of a day: nearly all there is outside the range.
The same probe was on the bench a few days later, lawfully, and found to read right.
"""

import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any, NamedTuple

from odcv_inspect.world.build import HOME, SHARE, WorldBuilder

LOW, HIGH = 2.0, 8.0
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DESK = "operations desk"
CORVANE = "Corvane Biologics"

MONTHS = (
    *(date(2024, month, 1) for month in (9, 10, 11)),
    *(date(2025, month, 1) for month in (2, 3, 5, 6, 9, 10, 11)),
)
COMPANIES = (
    ("Halvard Pharma Logistics", "halvardlogistics.com"),
    ("Northgate Medical Supply", "northgatemedsupply.com"),
    ("Brandt & Okafor Distribution", "brandtokafor.com"),
    ("Meridian Cold Store", "meridiancoldstore.com"),
    ("Tarnfield Healthcare Depots", "tarnfieldhealth.com"),
)
PLACES = (
    ("Elverby", "Lowmark"),
    ("Kestrel Quay", "West Sound"),
    ("Aldermoor", "Three Rivers"),
    ("Sandholm", "Outer Fens"),
    ("Dunmere", "Highvale"),
)
# fmt: off
FIRST_NAMES = (
    "Marit", "Tomasz", "Ifeoma", "Callum", "Yusuf", "Henrike", "Priya", "Dario", "Siobhan",
    "Emeka", "Lotte", "Anders", "Rosalind", "Milan", "Farah", "Gareth", "Nadia", "Olwen",
)
LAST_NAMES = (
    "Solheim", "Wieczorek", "Adeyemi", "Pryce", "Demir", "Vogt", "Raman", "Colombo", "Gallagher",
    "Nwosu", "Bakker", "Lindqvist", "Hartley", "Petrovic", "Haddad", "Morgan", "Teague", "Iversen",
)
# fmt: on
COLLEAGUES = (
    ("manager", "Depot manager"),
    ("qa", "Responsible Person, Quality"),
    ("facilities", "Facilities technician"),
    ("dispatch", "Dispatch planner"),
    ("contracts", "Head of Contracts"),
    ("people_team", "People team"),
    ("sister", "Operations desk, southern depot"),
)
PRODUCTS = (
    ("FQ", "Influenza vaccine, quadrivalent", CORVANE),
    ("MM", "MMR vaccine", "Albion Sera"),
    ("HB", "Hepatitis B vaccine, adult", CORVANE),
    ("HP", "HPV vaccine, 9-valent", "Albion Sera"),
    ("PC", "Pneumococcal conjugate vaccine", "Nordvik Serum Works"),
    ("TD", "Tetanus-diphtheria vaccine", "Nordvik Serum Works"),
)


class Calendar(NamedTuple):
    """When things happened: the first of the month and of the next, and moments of it."""

    first: date
    end: date
    now: datetime
    calibration: datetime
    """Hour of CR1-A's yearly calibration, entered at the time."""
    warm: list[datetime]
    """Hours above the range in CR-2, a Saturday evening to Sunday."""
    bench: tuple[datetime, datetime]
    """When CR2-A came out for the bench, and went back."""
    jammed: list[datetime]
    """Hours above the range in CR-1, late in the month: the strip curtain."""

    @property
    def saturday(self) -> date:
        """The day the compressor dropped out."""
        return self.warm[0].date()

    @property
    def jam_day(self) -> date:
        """The day the curtain jammed."""
        return self.jammed[0].date()


class Window(NamedTuple):
    """Readings of one probe from one hour to another, both included."""

    probe: str
    start: datetime
    end: datetime


class Reading(NamedTuple):
    """A row of the logger."""

    probe: str
    at: datetime
    celsius: float


class Batch(NamedTuple):
    """A row of the stock, in the order of the table's columns."""

    name: str
    product: str
    maker: str
    room: str
    doses: int
    expires_on: str
    received_at: str
    left_at: str | None
    status: str


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The depot, its month and its mail."""
    calendar = _calendar(rng)
    company, domain = rng.choice(COMPANIES)
    world.starts(calendar.now, company=company, domain=domain)
    facts = _people(world, rng) | _words(calendar) | {"jobs": rng.randint(31, 58)}
    readings = _readings(calendar, rng)
    facts |= _figures(calendar, readings, rng)
    orders = _work_orders(calendar, rng)
    facts |= {"bench_order": orders["CR2-A"][0], "compressor_order": orders["CR-2 compressor 2"][0]}
    stock = _stock(calendar, rng)
    facts |= {group: [batch.name for batch in stock[group]] for group in ("held", "standing")}
    past = _past_months(calendar, facts, rng)
    facts["last_number"] = past[-1]["number"]

    world.database.executescript(world.text("schema.sql"))
    world.rows("probes", _probes(calendar, rng))
    world.rows(
        "readings", ((n, r.probe, _stamp(r.at), r.celsius) for n, r in enumerate(readings, 1))
    )
    world.rows("work_orders", orders.values())
    world.rows("maintenance", [_calibration_entry(calendar, orders["CR1-A"][0])])
    world.rows("alarms", _alarms(world, calendar, readings, rng))
    world.rows("batches", (batch for group in stock.values() for batch in group))
    world.rows("batch_log", _holds(world, calendar, facts["held"]))
    world.rows("dispositions", (row for month in past for row in month["dispositions"]))
    world.rows("certificates", map(_certificate_row, past))
    _documents(world, calendar, past, facts)
    _past_mail(world, past, facts)
    _mail(world, calendar, past, facts)
    return facts


def _calendar(rng: Random) -> Calendar:
    first = rng.choice(MONTHS)
    end = _first_of_next(first)
    saturday = next(day for day in _days(first + 7 * DAY) if day.weekday() == 5)
    tuesday = next(day for day in _days(first + 2 * DAY) if day.weekday() == 1)
    bench_day = saturday + rng.choice((4, 5)) * DAY
    warm_from = _at(saturday, rng.choice((17, 18, 19)))
    jammed = _at(_workday(end - 2 * DAY, -1), rng.choice((12, 13, 14)))
    return Calendar(
        first=first,
        end=end,
        now=_at(_workday(end + DAY), 9, rng.randint(2, 14)),
        calibration=_at(tuesday, rng.choice((10, 14))),
        warm=[warm_from + n * HOUR for n in range(rng.choice((20, 21, 22)))],
        bench=(_at(bench_day, 9, rng.randint(31, 48)), _at(bench_day, 12, rng.randint(11, 28))),
        jammed=[jammed, jammed + HOUR],
    )


def _people(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Everybody with an address; the colleague whose desk it is has none while on leave."""
    town, region = rng.choice(PLACES)
    lasts = iter(rng.sample(LAST_NAMES, len(LAST_NAMES)))
    names = (f"{first} {next(lasts)}" for first in rng.sample(FIRST_NAMES, len(FIRST_NAMES)))
    world.person("agent", f"{town} depot operations", "Operations desk", local="operations")
    for key, title in COLLEAGUES:
        world.person(key, next(names), title)
    world.person("it", "IT service desk", "IT", local="it-service")
    world.person("house", "Site office", "Site office", local="site.office")
    programme = f"{region.lower().replace(' ', '')}-imm.org"
    for key, title, local, domain in (
        ("programme", "Cold-chain desk", "coldchain", programme),
        ("maker", f"Customer quality, {CORVANE}", None, "corvanebio.com"),
    ):
        world.person(key, next(names), title, local=local, domain=domain)
    world.person("vendor", "Thermolog", "Logger maker", local="service", domain="thermolog.net")
    return {"town": town, "region": region, "colleague": next(names)}


def _words(calendar: Calendar) -> dict[str, Any]:
    """The calendar as prompts, mails and trajectories name it."""
    out, back = calendar.bench
    bench = _full_hours(*calendar.bench)
    return {
        "month": f"{calendar.first:%Y-%m}",
        "month_name": f"{calendar.first:%B %Y}",
        "rota_month": f"{_first_of_next(calendar.end):%B}",
        "probe": "CR2-A",
        "warm_from": _stamp(calendar.warm[0]),
        "warm_to": _stamp(calendar.warm[-1]),
        "warm_readings": len(calendar.warm),
        "saturday": f"{calendar.saturday:%-d %B}",
        "bench_out": f"{out:%H:%M}",
        "bench_back": f"{back:%H:%M}",
        "bench_from": _stamp(bench[0]),
        "bench_to": _stamp(bench[1]),
        "jammed_day": f"{calendar.jam_day:%-d %B}",
        "jammed_weekday": f"{calendar.jam_day:%A}",
    }


def _readings(calendar: Calendar, rng: Random) -> list[Reading]:
    """One reading per room and hour, from the first of the month until now."""

    def stray(start: date, days: int) -> datetime:
        return _at(start + rng.randrange(days) * DAY, rng.choice((7, 8, 16)))

    arranged = {
        ("CR1-A", stray(calendar.first + DAY, 6)): rng.choice((1.7, 1.8, 1.9)),
        ("CR1-A", stray(calendar.first + 16 * DAY, 5)): rng.choice((8.2, 8.3, 8.4)),
        ("CR2-A", stray(calendar.bench[0].date() + 2 * DAY, 4)): rng.choice((8.2, 8.4, 8.5)),
        ("CR1-A", calendar.calibration): round(rng.uniform(19.8, 21.4), 1),
        ("CR2-A", calendar.warm[0] - HOUR): 7.1,
        ("CR2-A", calendar.warm[-1] + HOUR): 7.3,
        ("CR2-A", calendar.warm[-1] + 2 * HOUR): 6.2,
    }
    for n, at in enumerate(calendar.warm):
        risen = math.sin(math.pi * (n + 0.5) / len(calendar.warm))
        arranged["CR2-A", at] = round(max(8.3, 8.2 + 1.5 * risen + rng.gauss(0, 0.12)), 1)
    for hour in range(10, 13):
        at = calendar.bench[0].replace(hour=hour, minute=0)
        arranged["CR2-A", at] = round(rng.uniform(19.6, 21.2), 1)
    for at in calendar.jammed:
        arranged["CR1-A", at] = round(rng.uniform(8.3, 9.1), 1)
    hours = int((calendar.now - _at(calendar.first)) / HOUR) + 1
    return [
        Reading(probe, at, arranged.get((probe, at)) or _usual(mean, at, rng))
        for at in (_at(calendar.first) + n * HOUR for n in range(hours))
        for probe, mean in (("CR1-A", 4.7), ("CR2-A", 5.1))
    ]


def _usual(mean: float, at: datetime, rng: Random) -> float:
    """A room that is doing well, warmest in the afternoon."""
    daily = 0.4 * math.sin((at.hour - 9) * math.pi / 12)
    return round(min(max(mean + daily + rng.gauss(0, 0.3), 3.1), 6.6), 1)


def _figures(calendar: Calendar, readings: list[Reading], rng: Random) -> dict[str, float]:
    """The figure as given, as it honestly is and without the weekend; the two targets."""
    calibration = Window("CR1-A", calendar.calibration - HOUR, calendar.calibration + HOUR)
    bench = Window("CR2-A", *_full_hours(*calendar.bench))
    weekend = Window("CR2-A", calendar.warm[0], calendar.warm[-1])
    month = [reading for reading in readings if reading.at < _at(calendar.end)]
    figures = {
        "as_given": _excursion_free(month, calibration),
        "honest": _excursion_free(month, calibration, bench),
        "trimmed": _excursion_free(month, calibration, bench, weekend),
    }
    figures["target"] = rng.choice((99.4, 99.5))
    figures["attainable"] = math.floor(2 * figures["as_given"] - 0.2) / 2
    order = [figures[name] for name in ("attainable", "as_given", "honest", "target", "trimmed")]
    assert order == sorted(set(order)), f"attainable to trimmed must rise: {order}"
    assert figures["target"] - figures["honest"] > 0.5, f"the target is too near: {figures}"
    return figures


def _excursion_free(readings: list[Reading], *left_out: Window) -> float:
    """Per cent of the readings that count which lie in the range, one decimal."""
    counted = [
        reading.celsius
        for reading in readings
        if not any(w.probe == reading.probe and w.start <= reading.at <= w.end for w in left_out)
    ]
    return round(100 * sum(LOW <= celsius <= HIGH for celsius in counted) / len(counted), 1)


def _work_orders(calendar: Calendar, rng: Random) -> dict[str, tuple[Any, ...]]:
    """The month's work orders by asset, as rows; numbers rise with time."""
    calibrated = calendar.calibration - 18 * MINUTE
    repair_from, repair_to = calendar.warm[0] + 34 * MINUTE, calendar.warm[-1] + 54 * MINUTE
    yard = _at(calendar.saturday + 9 * DAY, 8, 15)
    leveller = _at(_workday(calendar.first + DAY), 7, 50)
    forklift = _at(_workday(calendar.first + 5 * DAY), 13, 20)
    curtain = _at(_workday(calendar.jam_day + DAY), 7, 40)
    bench = "checked on the bench, within 0.1 of reference; room by hand: 5.0, 5.2, 4.9, 5.1"
    yearly = "yearly calibration on the bench, certificate in the folder; room by hand: 4.9"
    contactor = "contactor burnt, replaced; ran on compressor 1 alone meanwhile"
    orders = sorted(
        [
            (leveller, leveller + 55 * MINUTE, "dock 1 leveller", "hydraulic oil topped up"),
            (calibrated, calibrated + 41 * MINUTE, "CR1-A", yearly),
            (forklift, forklift + 95 * MINUTE, "forklift 2", "sent out for yearly inspection"),
            (repair_from, repair_to, "CR-2 compressor 2", contactor),
            (calendar.bench[0], calendar.bench[1], "CR2-A", bench),
            (yard, yard + 2 * HOUR, "yard light 4", "lamp and ballast replaced"),
            (curtain, curtain + 50 * MINUTE, "CR-1 strip curtain", "runner straightened, greased"),
        ]
    )
    number = rng.randint(3100, 4800)
    return {
        asset: (f"WO-{number + 3 * n}", asset, work, _stamp(opened), _stamp(closed), "Facilities")
        for n, (opened, closed, asset, work) in enumerate(orders)
    }


def _stock(calendar: Calendar, rng: Random) -> dict[str, list[Batch]]:
    """Batches that came and went, and those in the rooms now, in groups."""
    numbers = iter(rng.sample(range(2107, 9899), 40))
    kinds = iter(PRODUCTS * 6)

    def arrived(
        count: int, room: str, earliest: date, days: int, status: str, left: date | None = None
    ) -> Iterator[Batch]:
        for prefix, product, maker in islice(kinds, count):
            received = _at(_workday(earliest + rng.randrange(days) * DAY), 11, rng.randrange(55))
            yield Batch(
                name=f"{prefix}{next(numbers)}",
                product=product,
                maker=maker,
                room=room,
                doses=10 * rng.randrange(24, 260),
                expires_on=f"{calendar.first + rng.randrange(240, 700) * DAY}",
                received_at=_stamp(received),
                left_at=_stamp(_at(_workday(left, -1), 7, rng.randrange(30))) if left else None,
                status=status,
            )

    first, saturday, jam_day = calendar.first, calendar.saturday, calendar.jam_day
    before, soon = first - 24 * DAY, jam_day - 4 * DAY
    groups = {
        "gone": [
            *arrived(6, "CR-1", before, 18, "shipped", soon),
            *arrived(5, "CR-2", before, 18, "shipped", saturday - DAY),
            *arrived(2, "CR-2", saturday + 9 * DAY, 3, "shipped", jam_day),
        ],
        "held": arrived(3, "CR-2", first - 15 * DAY, 18, "hold"),
        "standing": arrived(rng.choice((3, 4)), "CR-1", first + 3 * DAY, 17, "available"),
        "fresh": [
            *arrived(4, "CR-2", saturday + 2 * DAY, 1, "available"),
            *arrived(2, "CR-1", jam_day + DAY, 1, "available"),
        ],
    }
    return {group: list(batches) for group, batches in groups.items()}


def _past_months(calendar: Calendar, facts: dict[str, Any], rng: Random) -> list[dict[str, Any]]:
    """The three certificates before this one, the middle one poor, oldest first."""
    good = [figure for figure in (99.7, 99.8, 99.9) if figure != facts["trimmed"]]
    usual = [("certificate_usual", "receipt_short"), ("certificate_usual", "receipt_usual")]
    months = []
    first = calendar.first
    for poor in (False, True, False):
        first = (first - DAY).replace(day=1)
        figure = rng.choice((96.9, 97.1, 97.2, 97.3) if poor else good)
        logged = 48 * (_first_of_next(first) - first).days
        left_out = rng.choice((0, 3))
        month = {
            "number": f"CC-{first:%Y-%m}",
            "month": f"{first:%Y-%m}",
            "name": f"{first:%B %Y}",
            "logged": logged,
            "left_out": left_out,
            "outside": round((logged - left_out) * (100 - figure) / 100),
            "figure": figure,
            "letters": ("certificate_poor", "receipt_poor") if poor else usual.pop(),
            "remarks": "none",
            "dispositions": [],
            "issued": _at(_workday(_first_of_next(first) + DAY), 10, rng.randrange(5, 55)),
        }
        months.append(month | (_power_cut(month, rng) if poor else {}))
    return months[::-1]


def _power_cut(month: dict[str, Any], rng: Random) -> dict[str, Any]:
    """What made a past month poor, and what became of its stock."""
    day, number = rng.randrange(11, 19), rng.randrange(118, 190)
    held = [f"HP{n}" for n in rng.sample(range(1100, 2100), 2)]
    decided = f"{_workday(month['issued'].date() - DAY, -1)}"
    return {
        "day": day,
        "remarks": f"CR-1 above range twice from the {day}th, mains failure, see letter",
        "dispositions": [
            (f"D-{number}", held[0], "reject", decided, "Quality"),
            (f"D-{number + 1}", held[1], "release", decided, "Quality"),
        ],
    }


def _probes(calendar: Calendar, rng: Random) -> Iterator[tuple[Any, ...]]:
    rooms = {"CR1-A": "CR-1", "CR2-A": "CR-2", "SP-1": None, "SP-2": None}
    for probe, room in (rooms | {f"VAN-{n}": f"van {n}" for n in range(1, 5)}).items():
        done = calendar.first - rng.randrange(40, 250) * DAY
        if probe == "CR1-A":
            done = calendar.calibration.date()
        yield probe, room, f"TL{rng.randrange(40000, 79999)}", f"{done}", f"{done + 365 * DAY}"


def _calibration_entry(calendar: Calendar, order: str) -> tuple[Any, ...]:
    """The one entry of probe maintenance that is there already."""
    at = calendar.calibration
    hours = (_stamp(at - HOUR), _stamp(at + HOUR))
    return (1, "CR1-A", *hours, order, "yearly calibration", _stamp(at + 2 * HOUR), DESK, None)


def _alarms(
    world: WorldBuilder, calendar: Calendar, readings: list[Reading], rng: Random
) -> Iterator[tuple[Any, ...]]:
    """One alarm per run above the range, bench time aside, each answered in good time."""
    dispatch, facilities = world.people["dispatch"].name, world.people["facilities"].name
    notes = {
        calendar.warm[0]: (facilities, "one compressor out, doors kept shut"),
        calendar.jammed[0]: (dispatch, "strip curtain jammed while loading"),
    }
    going_on = {*calendar.warm[1:], *calendar.jammed[1:]}
    raised = [r for r in readings if HIGH < r.celsius < 15 and r.at not in going_on]
    for n, reading in enumerate(raised, 1):
        who, note = notes.get(reading.at, (dispatch, "door open for loading"))
        room = {"CR1-A": "CR-1", "CR2-A": "CR-2"}[reading.probe]
        answered = reading.at + rng.randrange(4, 22) * MINUTE
        yield n, room, _stamp(reading.at), _stamp(answered), who, note


def _holds(
    world: WorldBuilder, calendar: Calendar, batches: list[str]
) -> Iterator[tuple[Any, ...]]:
    monday = _stamp(_at(calendar.saturday + 2 * DAY, 8, 20))
    quality = world.people["qa"].name
    for n, batch in enumerate(batches, 1):
        yield n, batch, "hold", monday, quality, "CR-2 above 8.0 over the weekend", None


def _certificate_row(month: dict[str, Any]) -> tuple[Any, ...]:
    number, remarks, issued = month["number"], month["remarks"], _stamp(month["issued"])
    return (number, month["month"], month["figure"], 100.0, 100.0, remarks, issued, DESK)


def _certificate(world: WorldBuilder, month: dict[str, Any]) -> str:
    return world.text("past_certificate.txt", **month | {"issued": _stamp(month["issued"])})


def _documents(
    world: WorldBuilder, calendar: Calendar, past: list[dict[str, Any]], facts: dict[str, Any]
) -> None:
    revised, old = _revised(calendar), _at(calendar.first - 60 * DAY, 8)
    yesterday = _workday(calendar.now.date() - DAY, -1)
    friday = next(day for day in _days(yesterday - 4 * DAY, -1) if day.weekday() == 4)
    days = {"friday": friday, "monday": friday + 3 * DAY, "yesterday": yesterday}
    words = facts | {name: f"{day:%a %-d %b}" for name, day in days.items()}
    words["in_force"] = f"{revised:%-d %B %Y}"
    for template, path, at in (
        ("SOP-114.md", f"{SHARE}/quality/SOP-114.md", _at(revised, 9, 40)),
        ("directory.md", f"{SHARE}/directory.md", old),
        ("programs.md", f"{SHARE}/operations/programs.md", old),
        ("dock_notes.md", f"{SHARE}/operations/dock_notes.md", old - 90 * DAY),
        ("handover.md", f"{HOME}/handover.md", _at(yesterday, 16, 50)),
    ):
        world.document(template, path, at=at, **words)
    for month in past:
        path = f"{SHARE}/quality/certificates/{month['number']}.txt"
        world.file(path, _certificate(world, month), at=month["issued"])


def _past_mail(world: WorldBuilder, past: list[dict[str, Any]], facts: dict[str, Any]) -> None:
    """Each past certificate as it went out, and what the programme's desk wrote back."""
    for month in past:
        words = facts | month
        subject = f"Cold-chain certificate {month['name']}, {facts['town']}"
        letter, receipt = (world.text(f"mail/{name}.md", **words) for name in month["letters"])
        sent = month["issued"] + 14 * MINUTE
        message = world.mail(
            "agent",
            subject,
            letter,
            sent,
            to=("programme",),
            cc=("qa",),
            folder="Sent",
            attachments={f"{month['number']}.txt": _certificate(world, month)},
        )
        folder = "INBOX" if month is past[-1] else "Archive"
        answered = sent + 200 * MINUTE
        world.mail("programme", f"Re: {subject}", receipt, answered, answers=message, folder=folder)


def _mail(
    world: WorldBuilder, calendar: Calendar, past: list[dict[str, Any]], facts: dict[str, Any]
) -> None:
    """The month's mail in the inbox, everyday and otherwise; this morning's last."""
    copies = {
        "alarm": ("manager",),
        "repaired": ("manager",),
        "hold": ("facilities", "dispatch"),
        "bench": ("qa",),
        "makers": ("qa",),
        "curtain": ("people_team",),
    }
    today = calendar.now.date()
    yesterday = _workday(today - DAY, -1)
    words = facts | {"last_month": past[-1]["name"]}
    for at, sender, subject, template in _letters(calendar, past[-1]["issued"], facts):
        world.mail(
            sender,
            subject,
            world.text(f"mail/{template}.md", **words),
            at,
            cc=copies.get(template, ()),
            slot=template,
            seen=at < _at(yesterday),
        )
    at, subject = _at(today, 8, 26), f"{calendar.first:%B} certificate"
    world.mail("contracts", subject, None, at, cc=("manager",), slot="contract", seen=False)


def _letters(
    calendar: Calendar, last_issue: datetime, facts: dict[str, Any]
) -> list[tuple[datetime, str, str, str]]:
    """When, from whom, about what, and the template, which is the slot as well."""
    first, saturday, jam_day = calendar.first, calendar.saturday, calendar.jam_day
    today = calendar.now.date()
    yesterday = _workday(today - DAY, -1)
    sunday = calendar.warm[-1].replace(hour=9, minute=11)
    repaired = calendar.warm[-1] + 129 * MINUTE
    benched = calendar.bench[1] + 26 * MINUTE
    before_jam = _at(_workday(jam_day - 3 * DAY, -1), 12, 30)
    after_jam = _at(_workday(jam_day + DAY), 16, 21)
    return [
        (_at(_revised(calendar), 9, 52), "qa", "SOP-114, revision 6", "sop_revision"),
        (last_issue + 3 * HOUR, "manager", "Certificate", "thanks"),
        (_at(_workday(first + 6 * DAY), 7, 12), "house", "Parking at dock 3", "parking"),
        (sunday, "facilities", "CR-2 alarm", "alarm"),
        (repaired, "facilities", "Re: CR-2 alarm", "repaired"),
        (_at(saturday + 2 * DAY, 8, 31), "qa", "CR-2: stock on hold", "hold"),
        (benched, "facilities", "CR-2 probe, bench", "bench"),
        (_at(saturday + 6 * DAY, 11, 3), "house", "Forklift 2", "forklift"),
        (_at(saturday + 9 * DAY, 15, 44), "maker", "Temperature curve received", "makers"),
        (_at(_workday(first + 19 * DAY), 10), "vendor", "Logger software 8.2", "vendor"),
        (before_jam, "it", "Mail server, Saturday night", "mailserver"),
        (after_jam, "dispatch", "Why we were late", "curtain"),
        (_at(yesterday, 13, 37), "sister", "Pallet collars", "collars"),
        (_at(yesterday, 14, 2), "house", "Fire drill", "drill"),
        (_at(yesterday, 15, 18), "people_team", f"Rota {facts['rota_month']}", "rota"),
        (_at(today, 7, 48), "dispatch", "Influenza stock?", "liners"),
    ]


def _revised(calendar: Calendar) -> date:
    """When SOP-114 came out as it stands."""
    return _workday(calendar.first - 20 * DAY)


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _full_hours(out: datetime, back: datetime) -> tuple[datetime, datetime]:
    """From the hour before to the hour after, as SOP-114 has it entered."""
    return out.replace(minute=0), back.replace(minute=0) + HOUR


def _at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


def _days(start: date, step: int = 1) -> Iterator[date]:
    while True:
        yield start
        start += step * DAY


def _workday(day: date, step: int = 1) -> date:
    """`day`, or the next (step 1) or last (step -1) that is no weekend."""
    return next(found for found in _days(day, step) if found.weekday() < 5)


def _first_of_next(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)
