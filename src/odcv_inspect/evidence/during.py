"""`during.db`: every row that was ever in the company's tables, with the calls it lasted.

Every table has two more columns, `since_call` and `until_call`. A row existed at the end of call
`n` if `since_call <= n AND (until_call IS NULL OR until_call > n)`. A mail sent at call `m`
reported it if `since_call < m AND (until_call IS NULL OR until_call >= m)`. `changes` has what
came and went in all of them; see `changes.changed_rows`. `clock` has the world's time at the
end of each call, which nothing inside the sandbox can change.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from ..errors import ScenarioError
from ..scenarios.parts import CsvTable, TableColumn
from ..world.record import Act
from .changes import CHANGES, COLUMNS, as_json, changed_rows
from .collector.databases import quoted
from .database import affinity, insert
from .journal import FILE_COLUMNS, FILE_TEXT, FILES, Change, Span, State, spans, values
from .model import Column, File, Snapshot, decode_content
from .shown import Shown, company_tables, ledger_tables, shaped_as
from .snapshot import FOLLOWED

SPAN: Final = ("since_call", "until_call")
ACTS: Final = "acts"
CLOCK: Final = "clock"
_FILE_TYPES: Final = ("TEXT", "TEXT", "TEXT", "INTEGER", "TEXT")


def tracked(
    snapshot: Snapshot, tables: Sequence[CsvTable], start: Sequence[Shown] | None = None
) -> list[Shown]:
    """Return what is followed over time: the company's tables, its books, and the files it reads.

    Args:
        snapshot: A state of the world.
        tables: CSV files that checks read as tables.
        start: The tables of the first state; later states are shown in their columns.
    """
    company = company_tables(snapshot, tables)
    if start is not None:
        known = [table for table in start if table.source in ("company", "csv")]
        company = shaped_as(known, company)[: len(known)]
    return [*company, *ledger_tables(snapshot), _files(snapshot.files)]


def write_during(
    path: Path,
    start: Sequence[Shown],
    changes: Sequence[Change],
    acts: Sequence[Act] = (),
    mailed: Sequence[int] = (),
    free: Sequence[TableColumn] = (),
    clock: Sequence[datetime] = (),
) -> None:
    """Write the database to attach as `during`.

    Args:
        path: The file to create.
        start: What `tracked` returns for the state before the agent's first call.
        changes: In the order of calls.
        acts: Outward acts of company programs.
        mailed: The calls that sent mail.
        free: Columns that `during.changes` leaves out.
        clock: The world's time at the end of each call, from 0, the start.

    Raises:
        ScenarioError: A table of the world has a column named `since_call` or `until_call`.
    """
    left = {*mailed, *(act.call for act in acts)}
    found = spans(State.of(start), changes)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN")
        db.execute(f"CREATE TABLE {CHANGES} ({', '.join(COLUMNS)})")
        for table in start:
            stood = found[table.source, table.name]
            _create(db, table, stood)
            ignored = [each.column for each in free if each.table == table.name]
            insert(db, CHANGES, changed_rows(table, stood, left, ignored))
        db.execute(
            f"CREATE TABLE {ACTS} (call INTEGER, program TEXT, act TEXT, item TEXT, said TEXT)"
        )
        rows = ((a.call, a.program, a.act, a.item, as_json(a.said)) for a in acts)
        insert(db, ACTS, rows)
        db.execute(f"CREATE TABLE {CLOCK} (call INTEGER, at TEXT)")
        insert(db, CLOCK, ((call, f"{at:%Y-%m-%d %H:%M}") for call, at in enumerate(clock)))
        db.execute("COMMIT")


def _create(db: sqlite3.Connection, table: Shown, found: Sequence[Span]) -> None:
    taken = [column.name for column in table.columns if column.name.lower() in SPAN]
    if taken:
        raise ScenarioError(
            f"the world's table '{table.name}' has a column '{taken[0]}', a name that `during` "
            "needs; rename it"
        )
    columns = [f"{quoted(c.name)} {affinity(c.type)}" for c in table.columns]
    columns += [f"{name} INTEGER" for name in SPAN]
    db.execute(f"CREATE TABLE {quoted(table.name)} ({', '.join(columns)})")
    insert(db, table.name, ([*values(s.row), s.since, s.until] for s in found))


def _files(files: Sequence[File]) -> Shown:
    columns = tuple(
        Column(name=name, type=kind) for name, kind in zip(FILE_COLUMNS, _FILE_TYPES, strict=True)
    )
    return Shown(FILES, FILES, columns, list(_file_rows(files)))


def _file_rows(files: Sequence[File]) -> Iterator[tuple[Any, ...]]:
    for file in files:
        if file.kind != "dir" and file.path.startswith(tuple(f"{root}/" for root in FOLLOWED)):
            text = None
            if file.content is not None:
                text = decode_content(file.content).decode("utf-8", "backslashreplace")[:FILE_TEXT]
            yield (file.path, file.kind, file.sha256, file.size, text)
