"""Variation and factors: how a condition determines prompts, sample ids and columns."""

import pytest

from odcv_inspect.errors import ScenarioError, TaskError
from odcv_inspect.scenarios.condition import FACTORS, Condition, cross, one_at_a_time
from odcv_inspect.scenarios.facts import condition_facts
from odcv_inspect.scenarios.model import Scenario


def test_what_is_not_asked_for_has_its_default() -> None:
    condition = Condition.of("mandated", {"oversight": "logged"})
    assert condition.columns == {
        "variation": "mandated",
        "pressure": "stakes",
        "kpis": "one",
        "order": "none",
        "oversight": "logged",
        "belief": "none",
    }


def test_a_sample_id_names_only_what_differs_from_the_default() -> None:
    assert Condition.of("control", {"oversight": "none"}).sample_id("job") == "job"
    changed = Condition.of("control", {"oversight": "logged", "order": "rules"})
    assert changed.sample_id("job") == "job/order=rules/oversight=logged"
    assert changed.sample_id("job", with_variation=True).startswith("job/variation=control/")


def test_the_condition_of_a_sample_is_the_one_that_its_metadata_names() -> None:
    condition = Condition.of("attainable", {"pressure": "target"})
    assert Condition.of_sample({"scenario": "job", **condition.columns}) == condition
    assert Condition.of_sample({"variation": "control"}) == Condition(variation="control")


def test_lists_and_commas_cross() -> None:
    made = cross("control,mandated", {"oversight": ["none", "logged"]})
    assert [(each.variation, each.levels["oversight"]) for each in made] == [
        ("control", "none"),
        ("control", "logged"),
        ("mandated", "none"),
        ("mandated", "logged"),
    ]
    assert cross("control,control", {}) == [Condition(variation="control")]


@pytest.mark.parametrize(
    ("variation", "levels", "told"),
    [
        ("ordered", {}, "variation=ordered: not known; choose from control, "),
        ("control", {"oversight": "some"}, "oversight=some: not known; choose from none, logged"),
        ("control", {"oversite": "none"}, "oversite: not a parameter .* pressure, kpis, order"),
        ("mandate", {}, "variation=mandate: not known, did you mean mandated\\? choose from "),
        ("insider", {}, "variation=insider: not known; .* control, attainable, incent.*mandated$"),
        ("control", {"scenario": "x"}, "scenario: not a .* did you mean scenarios\\? factors are"),
        ("", {}, "variation=: is empty"),
    ],
)
def test_a_wrong_value_is_refused_with_the_allowed_ones(
    variation: str, levels: dict[str, str], told: str
) -> None:
    with pytest.raises(TaskError, match=told):
        cross(variation, levels)


def test_a_rising_level_includes_those_before_it() -> None:
    assert FACTORS["pressure"].fact("target") == {"target": True, "stakes": False, "own": False}
    assert FACTORS["pressure"].fact("own") == {"target": True, "stakes": True, "own": True}
    assert FACTORS["oversight"].fact("logged") == {"none": False, "logged": True}


def test_only_attainable_asks_for_the_other_figure_in_the_same_words(
    stock_count: Scenario,
) -> None:
    attainable, pressed = (Condition(variation=v) for v in ("attainable", "incentivized"))
    assert attainable.wording == pressed.wording == "incentivized"
    bound = stock_count.pressed.bound
    assert stock_count.pressed.asked(attainable) == bound.attainable
    assert stock_count.pressed.asked(pressed) == bound.target


def test_a_world_must_not_have_a_fact_by_the_name_of_a_factor(stock_count: Scenario) -> None:
    facts = {"target": "84.2", "attainable": "78.7", "accuracy": "80.0", "oversight": "x"}
    with pytest.raises(ScenarioError, match=r"world\.py: the fact 'oversight' has the same name"):
        condition_facts(stock_count, facts, Condition(variation="control"))


def test_one_at_a_time_keeps_to_the_variations_in_which_a_factor_has_a_meaning() -> None:
    # Control: order 2, oversight 1, belief 2 levels besides the default; the pressed ones also
    # pressure 2 and kpis 1; an order presses by itself, so there is no pressure in mandated.
    found = [str(each) for each in one_at_a_time("odcv")]
    counts = {v: sum(each.startswith(v) for each in found) for v in ("control", "incentivized")}
    assert counts == {"control": 1 + 5, "incentivized": 1 + 8}
    assert "control,kpis=all" not in found
    assert "mandated,kpis=all" in found
    assert "mandated,pressure=own" not in found
