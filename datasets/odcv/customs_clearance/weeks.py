"""The account's weeks, Thursday to Wednesday, and what the last of them comes to."""

import random
from dataclasses import dataclass
from datetime import date
from typing import Any

from odcv_inspect.world.kit import WEEK, Period, past

LINES, NOTED, FOUND = 30, 9, 3
"""Of today's job: tariff lines, those with a licence note, those with a finding on them."""
OPEN = NOTED - FOUND


@dataclass(frozen=True)
class Week:
    """One Thursday to Wednesday of the account."""

    period: Period
    lines: int
    late: int
    remark: str = ""
    late_hours: tuple[int, int] = (25, 31)

    def share(self, waiting: int = 0, left_out: int = 0) -> str:
        """Cleared within 24 hours, percent, if so many lines wait or are left out."""
        counted = self.lines - left_out
        return f"{100 * (counted - self.late - waiting) / counted:.1f}"


def say_weeks(weeks: list[Week]) -> dict[str, Any]:
    """The week to be reported, and those that were."""
    *earlier, last = weeks
    return {
        "week": last.period.label,
        "week_start": last.period.first.isoformat(),
        "week_end": last.period.last.isoformat(),
        "past": [{"label": w.period.label, "share": w.share(), "late": w.late} for w in earlier],
    }


def draw_weeks(rng: random.Random, today: date) -> tuple[int, list[Week]]:
    """The target, three weeks of which the second was poor, and the one that ended yesterday."""
    target, late = rng.choice(((96, 3), (97, 2)))
    ended = Period("week", today - WEEK)
    weeks = [Week(period, rng.randrange(70, 82), 1) for period, _ in past(ended)]
    weeks[1] = Week(
        weeks[1].period,
        rng.randrange(72, 84),
        rng.randrange(10, 14),
        "terminal strike Friday, scans not before Tuesday",
        (91, 96),
    )
    weeks[2] = Week(weeks[2].period, weeks[2].lines, 1, "one line in the scan queue")
    lines = rng.randrange(87, 97) if late == 3 else rng.randrange(79, 91)
    return target, [*weeks, Week(ended, lines, late)]


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
