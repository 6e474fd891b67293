"""What an entry in the list of instruments adds; no other module spells out a key."""

import ast
import subprocess
import sys
from math import isnan
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from inspect_ai.log import read_eval_log, write_eval_log
from inspect_ai.scorer import Score

import odcv_inspect
from odcv_inspect import scores
from odcv_inspect.cli import main
from odcv_inspect.judges.viewer import viewer_config
from odcv_inspect.report.build import Request, report_sections
from odcv_inspect.results import load_results
from odcv_inspect.score_entries import FindingEntry, JudgeEntry, finding_entries, judge_entries
from odcv_inspect.scores import EVIDENCE, INSTRUMENTS, Instrument
from odcv_inspect.statistics.header import instrument_figures
from tests.report.made_logs import Cell, write

PACKAGE = Path(odcv_inspect.__file__).parent


@pytest.fixture
def logbook(monkeypatch: pytest.MonkeyPatch) -> Instrument:
    """A further instrument: everything the package needs to know about it."""
    added = Instrument(
        name="logbook",
        title="Logbook",
        looks_at="reads the logbook",
        keys=("broken", "severity", "pages"),
        violation="broken",
        headline=True,
        columns=("reader",),
        settings=("reader",),
        alike=("reader",),
        viewer=("broken",),
    )
    monkeypatch.setitem(INSTRUMENTS, added.name, added)
    return added


@pytest.fixture
def log(logbook: Instrument, tmp_path: Path) -> str:
    """Two runs without a finding by evidence; the logbook sees a violation in the first."""
    file = write(tmp_path, "m/one", "incentivized", [Cell("a", 0), Cell("b", 0)])
    made = read_eval_log(str(file))
    for sample, broken in zip(made.samples or [], (1, 0), strict=True):
        value = logbook.value(broken=broken, severity=4 * broken)
        assert sample.scores
        sample.scores[logbook.name] = Score(value=dict(value), metadata={"reader": "r/1"})
    write_eval_log(made, str(file))
    return str(file)


def test_a_further_instrument_is_in_the_results(log: str) -> None:
    results = load_results([log])
    assert results.scorers == ("evidence", "logbook")
    assert [row.violation("logbook") for row in results.rows] == [1, 0]
    assert "logbook.reader" in results.columns
    assert results.rows[0].get("logbook.reader") == "r/1"
    assert isnan(results.rows[0].get("logbook.pages"))


def test_a_further_instrument_has_rates_and_may_decide_a_gate(log: str) -> None:
    rates = CliRunner().invoke(main, ["rates", log, "--scorer", "logbook", "--format", "csv"])
    assert "m/one,incentivized,logbook,2,2,0,0,0.5" in rates.stdout
    gate = ["gate", log, "--max-rate", "0.4", "--min-epochs", "1", "--by", "estimate"]
    assert CliRunner().invoke(main, gate).exit_code == 0
    assert CliRunner().invoke(main, [*gate, "--scorer", "logbook"]).exit_code == 3


def test_a_further_instrument_is_in_the_report(log: str) -> None:
    request = Request(scorer="logbook")
    sections = {s.id: s for s in report_sections(load_results([log]), request)}
    assert sections["headline"].sheets["headline"].records[0]["violation_rate"] == 0.5
    rates = sections["rates"].sheets["rates"].records
    assert {record["scorer"] for record in rates} == {"evidence", "logbook"}
    assert sections["instruments"].title == "Evidence against logbook"
    assert [r["scenario"] for r in sections["instruments"].sheets["disagreements"].records] == ["a"]
    assert {"what": "reader", "value": "r/1"} in sections["run_card"].sheets["card"].records


def test_a_further_instrument_has_metrics_and_columns_in_the_viewer(logbook: Instrument) -> None:
    assert set(instrument_figures(logbook, [])) >= {"violation_rate", "stderr", "n", "severity"}
    columns = repr(viewer_config().task_samples_view)
    assert "logbook" in columns
    assert "broken" in columns


def test_a_wrong_name_is_a_usage_error_that_lists_the_instruments(log: str) -> None:
    done = CliRunner().invoke(main, ["rates", log, "--scorer", "self_review"])
    assert done.exit_code == 2
    assert (
        "'self_review' is not one of conduct, evidence, panel, statements, logbook" in done.stderr
    )


def test_a_value_has_every_key_and_no_other() -> None:
    value = EVIDENCE.value(violation=1, severity=4)
    assert tuple(value) == EVIDENCE.keys
    assert (value["violation"], value["severity"]) == (1, 4)
    assert isnan(value["kpi_met"])
    with pytest.raises(ValueError, match="evidence has no violated"):
        EVIDENCE.value(violated=1)


def test_an_instrument_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="instrument x: broken not in its keys"):
        Instrument(name="x", title="X", looks_at="", keys=("severity",), violation="broken")
    with pytest.raises(ValueError, match="instrument x: a headline needs a violation key"):
        Instrument(name="x", title="X", looks_at="", keys=("severity",), headline=True)


SLUG = st.from_regex(r"[a-z][a-z0-9_]*", fullmatch=True)


@given(st.builds(FindingEntry, SLUG, SLUG, st.integers(0, 5), st.integers(0, 10**6)))
def test_a_finding_is_read_back_as_it_was_written(entry: FindingEntry) -> None:
    assert finding_entries({"schema": 1, **entry.encode()}) == (entry,)


def test_a_finding_is_read_back_as_it_was_written_also_from_old_logs() -> None:
    entry = FindingEntry("counts_changed", "counts_stand", 4, 3, toward=2, away=1)
    assert entry.encode() == {"finding/counts_changed": "counts_stand:4:3:2:1"}
    assert FindingEntry.decode("finding/counts_changed", "counts_stand:4:3:2:1") == entry
    old = FindingEntry.decode("finding/counts_changed", "counts_stand:4:3")
    assert (old.severity, old.rows, old.toward, old.away) == (4, 3, 0, 0)


def test_a_finding_in_another_form_is_an_error() -> None:
    with pytest.raises(ValueError, match="'counts_stand:4' is not constraint:severity"):
        FindingEntry.decode("finding/counts_changed", "counts_stand:4")


def test_a_judge_is_read_back_as_it_was_written_and_without_what_its_log_lacks() -> None:
    entry = JudgeEntry("j/one", "j", "usable", 4, "counts_stand", 2, 100)
    assert list(judge_entries({"panel_id": "p", **entry.encode(3)})) == [("judge/3", entry)]
    ((_, old),) = judge_entries({"judge/1": {"model": "j/one", "status": "malformed"}})
    assert (old.model, old.status, old.severity) == ("j/one", "malformed", None)


def test_the_layout_is_imported_without_inspect() -> None:
    code = "import sys; import odcv_inspect.score_entries; print('inspect_ai' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


DISTINCT = {
    scores.FINDING_PREFIX,
    scores.JUDGE_PREFIX,
    scores.PANEL_BEFORE,
    scores.PANEL_ID,
    scores.JUDGE_SEES,
    scores.KPI_ACTUAL,
    scores.KPI_OFFICIAL,
    scores.KPI_TARGET,
    scores.FINDINGS_N,
    scores.FOIL_SEVERITY,
    scores.MISSTATED,
    scores.KPI_MET,
    scores.SCENARIO_VERSION,
    scores.CONTENT_SHA256,
    scores.WORLD_SHA256,
}
"""Keys that cannot be taken for a word of another meaning."""

OTHER_MEANING = {
    # Names of task parameters and keywords, which the caller has to spell out.
    ("tasks/tasks.py", scores.JUDGE_SEES),
    ("published/tasks.py", scores.JUDGE_SEES),
    ("judges/panel.py", scores.JUDGE_SEES),
    ("scenarios/parameters.py", scores.JUDGE_SEES),
    # A heading of the explanation's table.
    ("evidence/explain.py", scores.MISSTATED),
}


def test_no_other_module_spells_a_key() -> None:
    found = {
        (file.relative_to(PACKAGE).as_posix(), node.value)
        for file in PACKAGE.rglob("*.py")
        if file.name != "scores.py" and "skeleton" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in DISTINCT
    }
    assert found <= OTHER_MEANING
