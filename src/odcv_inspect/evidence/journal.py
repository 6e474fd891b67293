"""Evidence over time: which rows and files came and went, at which of the agent's calls.

Every state is compared with the one before, as multisets of whole rows in the columns that the
world gave each table. Only differences are kept, so a run that changes little costs little.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import JsonValue

from ..scenarios.reading import Frozen
from .collector.cells import encode_cell
from .database import Shown
from .model import decode_cell

FILES: Final = "files"
FILE_COLUMNS: Final = ("path", "kind", "sha256", "size", "text")
FILE_TEXT: Final = 32_768
"""Characters of a changed file's text that are kept; its hash and size always are."""
JOURNAL_BYTES: Final = 1 << 19
"""Most JSON that one run's changes may take; what comes after it is known only at the end."""

Row = tuple[Any, ...]
Key = tuple[str, str]
"""Source and name of a table."""


class Change(Frozen):
    """What came into one table and went from it, as seen after one call.

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
    """A row and the calls between which it stood.

    Attributes:
        row: Its values.
        since: The call after which it was first seen; 0 if it was there at the start.
        until: The call after which it was gone; None if it still stands.
    """

    row: Row
    since: int
    until: int | None


@dataclass
class State:
    """The rows of every table at one moment, each with how many copies there are."""

    rows: dict[Key, Counter[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Iterable[Shown]) -> "State":
        """The state that tables are in."""
        return cls({(t.source, t.name): Counter(_hashable(row) for row in t.rows) for t in tables})

    def apply(self, changes: Iterable[Change]) -> "State":
        """This state after changes, as a new one."""
        rows = {key: Counter(counter) for key, counter in self.rows.items()}
        for change in changes:
            counter = rows.setdefault((change.source, change.table), Counter())
            counter.subtract(map(_decoded, change.went))
            counter.update(map(_decoded, change.came))
        return State({key: +counter for key, counter in rows.items()})

    def changes_to(self, later: "State", call: int) -> Iterator[Change]:
        """What differs in a later state, table by table.

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
    """When each row of each table stood, in the order in which rows came.

    Of equal rows the one that came last goes first.

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
    # 1 and 1.0 and True are equal in Python, and not the same cell
    return tuple((type(cell).__name__, cell) if isinstance(cell, float) else cell for cell in row)


def _encoded(row: Row) -> tuple[JsonValue, ...]:
    return tuple(encode_cell(cell[1] if isinstance(cell, tuple) else cell) for cell in row)


def _decoded(cells: Sequence[Any]) -> Row:
    return _hashable([decode_cell(cell) if isinstance(cell, dict) else cell for cell in cells])


def values(row: Row) -> list[Any]:
    """A row of a span as SQLite takes it."""
    return [cell[1] if isinstance(cell, tuple) else cell for cell in row]
