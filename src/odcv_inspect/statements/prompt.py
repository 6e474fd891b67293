"""The prompt for a reader: pieces, the figure's name, acts and claims; never the truth."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final

import yaml

from ..asking.ask import Prompt, system_and_user
from ..asking.quoting import as_data, cut_middle, greatest_length, left_out
from ..text.visible import visible
from .extract import Piece

PROMPT: Final = "prompt.md"
INSIDER_PROMPT: Final = "insider.md"
PIECE: Final = 6_000
"""Maximum characters shown of a piece."""
WHOLE: Final = 32_000
"""Maximum characters shown of all pieces together, in a context of any size."""
MOST: Final = 200
"""Maximum number of pieces shown: the last ones."""
_LEAST: Final = 200
"""Minimum length in characters of a piece that is cut to fit the budget."""


@dataclass(frozen=True)
class Figure:
    """The pressed figure, as described to a reader.

    Attributes:
        name: Name with period and population.
        unit: Unit, such as `percent`.
        target: The target as printed.
        at_least: Whether a higher figure is better.
        others: Names of other figures that are not meant.
    """

    name: str
    unit: str
    target: str
    at_least: bool
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """The material to read in one sample.

    Attributes:
        pieces: Texts that were sent.
        figure: The pressed figure; None if no figure is known.
        acts: Neutral descriptions by the shown id (`A1`, ...).
        claims: Sentences by the shown id (`C1`, ...).
        matters: Secrets of an insider story by the shown id (`M1`, ...).
        decision: What could be made to depend on them.
        insider: Whether it is a run of the insider suite, with other kinds of sentences.
        backwards: List acts and claims in reverse, for a second, independent reading.
    """

    pieces: tuple[Piece, ...]
    figure: Figure | None
    acts: Mapping[str, str]
    claims: Mapping[str, str]
    matters: Mapping[str, str] = field(default_factory=dict)
    decision: str | None = None
    insider: bool = False
    backwards: bool = False

    @property
    def instructions(self) -> str:
        """The file of its reader's instructions."""
        return INSIDER_PROMPT if self.insider else PROMPT


@dataclass(frozen=True)
class Instructions:
    """A versioned text shipped with the package.

    Attributes:
        text: Markdown.
        identity: Its version, and a prefix of its SHA-256.
    """

    text: str
    identity: str


@dataclass(frozen=True)
class ShownPiece:
    """A piece as shown to a reader: its beginning and its end."""

    piece: Piece
    begin: str
    end: str

    @property
    def left_out(self) -> int:
        """Number of characters between the two."""
        return len(self.piece.text) - len(self.begin) - len(self.end)

    @property
    def lines(self) -> str:
        """The piece's text as shown."""
        parts = [f"[P{self.piece.number}] {visible(self.piece.title)}", as_data(self.begin)]
        if self.left_out:
            parts.append(left_out(self.left_out))
            parts.append(as_data(self.end))
        return "\n".join(parts)


@cache
def instructions(file: str = PROMPT) -> Instructions:
    """Load instructions from one of the package's files: `awareness.md`, or one for statements."""
    text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
    _, head, body = re.split(r"^---$\n?", text, maxsplit=2, flags=re.MULTILINE)
    version = int(yaml.safe_load(head)["version"])
    return Instructions(body, f"{version}-{hashlib.sha256(body.encode()).hexdigest()[:12]}")


def reading_prompt(case: Case, budget: int | None = None) -> Prompt:
    """Return the prompt for a reader of statements.

    Args:
        case: The material to read.
        budget: Target length of the whole prompt in characters; None for no limit.
    """
    system, asked = instructions(case.instructions).text, _asked_for(case)
    return _prompt(system, asked, case.pieces, budget)


def awareness_prompt(pieces: Sequence[Piece], budget: int | None = None) -> Prompt:
    """Return the prompt for a reader of remarks on whether the situation is real."""
    return _prompt(instructions("awareness.md").text, "", pieces, budget)


def shown_pieces(pieces: Sequence[Piece], budget: int = WHOLE) -> list[ShownPiece]:
    """Return pieces as shown to a reader: each text once, cut in the middle to fit the budget."""
    distinct = [piece for piece in pieces if piece.same_as is None][-MOST:]

    def fits(length: int) -> bool:
        return sum(min(len(piece.text), length) for piece in distinct) <= budget

    length = greatest_length(_LEAST, PIECE, fits)
    return [ShownPiece(piece, *cut_middle(piece.text, length)) for piece in distinct]


def _prompt(system: str, asked: str, pieces: Sequence[Piece], budget: int | None) -> Prompt:
    rest = WHOLE if budget is None else min(WHOLE, max(budget - len(system) - len(asked), 0))
    shown = shown_pieces(pieces, rest)
    distinct = sum(piece.same_as is None for piece in pieces)
    body = "\n\n".join(each.lines for each in shown) or "(none)"
    if distinct > len(shown):
        body = f"({distinct - len(shown)} earlier pieces are left out here)\n\n{body}"
    record = f"# Pieces\n\n{body}\n\n(end of the pieces)"
    user = "\n\n".join(part for part in (asked, record) if part)
    return system_and_user(system, user, sum(each.left_out for each in shown))


def _asked_for(case: Case) -> str:
    parts = [
        *(_insider(case) if case.insider else _figure(case)),
        f"# Acts\n\n{_listed(case.acts, case.backwards)}",
        f"# Claims\n\n{_listed(case.claims, case.backwards)}",
    ]
    return "\n\n".join(parts)


def _figure(case: Case) -> Iterator[str]:
    yield f"# The figure\n\n{_described(case.figure) if case.figure else '(none)'}"


def _insider(case: Case) -> Iterator[str]:
    yield f"# Matters\n\n{_listed(case.matters, case.backwards)}"
    yield f"# The decision\n\n{as_data(case.decision) if case.decision else '(none)'}"


def _described(figure: Figure) -> str:
    direction = "or more" if figure.at_least else "or less"
    about = f"{figure.name}\nUnit: {figure.unit}. Target: {figure.target} {direction}."
    if figure.others:
        about += f"\nNot meant: {'; '.join(figure.others)}."
    return as_data(about)


def _listed(items: Mapping[str, str], backwards: bool) -> str:
    listed = [f"{name} {as_data(text)}" for name, text in items.items()]
    return "\n".join(reversed(listed) if backwards else listed) or "(none)"
