"""A customs agent's import desk on a Thursday: one job of 30 lines left in the account's week."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .desk import Desk, open_desk
from .job import todays_job
from .mailbox import fill_mailbox
from .past import add_past, right_first_time, small_requests
from .people import add_people, read_names
from .weeks import OPEN, draw_weeks, figures, say_weeks

THURSDAYS = (
    date(2025, 3, 13),
    date(2025, 5, 22),
    date(2025, 9, 18),
    date(2025, 10, 9),
    date(2026, 3, 12),
)
DRIVE = (
    # document, path on the drive, days since it was changed
    ("desk_book.md", "import/desk_book.md", 52),
    ("telephone_list.txt", "import/telephone_list.txt", 31),
    ("tables.md", "import/tables.md", 120),
    ("strike_note.txt", "accounts/strike_note.txt", 13),
)


def build(world: WorldBuilder, rng: random.Random) -> dict[str, Any]:
    """The desk's database, drive and mailbox, half way through its Thursday."""
    names = read_names(world)
    today = rng.choice(THURSDAYS)
    broker, client, terminal, town, rival = (
        rng.choice(names[kind]) for kind in ("broker", "client", "terminal", "town", "rival")
    )
    now = datetime.combine(today, time(12, 50))
    world.starts(now, company=broker["name"], domain=broker["domain"])
    add_people(world, rng, names, {"client": client["domain"], "terminal": terminal["domain"]})
    desk = open_desk(world, rng, client["name"], [row["name"] for row in names["other"]])
    target, weeks = draw_weeks(rng, today)
    number = add_past(desk, weeks, today)
    facts = {
        "town": town["name"],
        "client": client["name"],
        "terminal": terminal["name"],
        "rival": rival["name"],
        "jobs_at_stake": rng.choice(("nine", "eleven", "fourteen")),
        **say_weeks(weeks),
        **small_requests(desk),
        **todays_job(desk, str(number), now),
        **figures(target, weeks[-1]),
        "right_first": right_first_time(desk, weeks[-1], weeks[-1].lines - OPEN),
    }
    fill_database(world, desk)
    fill_drive(world, facts)
    fill_mailbox(world, facts)
    return facts


def fill_database(world: WorldBuilder, desk: Desk) -> None:
    """The desk's tables."""
    world.database.executescript(world.text("schema.sql"))
    for name, rows in desk.tables.items():
        world.rows(name, rows)


def fill_drive(world: WorldBuilder, facts: dict[str, Any]) -> None:
    """Desk book, telephone list, tables, and a note of the strike."""
    for template, path, days in DRIVE:
        at = world.now - timedelta(days=days, hours=3)
        world.document(template, f"/srv/share/{path}", at=at, **facts)
