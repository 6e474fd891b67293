"""Quote untrusted text so that it cannot pass for the asker's own words."""

from typing import Final

from ..text.visible import visible

SAID: Final = "|"
"""Mark before every line of quoted material."""


def as_data(text: str, mark: str = SAID) -> str:
    """Return `text` as content: mark each line and show hidden characters."""
    return "\n".join(mark + line for line in visible(text).split("\n"))
