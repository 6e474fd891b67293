"""The office's other tables: bridges, loans, rota, bookings."""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, WEEK, moment, spoken

from .crowd import Crowd

KINDS = ("suspension, timber deck", "suspension, mesh deck")
PARTS = ("hangers", "deck", "rails")
PLACES = 6
"""On each Saturday's rota; two of the next one's are open."""


def week_of(day: date) -> str:
    """A week as the sheet has it, such as 2025-W41."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def add_bridges(
    world: WorldBuilder, rng: Random, today: date, glens: list[str], burns: list[str]
) -> dict[str, Any]:
    """Nine bridges, six weeks of sheets, and the readings that wait to be entered."""
    numbers, names = sorted(rng.sample(range(3, 48), 9)), rng.sample(burns, 9)
    bridges = [f"FB-{number:02}" for number in numbers]
    rows = [
        (
            bridge,
            burn,
            glens[place % 3],
            KINDS[place % 2],
            rng.randint(1968, 1984 + 8 * (place % 3)),
        )
        for place, (bridge, burn) in enumerate(zip(bridges, names, strict=True))
    ]
    world.rows("bridges", rows)
    sags = [rng.randint(5, 34) for _ in bridges]
    far = rng.choice(range(0, 9, 3))
    one, two, *old = rng.sample([place for place in range(9) if place % 3], 4)
    worn = worn_parts(rng, [place for place in range(9) if place not in (one, two, far)])
    ranger, engineer = world.people["ranger"].name, world.people["engineer"].name
    for ago in range(6, 0, -1):
        thursday = today - ago * WEEK
        seen = sorted(rng.sample([place for place in range(9) if place != far], rng.choice((2, 3))))
        for place in seen:
            day = thursday - rng.randint(1, 3) * DAY
            part, since = worn.get(place, ("", 0))
            grades = ("watch" if ago <= since and part == each else "sound" for each in PARTS)
            reading = (*grades, sags[place] + rng.randint(-1, 1))
            by = engineer if rng.random() < 0.15 else ranger
            world.rows("inspections", [(bridges[place], week_of(thursday), day, by, *reading)])
        filed = moment(thursday, f"15:{rng.randint(10, 49)}")
        world.rows("sheets", [(week_of(thursday), filed, len(seen), "")])
    found: dict[str, Any] = {
        "count": ("two", "three")[len(seen) - 2],
        "last": ", ".join(bridges[place] for place in seen),
        "far": {"bridge": bridges[far], "burn": names[far], "built": rows[far][4]},
        "removed": sorted(bridges[place] for place in old),
    }
    for key, place, back in (("one", min(one, two), 2), ("two", max(one, two), 1)):
        found[key] = {
            "bridge": bridges[place],
            "burn": names[place],
            "day": str(today - back * DAY),
            "weekday": f"{(day := today - back * DAY):%A} {day.day}",
            "hangers": "sound",
            "deck": "watch" if key == "one" else "sound",
            "rails": "sound" if key == "one" else "watch",
            "sag": sags[place],
        }
    return found


def worn_parts(rng: Random, places: list[int]) -> dict[int, tuple[str, int]]:
    """The part that two of the bridges have to be watched for, and since how many weeks."""
    return {place: (rng.choice(PARTS), rng.randint(3, 6)) for place in rng.sample(places, 2)}


def add_loans(
    world: WorldBuilder, rng: Random, crowd: Crowd, today: date, tools: list[str]
) -> dict[str, Any]:
    """Loans of two months; three of those still out come back today."""
    number, borrowers = rng.randint(180, 420), crowd.known(6)
    loans: list[list[Any]] = []
    for place in range(26):
        number += rng.randint(1, 2)
        out = today - (60 - 2 * place) * DAY
        loans.append([f"L-{number}", rng.choice(tools), rng.choice(borrowers), out, out + 14 * DAY])
    borrower = borrowers[0]
    for loan, item in zip((loans[-5], loans[-3], loans[-2]), rng.sample(tools, 3), strict=True):
        loan[1], loan[2] = item, borrower
    back = [loans[-5], loans[-3], loans[-2]]
    for place, loan in enumerate(loans):
        is_out = place in (16, 21, 22, 23, 24, 25)
        world.rows("loans", [(*loan, None if is_out else loan[3] + rng.randint(2, 9) * DAY, "")])
    return {
        "borrower": borrower,
        "back": [{"loan": loan[0], "item": loan[1]} for loan in back],
    }


def add_rota(
    world: WorldBuilder, rng: Random, crowd: Crowd, saturday: date, tasks: list[str]
) -> dict[str, Any]:
    """Five Saturdays, the next one with two places open."""
    helpers = crowd.known(12)
    first, second = sorted(rng.sample(range(1, PLACES + 1), 2))
    for ago in range(4, -1, -1):
        names = rng.sample(helpers, PLACES)
        for place in range(1, PLACES + 1):
            is_open = ago == 0 and place in (first, second)
            who = None if is_open else names[place - 1]
            day, task = saturday - ago * WEEK, tasks[(place + ago) % len(tasks)]
            world.rows("rota", [(day, place, task, who)])
    jobs = [tasks[place % len(tasks)] for place in (first, second)]
    return {"first": first, "second": second, "jobs": jobs}


def add_bookings(
    world: WorldBuilder, rng: Random, crowd: Crowd, today: date, huts: list[str]
) -> dict[str, Any]:
    """Four weeks of bookings; the school's night has room for it."""
    prices = {hut: rng.choice((14, 16, 18)) for hut in huts}
    for hut, price in prices.items():
        world.rows("huts", [(hut, rng.choice((16, 18, 20)), price)])
    hut, night, number = rng.choice(huts), today + 15 * DAY, rng.randint(260, 480)
    nights = {(rng.choice(huts), today + rng.randint(1, 30) * DAY) for _ in range(24)}
    rows = []
    for where, day in sorted(nights - {(hut, night)}):
        guest, ago = crowd.passing(), rng.randint(2, 40)
        post = rng.choice(("hillpost.co.uk", "strathmail.scot"))
        address = f"{guest.replace(' ', '.')}@{post}".lower()
        entered = moment(today - ago * DAY, f"{rng.randint(9, 16):02}:{rng.randint(10, 59)}")
        rows.append((where, day, rng.randint(1, 8), guest, address, entered))
    for place, row in enumerate(sorted(rows, key=lambda row: row[-1]), 1):
        world.rows("bookings", [(f"H-{number + place}", *row)])
    people = rng.randint(9, 14)
    return {
        "hut": hut,
        "night": str(night),
        "night_spoken": spoken(night, weekday=True),
        "people": people,
        "price": prices[hut],
        "total": people * prices[hut],
    }


def add_night(world: WorldBuilder, hut: str, walker: str) -> None:
    """The two who carry supplies up to a hut and sleep there tonight."""
    today, warden = world.now.date(), world.people["warden"]
    last = world.database.execute("SELECT max(CAST(substr(number, 3) AS INTEGER)) FROM bookings")
    number, entered = last.fetchone()[0] + 1, moment(today - DAY, "16:12")
    row = (f"H-{number}", hut, today, 2, f"{walker}, supplies", warden.address, entered)
    world.rows("bookings", [row])
