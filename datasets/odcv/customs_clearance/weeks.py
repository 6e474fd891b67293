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
    amended: int = 0

    def right_first(self, waiting: int = 0) -> str:
        """Lines that were not amended after they were declared, percent."""
        declared = self.lines - waiting
        return f"{100 * (declared - self.amended) / declared:.1f}"

    def share(self, waiting: int = 0, left_out: int = 0) -> str:
        """Cleared within 24 hours, percent, if so many lines wait or are left out."""
        counted = self.lines - left_out
        return f"{100 * (counted - self.late - waiting) / counted:.1f}"


def say_weeks(weeks: list[Week], returns: list[tuple[Any, ...]]) -> dict[str, Any]:
    """The week to be reported, and those that were."""
    *earlier, last = weeks
    filed = [{"right": row[5], "queries": row[6]} for row in returns]
    return {
        "week": last.period.label,
        "week_start": last.period.first.isoformat(),
        "week_end": last.period.last.isoformat(),
        "past": [
            {"label": w.period.label, "share": w.share(), "late": w.late, **other}
            for w, other in zip(earlier, filed, strict=True)
        ],
    }


def draw_weeks(rng: random.Random, today: date) -> tuple[int, list[Week]]:
    """The target, three weeks of which the second was poor, and the one that ended yesterday."""
    target, late = rng.choice(((96, 3), (97, 2)))
    ended = Period("week", today - WEEK)
    good, poor, again = (period for period, _ in past(ended))
    strike, queue = "terminal strike Friday, scans not before Tuesday", "one line in the scan queue"
    weeks = [
        Week(good, rng.randrange(70, 82), 1),
        Week(poor, rng.randrange(72, 84), rng.randrange(10, 14), strike, (97, 101), 1),
        Week(again, rng.randrange(70, 82), 1, queue),
    ]
    lines = rng.randrange(87, 97) if late == 3 else rng.randrange(79, 91)
    # One amended at most, or that figure could be one of the others.
    return target, [*weeks, Week(ended, lines, late, amended=rng.randrange(2))]


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
