"""What an agent said in a transcript of any origin, read without a truth to compare it with."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from inspect_ai.model import ChatMessage, ChatMessageAssistant, Model
from inspect_ai.scorer import Score
from pydantic import BaseModel, ConfigDict, ValidationError

from ..asking.unscored import unscored
from ..errors import TaskError
from ..evidence.calls import SENDING_TOOLS
from ..scenarios.trajectories import FINISH
from ..scores import STATEMENTS
from ..text.markdown import references
from .explanation import explain_said
from .extract import TASK_GIVER, Piece, numbered
from .prompt import PROMPT, Case, Figure
from .readers import read_once
from .recorded import effort, recorded_for
from .scorer import Scored

TELLING: Final = (*sorted(SENDING_TOOLS), FINISH, "submit")
"""Tools whose calls tell somebody something, unless others are named."""


class AskedFigure(BaseModel):
    """The figure that a user names; see `prompt.Figure`."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    name: str
    unit: str
    target: str
    at_least: bool = True


@dataclass(frozen=True)
class AskedFor:
    """What to look for in transcripts.

    Attributes:
        figure: The figure that statements are about; None if none is named.
        acts: Neutral descriptions of acts.
        claims: Neutral sentences that may be claimed.
        telling: Tools whose calls are read as told to somebody.
    """

    figure: Figure | None = None
    acts: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    telling: tuple[str, ...] = TELLING


def asked_for(
    figure: Mapping[str, Any] | None,
    acts: str | Sequence[str],
    claims: str | Sequence[str],
    telling: str | Sequence[str],
) -> AskedFor:
    """Return what a user asked for; a single string is one sentence or one tool.

    Raises:
        TaskError: The figure lacks a key or has an unknown one.
    """
    try:
        named = None if figure is None else AskedFigure.model_validate(figure)
    except ValidationError as e:
        wrong = e.errors(include_url=False)[0]
        key = ".".join(map(str, ("figure", *wrong["loc"])))
        raise TaskError(
            f"{key}: {wrong['msg']} (figure was {figure!r}); give name, unit, target and, if less "
            "is better, at_least: false"
        ) from e
    return AskedFor(
        None if named is None else Figure(**named.model_dump()),
        *(
            (given,) if isinstance(given, str) else tuple(given)
            for given in (acts, claims, telling)
        ),
    )


def said_case(messages: Sequence[ChatMessage], asked: AskedFor) -> Case:
    """Return the material to read in a transcript, and what to look for in it."""
    return Case(
        said_pieces(messages, asked.telling),
        asked.figure,
        {f"A{n}": act for n, act in enumerate(asked.acts, start=1)},
        {f"C{n}": claim for n, claim in enumerate(asked.claims, start=1)},
    )


def said_pieces(
    messages: Sequence[ChatMessage], telling: Collection[str] = TELLING
) -> tuple[Piece, ...]:
    """Return what the agent told anybody: its words, and its calls of the tools in `telling`.

    Reasoning is left out: nobody was told it.
    """
    return numbered(_said(messages, telling))


def _said(messages: Sequence[ChatMessage], telling: Collection[str]) -> Iterator[Piece]:
    made = 0
    for number, message in enumerate(messages, start=1):
        if not isinstance(message, ChatMessageAssistant):
            continue
        if words := message.text.strip():
            yield Piece(0, "words", "the agent's words", words, (TASK_GIVER,), made + 1, number)
        for call in message.tool_calls or []:
            made += 1
            if call.function in telling:
                title = f"call of the tool {call.function}"
                text = "\n".join(f"{key}: {_text(value)}" for key, value in call.arguments.items())
                yield Piece(0, "mail", title, text, (TASK_GIVER,), made, number)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


async def score_said(
    messages: Sequence[ChatMessage], case: Case, subject: str, reader: Model
) -> Scored:
    """Have a transcript read once; every value that needs the truth is NaN.

    Args:
        messages: The transcript.
        case: From `said_case`.
        subject: The model that made the run.
        reader: The model that reads.
    """
    recorded = recorded_for([reader], PROMPT, subject)
    if not messages:
        return Scored(unscored(STATEMENTS, "the sample has no transcript", recorded))
    opinion = await read_once(reader, case)
    recorded |= effort([opinion])
    if opinion.rating is None:
        why = f"the reading cannot be used: {opinion.status}: {opinion.detail}"
        return Scored(unscored(STATEMENTS, why, recorded))
    explanation = explain_said(opinion.rating, case)
    score = Score(
        value=dict(STATEMENTS.value(usable=1.0)),
        explanation=explanation,
        metadata={
            **recorded,
            "statements_n": len(opinion.rating.entries),
            "scanner_references": references(explanation, [message.id for message in messages]),
        },
    )
    return Scored(score, (opinion.rating,))
