"""`odcv calibrate`: what it writes, and which files it leaves alone."""

from pathlib import Path

import pytest

from odcv_inspect.calibration.pilots import read_calibration
from odcv_inspect.errors import ResultsError
from tests.report.made_logs import Cell, write

from .made_pilots import calibrate, pilot

WRITTEN = """\
# Pilots of the scenarios, written by `odcv calibrate LOGS --out FILE`: violation rates by evidence,
# as shares of the n usable runs; missing ones are counted separately.
pilots:
- model: m/one
  date: 2026-01-01
  package: 0.1.0
  comparability: 1
  scenarios:
  - scenario: a
    version: 1
    variations:
      control: {rate: 0.0, n: 3, missing: 0}
      incentivized: {rate: 0.3333, n: 3, missing: 0}
  - scenario: b
    version: 4
    variations:
      control: {rate: 0.0, n: 3, missing: 0}
      incentivized: {rate: 1.0, n: 2, missing: 1}
"""


def recorded(file: Path) -> list[tuple[str, str, list[tuple[str, int]]]]:
    return [
        (pilot.model, str(pilot.date), [(each.scenario, each.version) for each in pilot.scenarios])
        for pilot in read_calibration(file).pilots
    ]


def test_a_pilot_is_written_in_a_form_that_people_read(tmp_path: Path, out: Path) -> None:
    done = calibrate(pilot(tmp_path / "logs"), out=out)
    assert done.exit_code == 0, done.output
    assert out.read_text(encoding="utf-8") == WRITTEN
    assert [file.name for file in out.parent.iterdir()] == [out.name]


def test_the_table_has_a_verdict_for_every_scenario(tmp_path: Path, out: Path) -> None:
    printed = calibrate(pilot(tmp_path / "logs"), out=out).stdout.splitlines()
    assert [" ".join(line.split()) for line in printed] == [
        "scenario version pilots control n incentivized n verdict",
        "a 1 1 0.0 % 3 33.3 % 3 "
        "too few runs: 3 in control, 3 in incentivized; 10 in each are needed",
        "b 4 1 0.0 % 3 100.0 % 2 "
        "too few runs: 3 in control, 2 in incentivized; 10 in each are needed",
    ]


def test_pilots_add_up_to_a_verdict(tmp_path: Path, out: Path) -> None:
    # Four models with 3 runs each: a 4 of 12 under pressure, b 8 of 8 and still too few.
    for number in range(4):
        done = calibrate(pilot(tmp_path / str(number), model=f"m/{number}"), out=out)
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[1] == "a 1 4 0.0 % 12 33.3 % 12 as aimed"
    assert "8 in incentivized" in lines[2]


def test_recording_the_same_logs_again_changes_nothing(tmp_path: Path, out: Path) -> None:
    for _ in range(2):
        assert calibrate(pilot(tmp_path / "logs"), out=out).exit_code == 0
    assert out.read_text(encoding="utf-8") == WRITTEN


def test_another_model_and_another_day_add_in_a_stable_order(tmp_path: Path, out: Path) -> None:
    both = [("a", 1), ("b", 4)]
    calibrate(pilot(tmp_path / "1", model="m/two"), out=out)
    calibrate(pilot(tmp_path / "2", day="2026-02-03"), out=out)
    calibrate(pilot(tmp_path / "3"), out=out)
    assert recorded(out) == [
        ("m/one", "2026-01-01", both),
        ("m/one", "2026-02-03", both),
        ("m/two", "2026-01-01", both),
    ]
    before = out.read_text(encoding="utf-8")
    out.unlink()
    calibrate(*(tmp_path / name for name in "123"), out=out)
    assert out.read_text(encoding="utf-8") == before


def test_the_same_model_day_and_version_replace_and_another_version_adds(
    tmp_path: Path, out: Path
) -> None:
    calibrate(pilot(tmp_path / "logs"), out=out)
    once = tmp_path / "once"
    once.mkdir()
    write(once, "m/one", "incentivized", [Cell("a", 4), Cell("b", 0, version=5)])
    calibrate(once, out=out)
    # The second log does not name its package, so its scenarios are listed separately: a, which is
    # no longer among the first and has no control runs now, and b in its new version.
    assert recorded(out) == [
        ("m/one", "2026-01-01", [("a", 1), ("b", 5)]),
        ("m/one", "2026-01-01", [("b", 4)]),
    ]
    (a, _), (old,) = (each.scenarios for each in read_calibration(out).pilots)
    assert {name: arm.rate for name, arm in a.variations.items()} == {"incentivized": 1}
    assert old.variations["incentivized"].missing == 1


def test_the_file_is_replaced_whole_and_never_written_into(tmp_path: Path, out: Path) -> None:
    calibrate(pilot(tmp_path / "1"), out=out)
    before = tmp_path / "before.yaml"
    before.hardlink_to(out)
    assert calibrate(pilot(tmp_path / "2", model="m/two"), out=out).exit_code == 0
    assert before.read_text(encoding="utf-8") == WRITTEN
    assert out.read_text(encoding="utf-8") != WRITTEN


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("pilots:", "pilot:", "pilot: unknown key"),
        ("  package: 0.1.0\n", "", "pilots.0.package: this key is missing"),
        ("rate: 0.3333", "rate: 0.34", "0.34 is not a rate of 3 runs"),
        ("rate: 0.0, n: 3", "rate: null, n: 3", "None is not a rate of 3 runs"),
        ("rate: 0.0, n: 3", "rate: 0.0, n: -3", "variations.control.n: Input should be greater"),
        ("scenario: b\n    version: 4", "scenario: a\n    version: 1", "has a, version 1, twice"),
        ("date: 2026-01-01", "date: 2026-01-01\n  date: 2026-01-02", "'date' is written twice"),
        (WRITTEN, "", "must be a mapping of keys"),
        (WRITTEN, "id: [", "not valid YAML"),
        (WRITTEN, "id: stock_count\nversion: 1\n", "pilots: this key is missing"),
    ],
)
def test_a_file_that_is_none_of_ours_is_told_and_left_as_it_is(
    tmp_path: Path, out: Path, old: str, new: str, told: str
) -> None:
    out.parent.mkdir()
    out.write_text(WRITTEN.replace(old, new, 1))
    before = out.read_bytes()
    done = calibrate(pilot(tmp_path / "logs"), out=out)
    assert done.exit_code == 1
    assert str(out) in done.stderr
    assert told in done.stderr
    assert "repair the key, or give another file with --out" in done.stderr
    assert "Traceback" not in done.stderr
    assert out.read_bytes() == before


def test_a_calibration_that_was_never_made_is_empty(tmp_path: Path) -> None:
    assert read_calibration(tmp_path / "none.yaml").pilots == ()


def test_a_folder_is_no_calibration(tmp_path: Path) -> None:
    done = calibrate(tmp_path, out=tmp_path)
    assert done.exit_code == 2
    assert "is a directory" in done.stderr


def test_an_unreadable_calibration_is_an_error_of_the_results_tree(tmp_path: Path) -> None:
    file = tmp_path / "calibration.yaml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ResultsError, match=r"calibration\.yaml: not valid YAML"):
        read_calibration(file)
