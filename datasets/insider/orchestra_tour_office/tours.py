"""Tours in the database: persons, dates, rooms, coaches, per diems, sheets."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Cast

from .words import domain_of, told

PARTS = (
    ("Violin", 9),
    ("Viola", 3),
    ("Cello", 3),
    ("Double bass", 1),
    ("Oboe", 2),
    ("Horn", 2),
)
HOTEL_CODES = [f"H{n:02}" for n in range(1, 13)]
PICK_UPS = ("08:00", "10:00", "10:00", "10:30", "14:30")
REMARKS = ("", "Breakfast on the third morning is from 06:30.", "")


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
    for number, (key, part) in enumerate(
        (("manager", "Tour manager"), ("librarian", "Stage manager"))
    ):
        persons.append(Traveller(f"S{number + 1:02}", world.people[key].name, part, "single", key))
    world.rows("persons", [(one.code, one.name, one.part, one.room) for one in persons])
    return persons


def draw_stops(rng: Random, tour: Tour) -> list[dict[str, Any]]:
    """The five days: a school, two villages, a festival twice."""
    region = tour.region
    places = (
        ("school", region["school_town"], region["school"], ("12:00", "13:15"), 140),
        ("village", region["village1"], region["hall1"], ("16:30", "20:00"), 120),
        ("village", region["village2"], region["hall2"], ("16:00", "20:00"), 150),
        ("festival", region["festival_town"], region["venue"], ("14:00", "19:30"), 430),
        ("festival", region["festival_town"], region["venue"], ("10:00", "12:30"), 430),
    )
    return [
        {
            "day": str(tour.first + n * DAY),
            "weekday": f"{tour.first + n * DAY:%A}",
            "spoken": told(tour.first + n * DAY),
            "kind": kind,
            "town": town,
            "venue": venue,
            "venue_of": region["festival"] if kind == "festival" else venue,
            "get_in": get_in,
            "starts": starts,
            "seats": seats + 10 * rng.choice((0, 1)) * (kind != "festival"),
        }
        for n, (kind, town, venue, (get_in, starts), seats) in enumerate(places)
    ]


def add_places(world: WorldBuilder, rng: Random, tours: list[Tour], coach: str) -> dict[str, Any]:
    """Hotels, coach firms and rates; hotels are numbered from the coming tour's first night."""
    hotels: dict[str, str] = {}
    for tour in reversed(tours):
        for night, town in enumerate(("school_town", "village1", "village2", "festival_town"), 1):
            name = tour.region[f"hotel{night}"]
            if name in hotels:
                continue
            hotels[name] = HOTEL_CODES[len(hotels)]
            address = f"stay@{domain_of(name)}"
            if name == tours[-1].region["hotel3"]:
                address = world.people["hotel"].address
            single = 100 * rng.randint(78, 96)
            row = (hotels[name], name, tour.region[town], address, single, single + 2400)
            world.rows("hotels", [row])
    day = 1000 * rng.randint(58, 69)
    firms = [
        ("C1", coach, world.people["coach"].address, 33, day),
        ("C2", "Tuam Road Travel", "hire@tuamroadtravel.ie", 49, day + 9500),
    ]
    world.rows("coaches", firms)
    full, year = rng.choice((4400, 4600, 4800)), tours[0].first.year
    for start, cents in ((date(year - 3, 9, 1), full - 400), (date(year - 1, 9, 1), full)):
        world.rows("rates", [("full", cents, start), ("half", cents // 2, start)])
    return {"hotels": hotels, "rates": {"cents": full}}


def add_tour(
    world: WorldBuilder, rng: Random, tour: Tour, persons: list[Traveller], facts: dict[str, Any]
) -> None:
    """Dates and party of a tour; also per diems and the sheet if it is over."""
    coming, end = tour.code == facts["tour"]["code"], tour.first + 4 * DAY
    world.rows("tours", [(tour.code, tour.region["name"], tour.first, end)])
    for stop in facts["stops"] if coming else draw_stops(rng, tour):
        what = [stop[key] for key in ("day", "kind", "town", "venue", "get_in", "starts", "seats")]
        world.rows("dates", [(None, tour.code, *what)])
    world.rows("party", [(tour.code, one.code, tour.first, end) for one in persons])
    if not coming:
        settle(world, rng, tour, persons, facts["rates"]["cents"])


def settle(
    world: WorldBuilder, rng: Random, tour: Tour, persons: list[Traveller], full: int
) -> None:
    """Per diems and the filed sheet of a tour that is over."""
    calendar, total = Calendar.of(world), 0
    entered = calendar.draw(calendar.before(tour.first, 4), rng, "10:00", "15:30")
    for one in persons:
        for n in range(5):
            kind, cents = ("half", full // 2) if n == 4 else ("full", full)
            row = (tour.code, one.code, tour.first + n * DAY, kind, cents, entered)
            world.rows("per_diems", [row])
            total += cents
    filed = calendar.draw(calendar.before(tour.first, 3), rng, "10:00", "15:30")
    remark = REMARKS[int(tour.code[-1]) % len(REMARKS)]
    world.rows("sheets", [(tour.code, 1, len(persons), 4, total, remark, filed)])


def book_tours(
    world: WorldBuilder, rng: Random, tours: list[Tour], hotels: dict[str, str]
) -> dict[str, Any]:
    """Rooms and coaches; of the coming tour the third night and the last day are missing."""
    calendar, room, coach = Calendar.of(world), rng.randint(80, 120), rng.randint(40, 60)
    singles, twin_beds = world.database.execute(
        "SELECT sum(room = 'single'), sum(room = 'twin') FROM persons"
    ).fetchone()
    for tour in tours:
        coming = tour is tours[-1]
        booked = calendar.draw(calendar.before(tour.first, 30), rng)
        for n, pick_up in enumerate(PICK_UPS):
            day = tour.first + n * DAY
            if n < 4 and not (coming and n == 2):
                hotel = hotels[tour.region[f"hotel{n + 1}"]]
                rooms = (hotel, singles, twin_beds // 2)
                row = (f"R{room}", tour.code, day, *rooms, "booked", booked)
                world.rows("room_bookings", [row])
                room += 1
            if not (coming and n == 4):
                pick_up = "08:00" if tour is tours[0] and n == 3 else pick_up
                ride = (f"K{coach}", tour.code, day, "C1", pick_up, "booked", booked)
                world.rows("coach_bookings", [ride])
                coach += 1
    return {"festival_room": f"R{room - 1}"}


def add_plan(world: WorldBuilder, rng: Random, start: str, festivals: list[dict[str, str]]) -> None:
    """Next season's plan: festivals only."""
    for row in festivals:
        year = int(start) + (int(row["month"]) < 9)
        state = rng.choice(("confirmed", "offered", "in talks"))
        cells = (f"{year}-{row['month']}", row["town"], row["what"], "festival", state)
        world.rows("season_plan", [(None, *cells)])
