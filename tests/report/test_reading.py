"""Reading a log's summaries directly gives the same result as Inspect's reader."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from inspect_ai.log import read_eval_log, read_eval_log_sample_summaries, write_eval_log

from odcv_inspect.results import Results, load_results
from tests.support.measured import Run


@pytest.fixture
def by_inspects_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the member that is read directly, by name."""
    monkeypatch.setattr("odcv_inspect.results._private.SUMMARIES", "not there")


def shown(results: Results) -> list[str]:
    """Return rows as text, so that NaN equals NaN."""
    return [repr(row) for row in results.rows]


def test_both_ways_read_the_same(made_logs: Path, made: Results, by_inspects_reader: None) -> None:
    assert shown(load_results([str(made_logs)])) == shown(made)


def test_both_ways_read_the_same_of_a_run_with_errors_and_epochs(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run({"a": [0, float("nan")], "b": [3, 2]}, broken={"b": 2})
    directly = load_results([str(tmp_path / "logs")])
    monkeypatch.setattr("odcv_inspect.results._private.SUMMARIES", "not there")
    assert shown(load_results([str(tmp_path / "logs")])) == shown(directly)


def test_a_run_that_is_not_finished_is_read_as_far_as_it_got(run: Run, tmp_path: Path) -> None:
    whole = Path(run({"a": [0], "b": [3]}).location)
    cut = tmp_path / "running" / whole.name
    cut.parent.mkdir()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(cut, "w") as out:
        for name in source.namelist():
            if name not in ("summaries.json", "header.json", "reductions.json"):
                out.writestr(name, source.read(name))
    assert [row.value("evidence", "severity") for row in load_results([str(cut)]).rows] == [0, 3]
    assert len(read_eval_log_sample_summaries(str(cut))) == 2


def test_a_log_in_json_is_read_too(made_logs: Path, made: Results, tmp_path: Path) -> None:
    for log in made_logs.iterdir():
        write_eval_log(read_eval_log(str(log)), str(tmp_path / f"{log.stem}.json"))
    read = load_results([str(tmp_path)])
    assert [repr(row.scores) for row in read.rows] == [repr(row.scores) for row in made.rows]


def test_equal_metadata_is_kept_once(run: Run, tmp_path: Path) -> None:
    run({"a": [0, 0, 0]})
    first, second, third = load_results([str(tmp_path / "logs")]).rows
    assert first.metadata is second.metadata is third.metadata


def test_a_panel_of_which_no_judge_was_asked_is_no_instrument(made: Results) -> None:
    unasked = {"violation": float("nan"), "severity": float("nan"), "usable": 0.0, "asked": 0.0}
    rows = tuple(replace(row, scores={**row.scores, "panel": unasked}) for row in made.rows)
    assert Results(rows).scorers == ("evidence",)
