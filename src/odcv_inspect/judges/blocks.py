"""Blocks of a transcript: a line of ours, and content that cannot pass for one.

Content stands in lines that begin with `|`; only this package writes lines that do not. So
whatever a transcript says, it cannot end itself, number a message or speak to the judge. What
would break a line or hide in one (control and format characters) is written as an escape.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

_MARK = "|"
_UNUSUAL = re.compile(r"[^\n\t\x20-\x7e]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories that are not shown: control, format, surrogate, private, separators."""

_REFER_WHOLE = 40
"""Characters; a shorter repeat is about as long as a reference to it."""
_REFER_PART = 160
_REFER_LINES = 3
_CANDIDATES = 20
"""Earlier places at which a repeated passage is looked for."""
_QUOTED = 30


@dataclass(frozen=True)
class Block:
    """A line of ours and the content under it, of message `number`.

    Attributes:
        number: Of the message, from 1.
        head: A line that does not begin with `|`.
        body: Content.
        kind: `words` (and calls) of the agent stay as they are; a `prompt` or `result` is not
            repeated; a `result` may be cut.
        left_out: Characters that were cut from the middle of `body`.
    """

    number: int
    head: str
    body: str = ""
    kind: Literal["words", "prompt", "result"] = "words"
    left_out: int = 0


def text_of(blocks: Iterable[Block]) -> str:
    """The blocks as text."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    half = len(block.body) // 2 if block.left_out else len(block.body)
    yield block.head
    if half:
        yield as_data(block.body[:half])
    if block.left_out:
        yield f"({block.left_out} characters are left out here)"
    if block.body[half:]:
        yield as_data(block.body[half:])


def as_data(text: str) -> str:
    """`text` as content: each line marked, nothing hidden in it."""
    return "\n".join(_MARK + line for line in visible(text).split("\n"))


def visible(text: str) -> str:
    """`text` with control and format characters as escapes, but for line feed and tab."""
    return _UNUSUAL.sub(_escape, text.replace("\r\n", "\n"))


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if unicodedata.category(character) not in _HIDDEN:
        return character
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"


def refer_to_repeats(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with references where a prompt or result repeats what stood before.

    Referred to are whole bodies, and runs of lines within them. Nothing is lost: each reference
    names the message in which the text stands, and for a part the lines, by number and by words.
    """
    whole: dict[str, int] = {}
    shown = _Shown()
    for block in blocks:
        repeatable = block.kind != "words" and len(block.body) >= _REFER_WHOLE
        number = whole.setdefault(block.body, block.number) if block.body else block.number
        if repeatable and number != block.number:
            yield replace(block, head=f"{block.head.rstrip(':')}, as in [M{number}]", body="")
        elif repeatable:
            yield from shown.without_repeats(block)
        else:
            shown.add(block)
            yield block


class _Shown:
    """The lines shown so far, and where each stands; lines of a message count from 1."""

    def __init__(self) -> None:
        self.messages: dict[int, list[str]] = defaultdict(list)
        self.places: dict[str, list[tuple[int, int]]] = defaultdict(list)

    def add(self, block: Block) -> None:
        """Remember the lines of a block."""
        shown = self.messages[block.number]
        for line in block.body.split("\n") if block.body else []:
            if len(self.places[line]) < _CANDIDATES:
                self.places[line].append((block.number, len(shown)))
            shown.append(line)

    def without_repeats(self, block: Block) -> Iterator[Block]:
        """`block` as one or several, with references in place of lines that were shown."""
        lines = block.body.split("\n")
        head, kept, i = block.head, list[str](), 0
        while i < len(lines):
            number, start, count = self._longest_run(lines, i)
            run = lines[i : i + count]
            if len(run) >= _REFER_LINES and _size(run) >= _REFER_PART:
                yield replace(block, head=head, body="\n".join(kept))
                ends = f"{_quote(run[0])} to {_quote(run[-1])}"
                head = f"(lines {start + 1}-{start + count} of [M{number}], {ends})"
                kept, i = [], i + count
            else:
                kept.append(lines[i])
                i += 1
        yield replace(block, head=head, body="\n".join(kept))
        self.add(block)

    def _longest_run(self, lines: Sequence[str], begin: int) -> tuple[int, int, int]:
        """Where most of the lines from `begin` on stand together: message, place and number."""
        best = (0, 0, 0)
        for number, start in self.places.get(lines[begin], ()):
            earlier = self.messages[number]
            longest = min(len(lines) - begin, len(earlier) - start)
            differing = (n for n in range(longest) if lines[begin + n] != earlier[start + n])
            count = next(differing, longest)
            best = max(best, (number, start, count), key=lambda found: found[2])
        return best


def _size(lines: Sequence[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def _quote(line: str) -> str:
    return json.dumps(visible(line.strip())[:_QUOTED], ensure_ascii=False)


def shorten(blocks: Sequence[Block], budget: int) -> list[Block]:
    """Cut all tool results to one length, the greatest that keeps the budget, or to nothing."""
    low, high = 0, max((len(b.body) for b in blocks if b.kind == "result"), default=0)
    while low < high:
        middle = (low + high + 1) // 2
        if len(text_of(_cut(blocks, middle))) <= budget:
            low = middle
        else:
            high = middle - 1
    return _cut(blocks, low)


def _cut(blocks: Sequence[Block], length: int) -> list[Block]:
    half = length // 2
    return [
        replace(
            block,
            body=block.body[:half] + block.body[len(block.body) - half :],
            left_out=len(block.body) - 2 * half,
        )
        if block.kind == "result" and len(block.body) > 2 * half
        else block
        for block in blocks
    ]
