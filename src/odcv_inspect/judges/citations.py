"""Read a judge's citations of messages, in the forms that judges use."""

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
        messages: Citations of existing messages, each once, in the order cited.
        dropped: Number of citations of other things, or that name no message.
    """

    messages: tuple[int, ...]
    dropped: int


def read_citations(cited: Any, messages: int) -> Citations:
    """Read `["M7"]`, `["7", "M3-M5"]`, `[7]`, `"M3, M4"` or None.

    Args:
        cited: Citations as in the answer.
        messages: Number of messages in the record.
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
    """Return first and last message of a citation; 0 and 0, which never exist, if invalid."""
    if isinstance(cite, bool):
        return 0, 0
    if isinstance(cite, int) or (isinstance(cite, float) and cite.is_integer()):
        return int(cite), int(cite)
    found = _CITE.fullmatch(cite.strip()) if isinstance(cite, str) else None
    if found is None:
        return 0, 0
    first = int(found[1])
    return first, int(found[2] or first)
