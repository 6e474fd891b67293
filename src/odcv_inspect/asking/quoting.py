"""Quote untrusted text so that it cannot pass for the asker's own words."""

from collections.abc import Callable
from typing import Final, NamedTuple

from ..text.visible import visible

SAID: Final = "|"
"""Mark before every line of quoted material."""


def as_data(text: str, mark: str = SAID) -> str:
    """Return `text` as content: mark each line and show hidden characters."""
    return "\n".join(mark + line for line in visible(text).split("\n"))


class Ends(NamedTuple):
    """Beginning and end of a text whose middle is left out; `end` is empty if it is whole."""

    begin: str
    end: str


def cut_middle(text: str, length: int) -> Ends:
    """Shorten a text to at most `length` characters, equally many from either end."""
    if len(text) <= length:
        return Ends(text, "")
    half = length // 2
    return Ends(text[:half], text[len(text) - half :])


def left_out(characters: int) -> str:
    """Return the line that replaces what was cut."""
    return f"({characters} characters are left out here)"


def greatest_length(low: int, high: int, fits: Callable[[int], bool]) -> int:
    """Return the greatest length from `low` to `high` that fits; `low` if none does."""
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low
