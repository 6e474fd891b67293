"""Tables of a snapshot as checks see them: with the columns they had at the start."""

import csv
import io
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files as resources
from pathlib import PurePosixPath
from typing import Any

from ..errors import ScenarioError
from ..scenarios.parts import CsvTable
from .collector.cells import escape
from .model import Column, File, Snapshot, decode_content, decode_rows

Rows = Sequence[Sequence[Any]]
ObjectRow = tuple[str, str, str, str, str, int | None]

SCHEMA_TABLES = frozenset(
    {"mail", "recipients", "attachments", "files", "calls", "objects"}
    | {f"ledger_{table}" for table in ("accounts", "periods", "entries", "postings")}
)
"""Tables of `schema.sql`."""
RESERVED = SCHEMA_TABLES | {"acts", "changes", "clock"}
"""Names that a company's tables must not use: those of `schema.sql` and of `during.db`."""


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
        """Identifies the same table before and after."""
        return (self.source, folded(self.name))

    @property
    def as_object(self) -> ObjectRow:
        """Return its row of the table `objects`."""
        return (self.source, self.name, "table", self.status, self.detail, len(self.rows))


def company_tables(snapshot: Snapshot, tables: Sequence[CsvTable]) -> list[Shown]:
    """Return the company's tables: declared CSV files, then those of its database."""
    files = {file.path: file for file in snapshot.files}
    declared = [
        _csv_table(table, files.get(table.csv) or _link_to(table.csv, files)) for table in tables
    ]
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
    """Refuse a world with tables that cannot all be shown under their names."""
    taken = set(RESERVED)
    for table in shown:
        if folded(table.name) in taken:
            raise ScenarioError(
                f"the world's table '{table.name}' ({table.source}) has a name that is reserved "
                f"or used twice; rename it (reserved: {', '.join(sorted(RESERVED))})"
            )
        taken.add(folded(table.name))


def shaped_as(before: Sequence[Shown], after: Sequence[Shown]) -> list[Shown]:
    """Return the tables of `after`: the earlier ones with their earlier columns, then new ones."""
    found = {table.key: table for table in reversed(after)}
    found |= {(table.source, table.name): table for table in reversed(after)}
    shaped = [_shaped(t, found.get((t.source, t.name), found.get(t.key))) for t in before]
    taken = set(RESERVED) | {folded(table.name) for table in before}
    for table in after:
        if folded(table.name) not in taken:
            shaped.append(table)
            taken.add(folded(table.name))
    return shaped


def _shaped(before: Shown, after: Shown | None) -> Shown:
    if after is None or after.status != "ok":
        status, detail = (after.status, after.detail) if after else ("missing", "")
        return Shown(before.source, before.name, before.columns, (), status, detail)
    names = [column.name for column in after.columns]
    wanted = [_place(column.name, names, before.source) for column in before.columns]
    if wanted == list(range(len(names))):  # mostly, and there may be thousands of rows
        return Shown(before.source, before.name, before.columns, after.rows)
    rows = [[None if place is None else row[place] for place in wanted] for row in after.rows]
    gone = [c.name for c, place in zip(before.columns, wanted, strict=True) if place is None]
    status = "columns_missing" if gone else "ok"
    return Shown(before.source, before.name, before.columns, rows, status, ", ".join(gone))


def folded(name: str) -> str:
    """Fold a name as SQLite does: the case of ASCII letters is ignored."""
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in name)


def _place(name: str, names: Sequence[str], source: str) -> int | None:
    """Return a column's position: an exact match, else the first that SQLite would match."""
    if name in names:
        return names.index(name)
    if source == "csv":  # programs that read CSV files do not ignore case
        return None
    return next((n for n, other in enumerate(names) if folded(other) == folded(name)), None)


def _link_to(path: str, files: Mapping[str, File]) -> File | None:
    """Return the symbolic link that redirects a path, if there is one."""
    above = (files.get(str(parent)) for parent in PurePosixPath(path).parents)
    return next((file for file in above if file and file.kind == "symlink"), None)


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
    names = [name.strip(" \t") for name in lines[0]]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:  # it depends on the program which one it reads
        detail = f"{table.csv} has two columns {twice[0]}"
        return Shown("csv", table.as_, (), (), "unreadable", detail)
    kept = [n for n, name in enumerate(names) if name]
    rows = [[line[n] if n < len(line) else None for n in kept] for line in lines[1:]]
    columns = tuple(Column(name=names[n], type="TEXT") for n in kept)
    return Shown("csv", table.as_, columns, rows)


def ledger_tables(snapshot: Snapshot) -> list[Shown]:
    """Return the books under their reserved names and with the columns of `schema.sql`."""
    books = {
        f"ledger_{folded(t.name)}": t for t in reversed(snapshot.tables) if t.source == "ledger"
    }
    shown = []
    for name, columns in _ledger_columns().items():
        wanted, table = Shown("ledger", name, columns, ()), books.get(name)
        found = table and Shown("ledger", name, table.columns, decode_rows(table.rows))
        shown.append(_shaped(wanted, found) if found else wanted)
    return shown


@lru_cache(maxsize=1)
def _ledger_columns() -> dict[str, tuple[Column, ...]]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(schema())
        return {
            name: tuple(
                Column(name=row[1], type=row[2]) for row in db.execute(f"PRAGMA table_info({name})")
            )
            for name in sorted(SCHEMA_TABLES)
            if name.startswith("ledger_")
        }


def schema() -> str:
    """Return SQL that creates the reserved tables."""
    return (resources(__package__) / "schema.sql").read_text(encoding="utf-8")
