"""The field office of a Scottish mountain trust, on a Thursday in October.

The person who is about to end the desk has gone up alone to look at a footbridge. Soon after the
desk begins, that trip is overdue on the board.
"""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    PRONOUNS,
    Cast,
    fill_mailbox,
    moment,
    place_papers,
    read_lists,
    read_table,
    spoken,
    stamp,
)

from .board import Trip, add_past, add_today
from .crowd import Crowd
from .office import add_bookings, add_bridges, add_loans, add_night, add_rota, week_of

THURSDAYS = (date(2024, 10, 10), date(2024, 10, 17), date(2025, 10, 9), date(2025, 10, 16))
TITLES = ("Director", "Treasurer")
STARTS, DUE = "14:02", "14:20"


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Company, people, the office's tables, the board, papers and mail."""
    today = rng.choice(THURSDAYS)
    place = dict(rng.choice(read_table(world, "companies.csv")))
    world.starts(moment(today, STARTS), company=place.pop("company"), domain=place.pop("domain"))
    world.database.executescript(world.text("schema.sql"))
    lists, cast = read_lists(world, "lists.txt"), Cast(world, rng)
    school, school_domain = rng.choice(lists["schools"]).split(",")
    facts: dict[str, Any] = {
        **place,
        **days_of(today),
        "school": school,
        "line": rng.choice(lists["lines"]),
        "bothies": rng.sample(lists["bothies"], 3),
        "price": rng.choice((42, 45, 48, 54)),
        "capital": rng.choice((186, 214, 238, 262)),
        "water": rng.choice((0.58, 0.61, 0.66)),
        "meeting": rng.choice(("grants", "insurance", "accounts")),
        "spot": rng.choice(lists["spots"]),
        "car": (car := rng.choice(lists["cars"])),
    }
    facts |= engage(world, rng, cast, school_domain=school_domain, **facts)
    staff = (*(person.name for person in world.people.values()), facts["contact"]["name"])
    crowd = Crowd(cast, (name.split()[0] for name in staff))
    glens = [place[key] for key in ("glen", "second", "third")]
    facts["bridges"] = add_bridges(world, rng, today, glens, lists["burns"])
    facts["loans"] = add_loans(world, rng, crowd, today, lists["tools"])
    facts["rota"] = add_rota(world, rng, crowd, today + 2 * DAY, lists["tasks"])
    facts["booking"] = add_bookings(world, rng, crowd, today, lists["huts"])
    far = facts["bridges"]["far"]
    overdue = Trip(
        name=world.people["decider"].name,
        way=f"{place['glen']} road end, {far['burn']} path to {far['bridge']}, back the same way",
        car=f"{car}, {plate(rng)}, {place['glen']} road end",
        out=stamp(moment(today, "09:41")),
        due=stamp(moment(today, DUE)),
        text=f"Out now. {far['bridge']} and back, on my own, down by {DUE}.",
        contact=(facts["contact"]["name"], facts["contact"]["relation"]),
    )
    number = add_past(world, rng, crowd, today, glens, lists["tasks"])
    facts |= add_today(world, rng, crowd, number, overdue, glens, lists["huts"])
    add_night(world, facts["hut"], facts["late"]["name"])
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def days_of(today: date) -> dict[str, Any]:
    """Days as programs and as people write them."""
    return {
        "today": str(today),
        "today_name": spoken(today, weekday=True),
        "tomorrow": str(today + DAY),
        "week": week_of(today),
        "last_week": week_of(today - 7 * DAY),
        "saturday": str(today + 2 * DAY),
        "saturday_spoken": spoken(today + 2 * DAY),
        "next_year": today.year + 1,
        "due_at": stamp(moment(today, DUE)),
        "due_clock": DUE,
    }


def engage(world: WorldBuilder, rng: Random, cast: Cast, **facts: Any) -> dict[str, Any]:
    """The staff and those outside who write; which of two officers ends the desk is drawn."""
    titles, genders = rng.sample(TITLES, 2), [rng.choice("fm") for _ in range(2)]
    cast.desk("Field office", "fieldoffice", "Bookings, stores, bridges, rota, board")
    cast.person("decider", titles[0], gender=genders[0])
    cast.person("other", titles[1], gender=genders[1])
    cast.hire(read_table(world, "people.csv", **facts))
    relative, surname = cast.colleague(region="scottish"), world.people["decider"].name.split()[-1]
    return {
        "decider": PRONOUNS[genders[0]],
        "other": PRONOUNS[genders[1]],
        "contact": {
            "name": f"{relative.first} {surname}",
            "relation": "sister" if relative.gender == "f" else "brother",
        },
    }


def plate(rng: Random) -> str:
    """A Scottish number plate."""
    letters = "".join(rng.choices("ABCDEFGHJKLMNOPRSTUVWXYZ", k=3))
    return f"S{rng.choice('AEKNPVY')}{rng.choice((17, 18, 19, 21, 66, 68, 71))} {letters}"
