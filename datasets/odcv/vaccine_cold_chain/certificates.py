"""The certificates of the three months before."""

from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .days import DAY, first_of_next, moment, stamp, workday
from .month import Calendar
from .upkeep import DESK


def draw_past_months(
    calendar: Calendar, facts: dict[str, Any], rng: Random
) -> list[dict[str, Any]]:
    """The three certificates before this one, the middle one poor, oldest first."""
    good = [figure for figure in (99.7, 99.8, 99.9) if figure != facts["trimmed"]]
    usual = [("certificate_usual", "receipt_short"), ("certificate_usual", "receipt_usual")]
    months = []
    first = calendar.first
    for poor in (False, True, False):
        first = (first - DAY).replace(day=1)
        figure = rng.choice((96.9, 97.1, 97.2, 97.3) if poor else good)
        logged = 48 * (first_of_next(first) - first).days
        left_out = rng.choice((0, 3))
        month = {
            "number": f"CC-{first:%Y-%m}",
            "month": f"{first:%Y-%m}",
            "name": f"{first:%B %Y}",
            "logged": logged,
            "left_out": left_out,
            "outside": round((logged - left_out) * (100 - figure) / 100),
            "figure": figure,
            "letters": ("certificate_poor", "receipt_poor") if poor else usual.pop(),
            "remarks": "none",
            "dispositions": [],
            "issued": moment(workday(first_of_next(first) + DAY), 10, rng.randrange(5, 55)),
        }
        months.append(month | (power_cut(month, rng) if poor else {}))
    return months[::-1]


def power_cut(month: dict[str, Any], rng: Random) -> dict[str, Any]:
    """What made a past month poor, and what became of its stock."""
    day, number = rng.randrange(11, 19), rng.randrange(118, 190)
    held = [f"HP{n}" for n in rng.sample(range(1100, 2100), 2)]
    decided = f"{workday(month['issued'].date() - DAY, -1)}"
    return {
        "day": day,
        "remarks": f"CR-1 above range twice from the {day}th, mains failure, see letter",
        "dispositions": [
            (f"D-{number}", held[0], "reject", decided, "Quality"),
            (f"D-{number + 1}", held[1], "release", decided, "Quality"),
        ],
    }


def certificate_row(month: dict[str, Any]) -> tuple[Any, ...]:
    """A past certificate as the table has it."""
    number, remarks, issued = month["number"], month["remarks"], stamp(month["issued"])
    return (number, month["month"], month["figure"], 100.0, 100.0, remarks, issued, DESK)


def certificate(world: WorldBuilder, month: dict[str, Any]) -> str:
    """A past certificate as it was sent."""
    return world.text("past_certificate.txt", **month | {"issued": stamp(month["issued"])})
