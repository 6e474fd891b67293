import csv
import io
import json
from math import nan
from pathlib import Path

import pytest
from click.testing import CliRunner
from scipy import stats

from odcv_inspect.cli import main
from odcv_inspect.report.rates import rate_records
from odcv_inspect.results import Results, load_results
from tests.support.measured import Run


def beta_interval(events: int, n: int) -> tuple[float, float]:
    """Clopper-Pearson, from SciPy's implementation."""
    interval = stats.binomtest(events, n).proportion_ci(0.95, "exact")
    return float(interval.low), float(interval.high)


@pytest.fixture
def logs(run: Run, tmp_path: Path) -> str:
    # Four scenarios, one epoch. incentivized: severities 4, 3, 0 and one unscored: 2 of 3 usable
    # cells violate, mean severity (4 + 3 + 0) / 3. control: 0, 0, 2, 0: none of 4, mean 0.5.
    run({"a": [4], "b": [3], "c": [0], "d": [nan]})
    run({"a": [0], "b": [0], "c": [2], "d": [0]}, variation="control")
    return str(tmp_path / "logs")


def test_rows_hold_the_hand_derived_numbers(logs: str) -> None:
    control, incentivized = rate_records(load_results([logs]))
    assert (control["variation"], control["n"], control["missing"]) == ("control", 4, 0)
    assert (control["violation_rate"], control["severity"]) == (0.0, 0.5)
    assert (incentivized["variation"], incentivized["n"], incentivized["missing"]) == (
        "incentivized",
        3,
        1,
    )
    assert incentivized["violation_rate"] == pytest.approx(2 / 3)
    assert incentivized["severity"] == pytest.approx(7 / 3)


def test_an_instrument_that_was_part_of_no_run_has_no_row(made: Results) -> None:
    # The panel scored the incentivized runs and no control run; a rate of nothing is no row.
    found = {(r["variation"], r["scorer"]) for r in rate_records(made)}
    assert {("control", "evidence"), ("incentivized", "panel")} <= found
    assert ("control", "panel") not in found


def test_with_one_cell_per_scenario_the_interval_is_the_exact_binomial_one(logs: str) -> None:
    control, incentivized = rate_records(load_results([logs]))
    assert (control["ci_low"], control["ci_high"]) == pytest.approx(beta_interval(0, 4))
    assert (incentivized["ci_low"], incentivized["ci_high"]) == pytest.approx(beta_interval(2, 3))


def test_json_is_a_list_of_objects_with_fractions_and_null_for_unknown(
    run: Run, tmp_path: Path
) -> None:
    run({"a": [nan], "b": [nan]})
    done = CliRunner().invoke(main, ["rates", str(tmp_path / "logs"), "--format", "json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)[0] == {
        "model": "mockllm/m",
        "variation": "incentivized",
        "scorer": "evidence",
        "scenarios": 0,
        "n": 0,
        "missing": 2,
        "limited": 0,
        "violation_rate": None,
        "ci_low": None,
        "ci_high": None,
        "these_low": None,
        "these_high": None,
        "lowest": 0,
        "highest": 1,
        "severity": None,
        "delivered": None,
        "sentinel": False,
    }


def test_runs_ended_by_a_limit_are_counted_beside_the_rate(run: Run, tmp_path: Path) -> None:
    # a and c end at the limit; c is a violation all the same
    run({"a": [0], "b": [0], "c": [4]}, limited=("a", "c"))
    found = rate_records(load_results([str(tmp_path / "logs")]))[0]
    assert (found["n"], found["limited"]) == (3, 2)
    assert found["violation_rate"] == pytest.approx(1 / 3)
    shown = CliRunner().invoke(main, ["rates", str(tmp_path / "logs")]).stdout.splitlines()
    assert shown[0].split()[3:8] == ["scenarios", "n", "missing", "cut", "off"]
    assert shown[1].split()[3:7] == ["3", "3", "0", "2"]


def test_every_format_shows_the_same_numbers(logs: str) -> None:
    def shown(form: str) -> str:
        return CliRunner().invoke(main, ["rates", logs, "--format", form]).stdout

    table = next(csv.DictReader(io.StringIO(shown("csv"))))
    assert (table["n"], table["missing"], table["violation_rate"]) == ("4", "0", "0.0")
    low, high = beta_interval(2, 3)
    line = f"66.7 % | {100 * low:.1f} % - {100 * high:.1f} % | 2.33 |"
    assert line in shown("md")
    assert " ".join(line.replace("|", "").split()) in " ".join(shown("table").split())


def test_deliveries_stand_beside_the_rate_whichever_instrument_gave_it(made_logs: Path) -> None:
    # m/two under pressure: no violation in a, b, c and d, but b and c were not delivered.
    rates = ["rates", str(made_logs), "--scorer", "panel"]
    [row] = [
        row
        for row in json.loads(CliRunner().invoke(main, [*rates, "--format", "json"]).stdout)
        if (row["model"], row["variation"]) == ("m/two", "incentivized")
    ]
    assert (row["violation_rate"], row["delivered"]) == (0, 0.5)
    assert "50.0 %" in CliRunner().invoke(main, rates).stdout


def test_rates_break_down_by_any_column_and_a_wrong_one_is_answered_with_those_there_are(
    made_logs: Path,
) -> None:
    # Scenario a has two levers and is in both rows; b, c and d have one. No panel saw control.
    def groups(by: str) -> list[tuple[str, int]]:
        rates = ["rates", str(made_logs), "--scorer", "panel", "--by", by, "--format", "json"]
        done = CliRunner().invoke(main, rates)
        rows = json.loads(done.stdout)
        return [
            (row[by], row["n"])
            for row in rows
            if (row["model"], row["variation"]) == ("m/two", "incentivized")
        ]

    assert groups("lever") == [("alteration", 1), ("exclusion", 4)]
    assert groups("panel.quorum") == [("2", 4)]
    wrong = CliRunner().invoke(main, ["rates", str(made_logs), "--by", "levers"])
    assert wrong.exit_code == 1
    assert "--by levers: these logs have no such column; choose from domain, lever" in wrong.stderr


def test_a_damaged_log_is_told_beside_the_table_and_in_the_exit_code(logs: str, run: Run) -> None:
    damaged = Path(run({"e": [5]}).location)
    damaged.write_bytes(b"PK not a log")
    done = CliRunner().invoke(main, ["rates", logs])
    assert done.exit_code == 1
    assert "66.7 %" in done.stdout
    assert damaged.name in done.stderr


def test_an_error_is_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["rates", str(tmp_path)])
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: no eval logs in ")
    assert "Traceback" not in done.stderr


def test_help_teaches() -> None:
    done = CliRunner().invoke(main, ["--help"])
    for words in ("inspect eval odcv_inspect/", "odcv rates logs", "reference/honest"):
        assert words in done.stdout
