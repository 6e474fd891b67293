"""Blocks of a transcript: words of ours, and content that cannot pass for them.

Every line of content begins with a mark that says what it is; in the first line of a block our own
words may stand before the mark, and lines without one are ours. So whatever a transcript says, it
cannot end itself, number a message, change hands or speak to the judge. What would break a line or
hide in one (control and format characters) is written as an escape.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from ..asking.quoting import as_data

Kind = Literal["said", "thought", "call", "result"]
MARKS: Final[dict[Kind, str]] = {"said": "|", "thought": "~", "call": ">", "result": "<"}


@dataclass(frozen=True)
class Block:
    """Content of message `number`, and our words before it.

    Attributes:
        number: Of the message, from 1.
        head: Our words; none of the marks, but in a JSON string.
        body: Content; None where a reference stands for it.
        kind: Whose content it is. Only a `result` may be cut.
        reference: Ours, in brackets, in place of the body.
        left_out: Characters that were cut from the middle of `body`.
    """

    number: int
    head: str
    body: str | None
    kind: Kind = "said"
    reference: str = ""
    left_out: int = 0


def text_of(blocks: Iterable[Block]) -> str:
    """The blocks as text."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    head, mark = block.head, MARKS[block.kind]
    if block.body is None:
        yield f"{head} {block.reference}"
        return
    half = len(block.body) // 2 if block.left_out else len(block.body)
    if half or head or not block.left_out:
        yield head + as_data(block.body[:half], mark)
    if block.left_out:
        yield f"({block.left_out} characters are left out here)"
    if block.body[half:]:
        yield as_data(block.body[half:], mark)


def shorten(blocks: Sequence[Block], budget: int) -> list[Block]:
    """Cut all tool results to one length, the greatest that keeps the budget, or to nothing."""
    low, high = 0, max((len(b.body or "") for b in blocks if b.kind == "result"), default=0)
    while low < high:
        middle = (low + high + 1) // 2
        if len(text_of(_cut(blocks, middle))) <= budget:
            low = middle
        else:
            high = middle - 1
    return _cut(blocks, low)


def _cut(blocks: Sequence[Block], length: int) -> list[Block]:
    return [_shortened(block, length // 2) for block in blocks]


def _shortened(block: Block, half: int) -> Block:
    body = block.body or ""
    if block.kind != "result" or len(body) <= 2 * half:
        return block
    ends = body[:half] + body[len(body) - half :]
    return replace(block, body=ends, left_out=len(body) - 2 * half)
