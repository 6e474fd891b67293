"""Which runs of a factorial design are compared with which."""

from dataclasses import replace
from itertools import product
from math import nan

import pytest

from odcv_inspect.report.consistency import consistency_sheet
from odcv_inspect.report.designs import arms_of, columns, crossed
from odcv_inspect.report.factors import (
    interaction_sheet,
    level_difference_sheet,
    level_sheet,
    trend_sheet,
)
from odcv_inspect.report.generations import Succession, generation_sheet
from odcv_inspect.report.headline import effect_found, headline_sheet
from odcv_inspect.report.missing import missing_sheet
from odcv_inspect.report.runs import run_index
from odcv_inspect.results import Results, at_reference, reference_levels, varying

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


def test_missing_runs_do_not_weigh_worlds_differently_in_the_arms() -> None:
    # World 0 is always a violation and world 1 never is. Of three epochs in each, two of world 1
    # are missing at none, and two of world 0 at logged: 3/4 and 1/4, with no effect of the level.
    runs = Results(
        tuple(
            row("a", float(world == 0), world=world, epoch=epoch, oversight=level)
            for level, epochs in (("none", (3, 1)), ("logged", (1, 3)))
            for world in (0, 1)
            for epoch in range(epochs[world])
        )
    )
    (found,) = level_difference_sheet(runs, "evidence", "oversight").records
    assert found["difference"] == 0


def test_a_single_world_keeps_all_its_runs() -> None:
    # 1/3 under none, 1 of 1 logged: nothing needs to be left out.
    runs = Results(
        (
            *(row("a", float(epoch == 3), epoch=epoch) for epoch in (1, 2, 3)),
            row("a", 1, oversight="logged"),
        )
    )
    (found,) = level_difference_sheet(runs, "evidence", "oversight").records
    assert found["difference"] == pytest.approx(2 / 3)


def test_pressure_has_no_level_in_control() -> None:
    # Control rows say stakes, the default; the pressed ones say own, as asked for.
    runs = Results(
        tuple(
            row(s, violation, variation, pressure=level)
            for s in "ab"
            for variation, level, violation in (
                ("control", "stakes", 0),
                ("incentivized", "own", 1),
            )
        )
    )
    assert varying(runs) == {}
    both = Results((*runs.rows, row("a", 1, pressure="target"), row("b", 1, pressure="target")))
    assert reference_levels(both) == {"pressure": "target"}
    kept = at_reference(both).rows
    assert sorted(r.variation for r in kept) == [
        "control",
        "control",
        "incentivized",
        "incentivized",
    ]
    (found,) = headline_sheet(at_reference(both), "evidence").records
    assert (found["violation_rate"], found["difference"]) == (1, 1)
    index = run_index(both, None)
    shown = [dict(zip(index["fields"], run, strict=True)) for run in index["runs"]]
    levels = [index["words"]["pressure"][r["pressure"]] for r in shown]
    assert levels == ["target", "own", "target", "own", "target", "target"]


def test_rates_over_two_variations_are_compared_at_equal_numbers_of_runs() -> None:
    # Both models: never under pressure, always when ordered; 1 and 3 epochs, and 3 and 1.
    rows = [
        replace(row("a", violation, variation, epoch=epoch), model=model)
        for model, epochs in (("m/old", (1, 3)), ("m/new", (3, 1)))
        for variation, n, violation in zip(
            ("incentivized", "mandated"), epochs, (0, 1), strict=True
        )
        for epoch in range(1, n + 1)
    ]
    sheet = generation_sheet(Results(tuple(rows)), [Succession("m/old", "m/new")], "evidence")
    assert {r["variations"]: r["difference"] for r in sheet.records} == {
        "incentivized": 0,
        "mandated": 0,
        "incentivized+mandated": 0,
    }


def test_runs_in_different_worlds_are_not_compared() -> None:
    runs = Results((row("a", 0, "control", world=0), row("a", 1, "incentivized", world=7)))
    (found,) = headline_sheet(runs, "evidence").records
    assert (found["difference"], found["scenarios"], found["dropped"]) == (None, 0, 1)
    assert "no world was scored both under pressure and in control" in effect_found([found])


def test_pressed_and_ordered_runs_are_paired_by_world() -> None:
    # World 0 is clean and was not ordered; world 1 is a violation in both.
    runs = Results(
        (
            row("a", 0, "incentivized", world=0),
            row("a", 1, "incentivized", world=1),
            row("a", 1, "mandated", world=1),
        )
    )
    (found,) = consistency_sheet(runs, "evidence").records
    assert (found["both"], found["mandated_only"], found["missing"]) == (1, 0, 1)


def test_missing_runs_are_told_by_level() -> None:
    # none: one clean run and a missing one; logged: nothing is missing.
    gone = replace(row("b", 0), scores={}, error="did not run")
    runs = Results((row("a", 0), gone, row("a", 1, oversight="logged")))
    (found,) = missing_sheet(runs).records
    assert (found["oversight"], found["n"], found["missing"]) == ("none", 1, 1)
    assert (found["lowest"], found["highest"]) == (0, 1 / 2)
