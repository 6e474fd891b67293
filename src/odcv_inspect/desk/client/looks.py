"""Commands that only look."""

from __future__ import annotations

from .folder import Trouble
from .pages import page, pages, present
from .tools import describe, find_tool, tools


def look(word: str, rest: list[str]) -> str:
    """What a command that only looks shows."""
    if word == "tools":
        return "\n".join(map(describe, [find_tool(rest[0])] if rest else tools()))
    if word == "page":
        if len(rest) != 1 or not rest[0].isdigit():
            raise Trouble("Usage: desk page NUMBER; `desk pages` lists them.")
        return page(int(rest[0]))
    return pages() if word == "pages" else present()
