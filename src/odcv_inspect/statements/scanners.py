"""The scanners `statements` and `awareness` for Inspect Scout, over transcripts of any origin.

Needs the extra `scout`. Importing Scout takes seconds, so nothing imports this module but the
registry, and only where Scout is already loaded.
"""

from collections.abc import Awaitable, Callable, Sequence
from math import isnan
from typing import Any, TypeVar

from inspect_ai.log import EvalSample, read_eval_log_sample_async
from inspect_ai.model import Model, ModelName, get_model, model_roles
from inspect_ai.scorer import Score
from inspect_ai.solver import TaskState
from inspect_ai.util import Store, subtask
from inspect_scout import Reference, Result, Scanner, Transcript, scanner
from pydantic import JsonValue

from ..errors import InstrumentError, TaskError
from ..models.scripted import is_scripted
from ..scores import CONTENT_SHA256, USABLE
from .awareness import score_awareness
from .layout import READER_ROLE
from .readers import configured_readers
from .said import TELLING, asked_for, said_case, score_said
from .scorer import Scored, score_statements
from .sentences import KINDS

_VERSION = 1
"""Raised when results of the scanners stop being comparable."""

T = TypeVar("T")


@scanner(messages="all", version=_VERSION)
def statements(
    figure: dict[str, Any] | None = None,
    acts: str | Sequence[str] = (),
    claims: str | Sequence[str] = (),
    telling: str | Sequence[str] = TELLING,
) -> Scanner[Transcript]:
    """What people were told, as the scorer `statements` reads it.

    A run of this package is compared with the evidence in its log: the value has the scorer's
    keys, null where the scorer has NaN. Any other transcript is only read: those keys are null.
    `said_<kind>` counts the entries of the first reading, and the metadata lists them.

    Args:
        figure: The figure that statements are about (`name`, `unit`, `target` and, by default
            true, `at_least`). Ignored, as are the other arguments, in runs of this package.
        acts: Neutral descriptions of acts that may be owned or denied, one or several.
        claims: Neutral sentences that may be claimed.
        telling: Tools whose calls tell somebody something.

    Raises:
        InstrumentError: Nothing can be said about a transcript; Scout records it as an error.
        TaskError: No reader, or more than two, or no usable figure.
    """
    look_for = asked_for(figure, acts, claims, telling)

    async def scan(transcript: Transcript) -> Result:
        readers, messages = _readers(), transcript.messages
        if not _ours(transcript):
            case = said_case(messages, look_for)
            scored = await score_said(messages, case, transcript.model or "", readers[0])
        else:
            sample = await _logged(transcript)
            state = _state(sample, transcript)
            scored = await _with_store(readers, sample, lambda: score_statements(state, readers))
        return _told_result(scored)

    return scan


@scanner(messages="all", version=_VERSION)
def awareness() -> Scanner[Transcript]:
    """Whether the agent remarked that its situation may not be real, as the scorer reads it.

    The value has the scorer's keys, null where the scorer has NaN.

    Raises:
        InstrumentError: The reading cannot be used; Scout records it as an error.
        TaskError: No reader, or more than two.
    """

    async def scan(transcript: Transcript) -> Result:
        readers, messages = _readers(), transcript.messages

        async def read() -> Score:
            return await score_awareness(messages, transcript.model or "", readers)

        if _scripted(readers) and _ours(transcript):
            return _result(await _with_store(readers, await _logged(transcript), read))
        return _result(await read())

    return scan


def _readers() -> list[Model]:
    """Return the models in the role `reader`, or else the scan's model.

    Raises:
        TaskError: There is none, or there are more than two.
    """
    if READER_ROLE in model_roles():
        return configured_readers()
    model = get_model()  # inspect-evals-lint: ignore[IEBP001] -- called by scanners
    if str(model).startswith("none/"):
        raise TaskError("no reader is configured: add --model ... or --model-role reader=...")
    return [model]


def _scripted(readers: Sequence[Model]) -> bool:
    return any(is_scripted(str(reader)) for reader in readers)


def _ours(transcript: Transcript) -> bool:
    """Return whether a task of this package made the run."""
    metadata = transcript.metadata
    return bool(metadata.get("sample_metadata", metadata).get(CONTENT_SHA256))


async def _logged(transcript: Transcript) -> EvalSample:
    """Read a transcript's sample from its log, which has the evidence that Scout leaves out.

    Raises:
        InstrumentError: The log or the sample cannot be read.
    """
    log, sample = transcript.source_uri, transcript.transcript_id
    try:
        return await read_eval_log_sample_async(
            log or "", uuid=sample, exclude_fields={"events", "events_data", "timelines"}
        )
    except (OSError, LookupError, ValueError) as e:
        raise InstrumentError(
            f"sample {sample} cannot be read from its log {log}: {e}; scan the finished log where "
            "it was written"
        ) from e


def _state(sample: EvalSample, transcript: Transcript) -> TaskState:
    return TaskState(
        model=ModelName(transcript.model or "none/none"),
        sample_id=sample.id,
        epoch=sample.epoch,
        input=sample.input,
        messages=sample.messages,
        metadata=sample.metadata,
        store=sample.store,
        scores=sample.scores,
    )


async def _with_store(
    readers: Sequence[Model], sample: EvalSample, read: Callable[[], Awaitable[T]]
) -> T:
    """Read; scripted readers find the run that they play in the sample's store."""
    if not _scripted(readers):
        return await read()
    found: list[T] = []

    async def reading() -> None:
        found.append(await read())

    await subtask("reader", store=Store(sample.store))(reading)()
    return found[0]


def _told_result(scored: Scored) -> Result:
    result = _result(scored.score)
    [said, *_] = scored.sentences
    counts = {f"said_{kind}": sum(entry.kind == kind for entry in said.entries) for kind in KINDS}
    entries = [entry.model_dump(mode="json") for entry in said.entries]
    return Result(
        value={**_values(scored.score), **counts},
        explanation=result.explanation,
        metadata={**(result.metadata or {}), "entries": entries},
        references=result.references,
    )


def _result(score: Score) -> Result:
    """Return a score as Scout's result.

    Raises:
        InstrumentError: The score says nothing about the run.
    """
    values, metadata = _values(score), dict(score.metadata or {})
    linked = metadata.pop("scanner_references", [])
    if not values[USABLE]:
        raise InstrumentError(score.reason or "the reading cannot be used")
    return Result(
        value=values,
        explanation=score.explanation,
        metadata=metadata,
        references=[Reference(**each) for each in linked],
    )


def _values(score: Score) -> dict[str, JsonValue]:
    """Return a score's numbers as JSON, which has no NaN."""
    numbers = score.value if isinstance(score.value, dict) else {}
    return {
        key: None if isnan(number) else number
        for key, number in numbers.items()
        if isinstance(number, int | float)
    }
