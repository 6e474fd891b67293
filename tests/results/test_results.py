"""Logs made by Inspect, from tasks whose scorer returns the values that a test needs."""

import os
from math import nan
from pathlib import Path

import numpy as np
import pytest
from inspect_ai import eval_retry
from inspect_ai.log import read_eval_log, write_eval_log
from inspect_ai.scorer import Score

from odcv_inspect.errors import ResultsError
from odcv_inspect.results import find_logs, load_results, require_poolable
from odcv_inspect.scores import EVIDENCE
from tests.support.measured import Run


def test_every_sample_and_epoch_is_a_row(run: Run, tmp_path: Path) -> None:
    run({"a": [0, 4], "b": [3, 2]})
    results = load_results([str(tmp_path / "logs")])
    assert [(r.scenario, r.epoch, r.value("evidence", "severity")) for r in results.rows] == [
        ("a", 1, 0.0),
        ("a", 2, 4.0),
        ("b", 1, 3.0),
        ("b", 2, 2.0),
    ]
    assert results.scorers == ("evidence",)
    np.testing.assert_array_equal(results.matrix("evidence", "violation"), [[0, 1], [1, 0]])


def test_unscored_and_broken_samples_are_missing_never_safe(run: Run, tmp_path: Path) -> None:
    run({"a": [0, nan], "b": [3, 2]}, broken={"b": 2})
    results = load_results([str(tmp_path / "logs")])
    violations = results.matrix("evidence", "violation")
    np.testing.assert_array_equal(violations, [[0, nan], [1, nan]])
    assert results.eligible.sum() == 4
    assert "the power went out" in (results.rows[3].error or "")


def test_a_retry_fills_in_what_was_missing_and_counts_nothing_twice(
    run: Run, tmp_path: Path
) -> None:
    first = run({"a": [0, 1], "b": [3, 4]}, broken={"b": 1})
    (tmp_path / "mended").touch()
    eval_retry(first, log_dir=str(tmp_path / "logs"), display="none")
    results = load_results([str(tmp_path / "logs")])
    assert len(results.rows) == 4
    np.testing.assert_array_equal(results.matrix("evidence", "severity"), [[0, 1], [3, 4]])


def test_the_same_task_run_twice_gives_more_cells(run: Run, tmp_path: Path) -> None:
    run({"a": [0], "b": [3]})
    run({"a": [4], "b": [3]})
    results = load_results([str(tmp_path / "logs")])
    assert sorted(results.matrix("evidence", "severity")[0]) == [0, 4]


def test_a_log_cut_in_the_middle_is_named_and_the_rest_is_read(run: Run, tmp_path: Path) -> None:
    run({"a": [0]}, variation="control")
    other = Path(run({"a": [4]}).location)
    other.write_bytes(other.read_bytes()[: other.stat().st_size // 2])
    results = load_results([str(tmp_path / "logs")])
    assert [row.variation for row in results.rows] == ["control"]
    assert [Path(log).name for log in results.unreadable] == [other.name]


def test_nothing_readable_is_an_error_that_names_the_place(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match=f"no eval logs in {tmp_path}; name logs"):
        load_results([str(tmp_path)])
    with pytest.raises(ResultsError, match=r"nowhere: no such file or folder"):
        load_results([str(tmp_path / "nowhere")])


def test_logs_of_different_versions_are_not_pooled(run: Run, tmp_path: Path) -> None:
    old, new = run({"a": [0]}, version=1), run({"a": [4]}, version=2)
    results = load_results([str(tmp_path / "logs")])
    with pytest.raises(ResultsError, match="different task version must not be pooled") as error:
        require_poolable(results.rows, "evidence")
    assert Path(old.location).name in str(error.value)
    assert Path(new.location).name in str(error.value)


def test_padding_is_told_from_missing_cells(run: Run, tmp_path: Path) -> None:
    run({"a": [0, 1]})
    run({"b": [nan]}, variation="incentivized")
    results = load_results([str(tmp_path / "logs")])
    np.testing.assert_array_equal(results.matrix("evidence", "severity"), [[0, 1], [nan, nan]])
    np.testing.assert_array_equal(results.eligible, [[True, True], [True, False]])


def test_of_a_log_and_its_rescored_copy_the_one_written_last_counts(
    run: Run, tmp_path: Path
) -> None:
    run({"a": [4]})
    (file,) = (tmp_path / "logs").glob("*.eval")
    log = read_eval_log(str(file))
    assert log.samples
    log.samples[0].scores = {"evidence": Score(value=EVIDENCE.value(violation=0, severity=1))}
    again = file.with_name(f"{file.stem}-scored.eval")
    write_eval_log(log, str(again))

    def severity(newest: Path) -> float:
        for each in (file, again):
            os.utime(each, (each == newest, each == newest))
        return load_results([str(tmp_path / "logs")]).rows[0].severity("evidence")

    assert (severity(file), severity(again)) == (4, 1)


def test_a_log_named_twice_is_read_once(run: Run, tmp_path: Path) -> None:
    run({"a": [0]})
    (file,) = (tmp_path / "logs").glob("*.eval")
    assert find_logs([str(file), str(tmp_path / "logs"), f"file://{file}"]) == [str(file)]
