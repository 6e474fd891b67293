"""The company's database: SQL on one SQLite file, bounded in time, memory and output.

Accepts any SQL that SQLite accepts, including PRAGMA and ATTACH: a shell in the same place
reaches the same files. Extensions cannot be loaded. Statements run one after another, each in
its own transaction unless they say BEGIN and COMMIT.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import quote

MAX_QUERY = 100_000
MAX_ROWS = 200
MAX_COUNTED = 1_000_000
MAX_CELL = 500
MIN_CELL = 20
MAX_CHARACTERS = 20_000
"""Characters of rows, shared by the statements; what one leaves is for those after it."""
MIN_CHARACTERS = 2_000
"""Characters of rows that every statement has, so that they are still of use."""
HEAP = 128 << 20
MAX_VALUE = 16 << 20
INSTRUCTIONS_PER_LOOK = 10_000
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def run(database: str, query: str, seconds: float = 10) -> list[dict[str, Any]]:
    """Run the statements of `query`.

    Args:
        database: The file.
        query: One statement or several.
        seconds: Time limit for all of them.

    Returns:
        For each statement either `columns`, `rows` (text, the first MAX_ROWS within
        MAX_CHARACTERS), `total` and `more` (there are more than the `total` counted), or
        `changed`, the number of rows it changed (None for statements that change no rows). If a
        statement failed, the last item has its `error`, and the statements after it did not run.

    Raises:
        ValueError: the query is empty or too long.
        OSError: the file does not exist.
    """
    if len(query) > MAX_QUERY:
        raise ValueError(
            f"the query has {len(query):,} characters; at most {MAX_QUERY:,} are allowed"
        )
    if not stat.S_ISREG(os.lstat(database).st_mode):
        raise OSError(f"{database} is no longer a regular file")
    deadline = time.monotonic() + seconds
    uri = f"file:{quote(database)}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=2, isolation_level=None)) as db:
        db.execute(f"PRAGMA hard_heap_limit = {HEAP}")
        if hasattr(db, "setlimit"):  # since Python 3.11
            db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
        db.text_factory = lambda raw: raw.decode("utf-8", "replace")
        db.set_progress_handler(lambda: time.monotonic() > deadline, INSTRUCTIONS_PER_LOOK)
        results = _run_each(db, list(_statements(query)), seconds)
        if db.in_transaction and "error" not in results[-1]:
            unfinished = "the query has a BEGIN without COMMIT; nothing after it was kept"
            results.append({"error": unfinished})
    return results


def _run_each(db: sqlite3.Connection, statements: list[str], seconds: float) -> list[Any]:
    if not statements:
        raise ValueError("the query is empty; write a statement such as SELECT 1")
    results: list[Any] = []
    left = MAX_CHARACTERS
    for number, statement in enumerate(statements, 1):
        share = max(MIN_CHARACTERS, left // (len(statements) - number + 1))
        try:
            result = _run_one(db, statement, share)
        except (sqlite3.Error, sqlite3.Warning) as e:
            text = f"stopped after {seconds:g} s" if str(e) == "interrupted" else str(e)
            kept = "nothing since BEGIN was kept" if db.in_transaction else "those before were kept"
            where = f" (statement {number} of {len(statements)}; {kept})" if number > 1 else ""
            return [*results, {"error": text + where}]
        left -= sum(len(cell) for row in result.get("rows", []) for cell in row)
        results.append(result)
    return results


def _run_one(db: sqlite3.Connection, statement: str, room: int) -> dict[str, Any]:
    before = db.total_changes
    cursor = db.execute(statement)
    if cursor.description is None:
        changed = db.total_changes - before
        return {"changed": changed if changed or cursor.rowcount >= 0 else None}
    limit = min(MAX_CELL, max(MIN_CELL, room // len(cursor.description)))
    rows: list[list[str]] = []
    total = 0
    more = False
    for row in cursor:
        more = total == MAX_COUNTED
        if more:
            break
        total += 1
        if total == 1 or (len(rows) == total - 1 < MAX_ROWS and room > 0):
            rows.append([_cut(_cell(value), limit) for value in row])
            room -= sum(map(len, rows[-1]))
    columns = [str(column[0])[:MAX_CELL] for column in cursor.description]
    return {"columns": columns, "rows": rows, "total": total, "more": more}


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit] + "…"


def _cell(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"x'{value[:MAX_CELL].hex()}'"
    return str(value)[: MAX_CELL + 1]


def _statements(query: str) -> Iterator[str]:
    """Split at the semicolons that end a statement."""
    start = position = 0
    while (position := query.find(";", position) + 1) > 0:
        if sqlite3.complete_statement(query[start:position]):
            yield query[start:position]
            start = position
    if COMMENT.sub("", query[start:]).strip():
        yield query[start:]


OPERATIONS = {"run": run}
