"""Make hidden characters visible.

Needs only Python 3.9 and its standard library, because it is packed with `desk`.
"""

from __future__ import annotations

import re
import unicodedata

_UNUSUAL = re.compile(r"[^\n\t\x20-\x7e]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories to escape: control, format, surrogate, private, separators."""


def visible(text: str) -> str:
    r"""Return text for a terminal, or for any output that does not interpret plain characters.

    Control and format characters, such as ESC, CSI and the bidirectional marks, are written as
    `\x1b` or `\u202e`; line feed and tab stay.
    """
    return _UNUSUAL.sub(_escape, text.replace("\r\n", "\n"))


def visible_line(text: str, longest: int | None = None) -> str:
    """Return text as one line: white space collapsed, cut to `longest` characters."""
    line = " ".join(visible(text).split())
    return line if longest is None or len(line) <= longest else line[: longest - 1] + "…"


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if unicodedata.category(character) not in _HIDDEN:
        return character
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"
