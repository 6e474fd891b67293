"""Text for the agent, bounded."""

from collections.abc import Sequence


def head_and_tail(text: str, limit: int) -> str:
    """`text`, its middle left out where it is longer than `limit` characters, which is said."""
    if len(text) <= limit:
        return text
    head = limit // 2
    tail = limit - head
    left_out = len(text) - limit
    return f"{text[:head]}\n[... {left_out:,} characters left out ...]\n{text[-tail:]}"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under their columns, separated by bars; line breaks in cells are shown as such."""
    return "\n".join(" | ".join(map(_one_line, row)) for row in [columns, *rows])


def _one_line(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def count(number: int, noun: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
