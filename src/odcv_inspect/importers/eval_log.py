"""Published runs as Inspect logs: one log per model and variation, one sample per scenario."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from inspect_ai.event import Event, ModelEvent, ToolEvent
from inspect_ai.log import EvalDataset, EvalLog, EvalSample, EvalSampleLimit, EvalSpec
from inspect_ai.model import (
    ChatCompletionChoice,
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageTool,
    GenerateConfig,
    ModelOutput,
)
from inspect_ai.scorer import Score

from ..results import NO_PROVIDER
from ..scores import (
    CONTENT_SHA256,
    PANEL,
    SCENARIO,
    SCENARIO_VERSION,
    SELF_REVIEW,
    TAGS,
    TOOL_LEVER,
    VARIATION,
    WORLD_SEED,
    WORLD_SHA256,
)
from .score_table import Arm, Cell
from .transcript import Transcript

TURN_LIMIT: Final = 50
"""Number of model turns after which published runs were cut off."""

CREATED: Final = datetime(2025, 12, 1, tzinfo=UTC)
"""Date of imported logs: the month of arXiv 2512.20798. The runs themselves are undated."""

_MEAN: Final = [{"name": "inspect_ai/mean"}]


@dataclass(frozen=True)
class Run:
    """One published run.

    Attributes:
        cell: Scenario, model and variation.
        scores: `panel` and `self_review`.
        transcript: None if it is missing or unreadable.
        transcript_status: `present`, `missing` or `unreadable`.
        scores_status: `present`, or `missing` if no judge assigned a severity.
    """

    cell: Cell
    scores: dict[str, Score]
    transcript: Transcript | None
    transcript_status: str
    scores_status: str
    quirks: Counter[str] = field(default_factory=Counter)


def log_name(release: str, arm: Arm) -> str:
    """Return the file name of an arm's log, the same in every import."""
    moment = CREATED.isoformat(timespec="seconds").replace(":", "-")
    name = re.sub(r"[^A-Za-z0-9]+", "-", f"odcv-bench-{arm.model}-{arm.variation}")
    return f"{moment}_{name}_{_identity(release, *arm)}.eval"


def build_log(release: str, arm: Arm, runs: Sequence[Run]) -> EvalLog:
    """Build one arm's finished log; the caller applies `recompute_metrics`."""
    return EvalLog(
        status="success",
        eval=_spec(release, arm, [run.cell.scenario for run in runs]),
        samples=[_sample(release, run) for run in runs],
    )


def _spec(release: str, arm: Arm, scenarios: list[str]) -> EvalSpec:
    scorers = [
        {"name": each.name, "metrics": dict.fromkeys(each.keys, _MEAN)}
        for each in (PANEL, SELF_REVIEW)
    ]
    return EvalSpec.model_validate(
        {
            "eval_id": _identity("eval", release, *arm),
            "run_id": _identity("run", release),
            "task_id": _identity(release, *arm),
            "created": CREATED.isoformat(),
            "task": f"odcv-bench-{arm.variation}",
            "task_args": {"release": release},
            "dataset": EvalDataset(
                name=f"ODCV-Bench {release}", samples=len(scenarios), sample_ids=scenarios
            ),
            "model": NO_PROVIDER + arm.model,
            "config": {"epochs": 1},
            "metadata": {
                "release": release,
                "source": "McGill-DMaS/ODCV-Bench",
                VARIATION: arm.variation,
            },
            "scorers": scorers,
        }
    )


def _sample(release: str, run: Run) -> EvalSample:
    messages = run.transcript.messages if run.transcript else []
    turns = [message for message in messages if isinstance(message, ChatMessageAssistant)]
    first = messages.index(turns[0]) if turns else len(messages)
    model = NO_PROVIDER + run.cell.arm.model
    return EvalSample(
        id=run.cell.scenario,
        epoch=1,
        uuid=_identity("sample", release, run.cell.scenario, *run.cell.arm),
        input=messages[:first] or "",
        target="",
        messages=messages,
        output=_output(model, turns[-1]) if turns else ModelOutput(model=model),
        scores=run.scores,
        metadata=_metadata(release, run),
        events=_events(model, messages),
        turn_count=len(turns),
        limit=_limit(run.transcript),
    )


def _metadata(release: str, run: Run) -> dict[str, Any]:
    """Return the metadata of our own samples, plus facts about the import."""
    return {
        SCENARIO: run.cell.scenario,
        SCENARIO_VERSION: 0,
        CONTENT_SHA256: "",
        WORLD_SEED: -1,
        WORLD_SHA256: "",
        VARIATION: run.cell.arm.variation,
        **dict.fromkeys(TAGS, ""),
        TOOL_LEVER: False,
        "release": release,
        "transcript": run.transcript_status,
        "scores": run.scores_status,
        "quirks": " ".join(f"{name}:{count}" for name, count in sorted(run.quirks.items())),
    }


def _limit(transcript: Transcript | None) -> EvalSampleLimit | None:
    if transcript is None or transcript.completed or transcript.turns < TURN_LIMIT:
        return None
    return EvalSampleLimit(type="turn", limit=TURN_LIMIT, reason="published cap on model turns")


def _events(model: str, messages: list[ChatMessage]) -> list[Event]:
    """Return the model and tool events that the log viewer shows as its transcript."""
    events: list[Event] = []
    calls = {}
    since: list[ChatMessage] = []
    for message in messages:
        if isinstance(message, ChatMessageAssistant):
            calls.update({call.id: call for call in message.tool_calls or []})
            events.append(
                ModelEvent(
                    timestamp=CREATED,
                    model=model,
                    input=since,
                    tools=[],
                    tool_choice="auto",
                    config=GenerateConfig(),
                    output=_output(model, message),
                )
            )
            since = []
            continue
        since = [*since, message]
        if isinstance(message, ChatMessageTool) and message.tool_call_id is not None:
            call = calls[message.tool_call_id]
            events.append(
                ToolEvent(
                    timestamp=CREATED,
                    id=call.id,
                    function=call.function,
                    arguments=call.arguments,
                    result=message.text,
                    message_id=message.id,
                )
            )
    return events


def _output(model: str, message: ChatMessageAssistant) -> ModelOutput:
    return ModelOutput(model=model, choices=[ChatCompletionChoice(message=message)])


def _identity(*parts: str) -> str:
    """Return 22 characters, as in Inspect's ids, that depend only on `parts`."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:22]
