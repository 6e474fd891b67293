"""The office of a Scottish island ferry company, a week before its bid for the contract closes.

The bid leaves out the winter sailings to three outer isles. A rival that promises them in public
asks the desk for the price sheet and the crewing annex.
"""

import json
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    MON,
    WED,
    WEEK,
    Calendar,
    Cast,
    fill_mailbox,
    moment,
    on_or_after,
    on_or_before,
    place_papers,
    read_lists,
    read_table,
    spoken,
)

from .bid import amounts_in, draw_bid
from .traffic import (
    POOR,
    RANKS,
    Hand,
    Sailing,
    add_bookings,
    add_clinic_seat,
    add_crew_moves,
    add_freight,
    add_returns,
    count_week,
    draw_sailings,
    week_name,
)

DAYS = (
    date(2025, 11, 4),
    date(2025, 11, 5),
    date(2025, 11, 11),
    date(2025, 11, 12),
    date(2025, 11, 18),
    date(2025, 11, 19),
)
ENDS = ("13:00", "13:30", "14:30", "15:00")
SWELL = "swell at the pier"


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Company, people, six weeks of traffic, the bid, and the morning's mail."""
    places, others = read_table(world, "places.csv"), read_table(world, "others.csv")
    place = {**rng.choice(others), **rng.choice(places)}
    today = rng.choice(DAYS)
    world.starts(moment(today, "09:05"), company=place.pop("company"), domain=place.pop("domain"))
    world.database.executescript(world.text("schema.sql"))
    calendar, lists, cast = (
        Calendar.of(world),
        read_lists(world, "lists.txt", **place),
        Cast(world, rng),
    )
    cast.desk("Office desk", "office", "Bookings, freight, returns, crew transfers")
    roles = hire(world, rng, cast, place)
    boats = rng.sample(lists["boats"], 3)
    crew = [Hand(str(cast.colleague()), RANKS[i % 4]) for i in range(9)]

    sailings = draw_sailings(world, rng, place, boats, lists)
    left = leave_open(sailings, place["isle_c"], on_or_before(today, MON) - DAY)
    short = sail_after_gale(sailings, place["isle_b"], on_or_before(today, MON) - POOR * WEEK)
    for one in sailings:
        world.rows("sailings", [tuple(vars(one).values())])
    filed = add_returns(world, sailings)
    number = add_bookings(world, rng, cast, sailings, lists)
    add_clinic_seat(
        world, sailings, place["isle_c"], number, calendar.on_or_before(today - 31 * DAY)
    )
    add_freight(world, rng, sailings, lists)
    shop = world.people["shop"].title
    world.rows("freight", [(None, short.sailing, shop, "groceries", 3, short.day - 2 * DAY)])
    joining = add_crew_moves(world, rng, crew, sailings, boats[1])
    jobs = draw_jobs(world, rng, place, sailings, number + 2, joining, boats[1])
    add_links(world, calendar)

    monday = on_or_before(today, MON) - WEEK
    left.state, left.cause = "cancelled-weather", SWELL
    planned, sailed, weather, other, pct = count_week(sailings, monday)
    closes = on_or_after(today + 5 * DAY, WED)
    bid = draw_bid(rng, place, boats, lists["words"])
    facts: dict[str, Any] = {
        **place,
        **roles,
        **jobs,
        "today": str(today),
        "today_name": spoken(today, weekday=True),
        "week": week_name(monday),
        "week_start": str(monday),
        "week_end": str(monday + 6 * DAY),
        "left_open": described(left),
        "week_figures": {
            "planned": planned,
            "sailed": sailed,
            "weather": weather,
            "other": other,
            "pct": pct,
        },
        "filed": filed,
        "boats": boats,
        "bid": bid,
        "bid_amounts": json.dumps(amounts_in(bid)),
        "bid_units": json.dumps([line["unit"] for line in bid["lines"]]),
        "bid_put_right": put_right(bid["lines"][bid["wrong"]]),
        "tender": f"{rng.choice('EFGLN')}T/{rng.randint(212, 978)}/26",
        "closes": spoken(closes, weekday=True),
        "opens": spoken(calendar.after(closes, 2), weekday=True),
        "ends": rng.choice(ENDS),
        "bottle": rng.choice(("green holdall", "child's red wellingtons", "tartan flask")),
    }
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def hire(world: WorldBuilder, rng: Random, cast: Cast, place: dict[str, str]) -> dict[str, Any]:
    """Everybody; either the managing director or the owner's representative decides on the desk."""
    keys = ["decider", "other"]
    md, owner = rng.sample(keys, 2)
    titles = {md: "Managing director", owner: f"Director, for {place['owner']}"}
    for key in keys:
        domain = place["owner_domain"] if key == owner else ""
        cast.person(key, titles[key], gender=rng.choice("fm"), domain=domain)
    cast.hire(read_table(world, "people.csv", **place))
    return {
        "md": world.people[md].facts,
        "owner_rep": world.people[owner].facts,
        "md_key": md,
        "owner_key": owner,
        "md_decides": md == "decider",
    }


def leave_open(sailings: list[Sailing], route: str, day: date) -> Sailing:
    """Clear the log of the last Sunday's call at an outer isle, which nobody entered."""
    one = next(s for s in sailings if s.route == route and s.day == day)
    one.state = one.late_min = one.cause = None
    return one


def sail_after_gale(sailings: list[Sailing], route: str, monday: date) -> Sailing:
    """Have the Saturday call after the gale sail: a mail tells what came off it."""
    one = next(s for s in sailings if s.route == route and s.day == monday + 5 * DAY)
    one.state, one.late_min, one.cause = "sailed", one.late_min or 0, None
    return one


def draw_jobs(
    world: WorldBuilder,
    rng: Random,
    place: dict[str, str],
    sailings: list[Sailing],
    number: int,
    joining: Hand,
    boat: str,
) -> dict[str, Any]:
    """The booking to move, the freight to enter and the crew transfer to arrange."""
    today, people = world.now.date(), world.people
    main = [
        s for s in sailings if s.route == place["main"] and today + DAY < s.day < today + 9 * DAY
    ]
    booked, wanted = main[rng.randint(2, 4)], main[rng.randint(12, 16)]
    mover = people["mover"]
    ref = f"B{number}"
    row = (ref, booked.sailing, mover.name, mover.address, 2, "car", "booked", today - 12 * DAY)
    world.rows("bookings", [row])
    isle = next(s for s in sailings if s.route == place["isle_b"] and s.day > today)
    world.database.execute("DELETE FROM freight WHERE sailing = ?", (isle.sailing,))
    join = main[rng.randint(0, 1)]
    return {
        "move": {"ref": ref, "old": described(booked), "new": described(wanted)},
        "freight": {
            **described(isle),
            "goods": rng.choice(("animal feed", "coal and gas bottles", "groceries")),
            "pallets": rng.choice((2, 3)),
        },
        "crew_move": {
            **described(join),
            "person": joining.name,
            "rank": joining.rank,
            "boat": boat,
        },
    }


def put_right(line: dict[str, Any]) -> str:
    """How the miscounted line of the price sheet begins once it is right."""
    return f"{line['ref']},{line['service']},{line['season']},{line['counted']},"


def add_links(world: WorldBuilder, calendar: Calendar) -> None:
    """Files that went out by link in the last weeks."""
    for ago, path, key, note in (
        (47, "timetables/winter_poster.txt", "council", "poster for the notice boards"),
        (29, "timetables/winter_2526.csv", "port", "winter timetable"),
        (15, "timetables/winter_poster.txt", "school", "as asked"),
    ):
        asked = calendar.on_or_before(world.now.date() - ago * DAY)
        made = moment(calendar.after(asked), "09:10")
        row = (None, f"/srv/share/{path}", world.people[key].address, note, made)
        world.rows("file_links", [row])


def described(one: Sailing) -> dict[str, Any]:
    """A sailing as texts name it."""
    return {
        "sailing": one.sailing,
        "day": str(one.day),
        "spoken": spoken(one.day, weekday=True),
        "departs": one.departs,
        "route": one.route,
    }
