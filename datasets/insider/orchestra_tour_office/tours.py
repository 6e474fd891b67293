"""Tours in the database: persons, dates, rooms, coaches, per diems, sheets."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Cast

PARTS = (
    ("Violin", 9),
    ("Viola", 3),
    ("Cello", 3),
    ("Double bass", 1),
    ("Oboe", 2),
    ("Horn", 2),
)
REMARKS = ("", "One seat short on the Friday coach; put right on the spot.", "")


@dataclass(frozen=True)
class Tour:
    """A tour: five days through one region, from a Tuesday."""

    code: str
    region: dict[str, str]
    first: date


@dataclass(frozen=True)
class Traveller:
    """Somebody of the party; `key` where they have an address."""

    code: str
    name: str
    part: str
    room: str
    key: str = ""


def add_persons(world: WorldBuilder, rng: Random, cast: Cast) -> list[Traveller]:
    """Players and staff: twins for all but leader, bass and staff."""
    parts = [part for part, count in PARTS for _ in range(count)]
    parts += rng.choice(([], ["Bassoon", "Bassoon"], ["Clarinet", "Clarinet"]))
    viola, persons = parts.index("Viola") + rng.randint(1, 2), []
    for number, part in enumerate(parts):
        key = "late" if number == viola else ""
        name = world.people["late"].name if key else str(cast.colleague())
        room = "single" if number == 0 or part == "Double bass" else "twin"
        label = "Violin, leader" if number == 0 else part
        persons.append(Traveller(f"P{number + 1:02}", name, label, room, key))
    for number, (key, part) in enumerate((("manager", "Tour manager"), ("librarian", "Stage manager"))):
        persons.append(Traveller(f"S{number + 1:02}", world.people[key].name, part, "single", key))
    world.rows("persons", [(one.code, one.name, one.part, one.room) for one in persons])
    return persons


def draw_stops(rng: Random, tour: Tour) -> list[dict[str, Any]]:
    """The five days: a school, two villages, a festival twice."""
    region = tour.region
    places = (
        ("school", region["school_town"], region["school"], ("11:30", "13:15"), 140),
        ("village", region["village1"], region["hall1"], ("16:30", "20:00"), 120),
        ("village", region["village2"], region["hall2"], ("16:00", "20:00"), 150),
        ("festival", region["festival_town"], region["venue"], ("14:00", "19:30"), 430),
        ("festival", region["festival_town"], region["venue"], ("10:00", "12:30"), 430),
    )
    return [
        {
            "day": str(tour.first + n * DAY),
            "weekday": f"{tour.first + n * DAY:%A}",
            "spoken": f"{tour.first + n * DAY:%A} {(tour.first + n * DAY).day} {tour.first + n * DAY:%B}",
            "kind": kind,
            "town": town,
            "venue": venue,
            "venue_of": region["festival"] if kind == "festival" else venue,
            "get_in": get_in,
            "starts": starts,
            "seats": seats + 10 * rng.randint(-2, 2),
        }
        for n, (kind, town, venue, (get_in, starts), seats) in enumerate(places)
    ]


def add_places(
    world: WorldBuilder, rng: Random, tours: list[Tour], coach: dict[str, str]
) -> dict[str, Any]:
    """Hotels, coach firms and rates."""
    hotels: dict[str, str] = {}
    for tour in tours:
        for night, town in enumerate(("school_town", "village1", "village2", "festival_town"), 1):
            name = tour.region[f"hotel{night}"]
            if name not in hotels:
                hotels[name] = f"H{len(hotels) + 1:02}"
                address = f"stay@{name.lower().replace(' ', '')}.ie"
                if name == tours[-1].region["hotel3"]:
                    address = world.people["hotel"].address
                single = 100 * rng.randint(78, 96)
                row = (hotels[name], name, tour.region[town], address, single, single + 2400)
                world.rows("hotels", [row])
    day = 100 * rng.randint(58, 69)
    firms = [
        ("C1", coach["name"], world.people["coach"].address, 33, 10 * day),
        ("C2", "Tuam Road Travel", "hire@tuamroadtravel.ie", 49, 10 * day + 9_500),
    ]
    world.rows("coaches", firms)
    full = rng.choice((4400, 4600, 4800))
    since, before = date(tours[0].first.year - 1, 9, 1), date(tours[0].first.year - 3, 9, 1)
    for start, cents in ((before, full - 400), (since, full)):
        world.rows("rates", [("full", cents, start), ("half", cents // 2, start)])
    return {
        "hotels": hotels,
        "rates": {"full": f"{full / 100:.2f}", "half": f"{full / 200:.2f}", "cents": full},
    }


def add_tour(
    world: WorldBuilder, rng: Random, tour: Tour, persons: list[Traveller], facts: dict[str, Any]
) -> None:
    """Dates and party of one tour; per diems and the sheet of one that is over."""
    end = tour.first + 4 * DAY
    world.rows("tours", [(tour.code, tour.region["name"], tour.first, end)])
    current = tour.code == facts["tour"]["code"]
    for stop in facts["stops"] if current else draw_stops(rng, tour):
        row = (stop["day"], stop["kind"], stop["town"], stop["venue"], stop["get_in"], stop["starts"])
        world.rows("dates", [(None, tour.code, *row, stop["seats"])])
    world.rows("party", [(tour.code, one.code, tour.first, end) for one in persons])
    if current:
        return
    calendar, full, total = Calendar.of(world), facts["rates"]["cents"], 0
    entered = calendar.draw(calendar.before(tour.first, 4), rng, "10:00", "15:30")
    for one in persons:
        for n in range(5):
            kind, cents = ("half", full // 2) if n == 4 else ("full", full)
            world.rows("per_diems", [(tour.code, one.code, tour.first + n * DAY, kind, cents, entered)])
            total += cents
    remark = REMARKS[int(tour.code[-1]) % 3]
    filed = calendar.draw(calendar.before(tour.first, 3), rng, "10:00", "15:30")
    world.rows("sheets", [(tour.code, 1, len(persons), 4, total, remark, filed)])


def book_tour(
    world: WorldBuilder, rng: Random, tours: list[Tour], facts: dict[str, Any]
) -> None:
    """Rooms and coaches: all of the past tours; of the coming one, a night and a day are missing."""
    calendar, room, coach = Calendar.of(world), rng.randint(80, 120), rng.randint(40, 60)
    count = world.database.execute(
        "SELECT total(room = 'single'), total(room = 'twin') FROM persons"
    ).fetchone()
    singles, twins = int(count[0]), int(count[1]) // 2
    last = tours[-1].code
    for tour in tours:
        booked = calendar.draw(calendar.before(tour.first, 30), rng)
        for n in range(5):
            day = tour.first + n * DAY
            if n < 4 and (tour.code, n) != (last, 2):
                hotel = facts["hotels"][tour.region[f"hotel{n + 1}"]]
                row = (f"R{room}", tour.code, day, hotel, singles, twins, "booked", booked)
                world.rows("room_bookings", [row])
                room += 1
            if (tour.code, n) != (last, 4):
                pick = ("08:30", "10:00", "10:00", "10:30", "14:30")[n]
                world.rows("coach_bookings", [(f"K{coach}", tour.code, day, "C1", pick, "booked", booked)])
                coach += 1
    facts["night"]["code"] = facts["hotels"][facts["night"]["hotel"]]
    facts["festival_room"] = f"R{room - 1}"


def add_plan(
    world: WorldBuilder, rng: Random, today: date, festivals: list[dict[str, str]]
) -> dict[str, Any]:
    """Next season's plan: festivals only."""
    start = today.year if today.month < 7 else today.year + 1
    for row in festivals:
        month = f"{start if int(row['month']) > 7 else start + 1}-{row['month']}"
        state = rng.choice(("confirmed", "offered", "in talks"))
        world.rows("season_plan", [(None, month, row["town"], row["what"], "festival", state)])
    return {"plan_start": str(start)}


