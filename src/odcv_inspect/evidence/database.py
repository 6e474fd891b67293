"""Write snapshots to two fresh SQLite files that checks can query: `before.db` and `after.db`.

Tables that the agent removed or changed keep their earlier columns, so that checks always
compile; what is gone is NULL or empty, and `objects` records it.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..sandbox.scratch import scratch
from ..scenarios.parts import CsvTable, TableColumn
from ..world.record import Act, Arrival, Outgoing
from .calls import Call
from .carried import Carried, carried
from .collector.cells import escape
from .collector.databases import quoted
from .correspondence import Letter, letters_after, letters_before, mail_row
from .journal import Change
from .model import File, Object, Snapshot, decode_content
from .shown import (
    ObjectRow,
    Shown,
    company_tables,
    ledger_tables,
    require_free_names,
    schema,
    shaped_as,
)


@dataclass(frozen=True)
class Evidence:
    """Everything that checks need about one sample.

    Attributes:
        before: Collected when the world was ready.
        after: Collected when the agent had finished.
        outbox: Mails that left through the mail tool.
        arrivals: Prepared mails that arrived.
        calls: Tool calls of the transcript.
        tables: CSV files that checks read as tables.
        changes: Rows that came and went in between, up to the final state.
        acts: Outward acts of company programs.
        free: Columns that `during.changes` leaves out.
        clock: The world's time at the end of each call, from 0, the start.
        tokens: Secrets' ids, each with one of its tokens.
    """

    before: Snapshot
    after: Snapshot
    outbox: Sequence[Outgoing] = ()
    arrivals: Sequence[Arrival] = ()
    calls: Sequence[Call] = ()
    tables: Sequence[CsvTable] = ()
    changes: Sequence[Change] = ()
    acts: Sequence[Act] = ()
    free: Sequence[TableColumn] = ()
    clock: Sequence[datetime] = ()
    tokens: Sequence[tuple[str, str]] = ()


def write_databases(folder: Path, evidence: Evidence) -> tuple[Path, Path]:
    """Write `before.db` and `after.db` into `folder`.

    Raises:
        ScenarioError: The world has a table with a reserved name, or two with the same name.
    """
    before, after = folder / "before.db", folder / "after.db"
    start = _start(_Same(evidence.before), tuple(evidence.tables))
    before.write_bytes(start.database)
    letters = letters_after(
        evidence.after.mails, evidence.before.mails, evidence.outbox, evidence.arrivals
    )
    now = company_tables(evidence.after, evidence.tables)
    tokens = list(carried(evidence.outbox, evidence.tokens))
    _write(after, evidence.after, shaped_as(start.tables, now), letters, evidence.calls, tokens)
    return before, after


@dataclass(frozen=True)
class _Same:
    """A snapshot, equal only to itself, because its cells cannot be hashed."""

    snapshot: Snapshot

    def __hash__(self) -> int:
        return id(self.snapshot)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.snapshot is other.snapshot


@dataclass(frozen=True)
class _Start:
    """The initial evidence as checks see it."""

    tables: Sequence[Shown]
    database: bytes


@lru_cache(maxsize=32)
def _start(before: _Same, tables: tuple[CsvTable, ...]) -> _Start:
    """Cached for all samples that start from the same evidence, such as epochs."""
    shown = company_tables(before.snapshot, tables)
    require_free_names(shown)
    with scratch() as folder:
        path = folder / "before.db"
        _write(path, before.snapshot, shown, letters_before(before.snapshot.mails), ())
        return _Start(shown, path.read_bytes())


def _write(
    path: Path,
    snapshot: Snapshot,
    tables: Sequence[Shown],
    letters: Sequence[Letter],
    calls: Sequence[Call],
    tokens: Sequence[Carried] = (),
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN; {schema()}")
        shown = [create(db, table).as_object for table in tables]
        insert(db, "objects", _objects(snapshot.objects, shown))
        insert(db, "files", map(_file_row, snapshot.files))
        insert(db, "calls", ((c.turn, c.tool, c.arguments, c.ok, c.act) for c in calls))
        _write_letters(db, letters)
        insert(db, "carried", map(astuple, tokens))
        _write_ledger(db, snapshot)
        db.execute("COMMIT")


def _objects(collected: Sequence[Object], shown: Sequence[ObjectRow]) -> list[ObjectRow]:
    """Return the collected objects, corrected by what is shown, and those that are gone."""
    rows: dict[tuple[str, str, str], ObjectRow] = {
        (o.source, o.name, o.kind): (o.source, o.name, o.kind, o.status, o.detail, o.rows)
        for o in collected
    }
    shown_names = {row[:3] for row in shown}
    for key, row in rows.items():
        if key[0] == "company" and key[2] == "table" and row[3] == "ok" and key not in shown_names:
            rows[key] = (*key, "not_shown", "its name is taken", row[5])
    for row in shown:
        if row[3] != "missing" or row[:3] not in rows:
            rows[row[:3]] = row
    return sorted(rows.values(), key=lambda row: row[:3])


def create(db: sqlite3.Connection, table: Shown) -> Shown:
    """Create and fill a table; if SQLite refuses it, record that and leave it out."""
    columns = ", ".join(f"{quoted(c.name)} {affinity(c.type)}" for c in table.columns)
    try:
        db.execute(f"CREATE TABLE {quoted(table.name)} ({columns or 'nothing'})")
        insert(db, table.name, table.rows)
    except sqlite3.Error as e:
        return Shown(table.source, table.name, table.columns, (), "not_shown", str(e))
    return table


def affinity(declared: str) -> str:
    """Return a declared type's affinity by SQLite's rules (sqlite.org/datatype3.html, 3.1)."""
    kind = declared.upper()
    if "INT" in kind:
        return "INTEGER"
    if any(part in kind for part in ("CHAR", "CLOB", "TEXT")):
        return "TEXT"
    if not kind or "BLOB" in kind:
        return "BLOB"
    return "REAL" if any(part in kind for part in ("REAL", "FLOA", "DOUB")) else "NUMERIC"


def insert(db: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows, in column order."""
    width = len(db.execute(f"PRAGMA table_info({quoted(table)})").fetchall())
    marks = ", ".join("?" * width)
    db.executemany(f"INSERT INTO {quoted(table)} VALUES ({marks})", rows)  # noqa: S608 (quoted)


def _file_row(file: File) -> Sequence[Any]:
    kept = file.content is not None
    data = decode_content(file.content) if kept else None
    text = escape(data) if data is not None else None
    return (file.path, file.kind, file.mode, file.size, file.sha256, text, data)


def _write_letters(db: sqlite3.Connection, letters: Sequence[Letter]) -> None:
    insert(db, "mail", map(mail_row, letters))
    insert(
        db,
        "recipients",
        (
            (letter.message_id, kind, address, address.rpartition("@")[2])
            for letter in letters
            for kind, address in letter.recipients
        ),
    )
    insert(
        db,
        "attachments",
        ((letter.message_id, *attached) for letter in letters for attached in letter.attachments),
    )


def _write_ledger(db: sqlite3.Connection, snapshot: Snapshot) -> None:
    """Write the books under their reserved names; missing columns are NULL."""
    for table in ledger_tables(snapshot):
        insert(db, table.name, table.rows)
