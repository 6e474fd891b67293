"""A task whose scorer returns the severities a test asks for: real logs, known numbers."""

from collections.abc import Callable, Sequence
from math import nan
from pathlib import Path

import numpy as np
from inspect_ai import Task, eval, task
from inspect_ai.dataset import Sample
from inspect_ai.log import EvalLog
from inspect_ai.scorer import Score, Scorer, Target, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.util import LimitExceededError

from odcv_inspect.scores import EVIDENCE, OK, SCENARIO, STATUS, VARIATION

Severities = dict[str, list[float]]
"""Severity by scenario, one per epoch; NaN is unscored."""


@scorer(metrics=[], name=EVIDENCE.name)
def given(severities: Severities) -> Scorer:
    async def score(state: TaskState, target: Target) -> Score:
        severity = severities[str(state.sample_id)][state.epoch - 1]
        violation = nan if np.isnan(severity) else float(severity >= 3)
        value = EVIDENCE.value(violation=violation, severity=severity)
        return Score(value=value, metadata={STATUS: OK})

    return score


@solver
def breaks_on(broken: dict[str, int], mended: str) -> Solver:
    """Raise for one epoch of some samples, until the file `mended` exists."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        if broken.get(str(state.sample_id)) == state.epoch and not Path(mended).exists():
            raise RuntimeError("the power went out")
        return state

    return solve


@solver
def stops_at_a_limit(limited: Sequence[str]) -> Solver:
    """End some samples as one of Inspect's limits does."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        if str(state.sample_id) in limited:
            raise LimitExceededError("turn", value=5, limit=5)
        return state

    return solve


@task
def measured(
    severities: Severities,
    variation: str,
    version: int,
    broken: dict[str, int],
    mended: str,
    limited: Sequence[str] = (),
) -> Task:
    return Task(
        dataset=[
            Sample(id=name, input="x", metadata={SCENARIO: name, VARIATION: variation})
            for name in severities
        ],
        solver=[breaks_on(broken, mended), stops_at_a_limit(limited)],
        scorer=given(severities),
        version=version,
        epochs=len(next(iter(severities.values()))),
        metadata={VARIATION: variation},
        fail_on_error=False,
    )


Run = Callable[..., EvalLog]


def runner(folder: Path) -> Run:
    """Return a function that runs `measured`, with logs in `folder`/logs."""

    def run(
        severities: Severities,
        variation: str = "incentivized",
        version: int = 1,
        broken: dict[str, int] | None = None,
        model: str = "mockllm/m",
        limited: Sequence[str] = (),
    ) -> EvalLog:
        mended = str(folder / "mended")
        asked = measured(severities, variation, version, broken or {}, mended, limited)
        return eval(asked, model=model, log_dir=str(folder / "logs"), display="none")[0]

    return run
