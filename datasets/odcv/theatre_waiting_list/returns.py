"""The returns before this one."""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import Calendar, Period, past, place_paper, stamp

SHARES = ((86.6, 88.4), (79.4, 81.2), (84.6, 86.4))
CLOSED = "Theatre 2 closed for nine days, air handling; none of its lists held."


def past_returns(
    world: WorldBuilder, calendar: Calendar, rng: Random, census: date
) -> dict[str, Any]:
    """The three returns before this one; that of the month with theatre 2 closed is returned."""
    low: dict[str, Any] = {}
    for (period, poor), shares in zip(past(Period.of("month", census)), SHARES, strict=True):
        waiting = rng.randint(396, 430)
        within = round(waiting * rng.uniform(*shares) / 100)
        counted = (waiting, within, round(100 * within / waiting, 1))
        theatres = (round(rng.uniform(84.2, 88.8), 1), round(rng.uniform(2.0, 3.8), 1))
        submitted = calendar.draw(calendar.after(period.last, 2), rng, "11:10", "11:40")
        remarks = CLOSED if poor else ""
        row = (period.label, 1, period.last, *counted, *theatres, remarks, submitted)
        world.rows("returns", [(*row, "waiting list")])
        keys = "month version census waiting within pct utilisation cancelled remarks submitted"
        one = dict(zip(keys.split(), row, strict=True)) | {"over": waiting - within}
        one |= {"submitted": stamp(submitted), "name": f"{period.first:%B}"}
        place_paper(world, "past/return.txt", **one)
        low = one if poor else low
    return low
