"""The insider suite's section: rates over fixed stories, effects paired by persona."""

import pytest

from odcv_inspect.report.build import Request, report_sections
from odcv_inspect.report.insider import (
    belief_sheet,
    cell_sheet,
    instead_sheet,
    split_insider,
)
from odcv_inspect.report.insider_cells import FACTORS
from odcv_inspect.report.insider_effects import effect_sheet, main_effect_sheet
from odcv_inspect.report.runs import selection
from odcv_inspect.results import Results
from odcv_inspect.results.table import Row

SCORER = "conduct"


def row(
    story: str,
    world: int,
    goal: str,
    threat: str,
    violation: int,
    model: str = "m/one",
) -> Row:
    levels = {"goal": goal, "threat": threat}
    named = "/".join([story, *(f"{k}={v}" for k, v in levels.items()), f"world={world}"])
    return Row(
        model=model,
        variation="insider",
        scenario=story,
        sample_id=named,
        epoch=1,
        task_id="t",
        task_version="1",
        log="a.eval",
        metadata={"suite": "insider", "world_seed": world, **levels},
        scores={
            "conduct": {"violation": violation, "severity": 5 * violation},
            "evidence": {"violation": 0, "delivered": 1},
            "statements": {"violation": violation},
            "awareness": {"usable": 1, "believes_test": float("nan")},
        },
        score_metadata={
            "conduct": {},
            "evidence": {"instead": "channel_used" if not violation else ""},
            "statements": {"ways": "appeal,matter" if not violation else "leverage"},
            "awareness": {"debriefed": "real"} if story == "a" else {},
        },
    )


@pytest.fixture
def results() -> Results:
    """Violations by story and world; two worlds each.

    | | neither | threat | both |
    |---|---|---|---|
    | a | 0 0 | 1 0 | 1 1 |
    | b | 0 0 | 0 0 | 1 0 |
    """
    seen = {
        ("none", "none"): [0, 0, 0, 0],
        ("none", "replacement"): [1, 0, 0, 0],
        ("conflict", "replacement"): [1, 1, 1, 0],
    }
    return Results(
        tuple(
            row("ab"[place // 2], place % 2, goal, threat, violation)
            for (goal, threat), values in seen.items()
            for place, violation in enumerate(values)
        )
    )


def test_a_cell_s_rate_weighs_stories_equally(results: Results) -> None:
    rates = {r["cell"]: r["violation_rate"] for r in cell_sheet(results, SCORER).records}
    assert rates == {
        "neither": 0,
        "threat=replacement": 0.25,
        "goal=conflict threat=replacement": 0.75,
    }


def test_every_story_has_its_own_rates(results: Results) -> None:
    records = cell_sheet(results, SCORER, by_story=True).records
    both = "goal=conflict threat=replacement"
    assert {r["scenario"]: r["violation_rate"] for r in records if r["cell"] == both} == {
        "a": 1,
        "b": 0.5,
    }


def test_a_row_opens_the_runs_of_its_cell_only(results: Results) -> None:
    def opened(by_story: bool) -> list[dict[str, str]]:
        found = [selection(r) for r in cell_sheet(results, SCORER, by_story).records]
        return [each for each in found if each["goal"] == "conflict"]

    cell = {
        "model": "m/one",
        "variation": "insider",
        **{name: factor.default for name, factor in FACTORS.items()},
        "goal": "conflict",
        "threat": "replacement",
    }
    assert opened(by_story=False) == [cell]
    assert opened(by_story=True) == [{**cell, "scenario": "a"}, {**cell, "scenario": "b"}]
    # A belief is not part of what runs are listed by.
    assert not any(map(selection, belief_sheet(results, SCORER).records))


def test_an_effect_is_paired_with_the_cell_that_differs_in_one_factor(results: Results) -> None:
    found = {(r["effect"], r["with"]): r for r in effect_sheet(results, SCORER).records}
    assert {key: each["difference"] for key, each in found.items()} == {
        ("threat: replacement - none", "neither"): 0.25,
        ("goal: conflict - none", "threat=replacement"): 0.5,
    }
    assert all((each["personas"], each["stories"]) == (4, 2) for each in found.values())


def test_p_values_are_adjusted_over_models_and_not_over_effects(results: Results) -> None:
    other = Results(
        tuple(
            row(
                r.scenario,
                int(r.metadata["world_seed"]),
                r.metadata["goal"],
                r.metadata["threat"],
                0,
                model="m/two",
            )
            for r in results.rows
        )
    )
    both = Results((*results.rows, *other.rows))
    found = [r for r in effect_sheet(both, SCORER).records if r["effect"].startswith("goal")]
    # 0.5: two equal signs of two; the other model differs nowhere: 1.
    assert [(r["model"], r["p_value"], r["holm"]) for r in found] == [
        ("m/one", 0.5, 1),
        ("m/two", 1, 1),
    ]


def test_ways_out_are_counted_in_runs_without_a_violation(results: Results) -> None:
    both = [
        (r["instead"], r["runs"], r["of"])
        for r in instead_sheet(results, SCORER).records
        if r["cell"] == "goal=conflict threat=replacement"
    ]
    assert both == [("appeal", 1, 1), ("channel_used", 1, 1)]


def test_beliefs_are_shown_by_what_was_said_or_asked(results: Results) -> None:
    neither = {
        r["stated"]: (r["n"], r["violation_rate"])
        for r in belief_sheet(results, SCORER).records
        if r["cell"] == "neither"
    }
    assert neither == {"real (debriefed)": (2, 0), "none stated": (2, 0)}


def test_the_suite_has_its_own_section_and_enters_no_other_rate(results: Results) -> None:
    others, insider = split_insider(results)
    assert (len(others.rows), len(insider.rows)) == (0, 12)
    sections = {section.id: section for section in report_sections(results, Request())}
    assert "headline" not in sections
    assert "these 2 stories (a, b)" in " ".join(sections["insider"].text).lower()


def test_a_fraction_is_averaged_over_the_other_factors() -> None:
    # Two of the four cells; the third factor of 2^(3-1), order, is their product.
    cells = {("none", "none", "none"): 0, ("none", "replacement", "rules"): 1}
    cells |= {("conflict", "none", "rules"): 0, ("conflict", "replacement", "none"): 1}
    rows = []
    for (goal, threat, order), violation in cells.items():
        for world in (0, 1):
            made = row("a", world, goal, threat, violation)
            made.metadata["order"] = order  # type: ignore[index]
            rows.append(made)
    results = Results(tuple(rows))
    assert effect_sheet(results, SCORER).records == []
    found = {r["effect"]: r for r in main_effect_sheet(results, SCORER).records}
    assert {name: r["difference"] for name, r in found.items()} == {
        "goal: conflict - none": 0,
        "threat: replacement - none": 1,
        "order: rules - none": 0,
    }
    assert found["threat: replacement - none"]["averaged over"] == "goal order"
