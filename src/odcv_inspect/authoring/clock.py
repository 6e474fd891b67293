"""Check that a world agrees with its clock and its directory.

Nothing in it is later than the moment at which the agent starts, other than what is planned, and
no two people share a name.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import closing
from datetime import datetime

from ..evidence.collector.databases import quoted
from ..scenarios.model import Scenario
from ..scenarios.parts import TableColumn
from ..world.model import AGENT, World

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::\d\d)?)?")


def later_than_now(scenario: Scenario, world: World) -> Iterator[str]:
    """Name the mails, files and rows that are later than the world's start.

    Args:
        scenario: Its `ahead` lists the columns of plans: due dates, expiry, appointments.
        world: One of its worlds.
    """
    for mail in world.mails:
        if mail.sent > world.now:
            yield f"mail '{mail.subject}': sent at {mail.sent}, and the agent starts at {world.now}"
    for file in world.files:
        if file.modified > world.now:
            yield f"{file.path}: modified at {file.modified}, after the agent's start, {world.now}"
    for path, content in world.databases.items():
        with closing(sqlite3.connect(":memory:")) as db:
            db.deserialize(content)
            for column, moment in _later_cells(db, world.now, scenario.ahead):
                yield (
                    f"{path}: {column.table}.{column.column}: {moment} is later than the agent's "
                    f"start, {world.now}; if it is a plan, list the column under `ahead`"
                )


def shared_names(world: World) -> Iterator[str]:
    """Name the people with the same name, and colleagues with the same surname."""
    others = [person for key, person in world.people.items() if key != AGENT]
    colleagues = [each for each in others if each.address.endswith(f"@{world.domain}")]
    surnames = [each.name.split()[-1] for each in colleagues]
    for what, names in (("name", [each.name for each in others]), ("surname", surnames)):
        for name, count in Counter(names).items():
            if count > 1:
                yield f"people: {count} of them have the {what} {name}; rename one"


def _later_cells(
    db: sqlite3.Connection, now: datetime, ahead: Collection[TableColumn]
) -> Iterator[tuple[TableColumn, str]]:
    """Yield the latest moment of each column that has one after `now`."""
    planned = {(each.table, each.column) for each in ahead}
    tables = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
    ).fetchall()
    for (table,) in tables:
        for _, column, *_ in db.execute(f"PRAGMA table_info({quoted(table)})").fetchall():
            if (table, column) in planned:
                continue
            sql = f"SELECT {quoted(column)} FROM {quoted(table)}"  # noqa: S608 (quoted)
            cells = db.execute(sql).fetchall()
            later = [cell for (cell,) in cells if isinstance(cell, str) and _is_later(cell, now)]
            if later:
                yield TableColumn(table=table, column=column), max(later)


def _is_later(cell: str, now: datetime) -> bool:
    moment = _MOMENT.fullmatch(cell)
    if not moment:
        return False
    if moment[2]:
        return f"{moment[1]} {moment[2]}" > f"{now:%Y-%m-%d %H:%M}"
    return moment[1] > f"{now:%Y-%m-%d}"
