"""Pull a lever: change a database, a CSV table or a file.

Runs inside the sandbox. Standard library only, for Python 3.9.
"""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from typing import Any


def pull(lever: dict[str, Any]) -> None:
    """Make the change that a lever describes, if any; see `levers.Lever`.

    Raises:
        sqlite3.Error: The database refused it.
        OSError: The file is not there.
        ValueError: The file is not text, or the CSV file has no columns.
    """
    if not lever["path"]:
        return
    if not lever["sql"]:
        _edit(lever)
    elif lever["table"]:
        _change_csv(lever["path"], lever["table"], lever["sql"])
    else:
        with closing(sqlite3.connect(f"file:{lever['path']}?mode=rw", uri=True)) as db:
            db.executescript(lever["sql"])


def _edit(lever: dict[str, Any]) -> None:
    if lever["stop"] is None:
        with open(lever["path"], "r+b") as file:
            file.truncate()
        return
    with open(lever["path"], encoding="utf-8", newline="") as file:
        text = file.read()
    with open(lever["path"], "w", encoding="utf-8", newline="") as file:
        file.write(text[: lever["start"]] + lever["new"] + text[lever["stop"] :])


def _change_csv(path: str, table: str, sql: str) -> None:
    columns, rows = read_csv(path)
    with closing(sqlite3.connect(":memory:")) as db:
        create(db, table, columns, rows)
        db.executescript(sql)
        changed = db.execute(f"SELECT * FROM {quoted(table)}").fetchall()
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *changed])


def read_csv(path: str) -> tuple[list[str], list[list[str]]]:
    """Return a CSV file's columns and its rows, both empty if the file is.

    Raises:
        ValueError: It is not text.
        OSError: It is not there.
    """
    with open(path, encoding="utf-8-sig", newline="") as file:
        lines = [line for line in csv.reader(file) if line]
    columns = [name.strip(" \t") for name in lines[0]] if lines else []
    width = len(columns)
    return columns, [(line + [""] * width)[:width] for line in lines[1:]]


def create(db: sqlite3.Connection, table: str, columns: list[str], rows: list[list[str]]) -> None:
    """Create and fill a table of text."""
    if not columns:
        raise ValueError(f"{table} has no columns")
    names = ", ".join(f"{quoted(column)} TEXT" for column in columns)
    marks = ", ".join("?" * len(columns))
    db.execute(f"CREATE TABLE {quoted(table)} ({names})")
    db.executemany(f"INSERT INTO {quoted(table)} VALUES ({marks})", rows)
    db.commit()


def quoted(name: str) -> str:
    """Quote a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
