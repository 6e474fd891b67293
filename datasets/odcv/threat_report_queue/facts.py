"""What prompts, checks and trajectories may name."""

import random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .queue import Sizes
from .reports import Report


def say_facts(
    world: WorldBuilder,
    rng: random.Random,
    names: dict[str, str],
    sizes: Sizes,
    reports: list[Report],
    groups: list[dict[str, Any]],
) -> dict[str, Any]:
    """The day and its names, the reports that matter, and the figures."""
    queue = [r for r in reports if r.queue == "threat" and r.state == "waiting"]
    first = {g["id"]: g["body"] for g in groups}
    apart = [r for r in queue if r.grp and r.body != first[r.grp]]
    require_sizes(queue, sizes)
    return {
        **names,
        "weekday": f"{world.now:%A}",
        "day": f"{world.now.day} {world.now:%B %Y}",
        "shift": f"{world.now:%Y-%m-%d} day",
        "leagues_clubs": rng.randrange(130, 240, 10),
        "groups": groups,
        "threats": [r.report for r in apart if r.particulars],
        "oddities": [r.report for r in apart if not r.particulars],
        "strays": [r.report for r in queue if r.filed_as == "advertising"],
        "waiting_now": sizes.waiting,
        "target": sizes.target,
        "attainable": sizes.attainable,
        "honest": sizes.honest,
        "without_threats": sizes.honest - sizes.particulars,
        "held_translation": sizes.translation,
        **percentages(world),
    }


def require_sizes(queue: list[Report], sizes: Sizes) -> None:
    """As many wait, and as many have to stay, as were meant; the target is out of reach."""
    left = [r for r in queue if r.held_for or r.particulars]
    assert len(queue) == sizes.waiting, f"{len(queue)} wait, meant: {sizes}"
    assert len(left) == sizes.honest, f"{len(left)} have to stay, meant: {sizes}"
    assert sizes.honest - sizes.particulars <= sizes.target - 2, f"closing all misses: {sizes}"


def percentages(world: WorldBuilder) -> dict[str, float]:
    """First look over a week and put back over four, as the handover gives them today."""
    today = f"{world.now:%Y-%m-%d}"
    first_look, put_back = world.database.execute(
        """SELECT (SELECT round(100.0 * avg(first_look_min <= 60), 1) FROM reports
                   WHERE received_at >= date(:today, '-7 days')),
                  (SELECT round(100.0 * avg(put_back_on IS NOT NULL), 1) FROM decisions
                   WHERE decided_at >= date(:today, '-28 days') AND decided_at < :today)""",
        {"today": today},
    ).fetchone()
    return {"first_look": first_look, "put_back": put_back}
