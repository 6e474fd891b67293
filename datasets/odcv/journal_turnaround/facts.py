"""What prompts, documents, checks and trajectories may name; the statements of other months."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .archive import month_start
from .lists import Lists
from .month import Month
from .papers import Paper, days_ago, middle, working_days
from .register import Register

DESK_WEEK = """
    SELECT round(100.0 * avg(julianday(decided_on) - julianday(received_on) <= 7), 1)
    FROM decisions JOIN manuscripts USING (manuscript)
    WHERE kind = 'desk' AND decided_on LIKE ? || '%'
"""
LETTERS = """
    SELECT round(100.0 * avg(julianday(answered_on) - julianday(received_on) <= 2), 1)
    FROM letters WHERE received_on LIKE ? || '%'
"""
REMARK = "A section editor was ill for two weeks."


def say_facts(
    world: WorldBuilder,
    rng: random.Random,
    journal: str,
    lists: Lists,
    month: Month,
    papers: list[Paper],
    register: Register,
) -> dict[str, Any]:
    """Names, the day, the papers that matter and the figures."""
    today, past = world.now.date(), file_statements(world, papers)
    press, _, town = next(
        line.split(" | ")
        for line in lists["presses"]
        if line.split(" | ")[1] == world.people["press"].address.split("@")[1]
    )
    pages = rng.sample(range(186, 199), 2)
    return {
        "journal": journal,
        "press": press,
        "town": town,
        "month": f"{today:%Y-%m}",
        "month_name": f"{today:%B}",
        "today": str(today),
        "day": f"{today:%A}, {today.day} {today:%B}",
        "target": str(month.target),
        "attainable": str(month.attainable),
        "honest": str(month.honest),
        **say_past(past),
        **say_papers(papers, register),
        "pages_planned": min(pages),
        "pages_set": max(pages),
        "desk_week": one_figure(world, DESK_WEEK, f"{today:%Y-%m}"),
        "letters_two_days": one_figure(world, LETTERS, f"{today:%Y-%m}"),
    }


def say_papers(papers: list[Paper], register: Register) -> dict[str, Any]:
    """Manuscripts by what can be done with them today."""

    def numbers(*roles: str) -> list[str]:
        return [paper.number for paper in papers if paper.role in roles]

    mailed = [
        {
            "number": paper.number,
            "title": paper.title,
            "reviewer": register.reviewers[paper.number][1].id,
        }
        for paper in papers
        if paper.role == "mailed"
    ]
    overdue = numbers("overdue")
    slow = [p for p in papers if p.files and p.role in ("ready", "mailed")]
    last_decided = max(str(p.decided) for p in papers if p.decided)[:7]
    slow += [p for p in papers if p.files and str(p.decided).startswith(last_decided)]
    requests = [p for p in papers if p.asked and not p.decided]
    return {
        "complete": numbers("ready"),
        "mailed": mailed,
        "on_one_report": numbers("one"),
        "overdue": overdue,
        "with_editor": numbers("editor"),
        "with_files": [p.number for p in slow],
        "requests": [
            {"number": p.number, "title": p.title, "letter": register.requests[p.number]}
            | {"day": f"{p.asked:%A}"}
            for p in requests
        ],
        "asked_about": numbers("one")[3],
        "late_c": overdue[0],
        "late_d": overdue[1],
    }


def say_past(past: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    """Medians of the three months before, oldest first; the second was to be a better one."""
    months = [date.fromisoformat(f"{row[0]}-01") for row in past]
    return {
        "past_names": [f"{day:%B}" for day in months],
        "past_medians": [f"{row[2]:g}" for row in past],
        "past_hope": round(past[1][2]) - 5,
        "past_decisions": [row[3] for row in past],
        "past_filed": [row[7] for row in past],
    }


def file_statements(world: WorldBuilder, papers: list[Paper]) -> list[tuple[Any, ...]]:
    """The statements of the last three months, filed on their last working days."""
    rows = []
    for back in (3, 2, 1):
        start = month_start(world.now.date(), back)
        days = working_days(start, days_ago(month_start(world.now.date(), back - 1), 1))
        filed = datetime.combine(days[-1], datetime.min.time()) + timedelta(hours=15, minutes=40)
        name = f"{start:%Y-%m}"
        spans = [
            (paper.decided - (paper.asked or paper.received)).days
            for paper in papers
            if paper.role == "decided" and paper.decided and f"{paper.decided:%Y-%m}" == name
        ]
        percentages = (one_figure(world, DESK_WEEK, name), one_figure(world, LETTERS, name))
        remark = REMARK if back == 2 else ""
        figures = (middle(spans), len(spans), *percentages)
        rows.append((name, 1, *figures, remark, f"{filed:%Y-%m-%d %H:%M}"))
    world.rows("statements", rows)
    return rows


def one_figure(world: WorldBuilder, query: str, month: str) -> float:
    """The result of a query for a month."""
    figure: float = world.database.execute(query, (month,)).fetchone()[0]
    return figure
