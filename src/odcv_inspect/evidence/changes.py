"""`during.changes`: the entries of tables that came, went or were repeated, and when.

Most checks of records that this job does not change need nothing else.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ..sandbox.layout import SHARE
from .functions import canonical
from .journal import FILES, Span, values
from .shown import Shown

CHANGES: Final = "changes"
COLUMNS: Final = ("name", "entry", "was", "now", "first", "last", "relied", "moved")
_NOT_JSON: Final = re.compile("Infinity|NaN")
_FILE_COLUMNS: Final = ("path", "kind", "sha256")


@dataclass
class _Group:
    """Equal rows: how many there were at first, and by how much each call changed that."""

    entry: str
    was: int = 0
    steps: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def changed_rows(
    table: Shown, spans: Sequence[Span], left: Collection[int], free: Collection[str] = ()
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `changes` for one table.

    Rows are compared as a person would (see `functions.same`) and as a multiset, so that a
    doubled row is seen. `entry` is the row as JSON, with blobs in hexadecimal. `moved` tells of a
    file that its content still is on the shared drive at the end, and nothing at its old place:
    beside an edited paper, a copy of the old one excuses nothing.

    Args:
        table: The table as it was at the start.
        spans: When each of its rows existed.
        left: The calls that sent mail or an outward act.
        free: Columns that may change, which are left out.
    """
    if all(span.since == 0 and span.until is None for span in spans):
        return
    kept = _compared(table, {name.lower() for name in free})
    groups: dict[Hashable, _Group] = {}
    for span in spans:
        cells = values(span.row)
        row = {name: cells[place] for place, name in kept.items()}
        key = tuple(map(canonical, row.values()))
        if key not in groups:
            groups[key] = _Group(_as_json(row))
        group = groups[key]
        if span.since:
            group.steps[span.since] += 1
        else:
            group.was += 1
        if span.until is not None:
            group.steps[span.until] -= 1
    is_moved = _moved_file(spans, kept) if table.source == FILES else _is_no_file
    for group in groups.values():
        calls = [call for call, step in group.steps.items() if step]
        if calls:
            first, last = min(calls), max(calls)
            relied = any(first <= call <= last for call in left)
            now = group.was + sum(group.steps.values())
            moved = not now and is_moved(group.entry)
            yield (table.name, group.entry, group.was, now, first, last, relied, moved)


def _moved_file(spans: Sequence[Span], columns: Mapping[int, str]) -> Callable[[str], bool]:
    place = {name: at for at, name in columns.items()}
    ends = [values(span.row) for span in spans if span.until is None]
    paths = {row[place["path"]] for row in ends}
    contents = {row[place["sha256"]] for row in ends if row[place["path"]].startswith(f"{SHARE}/")}

    def is_moved(entry: str) -> bool:
        file = json.loads(entry)
        return file["path"] not in paths and file["sha256"] in contents - {None}

    return is_moved


def _is_no_file(entry: str) -> bool:
    return False


def _compared(table: Shown, free: Collection[str]) -> Mapping[int, str]:
    names = {place: column.name for place, column in enumerate(table.columns)}
    if table.source == FILES:
        return {place: name for place, name in names.items() if name in _FILE_COLUMNS}
    return {place: name for place, name in names.items() if name.lower() not in free}


def _as_json(row: Mapping[str, Any]) -> str:
    return as_json({k: v.hex() if isinstance(v, bytes) else v for k, v in row.items()})


def as_json(value: Any) -> str:
    """Return JSON that SQLite can read: infinite and undefined numbers become text."""
    text = json.dumps(value)
    return json.dumps(json.loads(text, parse_constant=str)) if _NOT_JSON.search(text) else text
