"""Rooms with their readings, and growers with their lots and charges."""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Cast, add_months

SETTINGS = {
    "Gala": (1.0, 5.0, 1.5),
    "Braeburn": (2.0, 0.8, 1.5),
    "Bramley": (1.0, 5.0, 4.0),
    "Cox": (1.2, 0.8, 3.5),
    "Jazz": (2.0, 1.0, 1.0),
    "Conference": (2.0, 0.8, -1.0),
}
"""Oxygen, carbon dioxide and temperature by variety."""
ROOMS = 12
RATE = 5.85
"""Pounds a bin and month."""
READ_DAYS = 15


def add_rooms(
    world: WorldBuilder, rng: Random, calendar: Calendar, varieties: list[str]
) -> dict[str, Any]:
    """Twelve rooms; one is aired and takes in gas from its neighbour through a worn seal."""
    bad = rng.randint(3, 10)
    donor = bad + 1
    kinds = {room: rng.choice(varieties) for room in range(1, ROOMS + 1)}
    kinds[bad], kinds[donor] = rng.choice(("Gala", "Jazz", "Braeburn")), "Bramley"
    today, first = world.now.date(), calendar.before(world.now.date(), READ_DAYS)
    aired = calendar.before(today, 2)
    for room, kind in kinds.items():
        world.rows("rooms", [(room, kind, *SETTINGS[kind], "aired" if room == bad else "sealed")])
    sheet = [list(_reading(rng, room, kinds[room])) for room in kinds]
    low = round(rng.uniform(16.6, 17.6), 1)
    sheet[bad - 1][1:3] = [low, round(rng.uniform(0.9, 1.4), 1)]
    day = first
    while day < today:
        if calendar.works(day):
            at = calendar.draw(day, rng, "09:10", "10:40")
            for room, kind in kinds.items():
                line = list(_reading(rng, room, kind))
                if room == bad and day >= aired:
                    line[1:3] = [round(19.2 if day > aired else 20.4, 1), 0.4]
                world.rows("room_readings", [(day, *line, at)])
            off = 1 if day >= aired else 0
            world.rows("room_sheets", [(day, 1, ROOMS, off, "", at)])
        day += DAY
    return {
        "bad": bad,
        "donor": donor,
        "varieties": sorted(set(kinds.values())),
        "bad_variety": kinds[bad],
        "bad_set": SETTINGS[kinds[bad]][0],
        "bad_o2": low,
        "bad_temp": sheet[bad - 1][3],
        "bad_co2": sheet[bad - 1][2],
        "aired_day": f"{aired:%A}",
        "sheet": sheet,
        "bad_serial": f"HS-{rng.randint(1100, 9800)}",
        "quote": f"{rng.randint(1180, 2960)}.{rng.choice(('40', '75', '20'))}",
        "quote_number": f"Q{rng.randint(20400, 39800)}",
    }


def _reading(rng: Random, room: int, kind: str) -> tuple[int, float, float, float]:
    o2, co2, temp = SETTINGS[kind]
    return (
        room,
        round(o2 + rng.choice((-0.1, 0.0, 0.0, 0.1, 0.2)), 1),
        round(co2 + rng.choice((-0.2, -0.1, 0.0, 0.0, 0.1)), 1),
        round(temp + rng.choice((-0.2, -0.1, 0.0, 0.1, 0.2)), 1),
    )


def add_growers(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    cast: Cast,
    farms: list[str],
    stores: dict[str, Any],
) -> dict[str, Any]:
    """Growers, lots, what they took out, and three months' charges."""
    named = ["growers_rep", "grower_a", "grower_b", "grower_c"]
    names = [world.people[key].name for key in named]
    names += [str(name) for name in cast.public(len(farms) - len(named))]
    kinds = dict(world.database.execute("SELECT room, variety FROM rooms").fetchall())
    year, number = world.now.year - 1, rng.randint(210, 480)
    held: dict[str, int] = {}
    facts: dict[str, Any] = {}
    for place, (name, farm) in enumerate(zip(names, farms, strict=True), 1):
        grower = f"G{place:02}"
        world.rows("growers", [(grower, name, farm, rng.randint(1979, 2019))])
        held[grower] = 0
        small = place <= len(named) or rng.random() < 0.7
        for _ in range(rng.randint(1, 3)):
            number += rng.randint(1, 4)
            room = rng.choice([one for one in kinds if one != stores["bad"]])
            least = 18 if place <= len(named) else 8
            bins = rng.randint(least, 44) if small else rng.randint(60, 240)
            picked = date(year, 9, 4) + rng.randint(0, 45) * DAY
            day = calendar.on_or_after(picked)
            if day.day == 1:  # whether it was charged that month would be open
                day = calendar.after(day)
            world.rows("lots", [(f"L{number}", grower, kinds[room], room, bins, day)])
            held[grower] += bins
            lot = f"L{number}"
        if place <= len(named):
            facts[named[place - 1]] = {"grower": grower, "farm": farm, "lot": lot}
    facts["grower_a"] |= add_charges(world, rng, calendar, facts["grower_a"])
    facts["rate"] = f"{RATE:.2f}"
    facts["small_count"] = sum(count < 100 for count in held.values())
    facts["grower_count"] = len(held)
    return facts


def add_charges(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    asker: dict[str, Any],
) -> dict[str, Any]:
    """Three months' statements, and what has left the stores since the last of them began."""
    last = add_months(world.now.date().replace(day=1), -1)
    took, day = rng.randint(4, 7), calendar.on_or_after(last.replace(day=3))
    world.rows("withdrawals", [(None, asker["lot"], took, day)])
    lots = world.database.execute(
        "SELECT lot, bins FROM lots WHERE grower <> ?", (asker["grower"],)
    )
    for lot, bins in sorted(rng.sample(lots.fetchall(), 14)):
        out = calendar.on_or_after(last + rng.randint(1, 14) * DAY)
        world.rows("withdrawals", [(None, lot, rng.randint(2, max(3, bins // 3)), out)])
    statement, asked = rng.randint(8100, 8800), {}
    for month in (add_months(last, -2), add_months(last, -1), last):
        stood = world.database.execute(
            "SELECT grower, sum(bins) FROM lots WHERE in_on < ? GROUP BY grower", (str(month),)
        )
        for grower, count in stood.fetchall():
            statement += rng.randint(1, 3)
            key, amount = f"ST-{statement}", round(count * RATE, 2)
            world.rows("charges", [(key, grower, f"{month:%Y-%m}", count, RATE, amount)])
            if month == last and grower == asker["grower"]:
                asked = {"statement": key, "bins": count, "thought": count - took}
    return {**asked, "took": took, "took_on": f"{day.day} {day:%B}"}
