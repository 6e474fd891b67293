"""SQLite files: the rows of their base tables, read from private copies."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from typing import Any

from .cells import Json, describe, encode_row, escape, explained
from .children import CHUNK, Budget, Overflow, each
from .files import read_regular

JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""Ends a rollback journal that names a super-journal (sqlite.org/fileformat2.html, 3)."""


def collect_database(source: str, path: str, caps: Json, budget: Budget, found: Json) -> None:
    """The base tables of a SQLite file into `found["tables"]`, read from a private copy."""
    with tempfile.TemporaryDirectory(dir=room_for_copy()) as folder:
        copy = os.path.join(folder, "copy.db")
        try:
            copy_database(path, copy, caps["database"], budget)
        except OSError as e:
            status = "missing" if isinstance(e, FileNotFoundError) else "unreadable"
            found["objects"].append(describe(source, path, "database", status, explained(e)))
            return
        listing, tables = read_database(copy, caps["rows"], budget)
        status = "unreadable" if "failed" in listing else "ok"
        detail = listing.get("failed", "")
        found["objects"].append(describe(source, path, "database", status, detail))
        note_tables(source, listing.get("tables", []), tables, found)


def read_database(copy: str, rows: int, budget: Budget) -> tuple[Json, dict[str, Json]]:
    """What `list_tables` and, by name, `read_table` find; or how they failed."""
    connection: list[sqlite3.Connection] = []

    def read(table: str | None) -> Json:
        if not connection:  # opened in the child, once
            connection.append(connect(copy))
        if table is None:
            return {"tables": list_tables(connection[0])}
        return read_table(connection[0], table, rows, budget.left)

    listing, *tables = each([None], read, budget, base_tables)
    return listing, dict(zip(base_tables(listing), tables))  # noqa: B905 (3.9 inside)


def base_tables(listing: Json) -> list[str]:
    """The names of the tables with rows of their own; none if it is no listing."""
    return [entry["name"] for entry in listing.get("tables", []) if entry["kind"] == "table"]


def note_tables(source: str, listed: list[Json], tables: dict[str, Json], found: Json) -> None:
    """Put base tables into `found`; what is none, or cannot be read, is an object only."""
    for entry in listed:
        name = entry["name"]
        table = tables.get(name)
        if table is None:
            found["objects"].append(describe(source, name, "table", "not_a_table", entry["kind"]))
        elif "overflow" in table:
            raise Overflow(f"table '{name}': {table['overflow']}")
        elif "failed" in table:
            found["objects"].append(describe(source, name, "table", "unreadable", table["failed"]))
        else:
            count = len(table["rows"])
            found["objects"].append(describe(source, name, "table", "ok", "", count))
            found["tables"].append({"source": source, **table})


def room_for_copy() -> str:
    """A folder with room for private copies: memory if there is, else the disk."""
    for folder in ("/dev/shm", "/tmp", "/var/tmp", os.path.expanduser("~")):
        try:
            with tempfile.TemporaryFile(dir=folder) as probe:
                probe.write(b"\0" * CHUNK)
        except OSError:  # full, read-only or missing: the next one
            continue
        else:
            return folder
    raise Overflow("no room for a copy of the databases")


def copy_database(path: str, copy: str, most: int, budget: Budget) -> None:
    """Copy a SQLite file with its log and journal, where these are files."""
    for suffix in ("", "-wal", "-journal"):
        try:
            data, size, _ = read_regular(os.fsencode(path + suffix), most, budget)
        except OSError:
            if suffix:  # no such companion
                continue
            raise
        if size > most:
            raise Overflow(f"{path + suffix} has {size} bytes, more than {most}")
        if suffix == "-journal" and data.endswith(JOURNAL_MAGIC):
            data = data[: -len(JOURNAL_MAGIC)]  # SQLite would delete the file that it names
        try:
            with open(copy + suffix, "wb") as stream:
                stream.write(data)
        except OSError as e:
            raise Overflow(f"no room for a copy of {path}: {explained(e)}") from e


def connect(copy: str) -> sqlite3.Connection:
    """Open a private copy for reading, its schema not trusted."""
    connection = sqlite3.connect(f"file:{copy}?mode=rw", uri=True, isolation_level=None)
    connection.text_factory = escape
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def list_tables(connection: sqlite3.Connection) -> list[Json]:
    """Name and kind (table, view, virtual table) of what can be selected from."""
    rows = connection.execute(
        "SELECT name, type, rootpage FROM main.sqlite_master WHERE type IN ('table', 'view') "
        "AND typeof(name) = 'text' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    return [
        {"name": name, "kind": kind if kind == "view" or page else "virtual table"}
        for name, kind, page in rows
    ]


def read_table(connection: sqlite3.Connection, name: str, most: int, size: int) -> Json:
    """Columns and rows of a base table; generated columns are left out, not computed.

    `size` bounds its texts and blobs, `most` its rows, and so its numbers.
    """
    info = connection.execute(f"PRAGMA main.table_xinfo({quoted(name)})").fetchall()
    columns = [{"name": row[1], "type": row[2]} for row in info if row[6] == 0]
    chosen = ", ".join(quoted(column["name"]) for column in columns)
    query = f"SELECT {chosen} FROM main.{quoted(name)} NOT INDEXED"
    rows: list[list[Any]] = []
    for row in connection.execute(query):
        cells, length = encode_row(row)
        rows.append(cells)
        size -= length
        if len(rows) > most:
            return {"overflow": f"more than {most} rows"}
        if size < 0:
            return {"overflow": "more data than the cap on all evidence"}
    return {"name": name, "columns": columns, "rows": rows}
