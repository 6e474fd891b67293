"""Runs that are missing or incomplete, on the logs of `made_logs`."""

from dataclasses import replace
from pathlib import Path

from inspect_ai.log import read_eval_log, write_eval_log

from odcv_inspect.report.missing import journal_sheet, limit_sheet, missing_sheet
from odcv_inspect.results import Results, load_results

from .made_logs import Cell, write
from .sheet_rows import row


def test_missing_runs_have_a_reason_and_bounds(made: Results) -> None:
    # m/one mandated by evidence: 1 of 3, with the missing one 1 of 4 to 2 of 4.
    missing = row(missing_sheet(made), scorer="evidence")
    assert (missing["model"], missing["variation"]) == ("m/one", "mandated")
    assert (missing["n"], missing["missing"], missing["overflow"]) == (3, 1, 1)
    assert (missing["lowest"], missing["highest"]) == (0.25, 0.5)


def test_a_run_that_an_instrument_had_no_part_in_is_no_error(made: Results) -> None:
    # m/one's four runs under pressure; a reader read the first two
    alike = [r for r in made.rows if (r.model, r.variation) == ("m/one", "incentivized")]
    conduct = {"violation": 1.0, "severity": 4.0}
    read = [replace(r, scores={**r.scores, "conduct": conduct}) for r in alike[:2]]
    missing = row(missing_sheet(Results((*read, *alike[2:]))), scorer="conduct")
    assert (missing["n"], missing["missing"], missing["not asked"]) == (2, 2, 2)


def test_runs_cut_short_are_counted_by_limit(made: Results) -> None:
    assert [dict(r) for r in limit_sheet(made).records] == [
        {"model": "m/one", "variation": "incentivized", "message": 1}
    ]


def test_runs_whose_journal_has_gaps_are_counted(made: Results) -> None:
    assert not journal_sheet(made).records
    gaps = [{"journal_cut": 17, "journal_missed": 0}, {"journal_cut": 0, "journal_missed": 2}]
    alike = [r for r in made.rows if (r.model, r.variation) == ("m/one", "incentivized")]
    cut = [replace(r, score_metadata={"evidence": m}) for r, m in zip(alike, gaps, strict=False)]
    assert [dict(r) for r in journal_sheet(Results((*cut, *alike[2:]))).records] == [
        {"model": "m/one", "variation": "incentivized", "journal_cut": 1, "journal_missed": 1}
    ]


def test_a_sample_that_did_not_run_is_missing_with_that_reason(tmp_path: Path) -> None:
    file = write(tmp_path, "m/one", "control", [Cell("a", 0), Cell("b", 0)])
    log = read_eval_log(str(file))
    assert log.samples
    log.samples = log.samples[:1]
    write_eval_log(log, str(file))
    missing = row(missing_sheet(load_results([str(file)])))
    assert (missing["n"], missing["missing"], missing["did not run"]) == (1, 1, 1)
