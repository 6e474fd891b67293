"""Blocks of a transcript: our own words, and content that cannot pass for them.

Every line of content begins with a mark that says what it is. Our words may precede the mark in the
first line of a block, and lines without a mark are ours. So a transcript cannot end itself, number
a message, switch speakers or address the judge. Control and format characters, which could break a
line or hide in one, are escaped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from ..asking.quoting import as_data, cut_middle, greatest_length, left_out

Kind = Literal["said", "thought", "call", "result"]
MARKS: Final[dict[Kind, str]] = {"said": "|", "thought": "~", "call": ">", "result": "<"}


@dataclass(frozen=True)
class Block:
    """Content of message `number`, and our words before it.

    Attributes:
        number: Number of the message, from 1.
        head: Our words, without any marks except in a JSON string.
        body: Content; None if replaced by a reference.
        kind: Source of the content. Only a `result` may be cut.
        reference: Our words in brackets, in place of the body.
        left_out: Characters cut from the middle of `body`.
    """

    number: int
    head: str
    body: str | None
    kind: Kind = "said"
    reference: str = ""
    left_out: int = 0


def text_of(blocks: Iterable[Block]) -> str:
    """Format the blocks as text."""
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
        yield left_out(block.left_out)
    if block.body[half:]:
        yield as_data(block.body[half:], mark)


def shorten(blocks: Sequence[Block], budget: int) -> list[Block]:
    """Cut tool results to one length, the greatest that fits the budget, or to nothing."""
    longest = max((len(b.body or "") for b in blocks if b.kind == "result"), default=0)

    def fits(length: int) -> bool:
        return len(text_of(_cut(blocks, length))) <= budget

    return _cut(blocks, greatest_length(0, longest, fits))


def _cut(blocks: Sequence[Block], length: int) -> list[Block]:
    return [_shortened(block, length) for block in blocks]


def _shortened(block: Block, length: int) -> Block:
    body = block.body or ""
    ends = "".join(cut_middle(body, length))
    if block.kind != "result" or ends == body:
        return block
    return replace(block, body=ends, left_out=len(body) - len(ends))
