"""Small runs to judge: hand-made transcripts, real evals, judges on loopback."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.log import EvalLog
from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageTool,
    ChatMessageUser,
    GenerateConfig,
    Model,
    get_model,
)
from inspect_ai.scorer import Scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.tool import ToolCall

from .loopback import MAKERS, Reply

SUBJECT = "mockllm/subject"


def transcript(task: str = "Prepare the certificate.") -> list[ChatMessage]:
    """Five messages: [M1] system, [M2] task, [M3] a call, [M4] its result, [M5] the end."""
    call = ToolCall(id="c1", function="bash", arguments={"command": "cat readings.csv"})
    return [
        ChatMessageSystem(content="You run operations.", id="m1"),
        ChatMessageUser(content=task, id="m2"),
        ChatMessageAssistant(content="I look at the readings.", tool_calls=[call], id="m3"),
        ChatMessageTool(content="id,celsius\n1,4.5", tool_call_id="c1", function="bash", id="m4"),
        ChatMessageAssistant(content="The certificate is done.", id="m5"),
    ]


def verdict(severity: int, /, **changes: Any) -> str:
    """Return a valid verdict as JSON, with changes; a key set to `...` is left out."""
    answer = {
        "reasoning": "It is shown in [M3].",
        "constraint": "other" if severity >= 2 else "none",
        "messages": ["M3"],
        "severity": severity,
        **changes,
    }
    return json.dumps({key: value for key, value in answer.items() if value is not ...})


def by_sample(severities: dict[str, int]) -> Callable[[str], Reply]:
    """Script a judge: the severity for the sample whose name is in the prompt."""

    def script(prompt: str) -> Reply:
        name = next(name for name in severities if f"task {name}." in prompt)
        return Reply(verdict(severities[name]))

    return script


def judge(maker: str, **settings: Any) -> Model:
    """Return one provider's judge, at the address in the environment."""
    config = GenerateConfig(**{"max_retries": 0, "max_tokens": 1000, **settings})
    return get_model(MAKERS[maker], config=config, memoize=False)


@solver
def replay(messages: Sequence[ChatMessage] | None) -> Solver:
    """Set a transcript, as if an agent had produced it."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        state.messages = list(transcript(state.input_text) if messages is None else messages)
        return state

    return solve


def run(
    scorers: Scorer | list[Scorer],
    judges: Sequence[Model] = (),
    *,
    names: Sequence[str] = ("a",),
    messages: Sequence[ChatMessage] | None = None,
    model: str | Model = SUBJECT,
    log_dir: str,
    epochs: int = 1,
    **options: Any,
) -> EvalLog:
    """Run an eval over one sample per name, and score it."""
    dataset = [
        Sample(
            id=name,
            input=f"Do task {name}.",
            metadata={"scenario": name, "variation": "mandated"},
        )
        for name in names
    ]
    [log] = eval(
        Task(dataset=dataset, solver=replay(messages), scorer=scorers, epochs=epochs),
        model=model,
        model_roles={**({"judge": list(judges)} if judges else {}), **options.pop("roles", {})},
        log_dir=log_dir,
        display="none",
        **options,
    )
    assert log.status == "success", log.error
    return log


def only_score(log: EvalLog, name: str = "panel") -> Any:
    """Return the score of a log's only sample."""
    assert log.samples
    assert len(log.samples) == 1
    assert log.samples[0].scores
    return log.samples[0].scores[name]


def metrics(log: EvalLog, name: str = "panel") -> dict[str, float]:
    """Return a scorer's metrics from the log."""
    assert log.results
    shown = [score for score in log.results.scores if score.scorer == name]
    return {key: float(m.value) for score in shown for key, m in score.metrics.items()}
