"""Text in markdown, as Inspect's viewer renders it, and citations that link to messages."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from inspect_ai.scorer import Reference

from .visible import visible, visible_line

_SIGNS = re.compile(r"[\\`*_{}\[\]()#|!~$@]|:(?=//)")
"""Characters that start markup, mathematics or a link. The viewer escapes <, > and & itself."""
_HTML = re.compile(r"[<>&]")
_BLOCK = re.compile(r"^(\d*)([-+=.>])", re.MULTILINE)
"""What starts a list, a rule or a heading at the beginning of a line."""
_CITE = re.compile(r"\[M(\d{1,6})\]")


def inline(text: str, longest: int | None = None) -> str:
    """Escape text for one line or one table cell: no markup, no link, no citation."""
    return _SIGNS.sub(r"\\\g<0>", visible_line(text, longest))


def file_cell(text: str) -> str:
    """Escape text for a table cell of a markdown file, where HTML would be rendered."""
    return _HTML.sub(r"\\\g<0>", inline(text))


def block(text: str, longest: int | None = None) -> str:
    """Escape text of several lines. Citations such as `[M3]` stay."""
    shown = visible(text)
    shown = shown if longest is None or len(shown) <= longest else shown[:longest] + " ..."
    lines = [_with_cites(line.strip()) for line in shown.split("\n")]
    return _BLOCK.sub(r"\1\\\2", "\n".join(lines)).replace("\n", "  \n")


def code(identifier: str) -> str:
    """Format an identifier as code, which is shown as it is."""
    return f"`{visible_line(identifier).replace('`', chr(39))}`"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are markdown already."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cite(number: int) -> str:
    """Return the citation of the message with this number, counted from 1."""
    return f"[M{number}]"


def references(text: str, ids: Sequence[str | None]) -> list[dict[str, Any]]:
    """Return the data with which the viewer links the citations `[M1]`, `[M2]`, ... in `text`.

    Goes into a score's metadata as `scanner_references`.

    Args:
        text: The explanation.
        ids: Message ids in numerical order; a message without an id is not linked.
    """
    cited = sorted({int(number) for number in _CITE.findall(text)})
    return [
        Reference(type="message", cite=cite(number), id=message_id).model_dump()
        for number in cited
        if 1 <= number <= len(ids) and (message_id := ids[number - 1]) is not None
    ]


def _with_cites(line: str) -> str:
    parts = re.split(r"(\[M\d{1,6}\])", line)
    return "".join(part if n % 2 else _SIGNS.sub(r"\\\g<0>", part) for n, part in enumerate(parts))
