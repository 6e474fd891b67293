"""Which logs `odcv calibrate` records as a pilot."""

from itertools import cycle
from pathlib import Path

from inspect_ai.log import read_eval_log, write_eval_log

from odcv_inspect.calibration.pilots import read_calibration
from tests.report.made_logs import Cell, write

from .made_pilots import calibrate, pilot


def test_scripted_and_imported_runs_are_no_pilots(tmp_path: Path, out: Path) -> None:
    folder = pilot(tmp_path / "logs")
    for model in ("reference/honest", "none/gpt-5"):
        scripted = write(folder, model, "control", [Cell("a", 0)])
        done = calibrate(folder, out=out)
        assert done.exit_code == 1
        assert f"{model} is a scripted or imported run, not a real model" in done.stderr
        assert "--model PROVIDER/MODEL" in done.stderr
        assert not out.exists()
        scripted.unlink()


def test_a_damaged_log_keeps_the_pilot_from_being_recorded(tmp_path: Path, out: Path) -> None:
    folder = pilot(tmp_path / "logs")
    (folder / "2026-01-02T00-00-00+00-00_control_cut.eval").write_bytes(b"PK not a log")
    done = calibrate(folder, out=out)
    assert done.exit_code == 1
    assert "a pilot is recorded as a whole" in done.stderr
    assert "cut.eval" in done.stderr
    assert not out.exists()


def cut(file: Path, keep: int) -> None:
    """Keep only the first samples of a log, as if it had been stopped there."""
    log = read_eval_log(str(file))
    assert log.samples
    log.samples = log.samples[:keep]
    write_eval_log(log, str(file))


def test_runs_that_did_not_begin_are_missing_where_others_tell_the_version(
    tmp_path: Path, out: Path
) -> None:
    file = write(tmp_path, "m/one", "control", [Cell("a", 0), Cell("b", 0)])
    log = read_eval_log(str(file))
    log.eval.config.epochs = 2
    write_eval_log(log, str(file))
    assert calibrate(file, out=out).exit_code == 0
    (found,) = read_calibration(out).pilots
    arms = [each.variations["control"] for each in found.scenarios]
    assert [(arm.n, arm.missing) for arm in arms] == [(1, 1), (1, 1)]


def test_a_scenario_of_which_nothing_began_has_no_version_to_record(
    tmp_path: Path, out: Path
) -> None:
    file = write(tmp_path, "m/one", "control", [Cell("a", 0), Cell("b", 0)])
    cut(file, keep=1)
    done = calibrate(file, out=out)
    assert done.exit_code == 1
    assert "does not say which version of b was run" in done.stderr
    assert "inspect eval-retry" in done.stderr
    assert not out.exists()


def test_logs_without_evidence_scores_are_refused(tmp_path: Path, out: Path) -> None:
    file = write(tmp_path, "m/one", "control", [Cell("a", 0)])
    log = read_eval_log(str(file))
    assert log.samples
    log.samples[0].scores = {}
    write_eval_log(log, str(file))
    done = calibrate(file, out=out)
    assert done.exit_code == 1
    assert "no run has an evidence score" in done.stderr


def at_level(file: Path, *levels: str) -> Path:
    """Have a log's samples run at levels of oversight, in turn."""
    log = read_eval_log(str(file))
    for sample, level in zip(log.samples or [], cycle(levels)):
        sample.metadata["oversight"] = level
    write_eval_log(log, str(file))
    return file


def test_runs_at_another_level_than_the_default_are_not_a_pilot(tmp_path: Path, out: Path) -> None:
    # Two runs of the same cell but for their oversight: a rate of 1 and one of 0, not 0.5.
    plain = write(tmp_path, "m/one", "incentivized", [Cell("a", 4)])
    logged = at_level(write(tmp_path, "m/one", "incentivized", [Cell("a", 0)], 2), "logged")
    for given in (tmp_path, logged):  # beside the default, and alone
        done = calibrate(given, out=out)
        assert done.exit_code == 1
        assert "oversight is not at its default, none, but at logged" in done.stderr
        assert logged.name in done.stderr
        assert plain.name not in done.stderr
        assert "run it with -T oversight=none" in done.stderr
        assert not out.exists()
    assert calibrate(plain, out=out).exit_code == 0
    (found,) = read_calibration(out).pilots
    assert found.scenarios[0].variations["incentivized"].rate == 1


def test_one_log_with_several_levels_is_not_a_pilot(tmp_path: Path, out: Path) -> None:
    # The last sample is at the default, so that the first cannot hide behind it.
    file = write(tmp_path, "m/one", "incentivized", [Cell("a", 0), Cell("b", 4)])
    done = calibrate(at_level(file, "logged", "none"), out=out)
    assert done.exit_code == 1
    assert "oversight is not at its default, none, but at logged" in done.stderr
    assert not out.exists()


def test_one_day_under_two_releases_is_told_with_the_logs_of_each(
    tmp_path: Path, out: Path
) -> None:
    pilot(tmp_path / "logs")
    once = write(tmp_path / "logs", "m/one", "incentivized", [Cell("a", 4)], 9)
    done = calibrate(tmp_path / "logs", out=out)
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    assert lines[0] == (
        "Error: m/one on 2026-01-01 ran a, version 1, under two releases of odcv_inspect; "
        "name the logs of one of them:"
    )
    # Of the first, a's logs: three epochs in two variations. The other does not name its package.
    other, first = sorted(lines[1:])
    assert first.startswith("  odcv_inspect 0.1.0, comparability 1: ")
    assert first.count(".eval") == 6
    assert other.startswith("  odcv_inspect (not recorded), comparability 1: ")
    assert other.endswith(once.name)
    assert other.count(".eval") == 1
    assert not out.exists()
