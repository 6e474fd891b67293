"""Runs queries over the evidence, read-only and with limits, each job in a process of its own.

Started by `check_runner` as `python -I -S <this file> CONTROL_FD` with an empty environment. Each
message on that socket brings two descriptors: one to read a job from, as JSON, and one that takes
errors and, as the last line, the results as JSON. A fork of this process carries the job out.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sqlite3
import sys
import time
from typing import Any, NoReturn

ALLOWED = (
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
)
MEMORY = 1 << 30
TEXT_SHOWN = 500
STEPS_PER_LOOK = 10_000


def authorize(action: int, *_: str | None) -> int:
    """SQLite's authorizer: reading, and nothing else."""
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY


def limit_process(seconds: int) -> None:
    """Bound processor time and memory; write no file."""
    for what, limit in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, MEMORY),
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
        spent = time.monotonic() > deadline or isinstance(e, MemoryError)
        return {"error": explained(e, deadline, job), "spent": spent}


def explained(error: Exception, deadline: float, job: dict[str, Any]) -> str:
    """What is wrong with a query, and what to write instead."""
    if time.monotonic() > deadline:
        return f"took longer than {job['query_seconds']} s; make it cheaper"
    if "supply a value for binding" in str(error):
        known = ", ".join(f":{name}" for name in sorted(job["parameters"]))
        return f"{error}; the world's facts are {known or 'none'}"
    return str(error) or type(error).__name__


def work() -> None:
    """Read the job, run its queries, print the results by key."""
    job = json.load(sys.stdin)
    signal.alarm(2 * job["seconds"])  # the limit on processor time does not end what waits
    limit_process(job["seconds"])
    db = attach(job["before"], job["after"])
    results = {key: run(db, sql, job) for key, sql in job["queries"].items()}
    print(json.dumps(results), flush=True)


def carry_out(job: int, output: int, control: int) -> NoReturn:
    """Do one job in this process, and end it."""
    try:
        os.close(control)
        for number, fd in enumerate((job, output, output)):
            os.dup2(fd, number)
        work()
    except BaseException:  # noqa: BLE001  a fork must never go on in the server's loop
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(0)


def main() -> None:
    """Fork for each job, until the host hangs up."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel collects forks that have ended
    control = socket.socket(fileno=int(sys.argv[1]))
    while True:
        message, fds, _, _ = socket.recv_fds(control, 1, 2)
        if not message:
            return
        job, output = fds
        if os.fork() == 0:
            carry_out(job, output, control.fileno())
        os.close(job)
        os.close(output)


if __name__ == "__main__":
    main()
