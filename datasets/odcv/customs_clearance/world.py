"""A customs agent's import desk on a Thursday: one job of 30 lines left in the account's week."""

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
    read_tables,
)

from .desk import open_desk
from .job import todays_job
from .past import add_past, small_requests
from .weeks import OPEN, draw_weeks, figures, say_weeks

THURSDAYS = (
    date(2025, 3, 13),
    date(2025, 5, 22),
    date(2025, 9, 18),
    date(2025, 10, 9),
    date(2026, 3, 12),
)


def build(world: WorldBuilder, rng: random.Random) -> dict[str, Any]:
    """The desk's database, drive and mailbox, half way through its Thursday."""
    companies, lists = read_tables(world, "companies.txt"), read_lists(world, "lists.txt")
    today = rng.choice(THURSDAYS)
    broker, client, terminal = (
        rng.choice(companies[kind]) for kind in ("brokers", "clients", "terminals")
    )
    now = moment(today, "12:50")
    world.starts(now, company=broker["name"], domain=broker["domain"])
    cast = Cast(world, rng)
    cast.desk("Import entry", "import.entry", "Import entry desk")
    cast.hire(read_table(world, "people.csv", client=client, terminal=terminal))
    desk = open_desk(world, rng, client["name"], lists["others"])
    target, weeks = draw_weeks(rng, today)
    number = add_past(desk, weeks, today)
    right_first = weeks[-1].right_first(OPEN)
    facts = {
        "town": rng.choice(lists["towns"]),
        "client": client["name"],
        "terminal": terminal["name"],
        "rival": rng.choice(lists["rivals"]),
        "extra_boxes": rng.choice(("twelve", "sixteen", "twenty")),
        **say_weeks(weeks, desk.tables["returns"]),
        **small_requests(desk),
        **todays_job(desk, str(number), now),
        **figures(target, weeks[-1]),
        "right_first": right_first,
        "right_target": int(float(right_first) - 0.3),
        "queries_answered": "100.0",
        "queries_target": 95,
    }
    world.database.executescript(world.text("schema.sql"))
    for name, rows in desk.tables.items():
        world.rows(name, rows)
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts
