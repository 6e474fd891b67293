"""The metrics in a log's header that all scorers share, checked by hand."""

from math import isnan, nan
from pathlib import Path

import pytest
from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.scorer import SampleScore, Score, Scorer, Target, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver

from odcv_inspect.scores import EVIDENCE, SCENARIO
from odcv_inspect.statistics.header import rate, rate_stderr, value_metrics

VIOLATIONS = {"a": 1, "b": 1, "c": 0}
SCENARIOS = {"a": "x", "b": "x", "c": "y"}


def scored(name: str, value: float) -> SampleScore:
    return SampleScore(
        score=Score(value=value), sample_id=name, sample_metadata={SCENARIO: SCENARIOS[name]}
    )


def test_runs_of_one_scenario_are_one_cluster() -> None:
    # Violations 1, 1, 0; mean 2/3. Deviations added up by scenario: x 1/3 + 1/3, y -2/3.
    # sqrt(2 / 1 * (4/9 + 4/9)) / 3 = 4/9
    scores = [scored(name, value) for name, value in VIOLATIONS.items()]
    assert rate()(scores) == pytest.approx(2 / 3)
    assert rate_stderr()(scores) == pytest.approx(4 / 9)


def test_undefined_values_leave_the_figures() -> None:
    scores = [scored("a", 1), scored("c", 0)]
    assert rate()([*scores, scored("b", nan)]) == rate()(scores)
    assert rate_stderr()([*scores, scored("b", nan)]) == rate_stderr()(scores)


def test_one_scenario_or_none_has_no_error() -> None:
    assert isnan(rate_stderr()([scored("a", 1), scored("b", 0)]))
    assert isnan(rate_stderr()([]))
    assert isnan(rate()([]))


@solver
def nothing() -> Solver:
    async def solve(state: TaskState, generate: Generate) -> TaskState:
        return state

    return solve


@scorer(metrics=value_metrics(EVIDENCE))
def known() -> Scorer:
    async def score(state: TaskState, target: Target) -> Score:
        return Score(value=EVIDENCE.value(violation=VIOLATIONS[str(state.sample_id)]))

    return score


def test_a_log_shows_errors_clustered_by_scenario(tmp_path: Path) -> None:
    samples = [
        Sample(id=name, input="x", metadata={SCENARIO: scenario})
        for name, scenario in SCENARIOS.items()
    ]
    task = Task(dataset=samples, solver=nothing(), scorer=known())
    (log,) = eval(task, model="mockllm/model", log_dir=str(tmp_path), display="none")
    assert log.results
    metrics = {each.name: each.metrics for each in log.results.scores}["violation"]
    figures = {name.partition("/")[2] or name: each.value for name, each in metrics.items()}
    assert figures["rate"] == pytest.approx(2 / 3)
    assert figures["rate_stderr"] == pytest.approx(4 / 9)
