"""Levers: small changes to a world that could move its pressed figure.

Nothing here knows what a scenario is about: every column of every table (of the company's database,
of its books, and of the CSV files that checks read) is changed, and every file on the shared drive
that a company program names, by itself or by its folder.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, permutations
from pathlib import PurePosixPath
from typing import Any, Final

from ..evidence.collector.databases import quoted
from ..evidence.model import decode_rows
from ..evidence.pristine import world_snapshot
from ..evidence.shown import company_tables
from ..sandbox.layout import COMPANY_DATABASE, LEDGER_DATABASE, OPS, SHARE
from ..scenarios.parts import CsvTable
from ..world.model import World, WorldFile

KINDS: Final = 8
"""A column with at most this many different values has each exchanged for each other."""
_SINGLE: Final = 3
"""Rows changed one at a time, spread over the table."""
_EDITS: Final = 12
"""Lines and numbers changed in one file, spread over it."""
_EXTREMES: Final = (1, 4, 16, 64, 256, 1024)
"""Numbers of rows at either end of a column that are changed together."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?P<time>[ T]\d{2}:\d{2}(?::\d{2})?)?")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_SIGNED: Final = re.compile(r"[+-]?(?:\d+(?:\.\d+)?)")
_PATH: Final = re.compile(rf"{SHARE}(?:/[\w./-]*)?")


@dataclass(frozen=True)
class Lever:
    """One change.

    Attributes:
        place: The column as `table.column`, the table, or the file's path.
        change: What is done to it.
        path: The database or file; empty if nothing is changed.
        sql: Statement for the database or the CSV file; empty for any other change.
        table: Name of the CSV file's table in `sql`; empty for a database.
        start: First character of a file that is replaced.
        stop: The one after the last; None if nothing is left of the file.
        new: The text in their place.
    """

    place: str
    change: str
    path: str
    sql: str = ""
    table: str = ""
    start: int = 0
    stop: int | None = None
    new: str = ""


@dataclass(frozen=True)
class _Rows:
    """A table to change: its path and name, its name in the scenario's checks, and its rows."""

    path: str
    name: str
    known_as: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    is_csv: bool = False

    def lever(self, place: str, change: str, sql: str) -> Lever:
        return Lever(place, change, self.path, sql, self.name if self.is_csv else "")


def levers(world: World, csv: Sequence[CsvTable] = ()) -> Iterator[Lever]:
    """Yield every lever of a world, in a fixed order.

    Args:
        world: The world.
        csv: CSV files that checks read as tables.
    """
    for table in _tables(world, csv):
        if table.rows:
            yield from _of_table(table)
            for place, column in enumerate(table.columns):
                values = [row[place] for row in table.rows]
                # An empty cell of a CSV file is what NULL is in a database.
                blank = ("", None) if table.is_csv else (None,)
                yield from _of_column(table, column, [v for v in values if v not in blank])
    yield from _of_files(world, {table.csv for table in csv})


def _tables(world: World, csv: Sequence[CsvTable]) -> Iterator[_Rows]:
    snapshot = world_snapshot(world)
    for table in snapshot.tables:
        columns, rows = [column.name for column in table.columns], decode_rows(table.rows)
        if table.source == "company":
            yield _Rows(COMPANY_DATABASE, table.name, table.name, columns, rows)
        else:
            yield _Rows(LEDGER_DATABASE, table.name, f"ledger_{table.name}", columns, rows)
    paths = {table.as_: table.csv for table in csv}
    for shown in company_tables(snapshot, csv):
        if shown.source == "csv":
            columns = [column.name for column in shown.columns]
            path = paths[shown.name]
            yield _Rows(path, shown.name, shown.name, columns, shown.rows, is_csv=True)


def _of_table(table: _Rows) -> Iterator[Lever]:
    name, place = quoted(table.name), table.known_as
    for where, chosen in _rows(name, len(table.rows)):
        yield table.lever(place, f"{where} removed", f"DELETE FROM {name} WHERE {chosen}")
        yield table.lever(
            place,
            f"{where} doubled",
            f"INSERT INTO {name} SELECT * FROM {name} WHERE {chosen}",
        )


def _of_column(table: _Rows, column: str, known: Sequence[Any]) -> Iterator[Lever]:
    place, t, c = f"{table.known_as}.{column}", quoted(table.name), quoted(column)
    if not known:
        return
    for where, chosen in [("all rows", "1"), *_rows(t, len(table.rows))]:
        yield table.lever(place, f"{where} emptied", f"UPDATE {t} SET {c} = NULL WHERE {chosen}")
        for value in _typical(known):
            sql = f"UPDATE {t} SET {c} = {_literal(value)} WHERE {chosen}"
            yield table.lever(place, f"{where} set to {value!r}", sql)
    kinds = [value for value, _ in Counter(known).most_common(KINDS + 1)]
    if 1 < len(kinds) <= KINDS:
        for old, new in permutations(kinds, 2):
            sql = f"UPDATE {t} SET {c} = {_literal(new)} WHERE {c} = {_literal(old)}"
            yield table.lever(place, f"{old!r} made {new!r}", sql)
        for old in kinds:
            gone = f"DELETE FROM {t} WHERE {c} = {_literal(old)}"
            yield table.lever(place, f"rows with {old!r} removed", gone)
    elif _numeric(known) or _dated(known):
        yield from _of_extremes(table, place, column, known)
    if _dated(known):
        yield from _moved(table, place, c)


def _of_extremes(table: _Rows, place: str, column: str, known: Sequence[Any]) -> Iterator[Lever]:
    """Change the rows at either end of a column: the ones that a limit usually cuts off."""
    t, c = quoted(table.name), quoted(column)
    middle = sorted(known, key=_order(known))[len(known) // 2]
    by = f"CAST({c} AS REAL)" if _numeric(known) else c
    for order, end in (("ASC", "lowest"), ("DESC", "highest")):
        for count in _EXTREMES:
            if count >= len(known):
                break
            chosen = (
                f"rowid IN (SELECT rowid FROM {t} WHERE {c} <> '' "
                f"ORDER BY {by} {order} LIMIT {count})"
            )
            sql = f"UPDATE {t} SET {c} = {_literal(middle)} WHERE {chosen}"
            yield table.lever(place, f"{count} {end} set to {middle!r}", sql)
            gone = f"DELETE FROM {t} WHERE {chosen}"
            yield table.lever(place, f"{count} {end} removed", gone)


def _moved(table: _Rows, place: str, c: str) -> Iterator[Lever]:
    for days in (-40, -7, -1, 1, 7, 40):
        moved = f"date({c}, '{days} days') || substr({c}, 11)"
        sql = f"UPDATE {quoted(table.name)} SET {c} = {moved} WHERE {c} <> ''"
        yield table.lever(place, f"all moved by {days} days", sql)


def _of_files(world: World, tables: set[str]) -> Iterator[Lever]:
    named = _named_paths(world)
    for file in world.files:
        above = {str(parent) for parent in PurePosixPath(file.path).parents}
        if not file.path.startswith(f"{SHARE}/") or not ({file.path} | above) & (named | tables):
            continue
        yield Lever(file.path, "emptied", file.path)
        if file.path not in tables:
            yield from _of_text(file)


def _named_paths(world: World) -> set[str]:
    """Return the paths on the shared drive that company programs name."""
    programs = "\n".join(
        file.content.decode("utf-8", "replace")
        for file in world.files
        if file.path.startswith(f"{OPS}/")
    )
    return {path.rstrip("/.") for path in _PATH.findall(programs)}


def _of_text(file: WorldFile) -> Iterator[Lever]:
    try:
        text = file.content.decode()
    except UnicodeDecodeError:  # not text: it can only be emptied
        return
    lines = text.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines))]
    for n in _spread(len(lines), _EDITS):
        change = f"line {n + 1} removed"
        yield Lever(file.path, change, file.path, start=starts[n], stop=starts[n + 1])
    found = list(_NUMBER.finditer(text))
    for n in _spread(len(found), _EDITS):
        match = found[n]
        for factor in (0.5, 2):
            number = f"{float(match[0]) * factor:g}"
            change = f"number {n + 1}, {match[0]}, made {number}"
            yield Lever(
                file.path, change, file.path, start=match.start(), stop=match.end(), new=number
            )


def _rows(t: str, count: int) -> Iterator[tuple[str, str]]:
    """Yield single rows spread over a table, and its last third."""
    for n in _spread(count, _SINGLE):
        yield f"row {n + 1}", f"rowid = (SELECT rowid FROM {t} ORDER BY rowid LIMIT 1 OFFSET {n})"
    third = count // 3
    if third:
        recent = f"rowid IN (SELECT rowid FROM {t} ORDER BY rowid DESC LIMIT {third})"
        yield f"last {third} rows", recent


def _spread(count: int, most: int) -> list[int]:
    return sorted({round(n * (count - 1) / max(most - 1, 1)) for n in range(min(most, count))})


def _typical(known: Sequence[Any]) -> list[Any]:
    common = Counter(known).most_common(1)[0][0]
    alike = [value for value in known if isinstance(value, type(common))]
    order = _order(known)
    return list(dict.fromkeys((common, min(alike, key=order), max(alike, key=order))))


def _numeric(known: Sequence[Any]) -> bool:
    """Whether all values are numbers, or text that is one, as in a CSV file."""
    return all(
        _SIGNED.fullmatch(value) if isinstance(value, str) else isinstance(value, int | float)
        for value in known
    )


def _order(known: Sequence[Any]) -> Callable[[Any], Any]:
    return float if _numeric(known) else lambda value: value


def _dated(known: Sequence[Any]) -> bool:
    return all(isinstance(value, str) and _DAY.fullmatch(value) for value in known)


def _literal(value: object) -> str:
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return (
        str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"
    )
