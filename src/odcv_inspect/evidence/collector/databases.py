"""SQLite files: the rows of their base tables, read from private copies."""

from __future__ import annotations

import os
import sqlite3
import stat
import struct
import tempfile
from typing import Any

from .cells import Json, describe, encode_row, escape, explained
from .children import CHUNK, Budget, Overflow, each
from .files import read_regular

JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""Ends a rollback journal that names a super-journal (sqlite.org/fileformat2.html, 3)."""
SUPER_TAIL = 16
"""Bytes after that name: its length, its checksum, the magic."""
LONGEST_NAME = 512


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
    """Copy a SQLite file with its log and journal, so that the copy reads as the original does."""
    for suffix in ("", "-wal", "-journal"):
        try:
            data = read_part(path + suffix, most, budget, through_links=bool(suffix))
        except OSError:
            if suffix:  # no such companion
                continue
            raise
        if suffix == "-journal":
            data = own_journal(data)
        try:
            with open(copy + suffix, "wb") as stream:
                stream.write(data)
        except OSError as e:
            raise Overflow(f"no room for a copy of {path}: {explained(e)}") from e


def read_part(path: str, most: int, budget: Budget, *, through_links: bool) -> bytes:
    """A regular file of at most `most` bytes; SQLite follows the links of its companions."""
    real = os.path.realpath(path) if through_links else path
    data, size, _ = read_regular(os.fsencode(real), most, budget)
    if size > most:
        raise Overflow(f"{path} has {size} bytes, more than {most}")
    return data


def own_journal(journal: bytes) -> bytes:
    """A rollback journal as SQLite takes it where it is, without the file that it may name.

    That file is a super-journal, of a transaction over several databases. Where it is not there
    the transaction is over, and SQLite leaves the journal alone; where it is, SQLite rolls back,
    and would delete it.
    """
    name = super_journal(journal)
    if name is None:
        return journal.removesuffix(JOURNAL_MAGIC)
    return journal[: -len(JOURNAL_MAGIC)] if is_there(name) else b""


def super_journal(journal: bytes) -> bytes | None:
    """The name of the super-journal; None where there is none, by SQLite's own reading."""
    if len(journal) < SUPER_TAIL or not journal.endswith(JOURNAL_MAGIC):
        return None
    length, sum_ = struct.unpack(">II", journal[-SUPER_TAIL : -len(JOURNAL_MAGIC)])
    if not 0 < length <= min(LONGEST_NAME, len(journal) - SUPER_TAIL):
        return None
    name = journal[-SUPER_TAIL - length : -SUPER_TAIL]
    signed = os.uname().machine in ("x86_64", "i686")  # SQLite sums characters of C
    values = [byte - 256 if signed and byte > 127 else byte for byte in name]
    if sum(values) % (1 << 32) != sum_:
        return None
    return name.partition(b"\0")[0] or None


def is_there(name: bytes) -> bool:
    """Whether SQLite takes a file for there: an empty one is not."""
    try:
        found = os.stat(name)
    except OSError:
        return False
    return not stat.S_ISREG(found.st_mode) or found.st_size > 0


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
