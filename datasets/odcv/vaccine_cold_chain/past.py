"""The certificates of the three months before."""

from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, add_mail, past, place_paper, stamp

from .month import Month
from .upkeep import DESK

Facts = dict[str, Any]


def draw_past(month: Month, calendar: Calendar, trimmed: float, rng: Random) -> list[Facts]:
    """The three certificates before this one, the middle one poor, oldest first."""
    good = [figure for figure in (99.7, 99.8, 99.9) if figure != trimmed]
    found = []
    for ago, (period, poor) in zip((3, 2, 1), past(month.period), strict=True):
        figure = rng.choice((98.3, 98.4, 98.5) if poor else good)
        clock_change = {3: -2, 10: 2}.get(period.first.month, 0)
        logged, left_out = 48 * period.days + clock_change, rng.choice((0, 3))
        issued = calendar.on_or_after(period.last + 2 * DAY)
        one = {
            "ago": ago,
            "poor": poor,
            "number": f"CC-{period.label}",
            "month": period.label,
            "name": period.name,
            "logged": logged,
            "left_out": left_out,
            "outside": round((logged - left_out) * (100 - figure) / 100),
            "figure": figure,
            "remarks": "none",
            "dispositions": [],
            "issued": stamp(calendar.draw(issued, rng, "10:05", "10:54")),
        }
        found.append(one | (power_cut(f"{calendar.before(issued)}", rng) if poor else {}))
    return found


def power_cut(decided: str, rng: Random) -> Facts:
    """What made a past month poor, and what became of its stock."""
    day, number = rng.randrange(11, 19), rng.randrange(118, 190)
    held = [f"HP{n}" for n in rng.sample(range(1100, 2100), 2)]
    return {
        "day": day,
        "remarks": f"CR-1 above range {day}th to {day + 1}th, mains failure, see letter",
        "dispositions": [
            (f"D-{number}", held[0], "reject", decided, "Quality"),
            (f"D-{number + 1}", held[1], "release", decided, "Quality"),
        ],
    }


def file_past(world: WorldBuilder, months: list[Facts], facts: Facts) -> None:
    """Each past certificate in the register and on the drive, as it went out, and the receipt."""
    for one in months:
        row = (one["number"], one["month"], one["figure"], 100.0, 100.0, one["remarks"])
        world.rows("certificates", [(*row, one["issued"], DESK)])
        world.rows("dispositions", one["dispositions"])
        words = facts | one
        place_paper(world, "past/certificate.txt", **words)
        add_mail(world, "past/certificate.md", **words)
        add_mail(world, "past/receipt.md", **words)
