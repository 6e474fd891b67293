"""Metrics as a log shows them: through a real run, and what its epochs are reduced to."""

import io
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from typing import Any

from inspect_ai import Task, eval_async
from inspect_ai.dataset import Sample
from inspect_ai.model import get_model
from inspect_ai.scorer import Score, Scorer, Target, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver

from odcv_inspect.scores import SCENARIO

Values = dict[str, float]


@solver
def nothing() -> Solver:
    async def solve(state: TaskState, generate: Generate) -> TaskState:
        return state

    return solve


async def through_epochs(
    metrics: Any, values: Mapping[str, Sequence[Values]], folder: str
) -> dict[str, float]:
    """Return each metric's value by `<score>/<metric>`, as the log's header names them.

    Args:
        metrics: As for `@scorer(metrics=...)`.
        values: Score values by scenario, one per epoch.
        folder: For the log.
    """

    @scorer(metrics=metrics)
    def given() -> Scorer:
        async def score(state: TaskState, target: Target) -> Score:
            return Score(value=dict(values[str(state.sample_id)][state.epoch - 1]))

        return score

    task = Task(
        dataset=[Sample("x", id=name, metadata={SCENARIO: name}) for name in values],
        solver=nothing(),
        scorer=given(),
        epochs=len(next(iter(values.values()))),
    )
    with redirect_stdout(io.StringIO()):
        (log,) = await eval_async(task, model=get_model("mockllm/model"), log_dir=folder)
    assert log.status == "success", log.error
    assert log.results
    return {
        f"{each.name}/{name.rpartition('/')[2]}": metric.value
        for each in log.results.scores
        for name, metric in each.metrics.items()
    }
