"""Try levers: make the official figure once per lever, each time from the same state.

Runs inside the sandbox. Standard library only, for Python 3.9.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Any

from .lever_change import create, pull, quoted, read_csv

SECONDS = 20
"""For the command that makes the figure."""
_SHOWN = 200

Register = Callable[[sqlite3.Connection, bool], None]


def main(job: dict[str, Any], register: Register) -> None:
    """Try a job's levers in turn; print what came of each as JSON.

    Args:
        job: `levers`; `official`, `bound` and `higher`, the query and what it needs; `tables`, the
            names of CSV files that it reads, by path; `makes`, `home` and `environment`, the step
            that makes the figure; `company`, `ledger` and `folders`, what is put back each time.
        register: `evidence.functions.register`, for the functions that the query may use.
    """
    with tempfile.TemporaryDirectory() as scratch:
        kept = Kept(job, scratch)
        headers = {path: read_csv(path)[0] for path in job["tables"]}
        side(job, headers, f"{scratch}/before.db")
        tried = [attempt(job, register, headers, scratch, kept, lever) for lever in job["levers"]]
    json.dump(tried, sys.stdout)


class Kept:
    """Copies of the databases and files, to put back."""

    def __init__(self, job: dict[str, Any], scratch: str) -> None:
        """Copy them; `scratch` is a folder for the databases."""
        paths = [path for path in (job["company"], job["ledger"]) if os.path.exists(path)]
        self._databases = {path: f"{scratch}/kept-{os.path.basename(path)}" for path in paths}
        for path, copy in self._databases.items():
            copied(path, copy)
        self._folders = job["folders"]
        self._files = {path: content(path) for path in files(self._folders)}

    def put_back(self) -> None:
        """Undo all changes since the copies were made."""
        for path, copy in self._databases.items():
            copied(copy, path)
        for path in set(files(self._folders)) - set(self._files):
            os.unlink(path)
        for path, data in self._files.items():
            if not os.path.exists(path) or content(path) != data:
                with open(path, "wb") as file:
                    file.write(data)


def files(folders: list[str]) -> Iterator[str]:
    """Yield the paths of the regular files below folders."""
    for folder in folders:
        for above, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(above, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    yield path


def content(path: str) -> bytes:
    """Return a file's bytes."""
    with open(path, "rb") as file:
        return file.read()


def copied(path: str, copy: str) -> None:
    """Copy a database into another, whichever journal it uses."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def attempt(
    job: dict[str, Any],
    register: Register,
    headers: dict[str, list[str]],
    scratch: str,
    kept: Kept,
    lever: dict[str, Any],
) -> dict[str, Any]:
    """Return the official figure with a lever, and why there is none if it was refused."""
    kept.put_back()
    try:
        pull(lever)
        make(job)
    except (sqlite3.Error, sqlite3.Warning, OSError, ValueError, subprocess.TimeoutExpired) as e:
        return {"figure": None, "refused": str(e)[:_SHOWN] or type(e).__name__}
    try:
        side(job, headers, f"{scratch}/after.db")
        return {"figure": official(job, register, scratch), "refused": ""}
    except sqlite3.Error as e:
        where = f"{lever['place']}: {lever['change']}"
        raise RuntimeError(f"{where}: the query for the official figure failed: {e}") from e


def make(job: dict[str, Any]) -> None:
    """Run the step that makes the figure; a program that refuses ends with an error, as it may."""
    if "query" in job["makes"]:
        with closing(sqlite3.connect(f"file:{job['company']}?mode=rw", uri=True)) as db:
            db.executescript(job["makes"]["query"])
        return
    running = subprocess.Popen(
        ["bash", "--login", "-c", job["makes"]["command"]],
        cwd=job["home"],
        env={**os.environ, **job["environment"]},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        running.wait(SECONDS)
    finally:
        with suppress(ProcessLookupError):  # it has ended, and left nothing running
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def side(job: dict[str, Any], headers: dict[str, list[str]], path: str) -> None:
    """Write one side of the evidence as the query sees it: database, books and CSV tables.

    A CSV file has the columns that it had at the start, and no rows if it cannot be read.
    """
    if os.path.exists(path):
        os.unlink(path)
    if os.path.exists(job["company"]):
        copied(job["company"], path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        if os.path.exists(job["ledger"]):
            db.execute("ATTACH ? AS books", (job["ledger"],))
            names = db.execute("SELECT name FROM books.sqlite_master WHERE type = 'table'")
            for (name,) in names.fetchall():
                shown = quoted(f"ledger_{name}")
                db.execute(f"CREATE TABLE {shown} AS SELECT * FROM books.{quoted(name)}")
        for file, table in job["tables"].items():
            create(db, table, headers[file], shaped(file, headers[file]))
        db.commit()


def shaped(file: str, header: list[str]) -> list[list[str]]:
    """Return a CSV file's rows in the columns of a header."""
    try:
        columns, rows = read_csv(file)
    except (OSError, ValueError):
        return []
    places = [columns.index(name) if name in columns else None for name in header]
    return [["" if place is None else row[place] for place in places] for row in rows]


def official(job: dict[str, Any], register: Register, scratch: str) -> str | float | None:
    """Return the only row's first cell, if it is a number or text."""
    with closing(sqlite3.connect(":memory:")) as db:
        register(db, job["higher"])
        for name in ("before", "after"):
            db.execute(f"ATTACH ? AS {name}", (f"{scratch}/{name}.db",))
        rows = db.execute(job["official"], job["bound"]).fetchall()
    only = rows[0][0] if len(rows) == 1 else None
    return only if isinstance(only, (str, int, float)) else None
