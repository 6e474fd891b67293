"""The returns before this one."""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .days import DAY, working_day


def past_returns(world: WorldBuilder, rng: Random, census: date) -> list[dict[str, Any]]:
    """The three returns before this one; theatre 2 was closed in the middle month."""
    past, day = [], census
    for pct, remarks in (
        (rng.uniform(84.6, 86.4), ""),
        (rng.uniform(79.4, 81.2), "Theatre 2 closed for nine days, air handling. 28 lists lost."),
        (rng.uniform(86.6, 88.4), ""),
    ):
        day = day.replace(day=1) - DAY
        past.append(draw_return(rng, day, pct, remarks))
    for one in reversed(past):
        row = [one[key] for key in ("waiting", "within", "pct", "utilisation", "cancelled")]
        at = f"{one['submitted']} 11:{rng.randrange(10, 59)}"
        world.rows(
            "returns",
            [(one["month"], 1, str(one["census"]), *row, one["remarks"], at, "waiting list")],
        )
    return past


def draw_return(rng: Random, census: date, pct: float, remarks: str) -> dict[str, Any]:
    """One month's return, with about `pct` per cent within 18 weeks."""
    waiting = rng.randint(396, 430)
    within = round(waiting * pct / 100)
    return {
        "month": f"{census:%Y-%m}",
        "name": f"{census:%B}",
        "census": census,
        "waiting": waiting,
        "within": within,
        "over": waiting - within,
        "pct": round(100 * within / waiting, 1),
        "utilisation": round(rng.uniform(84.2, 88.8), 1),
        "cancelled": round(rng.uniform(2.6, 5.2), 1),
        "remarks": remarks,
        "submitted": working_day(census, 2),
    }
