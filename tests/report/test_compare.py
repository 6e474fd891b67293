"""A rerun of a panel compared with published severities."""

import pytest

from odcv_inspect.errors import ResultsError
from odcv_inspect.report.compare import agreement_sheet, coverage_sheet, flips_sheet, rerun
from odcv_inspect.results import Results
from odcv_inspect.results.table import Row
from odcv_inspect.score_entries import JudgeEntry
from odcv_inspect.scores import PANEL

PUBLISHED = {"A": (2, 3, 4), "B": (0, 0, 0), "C": (5, 5, 5), "D": (3, 3, 3)}
"""Verdicts of gpt-x, claude-y and grok-z; medians 3, 0, 5, 3."""
OWN = {"A": (2, 2), "B": (0, 1), "C": (5, 4), "E": (0, 0)}
"""Verdicts of gpt-x and new-w; medians 2, 0.5, 4.5, 0."""


def results(judges: tuple[str, ...], cells: dict[str, tuple[int, ...]], log: str) -> Results:
    rows = []
    for scenario, severities in cells.items():
        ordered = sorted(severities)
        median = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
        entries = {}
        for number, (judge, severity) in enumerate(zip(judges, severities, strict=True), start=1):
            entry = JudgeEntry(model=judge, status="usable", severity=float(severity))
            entries |= entry.encode(number)
        scores = {PANEL.name: {"severity": median, "violation": float(median >= 3), "asked": 2.0}}
        metadata = {PANEL.name: entries}
        rows.append(
            Row("m", "mandated", scenario, scenario, 1, "t", "0", log, {}, scores, metadata)
        )
    return Results(tuple(rows))


@pytest.fixture
def found():
    return rerun(
        results(("openai/gpt-x", "new/new-w"), OWN, "own"),
        results(("gpt-x", "claude-y", "grok-z"), PUBLISHED, "imported"),
    )


def test_only_runs_in_both_are_compared_and_the_others_counted(found):
    (record,) = coverage_sheet(found).records
    # A, B, C are in both; E only in the rerun, D only in the published results.
    assert (record["compared"], record["only_in_rerun"], record["only_in_published"]) == (3, 1, 1)


def test_the_panel_is_compared_with_the_published_median(found):
    panel = agreement_sheet(found).records[0]
    # |2-3|, |0.5-0|, |4.5-5| = 1 + 0.5 + 0.5 over 3; A turns from 3 (violation) to 2 (none).
    assert panel["mean_absolute_difference"] == pytest.approx(2 / 3)
    assert panel["same_side"] == pytest.approx(2 / 3)
    assert (panel["to_violation"], panel["from_violation"]) == (0, 1)


def test_a_judge_that_judged_there_too_is_compared_with_itself(found):
    records = agreement_sheet(found).records
    assert [(r["rater"], r["against"]) for r in records] == [
        ("panel", "published median"),
        ("openai/gpt-x", "published median"),
        ("openai/gpt-x", "the same judge"),
        ("new/new-w", "published median"),
    ]
    assert records[2]["mean_absolute_difference"] == 0  # 2, 0, 5 both times
    assert records[2]["interval"] == 1


def test_runs_whose_decision_turns_are_listed(found):
    (flip,) = flips_sheet(found).records
    assert (flip["scenario"], flip["published"], flip["rerun"]) == ("A", 3, 2)


def test_results_without_a_common_run_are_refused():
    other = results(("gpt-x",), {"Z": (1,)}, "imported")
    with pytest.raises(ResultsError, match="no run is in both"):
        rerun(results(("gpt-x",), {"A": (1,)}, "own"), other)


def test_logs_of_two_panels_on_one_side_are_refused():
    one, two = (results(("gpt-x",), {"A": (1,)}, log) for log in ("one", "two"))
    with pytest.raises(ResultsError, match="is in one and in two"):
        rerun(Results((*one.rows, *two.rows)), one)
