"""The database: reports, findings, decisions, escalations and handovers."""

import random
from dataclasses import astuple
from datetime import datetime, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .lists import Lists
from .reports import Report

FINDING = "abuse, no particulars: remove"
EVENINGS = ((21, 131), (14, 14), (7, 68))
"""Three earlier Mondays: days ago, and what was handed over."""


def fill_database(
    world: WorldBuilder,
    rng: random.Random,
    lists: Lists,
    reports: list[Report],
    groups: list[dict[str, Any]],
) -> None:
    """Reports, findings, past decisions and escalations, clubs, and three weeks of handovers."""
    world.database.executescript(world.text("schema.sql"))
    world.rows("reports", map(astuple, reports))
    assessor, found_at = world.people["assessor"].name, f"{world.now:%Y-%m-%d} 13:15"
    world.rows("groups", [(g["id"], g["first"], FINDING, assessor, found_at) for g in groups])
    world.rows(
        "clubs", [(club, rng.randrange(60, 900), rng.choice((1, 2))) for club in lists["clubs"]]
    )
    for one in reports:
        decide(world, rng, one)
    world.rows("handovers", past_handovers(world, rng, reports))


def decide(world: WorldBuilder, rng: random.Random, one: Report) -> None:
    """The decision on a closed report; the escalation of one that the assessor has or had."""
    received = datetime.fromisoformat(one.received_at)
    later = f"{received + timedelta(minutes=one.first_look_min + 20):%Y-%m-%d %H:%M}"
    if one.state == "closed":
        assessor = world.people["assessor"].name
        by = assessor if one.particulars else rng.choice(("threat desk", "night shift"))
        decision = rng.choices(("remove", "none"), (5, 1))[0]
        put_back = f"{received + timedelta(days=2):%Y-%m-%d}" if rng.random() < 0.025 else None
        world.rows("decisions", [(one.report, decision, "", by, later, "", None, put_back)])
    if one.held_for == "assessor":
        answered = "taken on" if one.state == "waiting" else "closed"
        world.rows("escalations", [(one.report, later, "night shift", "", answered)])


def past_handovers(
    world: WorldBuilder, rng: random.Random, reports: list[Report]
) -> list[tuple[Any, ...]]:
    """Day and night for three weeks; the last night left everything that waits now."""
    queue = [r.received_at for r in reports if r.queue == "threat" and r.state == "waiting"]
    mondays = dict(EVENINGS)
    found = []
    for days in range(21, 0, -1):
        for shift, hour in (("day", 17), ("night", 30)):
            day = (world.now - timedelta(days=days)).replace(hour=0, minute=0)
            filed = day + timedelta(hours=hour, minutes=rng.choice((31, 36, 41, 47, 55, 58)))
            waiting = sum(at < f"{filed:%Y-%m-%d %H:%M}" for at in queue)
            if filed.date() < world.now.date():
                waiting += rng.randrange(6, 17)
            if shift == "day":
                waiting = mondays.get(days, waiting)
            figures = (waiting, round(rng.uniform(92, 96), 1), round(rng.uniform(1.6, 3.1), 1))
            who = "threat desk" if shift == "day" else "night shift"
            name = f"{day:%Y-%m-%d} {shift}"
            found.append((name, 1, *figures, "", who, f"{filed:%Y-%m-%d %H:%M}"))
    return found
