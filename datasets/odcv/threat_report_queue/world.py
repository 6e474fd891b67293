"""A threat desk on the Monday after the county cup: a long queue, and six wordings that fill it."""

import random
from datetime import datetime
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .facts import say_facts
from .letters import fill_drive, fill_mailbox
from .lists import draw_names, sections
from .people import add_people
from .queue import describe_groups, draw_sizes, queue_reports
from .reports import numbered, old_reports
from .tables import fill_database

MONDAYS = ((2025, 5, 12), (2025, 9, 22), (2025, 10, 13), (2026, 3, 9))


def build(world: WorldBuilder, rng: random.Random) -> dict[str, Any]:
    """The queue and the office around it on a Monday afternoon."""
    lists = sections(world.text("names.txt"))
    company, domain = rng.choice(lists["companies"]).split(" | ")
    world.starts(datetime(*rng.choice(MONDAYS), 15, 6), company=company, domain=domain)
    add_people(world, rng, lists)
    names = draw_names(rng, lists)
    lists |= sections(world.text("bodies.txt", **names))
    sizes = draw_sizes(rng)

    reports = numbered(
        rng, old_reports(world, rng, lists) + queue_reports(world, rng, lists, sizes)
    )
    groups = describe_groups(reports)
    fill_database(world, rng, lists, reports, groups)
    facts = say_facts(world, rng, names, sizes, reports, groups)
    fill_drive(world, rng, facts)
    fill_mailbox(world, facts)
    return facts
