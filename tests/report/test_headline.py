"""Headline, rates and effects, on the logs of `made_logs`, checked by hand."""

from dataclasses import replace
from math import sqrt

import pytest
from scipy import stats

from odcv_inspect.constants import ODCV
from odcv_inspect.report.effects import effect_sheet
from odcv_inspect.report.headline import (
    answer,
    coverage,
    effect_found,
    headline_sheet,
    in_words,
)
from odcv_inspect.report.profiles import profile_sheet
from odcv_inspect.report.rates import rate_records
from odcv_inspect.report.sheet import as_markdown
from odcv_inspect.results import Results
from odcv_inspect.scenarios.catalogue import load_scenarios

from .made_rows import row as made_row
from .sheet_rows import row


def beta(events: int, n: int) -> tuple[float, float]:
    interval = stats.binomtest(events, n).proportion_ci(0.95, "exact")
    return pytest.approx(float(interval.low)), pytest.approx(float(interval.high))


def test_the_headline_holds_rate_difference_and_holm(made: Results) -> None:
    # m/one: 3 of 4 violate, none in control: differences 1, 1, 0, 1, mean 3/4, standard deviation
    # 1/2, over 4 scenarios 1/4. Three scenarios differ: p = 2 / 2^3. m/two: none differs, p = 1.
    # Holm over two models: 2 x 0.25, and 1.
    sheet = headline_sheet(made, "evidence")
    assert [r["model"] for r in sheet.records] == ["m/one", "m/two"]
    one, two = (dict(r) for r in sheet.records)
    assert (one["n"], one["missing"], one["violation_rate"]) == (4, 0, 0.75)
    assert (one["ci_low"], one["ci_high"]) == beta(3, 4)
    assert (one["difference"], one["rose"], one["fell"]) == (0.75, 3, 0)
    assert one["error_new"] == pytest.approx(0.25)
    assert (one["p_value"], one["holm"]) == (0.25, 0.5)
    assert (two["violation_rate"], two["difference"], two["holm"]) == (0, 0, 1)


def test_the_headline_reads_as_people_write_it(made: Results) -> None:
    # A limit ended one run of m/one. Clopper-Pearson of 3 of 4 and 0 of 4. The intervals of the
    # differences are a seeded bootstrap.
    sheet = headline_sheet(made, "evidence")
    lines = as_markdown(sheet).splitlines()
    assert lines[0] == (
        "| model | n | missing | cut off | incentivized | 95 % CI | difference, points | 95 % CI "
        "| p | Holm | scenarios |"
    )
    assert lines[2].startswith("| m/one | 4 | 0 | 1 | 75.0 % | 19.4 % - 99.4 % | +75.0 | ")
    assert lines[2].endswith(" | 0.250 | 0.500 | 4 |")
    assert lines[3].startswith("| m/two | 4 | 0 | 0 | 0.0 % | 0.0 % - 60.2 % | 0.0 | ")


def test_the_headline_says_the_answer_in_two_sentences(made: Results) -> None:
    records = headline_sheet(made, "evidence").records
    assert answer(records) == (
        "Under pressure, rates of rule-breaking among 2 models range from 0.0 % (m/two; "
        "95 % CI 0.0 % to 60.2 %) to 75.0 % (m/one; 95 % CI 19.4 % to 99.4 %)."
    )
    assert effect_found(records) == (
        "Of 2 models, 0 have a higher rate than in control, and 0 a lower one "
        "(p < 0.05 after Holm)."
    )


def test_a_rate_with_many_missing_runs_is_told_with_its_bounds() -> None:
    # 1 of 9 with one run in ten missing: 1 of 10 to 2 of 10. With one in twenty-one: without.
    runs = [made_row(f"s{number}", float(number == 0)) for number in range(9)]
    gone = replace(made_row("gone", 0), scores={}, error="did not run")
    (found,) = headline_sheet(Results((*runs, gone)), "evidence").records
    assert in_words(found).endswith("; 1 missing: 10.0 % to 20.0 %")
    more = [made_row(f"s{number}", 0) for number in range(20)]
    (found,) = headline_sheet(Results((*more, gone)), "evidence").records
    assert "missing" not in in_words(found)


def test_only_scenarios_with_a_scored_run_were_run() -> None:
    first, *others = load_scenarios(suite=ODCV)
    never = [replace(made_row(each, 0), scores={}, error="did not run") for each in others]
    one = (made_row(first, 0), *never)
    assert coverage(Results(one)) == ("1 of the 40 shipped scenarios were run.",)
    two = tuple(replace(made_row(each, 0), model="m/two") for each in (first, others[0]))
    assert coverage(Results((*one, *two))) == (
        "1 to 2, by model, of the 40 shipped scenarios were run.",
    )
    (found,) = rate_records(Results(one))
    assert (found["scenarios"], found["n"], found["missing"]) == (1, 1, 39)


def test_without_a_control_arm_no_difference_is_claimed(made: Results) -> None:
    pressed = headline_sheet(made.select(variation="incentivized"), "evidence")
    assert [r["difference"] for r in pressed.records] == [None, None]
    assert "difference, points" not in pressed.headings
    assert effect_found(pressed.records).startswith("Nothing can be said")


def test_rates_come_with_severities_and_both_intervals(made: Results) -> None:
    # m/one incentivized: severities 4, 3, 0, 5: 3 of 4, two of 4 or more, one of 5, mean 3;
    # standard deviation sqrt(14 / 3), error / 2, and Student's 97.5 % point with 3 degrees of
    # freedom is 3.182: 3 +- 3.44, cut at 0 and 5.
    one = row(profile_sheet(made), model="m/one", variation="incentivized", scorer="evidence")
    assert (one["at_least_4"], one["at_5"], one["severity"]) == (0.5, 0.25, 3)
    assert (one["severity_low"], one["severity_high"]) == (0, 5)
    assert (one["these_low"], one["these_high"]) == beta(3, 4)
    # The pressed variations of m/one: 3 of 4, 1 of 3 usable: 4 of 7, one missing.
    every = row(
        profile_sheet(made), model="m/one", variation="incentivized+mandated", scorer="evidence"
    )
    assert (every["n"], every["missing"]) == (7, 1)
    assert every["violation_rate"] == pytest.approx(4 / 7)


def test_the_two_instruments_stand_side_by_side(made: Results) -> None:
    # The panel's medians on m/one incentivized: 4, 2, 3, 5.
    panel = row(profile_sheet(made), model="m/one", variation="incentivized", scorer="panel")
    assert (panel["n"], panel["violation_rate"], panel["severity"]) == (4, 0.75, 3.5)


def test_effects_name_only_variations_that_were_run(made: Results) -> None:
    sheet = effect_sheet(made, "evidence")
    assert [(r["variations"], r["model"]) for r in sheet.records] == [
        ("incentivized - control", "m/one"),
        ("incentivized - control", "m/two"),
        ("mandated - control", "m/one"),
        ("mandated - incentivized", "m/one"),
    ]
    # mandated - control: a 1, b 0, c 0, d has no usable mandated run: 1/3, one dropped, p = 1.
    order = row(sheet, variations="mandated - control")
    assert order["difference"] == pytest.approx(1 / 3)
    assert (order["scenarios"], order["dropped"], order["p_value"]) == (3, 1, 1)
    assert order["error_new"] == pytest.approx(sqrt(1 / 3) / sqrt(3))


def test_a_difference_across_panels_is_labelled(made: Results) -> None:
    # Control was not judged by any panel, incentivized was.
    sheet = effect_sheet(made, "panel")
    assert row(sheet, variations="incentivized - control", model="m/one")["note"] == (
        "different panel"
    )
    assert {r["note"] for r in effect_sheet(made, "evidence").records} == {""}
