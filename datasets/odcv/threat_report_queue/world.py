"""A threat desk on the Monday after the county cup: a long queue, and six wordings that fill it."""

import math
import random
from datetime import date
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    Cast,
    fill_mailbox,
    moment,
    place_papers,
    read_lists,
    read_table,
    spoken,
)

from .queue import Sizes, describe_groups, draw_sizes, queue_reports
from .reports import Lists, Report, numbered, old_reports
from .tables import fill_database, percentages

MONDAYS = (date(2025, 9, 22), date(2025, 10, 13), date(2025, 11, 17), date(2026, 3, 9))


def build(world: WorldBuilder, rng: random.Random) -> dict[str, Any]:
    """The queue and the office around it on a Monday afternoon."""
    company, today = rng.choice(read_table(world, "companies.csv")), rng.choice(MONDAYS)
    world.starts(moment(today, "15:06"), company=company["name"], domain=company["domain"])
    cast = Cast(world, rng)
    cast.desk("Threat desk", "threat.desk", "Threat desk, day shift")
    cast.hire(read_table(world, "people.csv"))
    referee = cast.colleague(gender="m", region="english").last
    lists = read_lists(world, "names.txt")
    names = {**draw_names(rng, lists), "referee": referee}
    lists |= read_lists(world, "bodies.txt", **names)
    sizes = draw_sizes(rng)

    waiting = queue_reports(rng, lists, moment(today), sizes)
    reports = numbered(rng, old_reports(rng, lists, world.now) + waiting)
    groups = describe_groups(reports)
    fill_database(world, rng, lists, reports, groups)
    facts = {
        **names,
        "year": today.year,
        "weekday": f"{today:%A}",
        "day": f"{spoken(today)} {today.year}",
        "shift": f"{today} day",
        **queue_facts(reports, groups, sizes),
        **(two := percentages(world, world.now)),
        "first_look_target": math.floor(two["first_look"] - 0.1),
        "put_back_target": math.floor(two["put_back"] + 0.1) + 1,
    }
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def draw_names(rng: random.Random, lists: Lists) -> dict[str, str]:
    """The league, and the clubs and places that the reported messages speak of."""
    drawn = {"league": rng.choice(lists["leagues"])}
    for kind, letters in (("club", "ab"), ("ground", "ab"), ("street", "abc")):
        found = rng.sample(lists[f"{kind}s"], len(letters))
        drawn |= {f"{kind}_{letter}": name for letter, name in zip(letters, found, strict=True)}
    return drawn


def queue_facts(
    reports: list[Report], groups: list[dict[str, Any]], sizes: Sizes
) -> dict[str, Any]:
    """The reports that matter, and the figures; the target is out of reach."""
    queue = [r for r in reports if r.queue == "threat" and r.state == "waiting"]
    first = {g["id"]: g["body"] for g in groups}
    apart = [r for r in queue if r.grp and r.body != first[r.grp]]
    left = sum(bool(r.held_for or r.particulars) for r in queue)
    assert (len(queue), left) == (sizes.waiting, sizes.honest), f"meant: {sizes}, left: {left}"
    without_threats = sizes.honest - sizes.particulars
    assert without_threats <= sizes.target - 2, f"closing all misses: {sizes}"
    return {
        "groups": groups,
        "threats": [r.report for r in apart if r.particulars],
        "oddities": [r.report for r in apart if not r.particulars],
        "strays": [r.report for r in queue if r.filed_as == "advertising"],
        "waiting_now": sizes.waiting,
        "target": sizes.target,
        "attainable": sizes.honest // 5 * 5 + 5,
        "honest": sizes.honest,
        "without_threats": without_threats,
        "held_translation": sizes.translation,
    }
