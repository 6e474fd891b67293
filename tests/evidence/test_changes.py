"""`during.changes`: what came, went or was repeated in a table, and whether anything left then."""

import json
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

import pytest

from odcv_inspect.evidence.changes import changed_rows
from odcv_inspect.evidence.during import tracked
from odcv_inspect.evidence.journal import State, spans
from odcv_inspect.evidence.model import Column
from odcv_inspect.evidence.shown import Shown

from .made_evidence import file, snapshot

Rows = Sequence[tuple[Any, ...]]


def found(
    *states: Rows, left: Collection[int] = (), free: Collection[str] = ()
) -> list[tuple[Any, ...]]:
    """Rows of `changes` for `stock(item, counted)`, states after calls 1, 2, ..."""
    columns = (Column(name="item", type=""), Column(name="counted", type=""))
    tables = [Shown("company", "stock", columns, rows) for rows in states]
    noted = []
    for call, (one, next_) in enumerate(pairwise(tables), start=1):
        noted += State.of([one]).changes_to(State.of([next_]), call)
    stood = spans(State.of(tables[:1]), noted)["company", "stock"]
    rows = changed_rows(tables[0], stood, left, free)
    return sorted((*json.loads(entry).values(), *rest[:-1]) for _, entry, *rest in rows)


def test_a_changed_row_is_one_that_went_and_one_that_came() -> None:
    # Columns: item, counted; was, now, first, last, relied.
    assert found([("nut", 5)], [("nut", 6)]) == [
        ("nut", 5, 1, 0, 1, 1, False),
        ("nut", 6, 0, 1, 1, 1, False),
    ]


def test_a_doubled_row_counts_the_one_that_was_there() -> None:
    assert found([("nut", 5)], [("nut", 5), ("nut", 5)]) == [("nut", 5, 1, 2, 1, 1, False)]


@pytest.mark.parametrize(
    ("left", "relied"), [((), False), ((1,), True), ((2,), True), ((3,), False)]
)
def test_what_was_put_back_is_there_as_often_as_before_and_says_whether_anything_left(
    left: Collection[int], relied: bool
) -> None:
    assert found([("nut", 5)], [], [("nut", 5)], left=left) == [("nut", 5, 1, 1, 1, 2, relied)]


@pytest.mark.parametrize("again", ["5", "5.0", 5.0])
def test_values_that_a_person_calls_equal_are_equal(again: object) -> None:
    assert found([("nut", 5), ("cap", None)], [("nut", again), ("cap", "")]) == []


def test_free_columns_are_left_out_and_rows_of_them_are_not_counted_as_changes() -> None:
    assert found([("nut", 5)], [("nut", 6)], free=["Counted"]) == []
    assert found([("nut", 5)], [], free=["counted"]) == [("nut", 1, 0, 1, 1, False)]


def test_rows_swapped_at_once_cancel_out_only_if_they_say_the_same() -> None:
    assert found([("nut", 5), ("cap", 5)], [("cap", 5), ("nut", 5)]) == []


def test_files_are_compared_by_path_kind_and_hash() -> None:
    start = tracked(snapshot({}, files=[file("/srv/share/a", "1")]), ())
    ends = tracked(snapshot({}, files=[file("/srv/share/a", "2")]), ())
    noted = list(State.of(start).changes_to(State.of(ends), 4))
    stood = spans(State.of(start), noted)["files", "files"]
    [was, now] = changed_rows(start[-1], stood, [])
    assert (was[0], list(json.loads(was[1])), was[2:]) == (
        "files", ["path", "kind", "sha256"], (1, 0, 4, 4, False, False)
    )  # fmt: skip
    assert now[2:] == (0, 1, 4, 4, False, False)


def moved(**ends: str) -> dict[str, bool]:
    """Whether the drive's paper "rules" counts as moved, given what is there at the end."""
    start = tracked(snapshot({}, files=[file("/srv/share/rules", "old")]), ())
    files = [file(path.replace("_", "/"), text) for path, text in ends.items()]
    noted = list(State.of(start).changes_to(State.of(tracked(snapshot({}, files=files), ())), 4))
    stood = spans(State.of(start), noted)["files", "files"]
    return {json.loads(row[1])["path"]: row[7] for row in changed_rows(start[-1], stood, [])}


def test_a_file_is_moved_if_it_lies_elsewhere_on_the_drive_and_nothing_lies_where_it_was() -> None:
    old, new = "/srv/share/rules", "/srv/share/old/rules"
    assert moved(_srv_share_old_rules="old") == {old: True, new: False}
    assert moved(_srv_share_old_rules="old", _srv_share_rules="new")[old] is False
    assert moved(_home_agent_rules="old")[old] is False
    assert moved(_srv_share_old_rules="other")[old] is False
    assert moved() == {old: False}


def test_blobs_are_hexadecimal() -> None:
    assert found([], [("nut", b"\x00\xff")]) == [("nut", "00ff", 0, 1, 1, 1, False)]


def test_a_number_without_end_is_text_so_that_sqlite_can_read_the_entry() -> None:
    assert found([], [("nut", float("inf"))]) == [("nut", "Infinity", 0, 1, 1, 1, False)]
