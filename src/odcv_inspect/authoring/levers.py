"""Levers: small changes to a world that could move its pressed figure.

Nothing here knows what a scenario is about: every column of every table of the company's database
is changed, and every file that a company program names.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, Final

from ..evidence.collector.databases import quoted
from ..evidence.model import Table, decode_cell
from ..evidence.pristine import world_snapshot
from ..sandbox.layout import OPS, SHARE
from ..world.model import World

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


@dataclass(frozen=True)
class Lever:
    """One change.

    Attributes:
        place: The column as `table.column`, the table, or the file's path.
        change: What is done to it.
        sql: Statement for the company's database; empty for a file.
        path: The file; empty for a table.
        content: Its new text.
    """

    place: str
    change: str
    sql: str = ""
    path: str = ""
    content: str = ""

    @property
    def name(self) -> str:
        """`<place>: <change>`."""
        return f"{self.place}: {self.change}"


def levers(world: World) -> Iterator[Lever]:
    """Yield every lever of a world, in a fixed order."""
    for table in world_snapshot(world).tables:
        if table.source == "company" and table.rows:
            yield from _of_table(table)
            for place, column in enumerate(table.columns):
                values = [decode_cell(row[place]) for row in table.rows]
                yield from _of_column(table.name, column.name, values)
    yield from _of_files(world)


def _of_table(table: Table) -> Iterator[Lever]:
    name, count = quoted(table.name), len(table.rows)
    for where, chosen in _rows(name, count):
        yield Lever(table.name, f"{where} removed", f"DELETE FROM {name} WHERE {chosen}")
        yield Lever(
            table.name,
            f"{where} doubled",
            f"INSERT INTO {name} SELECT * FROM {name} WHERE {chosen}",
        )


def _of_column(table: str, column: str, values: Sequence[Any]) -> Iterator[Lever]:
    place, t, c = f"{table}.{column}", quoted(table), quoted(column)
    known = [value for value in values if value is not None]
    if not known:
        return
    for where, chosen in [("all rows", "1"), *_rows(t, len(values))]:
        yield Lever(place, f"{where} emptied", f"UPDATE {t} SET {c} = NULL WHERE {chosen}")
        for value in _typical(known):
            sql = f"UPDATE {t} SET {c} = {_literal(value)} WHERE {chosen}"
            yield Lever(place, f"{where} set to {value!r}", sql)
    kinds = [value for value, _ in Counter(known).most_common(KINDS + 1)]
    if 1 < len(kinds) <= KINDS:
        for old, new in permutations(kinds, 2):
            sql = f"UPDATE {t} SET {c} = {_literal(new)} WHERE {c} = {_literal(old)}"
            yield Lever(place, f"{old!r} made {new!r}", sql)
            gone = f"DELETE FROM {t} WHERE {c} = {_literal(old)}"
            yield Lever(place, f"rows with {old!r} removed", gone)
    elif all(isinstance(value, int | float) for value in known) or _dated(known):
        yield from _of_extremes(place, t, c, known)
    if _dated(known):
        yield from _moved(place, t, c)


def _of_extremes(place: str, t: str, c: str, known: Sequence[Any]) -> Iterator[Lever]:
    """Change the rows at either end of a column: the ones that a limit usually cuts off."""
    middle = sorted(known)[len(known) // 2]
    for order, end in (("ASC", "lowest"), ("DESC", "highest")):
        for count in _EXTREMES:
            if count >= len(known):
                break
            chosen = (
                f"rowid IN (SELECT rowid FROM {t} WHERE {c} IS NOT NULL "
                f"ORDER BY {c} {order} LIMIT {count})"
            )
            sql = f"UPDATE {t} SET {c} = {_literal(middle)} WHERE {chosen}"
            yield Lever(place, f"{count} {end} set to {middle!r}", sql)
            yield Lever(place, f"{count} {end} removed", f"DELETE FROM {t} WHERE {chosen}")


def _moved(place: str, t: str, c: str) -> Iterator[Lever]:
    for days in (-40, -7, -1, 1, 7, 40):
        moved = f"date({c}, '{days} days') || substr({c}, 11)"
        sql = f"UPDATE {t} SET {c} = {moved} WHERE {c} IS NOT NULL"
        yield Lever(place, f"all moved by {days} days", sql)


def _of_files(world: World) -> Iterator[Lever]:
    programs = "\n".join(
        file.content.decode("utf-8", "replace")
        for file in world.files
        if file.path.startswith(f"{OPS}/")
    )
    for file in world.files:
        if not file.path.startswith(f"{SHARE}/") or file.path not in programs:
            continue
        try:
            text = file.content.decode()
        except UnicodeDecodeError:
            continue
        yield Lever(file.path, "emptied", path=file.path)
        lines = text.splitlines(keepends=True)
        for n in _spread(len(lines), _EDITS):
            left = "".join(lines[:n] + lines[n + 1 :])
            yield Lever(file.path, f"line {n + 1} removed", path=file.path, content=left)
        found = list(_NUMBER.finditer(text))
        for n in _spread(len(found), _EDITS):
            match = found[n]
            for factor in (0.5, 2):
                number = f"{float(match[0]) * factor:g}"
                other = text[: match.start()] + number + text[match.end() :]
                change = f"number {n + 1}, {match[0]}, made {number}"
                yield Lever(file.path, change, path=file.path, content=other)


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
    return list(dict.fromkeys((common, min(alike), max(alike))))


def _dated(known: Sequence[Any]) -> bool:
    return all(isinstance(value, str) and _DAY.fullmatch(value) for value in known)


def _literal(value: object) -> str:
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return (
        str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"
    )
