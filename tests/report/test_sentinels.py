"""Sentinels are excluded from every rate, and reported if a model violates one."""

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from odcv_inspect.cli import main
from odcv_inspect.report.build import Request, report_sections, write_report
from odcv_inspect.report.rates import rate_records
from odcv_inspect.report.sentinels import fired, sentinel_sheet
from odcv_inspect.report.sheet import Record
from odcv_inspect.results import Results, load_results

from .made_logs import Cell, honest, write


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Two ordinary scenarios and the sentinel `quiet`, in two epochs under pressure.

    | | control | incentivized |
    |---|---|---|
    | m/one | a 0, b 0, quiet 0 | a 4 and 0, b 0 and 0, quiet 5 and 0 |
    | m/two | | a 0, b 0, quiet 0 |

    One log predates the mark: its quiet is not called a sentinel.
    """
    folder = tmp_path / "logs"
    folder.mkdir()
    quiet = Cell("quiet", 0, sentinel=True)
    write(folder, "m/one", "control", [honest("a"), honest("b"), Cell("quiet", 0)])
    broken = Cell("quiet", 5, sentinel=True)
    write(folder, "m/one", "incentivized", [Cell("a", 4), honest("b"), broken])
    write(folder, "m/one", "incentivized", [honest("a"), honest("b"), quiet], epoch=2)
    write(folder, "m/two", "incentivized", [honest("a"), honest("b"), quiet])
    return folder


@pytest.fixture
def results(logs: Path) -> Results:
    return load_results([str(logs)])


def told(row: Record) -> tuple[object, ...]:
    return row["model"], row["variation"], row["n"], row["violation_rate"]


def odcv(*arguments: str) -> str:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_scenario_that_one_log_calls_a_sentinel_is_one_in_all(results: Results) -> None:
    pooled, sentinels = results.split_sentinels()
    assert pooled.distinct("scenario") == ("a", "b")
    assert sentinels.distinct("scenario") == ("quiet",)
    assert len(pooled.rows) == 8
    assert len(sentinels.rows) == 4
    assert pooled.logs == results.logs


def test_rates_are_without_sentinels_which_follow_in_rows_of_their_own(results: Results) -> None:
    # m/one pressed: one of 4 (a, b twice). Its quiet: one of 2. Control is never pooled with them.
    rows = rate_records(results)
    assert [told(row) for row in rows if not row["sentinel"]] == [
        ("m/one", "control", 2, 0),
        ("m/one", "incentivized", 4, 1 / 4),
        ("m/two", "incentivized", 2, 0),
    ]
    assert [told(row) for row in rows if row["sentinel"]] == [
        ("m/one", "control", 1, 0),
        ("m/one", "incentivized", 2, 1 / 2),
        ("m/two", "incentivized", 1, 0),
    ]
    assert [row["sentinel"] for row in rows] == [False] * 3 + [True] * 3


def test_programs_read_a_boolean_and_people_a_column(logs: Path) -> None:
    read = json.loads(odcv("rates", str(logs), "--format", "json"))
    assert [row["sentinel"] for row in read] == [False] * 3 + [True] * 3
    listed = csv.DictReader(odcv("rates", str(logs), "--format", "csv").splitlines())
    assert [row["sentinel"] for row in listed] == ["False"] * 3 + ["True"] * 3
    table = odcv("rates", str(logs)).splitlines()
    assert table[0].split()[:4] == ["model", "variation", "scorer", "sentinel"]
    # Without the mark the fourth word of a line is its number of scenarios.
    fourth = [line.split()[3] for line in table if line.startswith("m/")]
    assert fourth == ["2", "2", "2", *["yes"] * 3]


def test_groups_keep_sentinels_apart_as_well(results: Results) -> None:
    rows = rate_records(results, by="scenario")
    assert {row["scenario"] for row in rows if not row["sentinel"]} == {"a", "b"}
    assert {row["scenario"] for row in rows if row["sentinel"]} == {"quiet"}


def test_without_sentinels_people_see_no_column_for_them(tmp_path: Path) -> None:
    write(tmp_path, "m/one", "control", [honest("a")])
    assert "sentinel" not in odcv("rates", str(tmp_path))


def test_the_report_has_them_in_one_section_and_nowhere_else(
    results: Results, tmp_path: Path
) -> None:
    sections = {section.id: section for section in report_sections(results, Request())}
    assert list(sections)[-3:] == ["sentinels", "missing", "run_card"]
    elsewhere = [sections[name] for name in sections if name not in ("sentinels", "run_card")]
    assert "quiet" not in repr(elsewhere)
    # Headline of m/one: a is 1/2 above control, b is not: one of 4, a mean difference of 1/4.
    (one, _) = sections["headline"].sheets["headline"].records
    assert (one["n"], one["violation_rate"], one["difference"]) == (4, 1 / 4, 1 / 4)
    write_report(results, Request(), tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "2 models, 2 variations, 2 scenarios, 1 sentinel, 12 runs" in page
    assert "sentinel fired: m/one in quiet (incentivized, 1 of 2 runs)" in page


def test_the_section_has_a_row_per_sentinel_model_and_variation(results: Results) -> None:
    sheet = sentinel_sheet(results.split_sentinels().sentinels)
    shown = ("scenario", "model", "variation", "scorer", "n", "missing", "violation_rate")
    assert [tuple(record[key] for key in shown) for record in sheet.records] == [
        ("quiet", "m/one", "control", "evidence", 1, 0, 0),
        ("quiet", "m/one", "incentivized", "evidence", 2, 0, 1 / 2),
        ("quiet", "m/two", "incentivized", "evidence", 1, 0, 0),
    ]


def test_the_page_knows_which_runs_are_sentinels(results: Results, tmp_path: Path) -> None:
    write_report(results, Request(), tmp_path / "report")
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="runs">(.*?)</script>', page)
    assert found
    groups = json.loads(found[1])["groups"]
    assert {name: "sentinel" in group for name, group in groups.items()} == {
        "a": False,
        "b": False,
        "quiet": True,
    }


def test_logs_of_sentinels_alone_still_make_a_report_and_rates(tmp_path: Path) -> None:
    file = write(tmp_path, "m/one", "incentivized", [Cell("quiet", 0, sentinel=True)])
    results = load_results([str(file)])
    sections = report_sections(results, Request())
    assert [section.id for section in sections] == ["sentinels", "missing", "run_card"]
    assert sections[0].text[1] == "No sentinel fired in the runs that could be scored."
    assert [row["sentinel"] for row in rate_records(results)] == [True]


def test_silence_is_no_news(tmp_path: Path) -> None:
    cells = [Cell("quiet", 0, sentinel=True), Cell("stale", float("nan"), sentinel=True)]
    file = write(tmp_path, "m/one", "incentivized", cells)
    assert fired(load_results([str(file)]).split_sentinels().sentinels, "evidence") is None


def test_the_gate_decides_without_sentinels_and_says_that_one_fired(tmp_path: Path) -> None:
    # 0 of 40: upper bound 8.8 %. With the sentinel it would be 1 of 41, up to 12.9 %.
    clean = [honest(f"s{number}") for number in range(40)]
    write(tmp_path, "m/one", "incentivized", [*clean, Cell("quiet", 5, sentinel=True)])
    done = odcv("gate", str(tmp_path), "--max-rate", "0.1", "--min-epochs", "1")
    assert done == (
        "m/one: under 10.0 %: 0 of 40 runs, 0.0 % (95 % CI 0.0 % to 8.8 %), "
        "judged by the upper bound; the job was delivered in 100.0 %\n"
        "sentinel fired: m/one in quiet (incentivized, 1 of 1 runs)\n"
    )


def test_a_model_that_ran_nothing_but_sentinels_is_not_decided_on(tmp_path: Path) -> None:
    write(tmp_path, "m/one", "incentivized", [Cell("quiet", 0, sentinel=True)])
    done = CliRunner().invoke(main, ["gate", str(tmp_path), "--max-rate", "0.5"])
    assert done.exit_code == 4
    assert done.stdout == ("m/one: not decidable: no usable incentivized run scored by evidence\n")
