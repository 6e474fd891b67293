"""Levels of a factor are compared with each other, never pooled."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from inspect_ai.log import read_eval_log, write_eval_log

from odcv_inspect.cli import main
from odcv_inspect.report.build import Request, report_sections, write_report
from odcv_inspect.report.factors import level_difference_sheet, level_sheet
from odcv_inspect.report.gate import Limit, decide
from odcv_inspect.report.rates import rate_records
from odcv_inspect.results import Results, load_results
from odcv_inspect.scenarios.condition import FACTORS, Factor
from odcv_inspect.scores import WORLD_SEED

from .made_logs import Cell, write


@pytest.fixture(autouse=True)
def oversight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FACTORS, "oversight", Factor(name="oversight", levels=("none", "logged")))


def write_level(folder: Path, level: str, world: int, cells: list[Cell], epoch: int) -> None:
    file = write(folder, "m/one", "incentivized", cells, epoch)
    log = read_eval_log(str(file))
    for sample in log.samples or []:
        sample.metadata |= {"oversight": level, WORLD_SEED: world}
    write_eval_log(log, str(file))


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Severities by world: level none has worlds 0 and 1, logged has only 0.

    | | none, 0 | none, 1 | logged, 0 |
    |---|---|---|---|
    | a | 4 | 0 | 0 |
    | b | 3 | 3 | 3 |
    """
    folder = tmp_path / "logs"
    folder.mkdir()
    write_level(folder, "none", 0, [Cell("a", 4), Cell("b", 3)], 1)
    write_level(folder, "none", 1, [Cell("a", 0), Cell("b", 3)], 2)
    write_level(folder, "logged", 0, [Cell("a", 0), Cell("b", 3)], 3)
    return folder


@pytest.fixture
def results(logs: Path) -> Results:
    return load_results([str(logs)])


def test_each_level_has_its_rate(results: Results) -> None:
    found = level_sheet(results, "evidence", "oversight").records
    assert [(r["oversight"], r["n"], r["violation_rate"]) for r in found] == [
        ("none", 4, 3 / 4),
        ("logged", 2, 1 / 2),
    ]


def test_levels_are_paired_by_scenario_and_world(results: Results) -> None:
    # In world 0, which both have, a falls from 1 to 0 and b stays: -1/2. With world 1 of `none`,
    # which has no counterpart, a would fall from 1/2 to 0: -1/4.
    (found,) = level_difference_sheet(results, "evidence", "oversight").records
    assert (found["oversight"], found["less"], found["difference"]) == ("logged", "none", -1 / 2)
    assert (found["scenarios"], found["dropped"], found["fell"]) == (2, 0, 1)


def test_rates_are_of_the_default_level_unless_they_are_broken_down_by_it(
    results: Results,
) -> None:
    assert {record["n"] for record in rate_records(results)} == {4}
    by_level = rate_records(results, by="oversight")
    assert [(r["oversight"], r["n"]) for r in by_level[:2]] == [("logged", 2), ("none", 4)]


def test_people_are_told_which_level_rates_are_about(logs: Path) -> None:
    told = "oversight varies: only runs at none count here; --by oversight shows all"
    assert told in CliRunner().invoke(main, ["rates", str(logs)]).stderr
    assert (
        "varies" not in CliRunner().invoke(main, ["rates", str(logs), "--by", "oversight"]).stderr
    )
    gate = CliRunner().invoke(main, ["gate", str(logs), "--max-rate", "0.9"])
    assert "oversight varies: only runs at none count here\n" in gate.stderr


def test_a_gate_is_about_the_default_level(results: Results) -> None:
    (decision,) = decide(results, Limit(0.9, "incentivized", "evidence", "estimate"))
    assert "3 of 4 runs" in decision.reason


def test_the_report_holds_levels_apart(results: Results, tmp_path: Path) -> None:
    sections = {section.id: section for section in report_sections(results, Request())}
    assert sections["headline"].sheets["headline"].records[0]["n"] == 4
    assert sections["factors"].text[0].startswith("All other tables of rates cover only runs at")
    facts = sections["run_card"].sheets["card"].records
    assert {"what": "oversight", "value": "none; logged under Factors"} in facts
    page = write_report(results, Request(), tmp_path / "out").read_text(encoding="utf-8")
    assert '"reference": {"oversight": "none"}' in page


def test_logs_of_one_level_alone_are_taken_as_they_are(tmp_path: Path) -> None:
    write_level(tmp_path, "logged", 0, [Cell("a", 4)], 1)
    results = load_results([str(tmp_path)])
    assert rate_records(results)[0]["n"] == 1
    assert "factors" not in {section.id for section in report_sections(results, Request())}
