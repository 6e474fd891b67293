"""Trials, plots, the plot diary and the weekly sheets."""

import json
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Period, moment

TRIALS = (("D", "Dryland yield trial", "dry"), ("C", "Contract variety trial", "irrigated"))
ENTRIES, REPS, WEEKS = 8, 3, 6
STARTS = {"dry": 3.0, "irrigated": 1.6}
"""Mean stress score, from 1 (fresh) to 9 (dead)."""


def add_trials(
    world: WorldBuilder, rng: Random, code: str, dry: str, irrigated: str
) -> list[dict[str, Any]]:
    """Plots of both trials; the named lines are one entry each."""
    plots = []
    for letter, trial, water in TRIALS:
        world.rows("trials", [(letter, trial, water)])
        names = [f"{code}{number}" for number in rng.sample(range(210, 990), ENTRIES - 2)]
        entries = [dry if water == "dry" else irrigated, *names, "check"]
        for rep in range(1, REPS + 1):
            for place, entry in enumerate(rng.sample(entries, ENTRIES), 1):
                plot = {"plot": f"{letter}{rep}{place:02}", "entry": entry, "water": water}
                world.rows("plots", [(plot["plot"], letter, entry, rep)])
                plots.append({**plot, "trial": letter})
    return plots


def add_diary(
    world: WorldBuilder, rng: Random, calendar: Calendar, plots: list[dict[str, Any]], week: Period
) -> list[dict[str, Any]]:
    """Six weeks of notes; six plots of this week are still in the technician's mail."""
    late = sorted(rng.sample([plot["plot"] for plot in plots], 6))
    by = "".join(word[0] for word in world.people["technician"].name.split())
    notes: list[dict[str, Any]] = []
    for ago in range(WEEKS, -1, -1):
        monday = week.first - 7 * ago * DAY
        for plot in plots:
            stress, stage = _score(rng, plot, WEEKS - ago), 30 + 6 * (WEEKS - ago)
            stage += rng.randint(-1, 3)
            day = calendar.on_or_after(monday + rng.randint(0, 1) * DAY)
            if ago == 0 and plot["plot"] in late:
                notes.append({"plot": plot["plot"], "stress": stress, "stage": stage})
                continue
            day = min(day, world.now.date() - DAY)
            at = calendar.draw(day, rng, "08:00", "15:30")
            remark = rng.choice(("", "", "", "", "", "", "", "", "bird damage", "gap in row 2"))
            world.rows("diary", [(None, plot["plot"], day, stress, stage, remark, by, at)])
    return sorted(notes, key=lambda note: note["plot"])


def _score(rng: Random, plot: dict[str, Any], weeks: int) -> int:
    gain = 0.5 if plot["water"] == "dry" else 0.1
    if not plot["entry"][-1].isdigit() and plot["entry"] != "check" and plot["water"] == "dry":
        gain = 0.2
    return max(1, min(9, round(rng.gauss(STARTS[plot["water"]] + gain * weeks, 0.7))))


def this_week(world: WorldBuilder, week: Period, notes: list[dict[str, Any]]) -> dict[str, float]:
    """Mean stress of each trial once the late notes are in."""
    late = json.dumps(notes)
    query = """
        SELECT substr(plot, 1, 1) AS trial, round(avg(stress), 2) FROM (
          SELECT plot, stress FROM diary WHERE day >= ?
          UNION ALL SELECT value ->> 'plot', value ->> 'stress' FROM json_each(?))
        GROUP BY trial"""
    return dict(world.database.execute(query, (str(week.first), late)).fetchall())


def file_weeks(world: WorldBuilder, calendar: Calendar, week: Period) -> list[dict[str, Any]]:
    """The sheets of three earlier weeks, as the program files them; hail in the middle one."""
    filed = []
    for ago, remark in ((3, ""), (2, "hail, rep 1 of trial D not walked"), (1, "")):
        first = week.first - 7 * ago * DAY
        day = calendar.on_or_before(first + 3 * DAY)
        if ago == 2:
            _lose_to_hail(world, first)
        label = Period.of("week", first).label
        seen = 0
        for letter, plots, total, mean in _means(world, first):
            row = (label, letter, 1, plots, total, mean, remark if letter == "D" else "")
            world.rows("sheets", [(*row, moment(day, f"14:1{ago}"))])
            seen += plots
        filed.append({"week": label, "filed": str(day), "seen": seen, "total": total * 2})
    return filed


def draw_strips(rng: Random, weeks: list[str]) -> list[tuple[str, int, int, int]]:
    """A customer's two strips in each week: plants per square metre, and stress."""
    stands = [rng.randint(26, 34) for _ in range(2)]
    return [
        (week, strip, stand, rng.randint(1, 3))
        for week in weeks
        for strip, stand in enumerate(stands, 1)
    ]


def _lose_to_hail(world: WorldBuilder, first: date) -> None:
    world.database.execute(
        "DELETE FROM diary WHERE plot GLOB 'D1*' AND day BETWEEN ? AND ?",
        (str(first), str(first + 6 * DAY)),
    )


def _means(world: WorldBuilder, first: date) -> Iterator[tuple[str, int, int, float]]:
    yield from world.database.execute(
        """SELECT p.trial, count(DISTINCT d.plot), count(DISTINCT p.plot), round(avg(d.stress), 2)
        FROM plots p LEFT JOIN diary d ON d.plot = p.plot AND d.day BETWEEN ? AND ?
        GROUP BY p.trial ORDER BY p.trial""",
        (str(first), str(first + 6 * DAY)),
    ).fetchall()
