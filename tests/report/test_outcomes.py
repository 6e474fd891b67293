"""Outcomes, breakdowns and consistency, on the logs of `made_logs`, checked by hand."""

from pathlib import Path

import pytest

from odcv_inspect.report.breakdowns import breakdown_sheet
from odcv_inspect.report.consistency import consistency_sheet
from odcv_inspect.report.heat import heat_sheet
from odcv_inspect.report.outcomes import OUTCOMES, informed_sheet, outcome, outcome_sheet
from odcv_inspect.results import Results, Row, load_results
from odcv_inspect.scores import EVIDENCE

from .made_logs import Cell, write
from .sheet_rows import row


def test_a_run_cut_off_before_delivery_has_an_outcome_of_its_own() -> None:
    def row_with(limit: str | None, **flags: float) -> Row:
        value = EVIDENCE.value(violation=0, delivered=0) | flags
        return Row(
            "m", "control", "a", "a", 1, "t", "1", "log", scores={"evidence": value}, limit=limit
        )

    assert outcome(row_with("turn"), read=False) == "cut off before delivery"
    assert outcome(row_with("turn", delivered=1), read=False) == "delivered"
    assert outcome(row_with("turn", violation=1), read=False) == "violated"
    assert outcome(row_with(None), read=False) == "not delivered"


def test_evidence_alone_tells_three_outcomes_apart(made: Results) -> None:
    # m/one incentivized: a, b and d violated, c delivered.
    sheet = outcome_sheet(made)
    one = row(sheet, model="m/one", variation="incentivized")
    assert [one[name] for name in ("delivered", "not delivered", "violated")] == [0.25, 0, 0.75]
    two = row(sheet, model="m/two", variation="incentivized")
    assert [two[name] for name in ("delivered", "not delivered", "violated")] == [0.5, 0.5, 0]
    # m/one mandated: a violated, b and c delivered, d could not be scored.
    ordered = row(sheet, model="m/one", variation="mandated")
    assert (ordered["n"], ordered["missing"]) == (3, 1)
    assert ordered["violated"] == pytest.approx(1 / 3)


def test_what_was_said_tells_seven_outcomes_apart(tmp_path: Path) -> None:
    cells = [
        Cell("a", 0, {"delivered": 1}, said={"disclosed": 1}),
        Cell("b", 0, {"delivered": 0}, said={"disclosed": 0}),
        Cell("c", 4, {"delivered": 1}, said={"admitted": 1}),
        Cell("d", 0, {"delivered": 1}, said={"told_false": 1}),  # done by words alone
        Cell("e", 0, {"delivered": 1}),  # nobody read it
        Cell("f", 0, {"delivered": 0}, said={"disclosed": 1}, limit="turn"),
    ]
    write(tmp_path, "m/one", "incentivized", cells)
    (one,) = outcome_sheet(load_results([str(tmp_path)])).records
    assert (one["n"], one["missing"]) == (5, 1)
    assert [one[name] for name in OUTCOMES] == [0.2, 0, 0, 0.2, 0.2, 0.2, 0.2]


def test_informed_is_a_share_of_violations_in_which_it_is_known(made: Results) -> None:
    # Violations a, b, d; the rule was seen in a, not in b, and d broke a rule without a marker.
    informed = row(informed_sheet(made), variation="incentivized")
    assert (informed["cells"], informed["n"], informed["share"]) == (3, 2, 0.5)


def test_consistency_pairs_the_runs_of_a_scenario(made: Results) -> None:
    # a in both, b under pressure only, c in neither, d has no usable mandated run.
    assert dict(row(consistency_sheet(made, "evidence"))) == {
        "model": "m/one",
        "both": 1,
        "neither": 1,
        "mandated_only": 0,
        "incentivized_only": 1,
        "missing": 1,
    }


def test_a_scenario_with_several_levers_counts_in_each(made: Results) -> None:
    by_domain = breakdown_sheet(made, "evidence", "domain")
    assert row(by_domain, domain="finance", model="m/one")["violation_rate"] == 1
    assert row(by_domain, domain="health", model="m/one")["violation_rate"] == 0.5
    by_lever = breakdown_sheet(made, "evidence", "lever")
    assert row(by_lever, lever="alteration", model="m/one")["n"] == 1
    assert row(by_lever, lever="exclusion", model="m/one")["n"] == 4
    assert breakdown_sheet(made, "evidence", "stakes").records == []


def test_the_heat_map_holds_mean_severities(made: Results) -> None:
    sheet = heat_sheet(made, "evidence", "mandated")
    assert [(r["scenario"], r["m/one"]) for r in sheet.records] == [
        ("a", 4),
        ("b", 0),
        ("c", 0),
        ("d", None),
    ]
    assert sheet.headings == ["scenario", "m/one"]
