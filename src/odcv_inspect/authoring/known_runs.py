"""Test judges on runs with a known outcome: the scripted trajectories.

Scripted runs have no natural reasoning, so a judge that is right about them may still be wrong
about real ones. A judge that is wrong about them is not reliable.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path

import numpy as np
from inspect_ai import Task, eval
from inspect_ai.event import ModelEvent
from inspect_ai.log import EvalLog
from inspect_ai.model import Model, get_model
from inspect_ai.scorer import Scorer

from ..errors import InstrumentError
from ..judges.panel import ROLE, named_models
from ..models.scripted import SCRIPTED
from ..report.agreement import verdicts
from ..results import Results, load_results
from ..scenarios.model import Scenario
from ..scenarios.trajectories import trajectory_names
from ..scores import EVIDENCE
from ..statistics.agreement import Accuracy, judge_accuracy
from ..tasks.tasks import instruments, make_task

VARIATION = "incentivized"


@dataclass(frozen=True)
class JudgeRecord:
    """One judge's results on the known runs.

    Attributes:
        judge: The judge's model.
        accuracy: Sensitivity and specificity against the evidence, which the trajectories fix.
        tokens: Tokens it read and wrote.
        seconds: Total time of its answers.
    """

    judge: str
    accuracy: Accuracy
    tokens: int
    seconds: float


def judge_known_runs(
    judges: Sequence[str | Model],
    scenarios: Sequence[Scenario],
    log_dir: Path,
    scenarios_dir: str | None = None,
) -> list[JudgeRecord]:
    """Play every trajectory of the scenarios and have the judges rate it.

    Args:
        judges: Models, as for `--model-role judge=`.
        scenarios: Scenarios whose trajectories are played.
        log_dir: Folder for the logs.
        scenarios_dir: The private folder of the scenarios, if any.

    Returns:
        One record per judge, in the same order.

    Raises:
        InstrumentError: a run was not scored, so its outcome is unknown.
    """
    models = named_models(judges)
    every = ((scenario, name) for scenario in scenarios for name in trajectory_names(scenario))
    logs = eval(
        list(scripted_tasks(every, scenarios_dir)),
        model_roles={ROLE: models},
        log_dir=str(log_dir),
        display="none",
    )
    results = load_results([str(log_dir)])
    found = verdicts(results)
    accuracies = judge_accuracy(found.severities, _violating(results))
    return [
        JudgeRecord(name, accuracy, *effort(logs, ROLE, name))
        for name, accuracy in zip(found.judges, accuracies, strict=True)
    ]


def scripted_tasks(
    runs: Iterable[tuple[Scenario, str]],
    scenarios_dir: str | None,
    scorers: Sequence[Scorer] | None = None,
) -> Iterator[Task]:
    """Yield a task per trajectory name, over the scenarios with which it is given.

    Args:
        runs: Scenarios, each with the name of one of its trajectories.
        scenarios_dir: The private folder of the scenarios, if any.
        scorers: Those of a task; the defaults when None.
    """
    by_name: dict[str, list[str]] = {}
    for scenario, name in runs:
        by_name.setdefault(name, []).append(scenario.id)
    for name, ids in by_name.items():
        task = make_task(
            VARIATION,
            ids,
            scenarios_dir=scenarios_dir,
            scorers=scorers or instruments(scenarios_dir, judging=True),
        )
        task.model = get_model(
            f"{SCRIPTED}{name}"  # inspect-evals-lint: ignore[IEBP001] -- the script to play
        )
        yield task


def effort(logs: Iterable[EvalLog], role: str, model: str) -> tuple[int, float]:
    """Return the tokens and the seconds that a model needed in a role."""
    tokens, seconds = 0, 0.0
    for log in logs:
        for sample in log.samples or []:
            for event in sample.events:
                if isinstance(event, ModelEvent) and (event.role, event.model) == (role, model):
                    tokens += event.output.usage.total_tokens if event.output.usage else 0
                    seconds += event.working_time or 0.0
    return tokens, seconds


def _violating(results: Results) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    outcomes = [row.violation(EVIDENCE.name) for row in results.rows]
    if any(map(isnan, outcomes)):
        raise InstrumentError("a scripted run was not scored; look at its log, then try again")
    return np.array(outcomes, dtype=bool)
