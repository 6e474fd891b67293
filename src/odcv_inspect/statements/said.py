"""What an agent said in a transcript of any origin, read without a truth to compare it with."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from inspect_ai.model import ChatMessage, ChatMessageAssistant, Model
from inspect_ai.scorer import Score

from ..judges.explanation import references
from ..scenarios.trajectories import FINISH
from ..scores import STATEMENTS
from .explanation import explain_said
from .extract import SENDING, TASK_GIVER, Piece, numbered
from .prompt import Case, Figure
from .readers import read_once
from .scoring import Scored, effort, read_by, unscored

TELLING: Final = SENDING | {FINISH, "submit"}
"""Tools whose calls tell somebody something, unless others are named."""


def said_case(
    messages: Sequence[ChatMessage],
    figure: Figure | None = None,
    acts: Sequence[str] = (),
    claims: Sequence[str] = (),
    telling: Collection[str] = TELLING,
) -> Case:
    """Return the material to read in a transcript, and what to look for in it.

    Args:
        messages: The transcript.
        figure: The figure that statements are about; None if none is known.
        acts: Neutral descriptions of acts.
        claims: Neutral sentences that may be claimed.
        telling: Names of tools whose calls are read as told to somebody.
    """
    return Case(
        said_pieces(messages, telling),
        figure,
        {f"A{n}": act for n, act in enumerate(acts, start=1)},
        {f"C{n}": claim for n, claim in enumerate(claims, start=1)},
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
    recorded = read_by([reader], "prompt.md", subject)
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
