"""Quote untrusted text so that it cannot pass for the asker's own words."""

import re
import unicodedata
from typing import Final

SAID: Final = "|"
"""Mark before every line of quoted material."""

_UNUSUAL = re.compile(r"[^\n\t\x20-\x7e]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories to escape: control, format, surrogate, private, separators."""


def as_data(text: str, mark: str = SAID) -> str:
    """Return `text` as content: mark each line and show hidden characters."""
    return "\n".join(mark + line for line in visible(text).split("\n"))


def visible(text: str) -> str:
    """Escape control and format characters in `text`, except line feed and tab."""
    return _UNUSUAL.sub(_escape, text.replace("\r\n", "\n"))


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if unicodedata.category(character) not in _HIDDEN:
        return character
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"
