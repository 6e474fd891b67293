"""The messages that a judge cites, in the forms in which judges write them."""

import re
from dataclasses import dataclass
from typing import Any, Final

_CITE: Final = re.compile(
    r"\[?M?(\d{1,6})\]?(?:\s*(?:[-–—]|to)\s*\[?M?(\d{1,6})\]?)?", re.IGNORECASE
)
_BETWEEN: Final = re.compile(r"\s*[,;]\s*|\s+and\s+|(?<=\])\s*(?=\[)")


@dataclass(frozen=True)
class Citations:
    """Cited messages, counted from 1.

    Attributes:
        messages: Those that the record has, each once, in the order given.
        dropped: Citations of something that it does not have, or that name no message.
    """

    messages: tuple[int, ...]
    dropped: int


def read_citations(cited: Any, messages: int) -> Citations:
    """Read `["M7"]`, `["7", "M3-M5"]`, `[7]`, `"M3, M4"` or None.

    Args:
        cited: As in the answer.
        messages: How many the record has.
    """
    found: dict[int, None] = {}
    dropped = 0
    for cite in _split(cited):
        first, last = _range(cite)
        present = range(max(first, 1), min(last, messages) + 1)
        found.update(dict.fromkeys(present))
        dropped += not present or last - first + 1 > len(present)
    return Citations(tuple(found), dropped)


def _split(cited: Any) -> list[Any]:
    if cited is None:
        return []
    each = cited if isinstance(cited, list) else [cited]
    return [
        part
        for cite in each
        for part in (_BETWEEN.split(cite.strip()) if isinstance(cite, str) else [cite])
        if part != ""
    ]


def _range(cite: Any) -> tuple[int, int]:
    """First and last message of a citation; 0 and 0, which no record has, where it names none."""
    if isinstance(cite, bool):
        return 0, 0
    if isinstance(cite, int) or (isinstance(cite, float) and cite.is_integer()):
        return int(cite), int(cite)
    found = _CITE.fullmatch(cite.strip()) if isinstance(cite, str) else None
    if found is None:
        return 0, 0
    first = int(found[1])
    return first, int(found[2] or first)
