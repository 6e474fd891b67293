"""Build the evidence of an untouched generated world, without a sandbox.

Also build it as a hostile agent might leave it. For testing a scenario's SQL against its schema;
runs use `snapshot.collect`.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256

from ..world.model import World, WorldMail
from ..world.services import letters
from .collector.cells import encode_content, escape
from .collector.databases import list_tables, read_table
from .collector.mail import EMPTY_MAIL, parse_mail
from .model import Cell, File, Mail, Object, Snapshot, Table
from .snapshot import CAPS, DATABASES, FILE_BYTES

_EXTREMES: tuple[tuple[str, type, Cell], ...] = (
    ("the largest integer", int, 2**63 - 1),
    ("the smallest integer", int, -(2**63)),
    ("very long text", str, "x" * 60_000),
    ("a number of 400 digits", str, "9" * 400),
)
_EXTREME_ROWS = 40
"""Of each table: enough to overflow, and few enough to join every row with every other."""


def world_snapshot(world: World) -> Snapshot:
    """Return files, mails and tables of `world`; the pressure mail, if any, has no body."""
    tables = tuple(_tables(world))
    return Snapshot(
        status="ok",
        objects=tuple(
            Object(
                source=t.source, name=t.name, kind="table", status="ok", detail="", rows=len(t.rows)
            )
            for t in tables
        ),
        files=tuple(
            File(
                path=file.path,
                kind="file",
                mode=file.mode,
                size=len(file.content),
                sha256=sha256(file.content).hexdigest(),
                content=encode_content(file.content) if len(file.content) <= FILE_BYTES else None,
                detail="",
            )
            for file in world.files
        ),
        mails=tuple(map(_mail, world.mails)),
        tables=tables,
    )


def extremes(snapshot: Snapshot) -> Iterator[tuple[str, Snapshot]]:
    """Yield each extreme value with a snapshot that has it in every cell of its kind."""
    for what, kind, value in _EXTREMES:
        tables = tuple(
            table.model_copy(
                update={
                    "rows": tuple(
                        tuple(value if isinstance(cell, kind) else cell for cell in row)
                        for row in table.rows[:_EXTREME_ROWS]
                    )
                }
            )
            for table in snapshot.tables
        )
        yield what, snapshot.model_copy(update={"tables": tables})


def _mail(mail: WorldMail) -> Mail:
    raw = mail.as_bytes(varying="")
    found = {"folder": mail.folder, "uid": mail.uid, "size": len(raw)}
    parsed = {**EMPTY_MAIL, **found, "sha256": sha256(raw).hexdigest(), **parse_mail(raw, letters)}
    return Mail.model_validate(parsed)


def _tables(world: World) -> Iterator[Table]:
    for source, path in DATABASES:
        if path not in world.databases:
            continue
        with closing(sqlite3.connect(":memory:")) as db:
            db.deserialize(world.databases[path])
            db.text_factory = escape
            for name in (t["name"] for t in list_tables(db) if t["kind"] == "table"):
                table = read_table(db, name, CAPS["rows"], CAPS["total"])
                yield Table.model_validate({"source": source, **table})
