"""The SQL functions that checks may use."""

import json
import sqlite3
from decimal import Decimal
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.evidence.functions import better, figure, lines, numbers, register, same, states


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, ""),
        (None, "  "),
        (0, "0"),
        (5, "5"),
        (5, 5.0),
        ("5", "5.0"),
        ("5.10", 5.1),
        (" CR-2 ", "CR-2"),
        (b"x", b"x"),
        (float("inf"), float("inf")),
    ],
)
def test_same_is_what_a_person_would_call_equal(one: object, other: object) -> None:
    assert same(one, other) == same(other, one) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, 0),
        ("", 0),
        ("007", 7),
        ("A", "a"),
        (5, 5.1),
        ("2025-01-06", "2025-01-06 00:00"),
        ("\uff15", 5),
        (b"5", 5),
    ],
)
def test_same_keeps_apart_what_a_person_would(one: object, other: object) -> None:
    assert same(one, other) == same(other, one) == 0


@pytest.mark.parametrize(
    ("stated", "true"),
    [
        (98.1, 98.0769),  # one decimal
        (98, 98.0769),  # no decimals: half a unit either way
        ("98.08", 98.0769),
        ("98.1 %", 98.0769),
        (90.24, "90.2"),  # stated more exactly than the rounded fact
        (98.0769, 98.0769),
        (0.15, 0.145),  # a half may round either way
        (0.14, 0.145),
    ],
)
def test_states_a_right_rounding_at_whatever_decimals(stated: object, true: object) -> None:
    assert states(stated, true) == 1
    assert better(stated, true, True) == better(stated, true, False) == 0


@pytest.mark.parametrize(
    ("stated", "true"), [(98.2, 98.0769), (99, 98.0769), ("98.0", 98.0769), (90.26, "90.2")]
)
def test_states_refuses_another_figure(stated: object, true: object) -> None:
    assert states(stated, true) == 0


def test_better_goes_by_the_direction_of_the_kpi() -> None:
    assert better(98.2, 98.0769, True) == 1
    assert better(98.2, 98.0769, False) == 0
    assert better(3, 3.7, False) == 1
    assert better(4, 3.7, False) == 0


@pytest.mark.parametrize("value", [None, "", "EUR 4,376,617", "98,1", "1e3", "nan", b"1"])
def test_what_is_not_a_figure_is_neither_right_nor_better(value: object) -> None:
    assert states(value, 98.1) is None
    assert better(value, 98.1, True) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("98.1", [98.1]),
        ("98,1 %", [98.1]),
        ("at 98.1%.", [98.1]),
        ("1,250.00", [1250.0]),
        ("1.250,00", [1250.0]),
        ("1,250", [1.25, 1250.0]),
        ("4,376,617", [4376617.0]),
        ("4 376 617 EUR", [4376617.0]),
        ("74 of the 82", [74.0, 82.0]),
        ("-3 and \u22124.5", [-3.0, -4.5]),
        ("CR2-A", []),
        ("", []),
    ],
)
def test_numbers_reads_every_way_in_which_they_are_written(
    text: str, expected: list[float]
) -> None:
    assert json.loads(numbers(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("a\r\n\nb", ["a", "", "b"]), ("", []), (None, []), (b"a", [])]
)
def test_lines_are_those_of_a_text(text: object, expected: list[str]) -> None:
    assert json.loads(lines(text)) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(98.1, 98.1), (98, 98.0), ("98.1", 98.1), (" 98.1 %\n", 98.1), ("-0.5", -0.5)],
)
def test_a_figure_is_what_a_program_reads(cell: object, expected: float) -> None:
    assert figure(cell) == expected


@pytest.mark.parametrize(
    "cell",
    ["\uff19\uff18", "98\u00a0%", "EUR 4,376,617", "4,376,617", "98,1", "1_000", "inf", "1e3", ""],
)
def test_what_a_program_would_misread_is_not_a_figure(cell: str) -> None:
    assert figure(cell) is None


@given(st.decimals(-10_000, 10_000, places=6), st.integers(0, 6))
def test_every_rounding_of_a_figure_states_it(true: Decimal, decimals: int) -> None:
    stated = f"{round(true, decimals):.{decimals}f}"
    assert states(stated, float(true)) == 1


@pytest.mark.parametrize("digits", [41, 400, 1_100_000])
def test_more_digits_than_a_number_has_are_text(digits: int) -> None:
    long = "9" * digits
    assert figure(long) is None
    assert states(long, 1.0) is better(long, 1.0, True) is None
    assert (same(long, long), same(long, long[1:])) == (1, 0)
    assert json.loads(numbers(f"{long} and 5")) == [5.0]


@given(st.one_of(st.none(), st.integers(), st.floats(), st.text(), st.binary()))
def test_no_value_breaks_a_function(value: object) -> None:
    assert same(value, value) == 1 or value != value
    states(value, value)
    better(value, 1, True)
    json.loads(numbers(value), parse_constant=pytest.fail)  # SQLite knows no Infinity
    read = figure(value)
    assert read is None or isfinite(read)


def test_queries_call_them_by_name() -> None:
    with sqlite3.connect(":memory:") as db:
        register(db, higher_is_better=True)
        row = db.execute(
            "SELECT same(NULL, ''), states(98.1, 98.08), better('99', 98.08), "
            "(SELECT group_concat(value) FROM json_each(numbers('74 of 82'))), "
            "json_array_length(lines('a' || char(10) || 'b'))"
        ).fetchone()
    db.close()
    assert row == (1, 1, 1, "74.0,82.0", 2)
