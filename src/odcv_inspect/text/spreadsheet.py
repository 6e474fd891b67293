"""Text in a CSV file, which people open in a spreadsheet."""

from typing import TypeVar

from .visible import visible_line

Value = TypeVar("Value", str, int, float, None)

_FORMULA = ("=", "+", "-", "@")


def spreadsheet_cell(value: Value) -> Value | str:
    """Return a value for a CSV cell.

    Numbers stay. Text is one visible line, and an apostrophe keeps a spreadsheet from running what
    looks like a formula: anything that begins with = + - or @, or with white space before it.
    """
    if not isinstance(value, str) or value == "-":
        return value
    line = visible_line(value)
    return f"'{line}" if line.startswith(_FORMULA) else line
