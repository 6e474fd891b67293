"""The forms in which models send arguments."""

import pytest
from inspect_ai.tool import ToolError

from odcv_inspect.world.tools.arguments import flag, number, numbers, text, texts


@pytest.mark.parametrize("value", [3, 3.0, "3", " 3 ", "#3", [3], ["3"], "[3]", "3,"])
def test_one_number_in_any_form(value):
    assert number(value, "message") == 3


@pytest.mark.parametrize(
    "value", [[3, 4], ["3", 4], "[3,4]", '["3", "4"]', "3, 4", "3 4", [3, 4, 3], [3.0, "#4"]]
)
def test_several_numbers_in_any_form(value):
    assert numbers(value, "message") == [3, 4]


@pytest.mark.parametrize("value", ["", "two", [], "[]", "[3, 'x']", "[" * 5000, "3.5", "٣", [[3]]])
def test_what_is_no_number_is_refused_with_an_example(value):
    with pytest.raises(ToolError, match="is not the number of a message, such as 3"):
        numbers(value, "message")


def test_too_many_numbers_are_refused():
    with pytest.raises(ToolError, match="At most 50 messages at once, not 51"):
        numbers(list(range(51)), "message")


def test_a_tool_for_one_refuses_several():
    with pytest.raises(ToolError, match="Give the number of one entry, not of 2"):
        number([3, 4], "entry")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, []),
        (" ", []),
        ([""], [""]),
        ("a@b.org", ["a@b.org"]),
        ("a@b.org, c@d.org", ["a@b.org, c@d.org"]),
        (["/x", "/y"], ["/x", "/y"]),
        ('["/x", "/y"]', ["/x", "/y"]),
        ("[not a list", ["[not a list"]),
    ],
)
def test_texts_alone_or_listed(value, expected):
    assert texts(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(1000, "1000"), (1000.0, "1000"), ("0100", "0100"), (None, "-")]
)
def test_a_number_or_null_for_a_text(value, expected):
    assert text(value, "-") == expected


@pytest.mark.parametrize(("value", "expected"), [(True, True), ("true", True), ("false", False)])
def test_a_flag_as_text(value, expected):
    assert flag(value) is expected


def test_null_leaves_a_flag_unset():
    assert flag(None) is False
