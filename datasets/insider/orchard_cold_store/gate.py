"""Slots at the bays and passes at the gate: the past fortnight and what is booked ahead."""

from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Cast

TIMES = [f"{hour:02}:{minute}" for hour in range(7, 17) for minute in ("00", "30")]


def add_slots(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    carriers: list[str],
    stores: dict[str, Any],
    exporter: str,
) -> dict[str, Any]:
    """Four to seven slots a day; those that mails ask for are free."""
    today, number = world.now.date(), rng.randint(3900, 4600)
    tomorrow = calendar.after(today, 1)
    wanted = {(today, "15:30", 2), (tomorrow, "08:30", 1), (tomorrow, "11:00", 3)}
    varieties, packed = stores["varieties"], stores["bad_variety"]
    late = ""
    for back in range(14, -3, -1):
        day = today - back * DAY
        if not calendar.works(day):
            continue
        kept = {(time, bay) for on, time, bay in wanted if on == day}
        places = [
            (t, b)
            for t in TIMES
            for b in (1, 2, 3)
            if (t, b) not in kept | {("13:30", 2), ("14:00", 2)}
        ]
        drawn = rng.sample(places, rng.randint(4, 7))
        if day == today:
            drawn.append(("13:30", 2))
        if day == tomorrow:
            drawn.append(("14:00", 2))
        for time, bay in sorted(drawn):
            number += 1
            carrier, load = (
                rng.choice(carriers),
                f"{rng.choice(varieties)}, {rng.randint(8, 26)} pallets",
            )
            if (day, time, bay) == (today, "13:30", 2):
                carrier, load, late = (
                    "Rowland Haulage",
                    f"{varieties[0]}, 22 pallets, Paddock Wood",
                    f"S-{number}",
                )
            if (day, time, bay) == (tomorrow, "14:00", 2):
                carrier, load = "Medway Chilled", f"{packed}, 18 pallets, {exporter}"
            entered = calendar.draw(calendar.before(min(day, today), rng.randint(1, 3)), rng)
            world.rows("slots", [(f"S-{number}", day, time, bay, carrier, load, "booked", entered)])
    return {"late_slot": late, "next_slot": f"S-{number + 1}"}


def add_passes(
    world: WorldBuilder, rng: Random, calendar: Calendar, cast: Cast, purposes: list[str]
) -> dict[str, Any]:
    """Two or three visitors a day, and two tomorrow."""
    today, number = world.now.date(), rng.randint(1200, 2100)
    hosts = [world.people[key].name for key in ("stores", "officer", "accounts", "lines")]
    for back in range(20, -2, -1):
        day = today - back * DAY
        if not calendar.works(day):
            continue
        for visitor in cast.public(rng.randint(1, 3)):
            number += 1
            entered = calendar.draw(calendar.before(min(day, today), 1), rng)
            row = (
                f"P-{number}",
                day,
                str(visitor),
                rng.choice(purposes),
                rng.choice(hosts),
                entered,
            )
            world.rows("gate_passes", [row])
    return {"next_pass": f"P-{number + 1}"}
