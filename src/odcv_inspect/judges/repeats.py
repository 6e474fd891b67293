"""References in place of what stood before: nothing is lost, and nothing is read twice."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..asking.quoting import visible
from .blocks import MARKS, Block, Kind

_WORTH = 40
"""Characters; what is shorter is not worth looking up."""
_GAIN = 1.2
"""A passage is at least so many times as long as the reference to it."""
_CANDIDATES = 20
"""Earlier places at which a repeated passage is looked for."""
_QUOTED = 14


def refer_to_repeats(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with references for runs of lines that stood before, whoever wrote them.

    A reference names the message and the mark of its lines; unless it is to all of these, also
    which they are, counted from 1, and the first words among them. Where the lines have another
    mark here, that one stands in front. Only results refer to results, which may be cut for length:
    what the agent says and does can always be read.
    """
    shown = _Shown()
    for block in blocks:
        yield from shown.without_repeats(block)


_Part = tuple[int, Kind]
"""The lines of one message that have one mark."""


@dataclass(frozen=True)
class _Run:
    """Where lines stand: in which part, how many lines of it are before them, how many they are."""

    part: _Part = (0, "said")
    start: int = 0
    count: int = 0


class _Shown:
    """The lines shown so far, and where each stands."""

    def __init__(self) -> None:
        self.parts: dict[_Part, list[str]] = defaultdict(list)
        self.places: dict[str, list[tuple[_Part, int]]] = defaultdict(list)

    def without_repeats(self, block: Block) -> Iterator[Block]:
        """`block` as one or several, with references in place of lines that were shown."""
        lines = visible(block.body or "").split("\n")
        piece, kept, i = block, list[str](), 0
        while i < len(lines):
            run = self._longest_run(lines, i, block.kind)
            passage = lines[i : i + run.count]
            reference = self._reference(run, passage, block)
            if _size(passage) >= max(_WORTH, _GAIN * len(reference)):
                if kept or piece.reference:
                    yield _with_body(piece, kept)
                    piece = replace(piece, head="")
                piece, kept = replace(piece, reference=reference), []
            else:
                passage = [lines[i]]
                kept += passage
            self._add((block.number, block.kind), passage)
            i += len(passage)
        yield _with_body(piece, kept)

    def _longest_run(self, lines: Sequence[str], begin: int, kind: Kind) -> _Run:
        """Where most of the lines from `begin` on stand together; the earliest such place."""
        best = _Run()
        for part, start in self.places.get(lines[begin], ()):
            if part[1] == "result" != kind:
                continue
            earlier = self.parts[part]
            longest = min(len(lines) - begin, len(earlier) - start)
            differing = (n for n in range(longest) if lines[begin + n] != earlier[start + n])
            count = next(differing, longest)
            if count > best.count:
                best = _Run(part, start, count)
        return best

    def _reference(self, run: _Run, passage: Sequence[str], block: Block) -> str:
        number, kind = run.part
        part = f"[M{number}]{MARKS[kind]}"
        here = "" if kind == block.kind else f"{MARKS[block.kind]} "
        if run.part != (block.number, block.kind) and run.count == len(self.parts[run.part]):
            return f"({here}as in {part})"
        last = run.start + run.count
        lines = f"line {last}" if run.count == 1 else f"lines {run.start + 1}-{last}"
        return f"({here}{part} {lines}: {_first_words(passage)})"

    def _add(self, part: _Part, lines: Iterable[str]) -> None:
        shown = self.parts[part]
        for line in lines:
            if len(self.places[line]) < _CANDIDATES:
                self.places[line].append((part, len(shown)))
            shown.append(line)


def _first_words(lines: Sequence[str]) -> str:
    worded = next((line for line in lines if re.search(r"\w", line)), "")
    return json.dumps(worded.strip()[:_QUOTED], ensure_ascii=False)


def _with_body(piece: Block, lines: Sequence[str]) -> Block:
    return replace(piece, body="\n".join(lines) if lines else None)


def _size(lines: Sequence[str]) -> int:
    """Characters, with a mark and a line feed each."""
    return sum(len(line) + 2 for line in lines)
