"""A retry after an upgrade: samples of different versions are never mixed in silence."""

from pathlib import Path

import pytest
from inspect_ai import Task, eval, eval_retry, task
from inspect_ai.dataset import Sample

from odcv_inspect.results import load_results
from odcv_inspect.scores import (
    SCENARIO,
    SCENARIO_VERSION,
    SCENARIO_VERSIONS,
    TASK_VERSION,
    VARIATION,
)
from tests.support.measured import breaks_on, given

BEFORE = "1 1"
"""Version of the scenarios and of the task that are installed at first."""


@task
def upgraded(folder: str) -> Task:
    """Two samples, of which b breaks until the upgrade; the installed versions are in a file."""
    scenario, comparability = map(int, Path(folder, "installed").read_text().split())
    versions = {SCENARIO_VERSION: scenario, TASK_VERSION: comparability}
    return Task(
        dataset=[
            Sample(id=name, input="x", metadata={SCENARIO: name, VARIATION: "control", **versions})
            for name in ("a", "b")
        ],
        solver=breaks_on({"b": 1}, str(Path(folder, "mended"))),
        scorer=given({"a": [0], "b": [0]}),
        version=comparability,
        metadata={VARIATION: "control", SCENARIO_VERSIONS: {"a": scenario, "b": scenario}},
        fail_on_error=False,
    )


def retried(folder: Path, after: str) -> str:
    """Run, upgrade and retry; return the name of the retry's log."""
    logs = str(folder / "logs")
    (folder / "installed").write_text(BEFORE)
    [first] = eval(upgraded(str(folder)), model="mockllm/m", log_dir=logs, display="none")
    (folder / "installed").write_text(after)
    (folder / "mended").touch()
    [again] = eval_retry(first, log_dir=logs, display="none")
    return Path(again.location).name


def test_a_retry_without_an_upgrade_completes_the_run(tmp_path: Path) -> None:
    retried(tmp_path, BEFORE)
    results = load_results([str(tmp_path / "logs")])
    assert [row.error for row in results.rows] == [None, None]
    assert results.unreadable == {}


@pytest.mark.parametrize(
    ("after", "said"),
    [("2 1", "ran under version of"), ("1 2", "ran under task version")],
)
def test_a_retry_after_an_upgrade_is_refused_and_the_run_before_it_counts(
    tmp_path: Path, after: str, said: str
) -> None:
    again = retried(tmp_path, after)
    results = load_results([str(tmp_path / "logs")])
    assert [Path(log).name for log in results.unreadable] == [again]
    assert said in next(iter(results.unreadable.values()))
    assert [(row.sample_id, row.error is None) for row in results.rows] == [
        ("a", True),
        ("b", False),
    ]
