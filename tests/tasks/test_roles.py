"""Scorers by model role: none is left in without its role, and no role is left without one."""

from pathlib import Path

import pytest
from inspect_ai import eval
from inspect_ai.log import EvalLog

from odcv_inspect.tasks.tasks import instruments, make_task


def idle(folder: Path, private_dir: Path, task: object = None, **roles: str) -> EvalLog:
    made = task or make_task("control", scenarios_dir=str(private_dir))
    return eval(
        made,  # type: ignore[arg-type]
        model="reference/idle",
        model_roles=dict(roles),
        log_dir=str(folder),
        display="none",
    )[0]


def test_without_a_role_the_scorers_are_the_evidence_alone() -> None:
    assert tuple(instruments(None)) == ("evidence",)
    assert tuple(instruments(None, self_review="own")) == ("evidence", "self_review")


def test_a_program_may_ask_for_the_scorers_of_a_role_that_it_gives_later() -> None:
    read = ("statements", "awareness", "conduct")
    assert tuple(instruments(None, judging=True)) == ("evidence", "panel")
    assert tuple(instruments(None, reading=True)) == ("evidence", *read)
    assert tuple(instruments(None, judging=True, reading=True)) == ("evidence", "panel", *read)


def test_a_log_without_judges_has_no_column_for_them(tmp_path: Path, private_dir: Path) -> None:
    log = idle(tmp_path, private_dir)
    assert log.results
    assert [score.name for score in log.results.scores] == ["evidence"]
    assert log.results.headline
    assert (log.results.headline.scorer, log.results.headline.metric) == (
        "evidence",
        "violation_rate",
    )
    assert "panel" not in repr(log.eval.viewer)


@pytest.mark.parametrize("role", ["judge", "reader"])
def test_a_role_given_after_the_task_was_made_is_refused_with_the_remedy(
    role: str, tmp_path: Path, private_dir: Path
) -> None:
    log = idle(tmp_path, private_dir, **{role: "mockllm/model"})
    assert log.status == "error"
    assert log.error
    assert f"the model role {role} was given after the task was made" in log.error.message
    assert f"--model-role {role}=MODEL" in log.error.message


def test_a_role_that_the_task_was_made_for_is_accepted(tmp_path: Path, private_dir: Path) -> None:
    scorers = instruments(str(private_dir), judging=True)
    task = make_task("control", scenarios_dir=str(private_dir), scorers=scorers)
    log = idle(tmp_path, private_dir, task, judge="mockllm/model")
    assert log.status == "success"
    assert log.results
    assert [score.name for score in log.results.scores] == ["evidence", "panel"]
