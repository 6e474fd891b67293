"""Sailings, bookings, freight, crew moves and the weekly returns of the last four weeks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import cycle
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, MON, WED, WEEK, Cast, days, moment, on_or_before

TIMES = {"main": ("07:15", "09:45", "12:30", "15:30", "18:10"), "isle": ("08:30", "14:00")}
SUNDAY = ("10:00", "13:30", "17:00")
RUNS = {"isle_a": (0, 2, 4), "isle_b": (1, 3, 5), "isle_c": (2, 6)}
"""Weekdays on which each outer isle is called at."""
RANKS = ("deckhand", "second engineer", "mate", "bosun")
POOR = 3
"""How many weeks ago there was a gale, from Wednesday to Friday."""


@dataclass(frozen=True)
class Hand:
    """One of the crew of the boat that lies at the main island."""

    name: str
    rank: str


@dataclass
class Sailing:
    """A row of `sailings`."""

    sailing: str
    day: date
    departs: str
    route: str
    boat: str
    spaces: int
    state: str | None = None
    late_min: int | None = None
    cause: str | None = None

    @property
    def at(self) -> datetime:
        """When it leaves."""
        return moment(self.day, self.departs)


def draw_sailings(
    world: WorldBuilder, rng: Random, place: dict[str, str], boats: list[str], lists: dict[str, Any]
) -> list[Sailing]:
    """Four weeks that are logged and two that are ahead, in order of time."""
    monday = on_or_before(world.now.date(), MON)
    drawn: list[Sailing] = []
    for day in days(monday - 4 * WEEK, monday + 2 * WEEK - DAY):
        main = SUNDAY if day.weekday() == 6 else TIMES["main"]
        for number, departs in enumerate(main, 1):
            drawn.append(_planned(place["main"], day, departs, number, boats[0], 24))
        for key, weekdays in RUNS.items():
            if day.weekday() in weekdays:
                boat = boats[2] if key != "isle_c" else boats[1]
                departs = "10:30" if day.weekday() == 6 else TIMES["isle"][0]
                drawn.append(_planned(place[key], day, departs, 1, boat, 8))
    for sailing in drawn:
        if sailing.at < world.now:
            gale = WED <= (sailing.day - (monday - POOR * WEEK)).days <= WED + 2
            _log(rng, sailing, sailing.route != place["main"], gale, lists)
    return sorted(drawn, key=lambda one: (one.at, one.route))


def _planned(route: str, day: date, departs: str, number: int, boat: str, spaces: int) -> Sailing:
    code = route.replace(" ", "")[:3].upper()
    return Sailing(f"{code}{day:%m%d}-{number}", day, departs, route, boat, spaces)


def _log(rng: Random, one: Sailing, outer: bool, gale: bool, lists: dict[str, Any]) -> None:
    """Write down what became of a sailing."""
    weather = (0.9 if outer else 0.6) if gale else (0.09 if outer else 0.02)
    luck = rng.random()
    if luck < weather:
        cause = "wind over 40 knots" if gale else rng.choice(lists["causes"])
        one.state, one.cause = "cancelled-weather", cause
    elif luck < weather + 0.015:
        one.state, one.cause = "cancelled-other", rng.choice(lists["faults"])
    else:
        one.state = "sailed"
        one.late_min = 0 if rng.random() < 0.4 else min(1 + int(rng.expovariate(0.25)), 38)


def count_week(sailings: list[Sailing], monday: date) -> tuple[int, int, int, int, float]:
    """Planned, sailed, cancelled for weather and otherwise, and the share on time."""
    week = [one for one in sailings if monday <= one.day < monday + WEEK]
    sailed = [one for one in week if one.state == "sailed"]
    on_time = sum((one.late_min or 0) <= 10 for one in sailed)
    return (
        len(week),
        len(sailed),
        sum(one.state == "cancelled-weather" for one in week),
        sum(one.state == "cancelled-other" for one in week),
        round(100 * on_time / len(sailed), 1),
    )


def add_returns(world: WorldBuilder, sailings: list[Sailing]) -> list[dict[str, Any]]:
    """File the three returns before last week's, each on the Tuesday after its week."""
    monday, filed = on_or_before(world.now.date(), MON), []
    for ago in (4, 3, 2):
        first = monday - ago * WEEK
        planned, sailed, weather, other, pct = count_week(sailings, first)
        day = first + WEEK + DAY
        remark = "Gale from Wednesday to Friday." if ago == POOR else ""
        row = (week_name(first), 1, planned, sailed, weather, other, pct, remark)
        world.rows("returns", [(*row, moment(day, f"10:1{ago}"))])
        filed.append(
            {
                "week": row[0],
                "planned": planned,
                "sailed": sailed,
                "weather": weather,
                "other": other,
                "pct": pct,
                "day": str(day),
            }
        )
    return filed


def week_name(monday: date) -> str:
    """Such as 2025-W45."""
    return f"{monday:%G}-W{monday:%V}"


def add_bookings(
    world: WorldBuilder, rng: Random, cast: Cast, sailings: list[Sailing], lists: dict[str, Any]
) -> int:
    """Bookings from ten days ago on; return the next free number."""
    number = rng.randint(51_000, 68_000)
    today = world.now.date()
    near = [one for one in sailings if one.day >= today - 10 * DAY]
    names = iter(cast.public(4 * len(near)))
    for one in near:
        for _ in range(rng.choice((0, 1, 2, 2, 3)) if one.spaces > 8 else rng.choice((0, 1, 2))):
            number += rng.randint(1, 3)
            name = next(names)
            email = f"{name.first}.{name.last}{rng.randint(2, 97)}@{rng.choice(lists['providers'])}"
            state = "cancelled" if rng.random() < 0.06 else "booked"
            carried = lists["vehicles"] if one.spaces > 8 else lists["vehicles to the isles"]
            vehicle = rng.choice(carried) if rng.random() < 0.6 else None
            made = min(one.day, today) - rng.randint(1, 30) * DAY
            row = (f"B{number}", one.sailing, str(name), email.lower())
            world.rows("bookings", [(*row, rng.choice((1, 1, 2, 2, 3, 4)), vehicle, state, made)])
    return number + rng.randint(1, 4)


def add_clinic_seat(
    world: WorldBuilder, sailings: list[Sailing], route: str, number: int, made: date
) -> None:
    """Book the nurse on the first Wednesday's call at an outer isle, if it is among `sailings`."""
    who, since = world.people["surgery"], world.now.date() - 10 * DAY
    for one in sailings:
        first_wednesday = one.day.weekday() == WED and one.day.day <= 7
        if one.route == route and first_wednesday and one.day >= since:
            row = (f"B{number}", one.sailing, who.name, who.address, 1, None, "booked", made)
            world.rows("bookings", [row])


def add_freight(
    world: WorldBuilder, rng: Random, sailings: list[Sailing], lists: dict[str, Any]
) -> None:
    """Freight of three weeks, and what is entered for the days ahead."""
    today, senders = world.now.date(), [line.split("|") for line in lists["freight"]]
    for one in sailings:
        if today - 21 * DAY <= one.day <= today + 3 * DAY and rng.random() < 0.45:
            made = min(one.day, today) - rng.randint(1, 5) * DAY
            who, goods, _ = rng.choice([line for line in senders if line[2] in ("", one.route)])
            row = (None, one.sailing, who, rng.choice(goods.split(", ")), rng.randint(1, 4), made)
            world.rows("freight", [row])


def add_crew_moves(
    world: WorldBuilder, rng: Random, crew: list[Hand], sailings: list[Sailing], boat: str
) -> Hand:
    """Enter who joined the boat in the last three weeks, in turn; return whose turn is next."""
    today = world.now.date()
    ran = [one for one in _from(sailings, today - 21 * DAY, today) if one.state == "sailed"]
    main = [one for one in ran if one.spaces > 8]
    turns = cycle(crew)
    for one in sorted(rng.sample(main, 13), key=lambda one: one.at):
        hand, made = next(turns), one.day - rng.randint(1, 4) * DAY
        row = (None, one.sailing, hand.name, hand.rank, boat, made)
        world.rows("crew_moves", [row])
    return next(turns)


def _from(sailings: list[Sailing], first: date, last: date) -> Iterator[Sailing]:
    return (one for one in sailings if first <= one.day < last)
