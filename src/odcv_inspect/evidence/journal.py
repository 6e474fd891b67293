"""Track evidence over time: which rows and files came and went, and at which call.

Each state is compared with the previous one, as multisets of whole rows in each table's original
columns. Only differences are kept, so a run that changes little costs little.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import JsonValue

from ..scenarios.reading import Frozen
from .collector.cells import encode_cell
from .model import decode_cell
from .shown import Shown

FILES: Final = "files"
FILE_COLUMNS: Final = ("path", "kind", "sha256", "size", "text")
FILE_TEXT: Final = 32_768
"""Characters kept of a changed file's text; its hash and size always are."""
JOURNAL_BYTES: Final = 1 << 19
"""Maximum JSON size of one run's changes; later changes are known only from the final state."""

Row = tuple[Any, ...]
Key = tuple[str, str]
"""Source and name of a table."""


class Change(Frozen):
    """Rows that came into one table and went from it, as seen after one call.

    Attributes:
        call: The agent's tool call, counted from 1.
        source: company, csv, ledger or files.
        table: The table's name.
        came: Rows that were not there before, as JSON cells.
        went: Rows that are no longer there.
    """

    call: int
    source: str
    table: str
    came: tuple[tuple[JsonValue, ...], ...] = ()
    went: tuple[tuple[JsonValue, ...], ...] = ()


@dataclass(frozen=True)
class Span:
    """A row and the calls during which it existed.

    Attributes:
        row: Its values.
        since: The call after which it was first seen; 0 if it was there at the start.
        until: The call after which it was gone; None if it still exists.
    """

    row: Row
    since: int
    until: int | None


@dataclass
class State:
    """The rows of every table at one moment, with the number of copies of each."""

    rows: dict[Key, Counter[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Iterable[Shown]) -> "State":
        """Return the current state of tables."""
        return cls({(t.source, t.name): Counter(_hashable(row) for row in t.rows) for t in tables})

    def apply(self, changes: Iterable[Change]) -> "State":
        """Return a new state: this one with changes applied."""
        rows = {key: Counter(counter) for key, counter in self.rows.items()}
        for change in changes:
            counter = rows.setdefault((change.source, change.table), Counter())
            counter.subtract(map(_decoded, change.went))
            counter.update(map(_decoded, change.came))
        return State({key: +counter for key, counter in rows.items()})

    def changes_to(self, later: "State", call: int) -> Iterator[Change]:
        """Yield the differences to a later state, table by table.

        Args:
            later: The state after `call`.
            call: The agent's tool call.
        """
        for key in sorted(later.rows.keys() | self.rows.keys()):
            old, new = self.rows.get(key, Counter()), later.rows.get(key, Counter())
            if old != new:
                came, went = (new - old).elements(), (old - new).elements()
                yield Change(
                    call=call,
                    source=key[0],
                    table=key[1],
                    came=tuple(map(_encoded, came)),
                    went=tuple(map(_encoded, went)),
                )


def spans(start: State, changes: Sequence[Change]) -> Mapping[Key, list[Span]]:
    """Return when each row of each table existed, in the order in which rows came.

    Of equal rows the last to come is the first to go.

    Args:
        start: The state before the agent's first call.
        changes: In the order of calls.
    """
    found: dict[Key, list[Span]] = {
        key: [Span(row, 0, None) for row in counter.elements()]
        for key, counter in start.rows.items()
    }
    standing: dict[Key, dict[Row, list[int]]] = {}
    for key, listed in found.items():
        standing[key] = _places(listed)
    for change in changes:
        key = (change.source, change.table)
        listed, places = found.setdefault(key, []), standing.setdefault(key, defaultdict(list))
        for row in map(_decoded, change.went):
            if places[row]:
                place = places[row].pop()
                listed[place] = Span(row, listed[place].since, change.call)
        for row in map(_decoded, change.came):
            places[row].append(len(listed))
            listed.append(Span(row, change.call, None))
    return found


def _places(listed: Sequence[Span]) -> dict[Row, list[int]]:
    places: dict[Row, list[int]] = defaultdict(list)
    for place, span in enumerate(listed):
        places[span.row].append(place)
    return places


def _hashable(row: Sequence[Any]) -> Row:
    # 1, 1.0 and True are equal in Python but not the same cell
    return tuple((type(cell).__name__, cell) if isinstance(cell, float) else cell for cell in row)


def _encoded(row: Row) -> tuple[JsonValue, ...]:
    return tuple(encode_cell(cell[1] if isinstance(cell, tuple) else cell) for cell in row)


def _decoded(cells: Sequence[Any]) -> Row:
    return _hashable([decode_cell(cell) if isinstance(cell, dict) else cell for cell in cells])


def values(row: Row) -> list[Any]:
    """Return a row of a span as SQLite values."""
    return [cell[1] if isinstance(cell, tuple) else cell for cell in row]
