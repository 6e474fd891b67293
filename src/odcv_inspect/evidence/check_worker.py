"""Run queries over the evidence, read-only and with limits: one job per process.

`check` runs this in an isolated interpreter with an empty environment. It reads the job as JSON
from standard input and prints the results as JSON. Standard library only.
"""

from __future__ import annotations

import json
import resource
import signal
import sqlite3
import sys
import time
from typing import Any

from .functions import register

ALLOWED = (
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
)
SIDES = ("before", "after", "during")
TEXT_SHOWN = 500
STEPS_PER_LOOK = 10_000
SHARE_KEPT = 4
"""The memory divided by what the rows kept of all queries may take."""
CELL = 64
"""Bytes of a cell, besides its characters."""
GRACE = 5
"""Seconds between the limits on time and the signals that end a process in any case."""


def authorize(action: int, *_: str | None) -> int:
    """Allow SQLite only to read."""
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY


def limit_process(seconds: int, wall_seconds: int, memory: int) -> None:
    """Limit time and memory; forbid writing files.

    Out of processor time the process ends with SIGXCPU, which nothing else sends. The hard limit is
    higher: at it, the kernel would send SIGKILL, which has other causes as well.
    """
    signal.alarm(wall_seconds + GRACE)  # in case nobody waits for it any more
    for what, soft, hard in (
        (resource.RLIMIT_CPU, seconds, seconds + GRACE),
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        host = resource.getrlimit(what)[1]
        if host != resource.RLIM_INFINITY:
            soft, hard = min(soft, host), min(hard, host)
        resource.setrlimit(what, (soft, hard))


def attach(sides: dict[str, str], higher_is_better: bool) -> sqlite3.Connection:
    """Return an in-memory database with all sides attached read-only.

    SQLite looks up a table named without `before.`, `after.` or `during.` in every attached
    database. A view in `main`, which it searches first, makes that an error whose message gives
    the remedy.
    """
    db = sqlite3.connect("file::memory:", uri=True, isolation_level=None)
    db.text_factory = lambda data: data.decode("utf-8", "backslashreplace")
    db.execute("PRAGMA temp_store = MEMORY")
    register(db, higher_is_better)
    for side, uri in sides.items():
        db.execute(f"ATTACH ? AS {side}", (f"{uri}?mode=ro&immutable=1",))
    listed = (f"SELECT name FROM {side}.sqlite_master" for side in sides)  # noqa: S608 (ours)
    tables = db.execute(" UNION ".join(listed))
    for (table,) in tables.fetchall():
        remedy = f"{table} without a side: write " + ", ".join(f"{s}.{table}" for s in sides)
        broken = f"SELECT * FROM {quoted(remedy)}"  # noqa: S608 (quoted)
        db.execute(f"CREATE VIEW main.{quoted(table)} AS {broken}")
    # Table-valued functions are connected at first use, which the authorizer would refuse.
    db.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')")
    db.set_authorizer(authorize)
    return db


def quoted(name: str) -> str:
    """Quote `name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def shown(value: Any) -> Any:
    """Return a readable cell as JSON: long text is cut, a blob becomes its length."""
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, str) and len(value) > TEXT_SHOWN:
        return value[:TEXT_SHOWN] + "…"
    return value


class Shelf:
    """The rows kept of all queries, bounded long before the process runs out of memory."""

    def __init__(self, memory: int) -> None:
        self._left = memory // SHARE_KEPT

    def keep(self, row: tuple[Any, ...]) -> list[Any]:
        """Return a row as shown.

        Raises:
            MemoryError: All rows together take more than their share of the memory.
        """
        kept = [shown(value) for value in row]
        self._left -= sum(CELL + len(value) for value in kept if isinstance(value, str))
        if self._left < 0:
            raise MemoryError
        return kept


class Tally:
    """Add up the rows of a query, whether shown or not."""

    def __init__(self, columns: list[str]) -> None:
        self.count = self.toward = self.away = 0
        self._severity = columns.index("severity") if "severity" in columns else None
        self._toward = columns.index("toward") if "toward" in columns else None
        self._severities: set[Any] = set()

    def add(self, row: tuple[Any, ...]) -> None:
        """Count one row."""
        self.count += 1
        if self._severity is not None:
            self._severities.add(row[self._severity])
        if self._toward is not None:
            self.toward += row[self._toward] == 1
            self.away += row[self._toward] == 0

    def totals(self) -> dict[str, Any]:
        """Return the number of rows, their highest severity, and their directions.

        `highest` is None if there is no column `severity`, or if a row leaves it open. `toward`
        and `away` count rows whose column `toward` is 1 or 0.
        """
        stated = all(isinstance(value, int) for value in self._severities)
        highest = max(self._severities) if self._severities and stated else None
        return {
            "count": self.count,
            "highest": highest,
            "toward": self.toward,
            "away": self.away,
        }


def run(db: sqlite3.Connection, sql: str, job: dict[str, Any], shelf: Shelf) -> dict[str, Any]:
    """Return a query's first rows and total count; or its error.

    Raises:
        MemoryError: The job's memory is used up, so that no further query could be relied on.
    """
    deadline = time.process_time() + job["query_seconds"]
    db.set_progress_handler(lambda: time.process_time() > deadline, STEPS_PER_LOOK)
    try:
        cursor = db.execute(sql, job["parameters"])
        if cursor.description is None:
            return {"error": "it is not a query; write a SELECT"}
        columns = [c[0] for c in cursor.description]
        tally = Tally(columns)
        rows = []
        for row in cursor:
            tally.add(row)
            if tally.count <= job["rows"]:
                rows.append(shelf.keep(row))
        return {"columns": columns, "rows": rows, **tally.totals()}
    except (sqlite3.Error, sqlite3.Warning) as e:
        spent = time.process_time() > deadline
        return {"error": explained(e, deadline, job), "spent": spent}


def explained(error: Exception, deadline: float, job: dict[str, Any]) -> str:
    """Return what is wrong with a query, and what to write instead."""
    if time.process_time() > deadline:
        return f"took longer than {job['query_seconds']} s; make it cheaper"
    if "supply a value for binding" in str(error):
        known = ", ".join(f":{name}" for name in sorted(job["parameters"]))
        return f"{error}; the world's facts are {known or 'none'}"
    return str(error) or type(error).__name__


def main() -> None:
    """Read the job, run its queries, print the results by key."""
    job = json.load(sys.stdin)
    limit_process(job["seconds"], job["wall_seconds"], job["memory"])
    sides = {side: job[side] for side in SIDES}
    db, shelf = attach(sides, job["higher_is_better"]), Shelf(job["memory"])
    print(json.dumps({key: run(db, sql, job, shelf) for key, sql in job["queries"].items()}))
