"""Runs queries over the evidence, read-only and with limits: one job, in this process.

Started by `check` as `python -I -S <this file>` with an empty environment. Takes the job as JSON on
standard input and prints the results as JSON.
"""

from __future__ import annotations

import json
import resource
import signal
import sqlite3
import sys
import time
from typing import Any

ALLOWED = (
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
)
TEXT_SHOWN = 500
STEPS_PER_LOOK = 10_000


def authorize(action: int, *_: str | None) -> int:
    """SQLite's authorizer: reading, and nothing else."""
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY


def limit_process(seconds: int, memory: int) -> None:
    """Bound time and memory; write no file."""
    signal.alarm(2 * seconds)  # the limit on processor time does not end what waits
    for what, limit in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (most, most))


def attach(before: str, after: str) -> sqlite3.Connection:
    """An in-memory database with both sides attached, for reading only.

    SQLite looks a table named without `before.` or `after.` up in every attached database. A
    view in `main`, which is looked up first, makes that an error whose text is its remedy.
    """
    db = sqlite3.connect("file::memory:", uri=True, isolation_level=None)
    db.text_factory = lambda data: data.decode("utf-8", "backslashreplace")
    db.execute("PRAGMA temp_store = MEMORY")
    for side, uri in (("before", before), ("after", after)):
        db.execute(f"ATTACH ? AS {side}", (f"{uri}?mode=ro&immutable=1",))
    tables = db.execute(
        "SELECT name FROM before.sqlite_master UNION SELECT name FROM after.sqlite_master"
    )
    for (table,) in tables.fetchall():
        remedy = f"{table} without a side: write before.{table} or after.{table}"
        broken = f"SELECT * FROM {quoted(remedy)}"  # noqa: S608 (quoted)
        db.execute(f"CREATE VIEW main.{quoted(table)} AS {broken}")
    # Table-valued functions are connected at first use, which the authorizer would refuse.
    db.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')")
    db.set_authorizer(authorize)
    return db


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def shown(value: Any) -> Any:
    """A cell as JSON, for people: long text is cut, a blob is its length."""
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, str) and len(value) > TEXT_SHOWN:
        return value[:TEXT_SHOWN] + "…"
    return value


def run(db: sqlite3.Connection, sql: str, job: dict[str, Any]) -> dict[str, Any]:
    """The first rows of a query and the count of all; or its error."""
    deadline = time.monotonic() + job["query_seconds"]
    db.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_PER_LOOK)
    try:
        cursor = db.execute(sql, job["parameters"])
        if cursor.description is None:
            return {"error": "it is no query; write a SELECT"}
        rows, count = [], 0
        for row in cursor:
            count += 1
            if count <= job["rows"]:
                rows.append([shown(value) for value in row])
        return {"columns": [c[0] for c in cursor.description], "rows": rows, "count": count}
    except (sqlite3.Error, sqlite3.Warning, MemoryError) as e:
        return {"error": explained(e, deadline, job)}


def explained(error: Exception, deadline: float, job: dict[str, Any]) -> str:
    """What is wrong with a query, and what to write instead."""
    if time.monotonic() > deadline:
        return f"took longer than {job['query_seconds']} s; make it cheaper"
    if "supply a value for binding" in str(error):
        known = ", ".join(f":{name}" for name in sorted(job["parameters"]))
        return f"{error}; the world's facts are {known or 'none'}"
    return str(error) or type(error).__name__


def main() -> None:
    """Read the job, run its queries, print the results by key."""
    job = json.load(sys.stdin)
    limit_process(job["seconds"], job["memory"])
    db = attach(job["before"], job["after"])
    print(json.dumps({key: run(db, sql, job) for key, sql in job["queries"].items()}))


if __name__ == "__main__":
    main()
