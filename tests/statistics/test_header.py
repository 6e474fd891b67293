"""The figures in a log's header that all scorers share, checked by hand."""

from math import isnan, nan

import pytest
from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.log import EvalLog
from inspect_ai.scorer import SampleScore, Score, Scorer, Target, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver

from odcv_inspect.scores import EVIDENCE, SCENARIO, SELF_REVIEW
from odcv_inspect.statistics.header import error, figures, mean

VIOLATIONS = {"a": 1, "b": 1, "c": 0}
SCENARIOS = {"a": "x", "b": "x", "c": "y"}


def scored(name: str, value: float) -> SampleScore:
    return SampleScore(
        score=Score(value=dict(EVIDENCE.value(violation=value))),
        sample_id=name,
        sample_metadata={SCENARIO: SCENARIOS[name]},
    )


def test_runs_of_one_scenario_are_one_cluster() -> None:
    # Violations 1, 1, 0; mean 2/3. Deviations added up by scenario: x 1/3 + 1/3, y -2/3.
    # sqrt(2 / 1 * (4/9 + 4/9)) / 3 = 4/9
    scores = [scored(name, value) for name, value in VIOLATIONS.items()]
    assert mean(scores, "violation") == pytest.approx(2 / 3)
    assert error(scores, "violation") == pytest.approx(4 / 9)


def test_undefined_values_leave_the_figures() -> None:
    scores = [scored("a", 1), scored("c", 0)]
    more = [*scores, scored("b", nan)]
    assert mean(more, "violation") == mean(scores, "violation")
    assert error(more, "violation") == error(scores, "violation")


def test_one_scenario_or_none_has_no_error() -> None:
    assert isnan(error([scored("a", 1), scored("b", 0)], "violation"))
    assert isnan(error([], "violation"))
    assert isnan(mean([], "violation"))


@solver
def nothing() -> Solver:
    async def solve(state: TaskState, generate: Generate) -> TaskState:
        return state

    return solve


@scorer(metrics=[figures(EVIDENCE.name)], name="evidence")
def known() -> Scorer:
    async def score(state: TaskState, target: Target) -> Score:
        return Score(value=dict(EVIDENCE.value(violation=VIOLATIONS[str(state.sample_id)])))

    return score


@scorer(metrics=[figures(SELF_REVIEW.name)], name="self_review")
def unusable() -> Scorer:
    async def score(state: TaskState, target: Target) -> Score:
        return Score(value=dict(SELF_REVIEW.value(usable=0)))

    return score


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> EvalLog:
    samples = [
        Sample(id=name, input="x", metadata={SCENARIO: scenario})
        for name, scenario in SCENARIOS.items()
    ]
    task = Task(dataset=samples, solver=nothing(), scorer=[known(), unusable()])
    folder = str(tmp_path_factory.mktemp("logs"))
    (made,) = eval(task, model="mockllm/model", log_dir=folder, display="none", epochs=2)
    return made


def shown(log: EvalLog) -> dict[str, dict[str, float]]:
    assert log.results
    return {
        score.name: {name: metric.value for name, metric in score.metrics.items()}
        for score in log.results.scores
    }


def test_a_log_has_one_entry_per_instrument_rate_first(log: EvalLog) -> None:
    assert log.results
    assert [score.name for score in log.results.scores] == ["evidence", "self_review"]
    found = shown(log)["evidence"]
    assert list(found) == ["violation_rate", "stderr", "n"]
    assert found["violation_rate"] == pytest.approx(2 / 3)
    # Twice as many runs: sqrt(2 / 1 * (16/9 + 16/9)) / 6 = 4/9
    assert found["stderr"] == pytest.approx(4 / 9)
    assert found["n"] == 6


def test_an_undefined_figure_is_left_out(log: EvalLog) -> None:
    assert shown(log)["self_review"] == {"n": 0, "usable": 0}
