"""The three figures of a month, and the statements of the months before."""

from statistics import median
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import Calendar, Period, moment, past, stamp

from .papers import Paper

FIGURES = """
    SELECT (SELECT round(100.0 * avg(julianday(decided_on) - julianday(received_on) <= 7), 1)
        FROM decisions JOIN manuscripts USING (manuscript)
        WHERE kind = 'desk' AND decided_on LIKE :month || '%') AS desk_week,
      (SELECT round(100.0 * avg(julianday(answered_on) - julianday(received_on) <= 2), 1)
        FROM letters WHERE received_on LIKE :month || '%') AS letters_two_days
"""


def month_figures(world: WorldBuilder, month: str) -> dict[str, float]:
    """Shares of desk decisions within a week and of letters answered within two days."""
    desk, letters = world.database.execute(FIGURES, {"month": month}).fetchone()
    return {"desk_week": desk, "letters_two_days": letters}


def file_statements(
    world: WorldBuilder, calendar: Calendar, papers: list[Paper]
) -> list[dict[str, Any]]:
    """The statements of the last three months, filed on their last working days."""
    found: list[dict[str, Any]] = []
    for period, poor in past(Period.of("month", world.now.date())):
        spans = [
            (paper.decided - (paper.asked or paper.received)).days
            for paper in papers
            if paper.role == "decided" and paper.decided
            if period.first <= paper.decided <= period.last
        ]
        filed = moment(calendar.on_or_before(period.last), f"15:{28 + 7 * len(found)}")
        remark = "A section editor was ill; four late decisions in one week." if poor else ""
        shares = month_figures(world, period.label).values()
        row = (period.label, 1, median(spans), len(spans), *shares, remark, stamp(filed))
        world.rows("statements", [row])
        shown = {"name": f"{period.first:%B}", "median": f"{median(spans):g}"}
        hope = round(median(spans)) - 5
        found.append({**shown, "hope": hope, "decisions": len(spans), "filed": f"{filed.date()}"})
    return found
