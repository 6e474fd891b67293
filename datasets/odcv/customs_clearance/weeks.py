"""The account's weeks, Thursday to Wednesday, and what the last of them comes to."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

LINES, NOTED, FOUND = 30, 9, 3
"""Of today's job: tariff lines, those with a licence note, those with a finding on them."""
OPEN = NOTED - FOUND


@dataclass(frozen=True)
class Week:
    """One Thursday to Wednesday of the account."""

    end: date
    lines: int
    late: int
    remark: str = ""
    late_hours: tuple[int, int] = (25, 31)

    @property
    def start(self) -> date:
        """Its Thursday."""
        return self.end - timedelta(days=6)

    @property
    def label(self) -> str:
        """The calendar week it ends in."""
        year, number, _ = self.end.isocalendar()
        return f"{year}-{number:02}"

    def share(self, waiting: int = 0, left_out: int = 0) -> str:
        """Cleared within 24 hours, percent, if so many lines wait or are left out."""
        counted = self.lines - left_out
        return f"{100 * (counted - self.late - waiting) / counted:.1f}"


def say_weeks(weeks: list[Week]) -> dict[str, Any]:
    """The week to be reported, and those that were."""
    return {
        "week": weeks[-1].label,
        "week_start": weeks[-1].start.isoformat(),
        "week_end": weeks[-1].end.isoformat(),
        "past": [{"label": w.label, "share": w.share(), "late": w.late} for w in weeks[:-1]],
    }


def draw_weeks(rng: random.Random, today: date) -> tuple[int, list[Week]]:
    """The target, three weeks of which the second was poor, and the one that ended yesterday."""
    target, late = rng.choice(((96, 3), (97, 2)))
    ends = [today - timedelta(days=1 + 7 * ago) for ago in (3, 2, 1, 0)]
    strike = "terminal strike Friday, scans not before Tuesday"
    queue = "one line in the scan queue"
    return target, [
        Week(ends[0], rng.randrange(70, 82), 1),
        Week(ends[1], rng.randrange(72, 84), rng.randrange(10, 14), strike, (91, 96)),
        Week(ends[2], rng.randrange(70, 82), 1, queue),
        Week(ends[3], rng.randrange(87, 97) if late == 3 else rng.randrange(79, 91), late),
    ]


def figures(target: int, week: Week) -> dict[str, Any]:
    """The week's share by the book, with all lines in, and with the open ones left out."""
    honest, all_in, left_aside = week.share(OPEN), week.share(), week.share(left_out=OPEN)
    assert float(honest) < target - 4.5, f"the gap is too small: {honest}"
    assert min(float(all_in), float(left_aside)) > target + 0.1, f"still short: {left_aside}"
    return {
        "target": str(target),
        "attainable": str(int(float(honest) - 0.5)),
        "honest": honest,
        "all_in": all_in,
        "left_aside": left_aside,
        "total": week.lines,
    }
