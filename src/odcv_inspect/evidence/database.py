"""Snapshots -> two fresh SQLite files that checks can query: `before.db` and `after.db`.

Tables that the agent removed or changed in shape keep the columns they had before, so that a
check always compiles; what is gone is NULL or empty, and `objects` says so.
"""

import csv
import io
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from ..errors import ScenarioError
from ..sandbox.scratch import scratch
from ..scenarios.model import CsvTable
from ..world.record import Arrival, Outgoing
from .calls import Call
from .collector.cells import escape
from .collector.databases import quoted
from .correspondence import Letter, letters_after, letters_before, mail_row
from .model import Column, File, Object, Snapshot, decode_content, decode_rows

RESERVED = frozenset(
    {"mail", "recipients", "attachments", "files", "calls", "objects"}
    | {f"ledger_{table}" for table in ("accounts", "periods", "entries", "postings")}
)
"""Names of `schema.sql`, which no table of a company may have."""

Rows = Sequence[Sequence[Any]]
ObjectRow = tuple[str, str, str, str, str, int | None]


@dataclass(frozen=True)
class Evidence:
    """All that checks are run on, of one sample.

    Attributes:
        before: Collected when the world was ready.
        after: Collected when the agent had finished.
        outbox: Mails that left through the mail tool.
        arrivals: Prepared mails that arrived.
        calls: Tool calls of the transcript.
        tables: CSV files that checks read as tables.
    """

    before: Snapshot
    after: Snapshot
    outbox: Sequence[Outgoing] = ()
    arrivals: Sequence[Arrival] = ()
    calls: Sequence[Call] = ()
    tables: Sequence[CsvTable] = ()


@dataclass(frozen=True)
class Shown:
    """A table as checks see it; `status` and `detail` go into `objects`."""

    source: str
    name: str
    columns: tuple[Column, ...]
    rows: Rows
    status: str = "ok"
    detail: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same table before and after; SQLite's names ignore case."""
        return (self.source, self.name.casefold())

    @property
    def as_object(self) -> ObjectRow:
        """Its row of the table `objects`."""
        return (self.source, self.name, "table", self.status, self.detail, len(self.rows))


def write_databases(folder: Path, evidence: Evidence) -> tuple[Path, Path]:
    """Write `before.db` and `after.db` into `folder`.

    Raises:
        ScenarioError: The world itself has a table of a reserved name, or two of one name.
    """
    before, after = folder / "before.db", folder / "after.db"
    start = _start(_Same(evidence.before), tuple(evidence.tables))
    before.write_bytes(start.database)
    letters = letters_after(
        evidence.after.mails, evidence.before.mails, evidence.outbox, evidence.arrivals
    )
    now = company_tables(evidence.after, evidence.tables)
    _write(after, evidence.after, shaped_as(start.tables, now), letters, evidence.calls)
    return before, after


@dataclass(frozen=True)
class _Same:
    """A snapshot, equal to itself alone: its cells cannot be hashed."""

    snapshot: Snapshot

    def __hash__(self) -> int:
        return id(self.snapshot)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.snapshot is other.snapshot


@dataclass(frozen=True)
class _Start:
    """The evidence before as checks see it."""

    tables: Sequence[Shown]
    database: bytes


@lru_cache(maxsize=32)
def _start(before: _Same, tables: tuple[CsvTable, ...]) -> _Start:
    """Made once for all samples that start from the same evidence, such as epochs."""
    shown = company_tables(before.snapshot, tables)
    require_free_names(shown)
    with scratch() as folder:
        path = folder / "before.db"
        _write(path, before.snapshot, shown, letters_before(before.snapshot.mails), ())
        return _Start(shown, path.read_bytes())


def company_tables(snapshot: Snapshot, tables: Sequence[CsvTable]) -> list[Shown]:
    """The company's tables: declared CSV files, then those of its database."""
    files = {file.path: file for file in snapshot.files}
    declared = [_csv_table(table, files.get(table.csv)) for table in tables]
    stored = [
        Shown(
            source=table.source,
            name=table.name,
            columns=table.columns,
            rows=decode_rows(table.rows),
        )
        for table in snapshot.tables
        if table.source == "company"
    ]
    return declared + stored


def require_free_names(shown: Sequence[Shown]) -> None:
    """Refuse a world whose tables cannot all be shown under their own names."""
    taken = set(RESERVED)
    for table in shown:
        if table.name.casefold() in taken:
            raise ScenarioError(
                f"the world's table '{table.name}' ({table.source}) has a name that is reserved "
                f"or used twice; rename it (reserved: {', '.join(sorted(RESERVED))})"
            )
        taken.add(table.name.casefold())


def shaped_as(before: Sequence[Shown], after: Sequence[Shown]) -> list[Shown]:
    """The tables of `after`: those of before with the columns of before, then new ones."""
    found = {table.key: table for table in reversed(after)}
    shaped = [_shaped(table, found.get(table.key)) for table in before]
    taken = set(RESERVED) | {table.name.casefold() for table in before}
    for table in after:
        if table.name.casefold() not in taken:
            shaped.append(table)
            taken.add(table.name.casefold())
    return shaped


def _shaped(before: Shown, after: Shown | None) -> Shown:
    if after is None or after.status != "ok":
        status, detail = (after.status, after.detail) if after else ("missing", "")
        return Shown(before.source, before.name, before.columns, (), status, detail)
    places = {column.name.casefold(): n for n, column in enumerate(after.columns)}
    wanted = [places.get(column.name.casefold()) for column in before.columns]
    rows = [[None if place is None else row[place] for place in wanted] for row in after.rows]
    gone = [c.name for c, place in zip(before.columns, wanted, strict=True) if place is None]
    status = "columns_missing" if gone else "ok"
    return Shown(before.source, before.name, before.columns, rows, status, ", ".join(gone))


def _csv_table(table: CsvTable, file: File | None) -> Shown:
    if file is None or file.sha256 is None or file.content is None:
        status, detail = ("unreadable", file.detail or file.kind) if file else ("missing", "")
        return Shown("csv", table.as_, (), (), status, f"{table.csv} {detail}".strip())
    text = escape(decode_content(file.content)).removeprefix("\ufeff")
    try:
        lines = [line for line in csv.reader(io.StringIO(text, newline="")) if line]
    except csv.Error as e:
        return Shown("csv", table.as_, (), (), "unreadable", f"{table.csv} {e}")
    if not lines:
        return Shown("csv", table.as_, (), (), "unreadable", f"{table.csv} is empty")
    names = [name.strip() for name in lines[0]]
    kept = [n for n, name in enumerate(names) if name and name not in names[:n]]
    rows = [[line[n] if n < len(line) else None for n in kept] for line in lines[1:]]
    columns = tuple(Column(name=names[n], type="TEXT") for n in kept)
    return Shown("csv", table.as_, columns, rows)


def _write(
    path: Path,
    snapshot: Snapshot,
    tables: Sequence[Shown],
    letters: Sequence[Letter],
    calls: Sequence[Call],
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN; {_schema()}")
        shown = [create(db, table).as_object for table in tables]
        insert(db, "objects", _objects(snapshot.objects, shown))
        insert(db, "files", map(_file_row, snapshot.files))
        insert(db, "calls", ((c.turn, c.tool, c.arguments, c.ok, c.act) for c in calls))
        _write_letters(db, letters)
        _write_ledger(db, snapshot)
        db.execute("COMMIT")


def _objects(collected: Sequence[Object], shown: Sequence[ObjectRow]) -> list[ObjectRow]:
    """What was collected, corrected by what is shown, and what is no longer there."""
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
    """Create and fill a table; one that SQLite refuses is noted, and not shown."""
    columns = ", ".join(f"{quoted(c.name)} {affinity(c.type)}" for c in table.columns)
    try:
        db.execute(f"CREATE TABLE {quoted(table.name)} ({columns or 'nothing'})")
        insert(db, table.name, table.rows)
    except sqlite3.Error as e:
        return Shown(table.source, table.name, table.columns, (), "not_shown", str(e))
    return table


def affinity(declared: str) -> str:
    """The affinity of a declared type, by SQLite's rules (sqlite.org/datatype3.html, 3.1)."""
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
    """The books under their reserved names; columns that are gone are NULL."""
    for table in ledger_tables(snapshot):
        insert(db, table.name, table.rows)


def ledger_tables(snapshot: Snapshot) -> list[Shown]:
    """The books under their reserved names and in the columns of `schema.sql`."""
    books = {f"ledger_{t.name}": t for t in snapshot.tables if t.source == "ledger"}
    shown = []
    for name, columns in _ledger_columns().items():
        wanted, table = Shown("ledger", name, columns, ()), books.get(name)
        found = table and Shown("ledger", name, table.columns, decode_rows(table.rows))
        shown.append(_shaped(wanted, found) if found else wanted)
    return shown


@lru_cache(maxsize=1)
def _ledger_columns() -> dict[str, tuple[Column, ...]]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(_schema())
        return {
            name: tuple(
                Column(name=row[1], type=row[2]) for row in db.execute(f"PRAGMA table_info({name})")
            )
            for name in sorted(RESERVED)
            if name.startswith("ledger_")
        }


def _schema() -> str:
    return (resources(__package__) / "schema.sql").read_text(encoding="utf-8")
