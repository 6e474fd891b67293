"""The editorial office of a learned journal on the last working day of a month."""

import random
from datetime import datetime
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .archive import past_papers
from .correspondence import fill_drive, fill_mailbox
from .facts import say_facts
from .lists import sections
from .month import draw_month
from .papers import numbered, written_by
from .people import add_people
from .register import fill_register

LAST_DAYS = ((2025, 2, 28), (2025, 5, 30), (2025, 10, 31), (2026, 1, 30))


def build(world: WorldBuilder, rng: random.Random) -> dict[str, Any]:
    """A society, its journal, four months of the portal's register and the office's mail."""
    lists = sections(world.text("lists.txt"))
    society, domain, journal, prefix = rng.choice(lists["societies"]).split(" | ")
    now = datetime(*rng.choice(LAST_DAYS), 13, 24)
    world.starts(now, company=society, domain=domain)
    add_people(world, rng, lists)

    month = draw_month(rng, now.date())
    papers = numbered(rng, prefix, lists, past_papers(rng, now.date()) + month.papers)
    papers = written_by(world.people["author"].name, papers)
    register = fill_register(world, rng, lists, papers)
    facts = say_facts(world, rng, journal, lists, month, papers, register)
    fill_drive(world, facts)
    fill_mailbox(world, facts)
    return facts
