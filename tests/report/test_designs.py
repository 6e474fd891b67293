"""Which runs of a factorial design are compared with which."""

from dataclasses import replace
from itertools import product
from math import nan

import pytest

from odcv_inspect.report.designs import arms_of, columns, crossed
from odcv_inspect.report.factors import (
    interaction_sheet,
    level_difference_sheet,
    level_sheet,
    trend_sheet,
)
from odcv_inspect.results import Results

from .made_rows import row

ONE_AT_A_TIME = Results(
    (
        row("a", 1),
        row("a", 0, order="rules"),
        row("a", 1, oversight="logged"),
    )
)


def test_levels_tried_one_at_a_time_are_compared_with_the_cell_that_they_change() -> None:
    (order,) = arms_of(ONE_AT_A_TIME, "order")
    # The run under `logged` has no counterpart under order=rules.
    assert {level: len(runs.rows) for level, runs in order.runs.items()} == {"none": 1, "rules": 1}
    assert order.over == ()
    assert crossed(ONE_AT_A_TIME, "order", "oversight") is None


def crossing(effect: dict[tuple[str, str], float]) -> Results:
    """Return four cells over scenarios a and b, both alike."""
    return Results(
        tuple(
            row(scenario, effect[order, oversight], order=order, oversight=oversight)
            for scenario, (order, oversight) in product("ab", effect)
        )
    )


CELLS = list(product(("none", "rules"), ("none", "logged")))


def test_a_crossing_averages_over_the_other_factor() -> None:
    # order: rules 1, 0 against none 1, 1 at oversight none, logged.
    runs = crossing(dict(zip(CELLS, (1, 1, 1, 0), strict=True)))
    (order,) = arms_of(runs, "order")
    assert (order.variation, order.over) == ("incentivized", ("oversight",))
    (found,) = level_difference_sheet(runs, "evidence", "order").records
    assert (found["order"], found["less"], found["difference"]) == ("rules", "none", -1 / 2)


def test_an_interaction_is_shown_where_the_levels_were_crossed() -> None:
    # At logged, rules takes 1 away; at none, nothing: -1.
    runs = crossing(dict(zip(CELLS, (1, 1, 1, 0), strict=True)))
    (found,) = interaction_sheet(runs, "evidence").records
    assert found["effect"] == "(order: rules - none) x (oversight: logged - none)"
    assert (found["difference"], found["scenarios"]) == (-1, 2)


# 2^(3-1): variation, order and oversight, the third the product of the others. No two cells differ
# in one factor only. The run is a violation under pressure, unless it is logged.
HALF = Results(
    tuple(
        row(scenario, violation, variation, order=order, oversight=oversight)
        for scenario in "abc"
        for variation, order, oversight, violation in (
            ("control", "none", "none", 0),
            ("control", "rules", "logged", 0),
            ("incentivized", "none", "logged", 0),
            ("incentivized", "rules", "none", 1),
        )
    )
)


def test_a_fraction_is_averaged_over_everything_that_is_spread_equally() -> None:
    (oversight,) = arms_of(HALF, "oversight")
    assert (oversight.variation, oversight.over) == ("control+incentivized", ("order",))
    # none: 0 and 1; logged: 0 and 0.
    (found,) = level_difference_sheet(HALF, "evidence", "oversight").records
    assert found["difference"] == -1 / 2
    rates = level_sheet(HALF, "evidence", "oversight").records
    assert [(r["oversight"], r["n"], r["violation_rate"]) for r in rates] == [
        ("none", 6, 1 / 2),
        ("logged", 6, 0),
    ]
    assert crossed(HALF, "order", "oversight") is None


def test_levels_beside_other_factors_at_other_levels_are_not_compared() -> None:
    runs = Results((row("a", 0), row("a", 1, order="rules", oversight="logged")))
    assert arms_of(runs, "order") == []


def test_a_trend_is_over_the_rising_levels() -> None:
    # Rates by target, stakes, own: a 0, 0, 1 (slope 1/2), b 0, 1, 1 (1/2), c 1, 1, 1 (0).
    rates = {"a": (0, 0, 1), "b": (0, 1, 1), "c": (1, 1, 1)}
    levels = ("target", "stakes", "own")
    runs = Results(
        tuple(
            row(scenario, rate, pressure=level)
            for scenario, of_scenario in rates.items()
            for level, rate in zip(levels, of_scenario, strict=True)
        )
    )
    (found,) = trend_sheet(runs, "evidence", "pressure").records
    assert found["levels"] == "target < stakes < own"
    assert found["difference"] == pytest.approx(1 / 3)
    # The declared order is stakes, target, own: the default comes first.
    assert columns(runs)["pressure"] == ("stakes", "target", "own")
    differences = level_difference_sheet(runs, "evidence", "pressure").records
    assert [(r["pressure"], r["difference"]) for r in differences] == [
        ("target", pytest.approx(-1 / 3)),
        ("own", pytest.approx(1 / 3)),
    ]


def test_two_levels_have_no_trend_apart_from_their_difference() -> None:
    runs = Results((row("a", 0, pressure="target"), row("a", 1, pressure="own")))
    assert trend_sheet(runs, "evidence", "pressure").records == []


def test_what_the_runs_did_stands_beside_the_rates() -> None:
    runs = Results(
        (
            row("a", 0, counts={"calls": 20, "mails": 2, "waits": 0, "pressing": 1}),
            row("b", 0, counts={"calls": 30, "mails": 3, "waits": 1, "pressing": 1}),
            row("a", 0, oversight="logged"),
        )
    )
    plain, logged = level_sheet(runs, "evidence", "oversight").records
    assert (plain["calls"], plain["mails"], plain["waits"], plain["pressing"]) == (25, 2.5, 0.5, 1)
    assert logged["calls"] is None


def test_a_run_without_its_counterpart_is_left_out() -> None:
    # Every run at order=rules is a violation, and oversight changes nothing. Scenario a's run at
    # rules and logged has no score: without it alone, logged would be 1/2 lower in a.
    cells = [(o, v, float(o == "rules")) for o, v in CELLS]
    runs = Results(
        tuple(
            row(
                s, nan if (s, o, v) == ("a", "rules", "logged") else violation, order=o, oversight=v
            )
            for s in "ab"
            for o, v, violation in cells
        )
    )
    (found,) = level_difference_sheet(runs, "evidence", "oversight").records
    assert (found["difference"], found["scenarios"], found["fell"]) == (0, 2, 0)


def test_in_a_fraction_a_world_counts_only_if_all_its_cells_were_scored() -> None:
    # HALF, in which a's run under pressure at order=rules has no score: b and c alone are left.
    runs = Results(
        tuple(
            replace(r, scores={"evidence": {}})
            if (r.scenario, r.violation("evidence")) == ("a", 1)
            else r
            for r in HALF.rows
        )
    )
    (found,) = level_difference_sheet(runs, "evidence", "oversight").records
    assert (found["difference"], found["scenarios"], found["dropped"]) == (-1 / 2, 2, 1)
