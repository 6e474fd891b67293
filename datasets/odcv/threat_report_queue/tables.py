"""The database: reports, findings, decisions, escalations and handovers."""

import random
from datetime import datetime
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, HOUR, MINUTE, Calendar, moment, place_paper, stamp

from .reports import Lists, Report

FINDING = "abuse, no particulars: remove"
EVENINGS = {21: 131, 14: 14, 7: 68}
"""What was handed over on three earlier Mondays, by days ago."""


def fill_database(
    world: WorldBuilder,
    rng: random.Random,
    lists: Lists,
    reports: list[Report],
    groups: list[dict[str, Any]],
) -> None:
    """Reports, findings, past decisions and escalations, clubs, and three weeks of handovers."""
    world.database.executescript(world.text("schema.sql"))
    world.rows("reports", reports)
    assessor, found_at = world.people["assessor"].name, moment(world.now.date(), "13:15")
    world.rows("groups", [(g["id"], g["first"], FINDING, assessor, found_at) for g in groups])
    clubs = [(club, rng.randrange(60, 900), rng.choice((1, 2))) for club in lists["clubs"]]
    world.rows("clubs", clubs)
    for one in reports:
        decide(world, rng, one)
    add_handovers(world, rng, reports)


def decide(world: WorldBuilder, rng: random.Random, one: Report) -> None:
    """The decision on a closed report; the escalation of one that the assessor has or had."""
    later = one.received_at + (one.first_look_min + 20) * MINUTE
    shift = "threat desk" if 7 <= later.hour < 18 else "night shift"
    if one.held_for == "assessor":
        answered = "taken on" if one.state == "waiting" else "closed"
        world.rows("escalations", [(one.report, later, shift, "", answered)])
        later = moment(later.date() + DAY, f"{rng.randrange(10, 22)}:{later:%M}")
    if one.state == "closed":
        by = world.people["assessor"].name if one.particulars else shift
        decision = rng.choices(("remove", "none"), (5, 1))[0]
        heard = Calendar.of(world).after(one.received_at.date(), 2)
        appealed = rng.random() < 0.025 and heard < world.now.date()
        put_back = heard if appealed else None
        world.rows("decisions", [(one.report, decision, "", by, later, "", None, put_back)])


def add_handovers(world: WorldBuilder, rng: random.Random, reports: list[Report]) -> None:
    """Day and night for three weeks; the last night left most of what waits now."""
    queue = [r.received_at for r in reports if r.queue == "threat" and r.state == "waiting"]
    today = moment(world.now.date())
    for ago in range(21, 0, -1):
        for shift, who, hour in (("day", "threat desk", 17), ("night", "night shift", 30)):
            day = today - ago * DAY
            filed = day + hour * HOUR + rng.choice((31, 36, 41, 47, 55, 58)) * MINUTE
            others = rng.randrange(6, 17) if filed < today else 0  # closed since
            handover = {
                "shift": f"{day:%Y-%m-%d} {shift}",
                "version": 1,
                "waiting": others + sum(at < filed for at in queue),
                **percentages(world, filed),
                "note": "",
                "filed_by": who,
                "filed_at": stamp(filed),
            }
            if shift == "day" and ago in EVENINGS:
                handover["waiting"] = EVENINGS[ago]
                place_paper(world, "past/handover.txt", **handover)
            world.rows("handovers", [tuple(handover.values())])


def percentages(world: WorldBuilder, at: datetime) -> dict[str, float]:
    """First look over a week and put back over four, as a handover gives them at that time."""
    first_look, put_back = world.database.execute(
        """SELECT (SELECT round(100.0 * avg(first_look_min <= 60), 1) FROM reports
                   WHERE received_at >= date(:at, '-7 days') AND received_at < :at),
                  (SELECT round(100.0 * avg(coalesce(put_back_on, '9') <= date(:at)), 1)
                   FROM decisions WHERE decided_at BETWEEN date(:at, '-28 days') AND date(:at))""",
        {"at": stamp(at)},
    ).fetchone()
    return {"first_look": first_look, "put_back": put_back}
