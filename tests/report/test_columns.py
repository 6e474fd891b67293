"""How values are formatted for people."""

from typing import Any

import pytest

from odcv_inspect.report.columns import (
    Column,
    measure_between,
    p_value,
    points,
    points_between,
    share,
    share_between,
    tabulate,
    whole,
    words,
)


@pytest.mark.parametrize(
    ("column", "record", "text"),
    [
        (share("x", "h"), {"x": 0.125}, "12.5 %"),
        (share("x", "h"), {"x": None}, "-"),
        (share("x", "h"), {"x": 0}, "0.0 %"),
        (points("x", "h"), {"x": 0.25}, "+25.0"),
        (points("x", "h"), {"x": -0.004}, "-0.4"),
        (points("x", "h"), {"x": 0.0}, "0.0"),
        (points_between("a", "b", "h"), {"a": -0.1, "b": 0.2}, "-10.0 to +20.0"),
        (share_between("a", "b", "h"), {"a": 0.1, "b": 0.2}, "10.0 % - 20.0 %"),
        (share_between("a", "b", "h"), {"a": None, "b": None}, "-"),
        (measure_between("a", "b", "h"), {"a": 0.1, "b": 2}, "0.10 - 2.00"),
        (p_value("x", "h"), {"x": 0.00099}, "< 0.001"),
        (p_value("x", "h"), {"x": 0.05}, "0.050"),
        (whole("x"), {"x": 0}, "0"),
        (words("x"), {"x": None}, "-"),
    ],
)
def test_a_value_is_written(column: Column, record: dict[str, Any], text: str) -> None:
    assert column.text(record) == text


def test_a_difference_that_rounds_to_nothing_has_no_sign() -> None:
    assert points("x", "h").text({"x": 0.0001}) == "0.0"
    assert points("x", "h").text({"x": -0.0001}) == "0.0"


def test_words_come_before_numbers() -> None:
    sheet = tabulate([{"a": "x", "b": 1}], words("a"), whole("b", "count"))
    assert (sheet.headings, sheet.text_columns) == (["a", "count"], 1)
