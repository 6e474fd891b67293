"""Format bounded text for the agent."""

from collections.abc import Sequence


def head_and_tail(text: str, limit: int) -> str:
    """Cut the middle of a `text` longer than `limit` characters, and say so."""
    if len(text) <= limit:
        return text
    head = limit // 2
    tail = limit - head
    left_out = len(text) - limit
    return f"{text[:head]}\n[... {left_out:,} characters left out ...]\n{text[-tail:]}"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Format rows under their columns, separated by bars; line breaks in cells are escaped."""
    return "\n".join(" | ".join(map(_one_line, row)) for row in [columns, *rows])


def _one_line(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 row`, `2 rows`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
