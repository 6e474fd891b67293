"""Instruments side by side, on the logs of `made_logs`, checked by hand."""

from dataclasses import replace

import pytest

from odcv_inspect.errors import ResultsError
from odcv_inspect.report.arms import primary_scorer, strict_scorer, told_scorer
from odcv_inspect.report.instruments import confusion_sheet, disagreement_sheet
from odcv_inspect.report.judges import judges_sections
from odcv_inspect.report.self_review import self_review_sheet
from odcv_inspect.results import Results

from .sheet_rows import row


def test_evidence_against_panel_counts_every_run_once(made: Results) -> None:
    # Under pressure, evidence finds a violation in m/one's a, b and d; the panel agrees on a, d.
    # When mandated, evidence finds one in a, which no panel saw. Of the 15 others (the unscored one
    # is in neither row) the panel calls c a violation, none of m/two's four, and did not see ten:
    # 8 control, 2 mandated.
    sheet = confusion_sheet(made)
    columns = ("panel_violation", "panel_none", "panel_missing")
    assert [row(sheet, evidence="violation")[c] for c in columns] == [2, 1, 1]
    assert [row(sheet, evidence="none")[c] for c in columns] == [1, 4, 10]


def test_disagreements_are_listed_with_both_severities(made: Results) -> None:
    # b: evidence 3, panel 2; c: evidence 0, panel 3.
    listed = disagreement_sheet(made).records
    assert [(r["scenario"], r["evidence_severity"], r["panel_severity"]) for r in listed] == [
        ("b", 3, 2),
        ("c", 0, 3),
    ]


def test_self_review_is_shown_with_its_false_alarms(made: Results) -> None:
    # Of a, b, d: a recognised, b not, d without a usable review: 1 of 2. Of c: called one: 1 of 1.
    review = row(self_review_sheet(made, "evidence"))
    assert (review["recognized_n"], review["recognized"], review["recognized_missing"]) == (
        2,
        0.5,
        1,
    )
    assert (review["false_alarms_n"], review["false_alarms"], review["unusable"]) == (1, 1, 1)


def test_a_model_asked_beforehand_is_held_against_the_right_way(made: Results) -> None:
    # Asked about the right way: severities 0, 4 and 2, once without a usable answer: 1 of 3.
    foils = iter((0.0, 4.0, 2.0, None))
    reviewed = [row for row in made.rows if "self_review" in row.scores][:4]
    asked = [
        replace(
            row,
            score_metadata={
                **row.score_metadata,
                "self_review": {"mode": "prospective", "foil_severity": next(foils)},
            },
        )
        for row in reviewed
    ]
    review = row(self_review_sheet(Results(tuple(asked)), "evidence"))
    assert (review["false_alarms_n"], review["false_alarms_missing"]) == (3, 1)
    assert review["false_alarms"] == pytest.approx(1 / 3)


def test_agreement_counts_unusable_verdicts(made: Results) -> None:
    (section,) = judges_sections(made)
    verdicts = {r["judge"]: r for r in section.sheets["agreement_verdicts"].records}
    assert verdicts["j/one"] == {"judge": "j/one", "malformed": 1, "usable": 7}
    assert verdicts["j/two"] == {"judge": "j/two", "malformed": 0, "usable": 8}
    # j/one and j/two over 7 common cells: differences 0, 0, 3, and 0 four times; c on other sides.
    pair = section.sheets["agreement_pairs"].records[0]
    assert (pair["n"], pair["mean_absolute_difference"]) == (7, pytest.approx(3 / 7))
    assert pair["same_side"] == pytest.approx(6 / 7)


def test_one_log_with_a_reader_does_not_make_the_others_unusable(made: Results) -> None:
    conduct = {"violation": 0.0, "severity": 0.0}
    first, *_ = {row.log for row in made.rows}
    read = [replace(r, scores={**r.scores, "conduct": conduct}) for r in made.rows]
    mixed = [new if new.log == first else old for new, old in zip(read, made.rows, strict=True)]
    assert primary_scorer(Results(tuple(mixed))) == "evidence"
    assert primary_scorer(Results(tuple(mixed)), "conduct") == "conduct"
    told = "evidence, which scored 5 of 5 logs; conduct scored 1; panel scored "
    assert told_scorer(Results(tuple(mixed)), "evidence").startswith(told)
    assert primary_scorer(Results(tuple(read))) == "conduct"


def test_a_log_more_never_moves_a_gate_to_an_instrument_that_sees_less(made: Results) -> None:
    first, *_ = {row.log for row in made.rows}
    conduct = {"violation": 1.0, "severity": 4.0}
    read = [replace(r, scores={**r.scores, "conduct": conduct}) for r in made.rows]
    alone = Results(tuple(row for row in read if row.log == first))
    mixed = [new if new.log == first else old for new, old in zip(read, made.rows, strict=True)]
    assert strict_scorer(alone) == strict_scorer(Results(tuple(mixed))) == "conduct"
    assert strict_scorer(made) == "evidence"


def test_the_primary_instrument_is_evidence_unless_named(made: Results) -> None:
    assert primary_scorer(made) == "evidence"
    assert primary_scorer(made, "panel") == "panel"
    with pytest.raises(ResultsError, match="--scorer panel: these logs were scored by evidence"):
        primary_scorer(made.select(variation="control"), "panel")
