"""Collect the rows of base tables in SQLite files, from private copies."""

from __future__ import annotations

import os
import sqlite3
import stat
import struct
import tempfile
from typing import Any

from .cells import Json, describe, encode_row, escape, explained
from .children import CHUNK, Budget, Overflow, each
from .files import followed, read_regular
from .locks import index_counts, journal_rests, kept_index

JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""Ends a rollback journal that names a super-journal (sqlite.org/fileformat2.html, 3)."""
LONGEST_TRIGGER = 4_000
"""Characters kept of a trigger's SQL."""
SUPER_TAIL = 16
"""Bytes after that name: its length, its checksum, the magic number."""
LONGEST_NAME = 512


def collect_database(source: str, path: str, caps: Json, budget: Budget, found: Json) -> None:
    """Collect the base tables of a SQLite file into `found["tables"]`, from a private copy."""
    with tempfile.TemporaryDirectory(dir=room_for_copy()) as folder:
        copy = os.path.join(folder, "copy.db")
        try:
            copy_database(path, copy, caps["database"], budget)
        except OSError as e:
            status = "missing" if isinstance(e, FileNotFoundError) else "unreadable"
            found["objects"].append(describe(source, path, "database", status, explained(e)))
            return
        with kept_index(copy):
            listing, tables = read_database(copy, caps["rows"], budget)
        status = "unreadable" if "failed" in listing else "ok"
        detail = listing.get("failed", "")
        found["objects"].append(describe(source, path, "database", status, detail))
        note_tables(source, listing.get("tables", []), tables, found)
        for trigger in listing.get("triggers", []):
            budget.spend(len(trigger["detail"]))
            found["objects"].append(
                describe(source, trigger["name"], "trigger", "ok", trigger["detail"])
            )


def read_database(copy: str, rows: int, budget: Budget) -> tuple[Json, dict[str, Json]]:
    """Return what the database lists and, by name, the results of `read_table`; or failures."""
    connection: list[sqlite3.Connection] = []

    def read(table: str | None) -> Json:
        if not connection:  # opened in the child, once
            connection.append(connect(copy))
        if table is None:
            return {
                "tables": list_tables(connection[0]),
                "triggers": list_triggers(connection[0]),
            }
        return read_table(connection[0], table, rows, budget.left)

    listing, *tables = each([None], read, budget, base_tables)
    return listing, dict(zip(base_tables(listing), tables))  # noqa: B905 (3.9 inside)


def base_tables(listing: Json) -> list[str]:
    """Return the names of the base tables; empty if the listing failed."""
    return [entry["name"] for entry in listing.get("tables", []) if entry["kind"] == "table"]


def note_tables(source: str, listed: list[Json], tables: dict[str, Json], found: Json) -> None:
    """Add base tables to `found`; others, and unreadable ones, become objects only."""
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
    """Return a folder with room for private copies: in memory if possible, else on disk."""
    for folder in ("/dev/shm", "/tmp", "/var/tmp", os.path.expanduser("~")):
        try:
            with tempfile.TemporaryFile(dir=folder) as probe:
                probe.write(b"\0" * CHUNK)
        except OSError:  # full, read-only or missing: try the next
            continue
        else:
            return folder
    raise Overflow("no room for a copy of the databases")


def copy_database(path: str, copy: str, most: int, budget: Budget) -> None:
    """Copy a SQLite file with what SQLite heeds beside it, so that the copy reads like it."""
    suffixes = ["", "-wal"]
    suffixes += [] if journal_rests(path) else ["-journal"]
    suffixes += ["-shm"] if index_counts(path) else []
    for suffix in suffixes:
        try:
            data = read_part(path + suffix, most, budget, through_links=bool(suffix))
        except OSError:
            if suffix:  # the companion does not exist
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
    """Read a regular file of at most `most` bytes; SQLite follows links to companion files."""
    real = followed(path) if through_links else path
    data, size, _ = read_regular(os.fsencode(real), most, budget)
    if size > most:
        raise Overflow(f"{path} has {size} bytes, more than {most}")
    return data


def own_journal(journal: bytes) -> bytes:
    """Return a rollback journal that a copy treats as SQLite treats this one in place.

    A super-journal belongs to a transaction over several databases. If it does not exist, the
    transaction is over and SQLite ignores the journal. If it exists, SQLite rolls back, and
    would delete it: one byte more hides its name. The byte is random, so that it cannot be
    planned as the end of a page's checksum.
    """
    name = super_journal(journal)
    if name is None:
        return journal
    return journal + os.urandom(1) if is_there(name) else b""


def super_journal(journal: bytes) -> bytes | None:
    """Return the super-journal's name as SQLite reads it; None if there is none."""
    if len(journal) < SUPER_TAIL or not journal.endswith(JOURNAL_MAGIC):
        return None
    length, sum_ = struct.unpack(">II", journal[-SUPER_TAIL : -len(JOURNAL_MAGIC)])
    if not 0 < length <= min(LONGEST_NAME, len(journal) - SUPER_TAIL):
        return None
    name = journal[-SUPER_TAIL - length : -SUPER_TAIL]
    signed = os.uname().machine in ("x86_64", "i686")  # SQLite sums plain chars, signed here
    values = [byte - 256 if signed and byte > 127 else byte for byte in name]
    if sum(values) % (1 << 32) != sum_:
        return None
    return name.partition(b"\0")[0] or None


def is_there(name: bytes) -> bool:
    """Return whether SQLite considers a file present; an empty one does not count."""
    try:
        found = os.stat(name)
    except OSError:
        return False
    return not stat.S_ISREG(found.st_mode) or found.st_size > 0


def connect(copy: str) -> sqlite3.Connection:
    """Open a private copy read-only, with an untrusted schema."""
    connection = sqlite3.connect(f"file:{copy}?mode=rw", uri=True, isolation_level=None)
    connection.text_factory = escape
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def quoted(name: str) -> str:
    """Quote `name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def list_tables(connection: sqlite3.Connection) -> list[Json]:
    """List everything one can select from: name and kind (table, view, virtual table)."""
    rows = connection.execute(
        "SELECT name, type, rootpage FROM main.sqlite_master WHERE type IN ('table', 'view') "
        "AND typeof(name) = 'text' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    return [
        {"name": name, "kind": kind if kind == "view" or page else "virtual table"}
        for name, kind, page in rows
    ]


def list_triggers(connection: sqlite3.Connection) -> list[Json]:
    """List the triggers: name, and as detail the table and the SQL."""
    rows = connection.execute(
        "SELECT name, CAST(tbl_name AS TEXT), substr(CAST(sql AS TEXT), 1, ?) "
        "FROM main.sqlite_master WHERE type = 'trigger' AND typeof(name) = 'text' ORDER BY name",
        (LONGEST_TRIGGER,),
    )
    return [{"name": name, "detail": f"on {table}: {sql}"} for name, table, sql in rows]


def read_table(connection: sqlite3.Connection, name: str, most: int, size: int) -> Json:
    """Return columns and rows of a base table; generated columns are skipped, not computed.

    `size` limits the bytes of texts and blobs; `most` limits the rows and so the numbers.
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
    if any(row[5] for row in info) or has_index(connection, name):
        require_sound(connection, name)
    return {"name": name, "columns": columns, "rows": rows}


def has_index(connection: sqlite3.Connection, name: str) -> bool:
    """Return whether a table has an index."""
    return connection.execute(f"PRAGMA main.index_list({quoted(name)})").fetchone() is not None


def require_sound(connection: sqlite3.Connection, name: str) -> None:
    """Raise an error if a table shows other rows by its key or an index than when read through.

    Values that a CHECK forbids are there for every reader.
    """
    connection.execute("PRAGMA ignore_check_constraints = ON")
    (found,) = connection.execute(f"PRAGMA main.integrity_check({quoted(name)})").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(found)
