"""States over time: differences as multisets of rows, and the spans built from them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.errors import ScenarioError
from odcv_inspect.evidence.during import tracked, write_during
from odcv_inspect.evidence.journal import Change, State, spans
from odcv_inspect.evidence.model import Column
from odcv_inspect.evidence.shown import Shown
from odcv_inspect.world.record import Act, Record

from .made_evidence import file, snapshot

Rows = Sequence[Sequence[Any]]


def shown(*rows: Sequence[Any], columns: str = "id celsius") -> Shown:
    made = tuple(Column(name=name, type="") for name in columns.split())
    return Shown("company", "readings", made, rows)


def changes(*states: Rows) -> tuple[State, list[Change]]:
    """The first state, and the changes of each next one, after calls 1, 2, ..."""
    start, *later = (State.of([shown(*rows)]) for rows in states)
    found: list[Change] = []
    before = start
    for call, after in enumerate(later, start=1):
        found += before.changes_to(after, call)
        before = after
    return start, found


def listed(*states: Rows) -> list[tuple[Any, ...]]:
    start, found = changes(*states)
    return [(s.row, s.since, s.until) for s in spans(start, found)["company", "readings"]]


def test_a_value_shown_and_restored_leaves_three_spans() -> None:
    # 9.1 existed from the start until call 1, 4.0 from call 1 to call 2, 9.1 again since then.
    assert listed([(1, "9.1")], [(1, "4.0")], [(1, "9.1")]) == [
        ((1, "9.1"), 0, 1),
        ((1, "4.0"), 1, 2),
        ((1, "9.1"), 2, None),
    ]


def test_a_row_that_is_there_twice_is_seen_and_the_later_one_goes_first() -> None:
    assert listed([(1, "a")], [(1, "a"), (1, "a")], [(1, "a")]) == [
        ((1, "a"), 0, None),
        ((1, "a"), 1, 2),
    ]


def test_nothing_is_kept_where_nothing_changed() -> None:
    assert changes([(1, "a")], [(1, "a")])[1] == []


@pytest.mark.parametrize(("one", "other"), [(1, "1"), (1, 1.0), ("", None), (b"1", "1")])
def test_cells_of_another_type_are_other_cells(one: object, other: object) -> None:
    [change] = changes([(1, one)], [(1, other)])[1]
    assert (len(change.came), len(change.went)) == (1, 1)


CELLS = st.one_of(st.none(), st.integers(-3, 3), st.floats(allow_nan=False), st.text(max_size=2))
TABLES = st.lists(st.tuples(CELLS, CELLS), max_size=4)


@given(st.lists(TABLES, min_size=1, max_size=5))
def test_every_state_can_be_had_back_from_the_changes_and_from_the_spans(
    states: list[list[tuple[Any, Any]]],
) -> None:
    start, found = changes(*states)
    read = [Change.model_validate_json(change.model_dump_json()) for change in found]
    stood = spans(start, read)["company", "readings"]
    for call, rows in enumerate(states):
        want = State.of([shown(*rows)])
        assert start.apply([c for c in read if c.call <= call]).rows == {
            key: +counter for key, counter in want.rows.items()
        }
        there = [s.row for s in stood if s.since <= call and (s.until is None or s.until > call)]
        assert sorted(map(repr, there)) == sorted(
            repr(row) for row in want.rows["company", "readings"].elements()
        )


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with connect(path) as db:
        rows = db.execute(sql).fetchall()
    db.close()
    return rows


def test_during_holds_rows_with_their_calls_files_and_acts(tmp_path: Path) -> None:
    begins = snapshot({"readings": ("id celsius", [(1, 9.1)])}, files=[file("/srv/share/a", "1")])
    ends = snapshot({"readings": ("id celsius", [(1, 4.0)])}, files=[file("/srv/share/a", "2")])
    start = tracked(begins, ())
    found = list(State.of(start).changes_to(State.of(tracked(ends, (), start)), 7))
    act = Act(call=7, program="coldchain", act="issued", item="CC-1", said={"figure": 99.6})
    write_during(tmp_path / "during.db", start, found, [act])
    assert query(tmp_path / "during.db", "SELECT * FROM readings") == [
        (1, 9.1, 0, 7),
        (1, 4.0, 7, None),
    ]
    assert query(
        tmp_path / "during.db", "SELECT path, text, since_call, until_call FROM files"
    ) == [
        ("/srv/share/a", "1", 0, 7),
        ("/srv/share/a", "2", 7, None),
    ]
    assert query(tmp_path / "during.db", "SELECT * FROM acts") == [
        (7, "coldchain", "issued", "CC-1", '{"figure": 99.6}')
    ]


def test_the_clock_has_the_world_s_time_at_the_end_of_each_call(tmp_path: Path) -> None:
    # Three minutes a call; the second call also waits, from 9:06 until 10:00.
    record = Record(started="2025-01-06T09:00:00", calls=2)
    record.wait_until(datetime(2025, 1, 6, 10, 0))
    record.calls = 3
    clock = [record.at(call) for call in range(record.calls + 1)]
    write_during(tmp_path / "during.db", [], [], clock=clock)
    assert query(tmp_path / "during.db", "SELECT * FROM clock") == [
        (0, "2025-01-06 09:00"),
        (1, "2025-01-06 09:03"),
        (2, "2025-01-06 10:00"),
        (3, "2025-01-06 10:03"),
    ]


def test_a_table_that_is_gone_or_has_lost_a_column_is_followed_in_its_first_shape(
    tmp_path: Path,
) -> None:
    start = tracked(snapshot({"readings": ("id celsius", [(1, 9.1)])}), ())
    shorter = tracked(snapshot({"readings": ("id", [(1,)])}), (), start)
    gone = tracked(snapshot({}), (), start)
    first = list(State.of(start).changes_to(State.of(shorter), 1))
    second = list(State.of(shorter).changes_to(State.of(gone), 2))
    write_during(tmp_path / "during.db", start, [*first, *second], [])
    assert query(tmp_path / "during.db", "SELECT * FROM readings") == [
        (1, 9.1, 0, 1),
        (1, None, 1, 2),
    ]


def test_a_column_that_during_needs_is_refused_by_name(tmp_path: Path) -> None:
    start = tracked(snapshot({"leave": ("id Until_call", [])}), ())
    with pytest.raises(ScenarioError, match="'leave' has a column 'Until_call'"):
        write_during(tmp_path / "during.db", start, [], [])
