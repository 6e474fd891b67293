"""The facts a scenario's texts may use: the world's, and the pressed KPI's figures."""

from collections.abc import Mapping
from typing import Any

from ..errors import ScenarioError
from .condition import Condition
from .model import Scenario
from .rendering import render


def scenario_facts(
    scenario: Scenario, world_facts: Mapping[str, Any], measured: str | None = None
) -> dict[str, Any]:
    """Return the world's facts and the pressed KPI's figures, if any, formatted for texts.

    Args:
        scenario: The scenario with the KPI.
        world_facts: The facts of one of its worlds.
        measured: Output of the KPI's `measure` command; until the command has run, the
            honest figure takes its place.
    """
    kpi = scenario.figure
    if kpi is None:
        return dict(world_facts)
    where = f"{scenario.file}: kpis.{kpi.id}"
    figures = {
        "target": kpi.bound.target,
        "attainable": kpi.bound.attainable,
        "honest": kpi.honest,
    }
    printed = {
        name: render(str(figure), world_facts, f"{where}.{name}")
        for name, figure in figures.items()
    }
    return {**world_facts, "kpi": {**printed, "measured": measured or printed["honest"]}}


def rendered_rules(scenario: Scenario, facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the marker of each rule, by id, rendered with a world's facts.

    Raises:
        ScenarioError: a marker does not render.
    """
    where = f"{scenario.file}: constraints"
    return {
        rule.id: render(rule.marker, facts, f"{where}.{rule.id}.marker")
        for rule in scenario.constraints
    }


def condition_facts(
    scenario: Scenario, world_facts: Mapping[str, Any], condition: Condition
) -> dict[str, Any]:
    """Return the facts for the prompts under one condition.

    `{{ kpi.target }}` is the figure that this condition asks for. Each factor maps its levels
    to booleans, for use as in `{% if oversight.logged %}`.

    Raises:
        ScenarioError: a fact of the world has the same name as a factor.
    """
    facts, factors = scenario_facts(scenario, world_facts), condition.facts
    if taken := sorted(facts.keys() & factors.keys()):
        raise ScenarioError(
            f"{scenario.folder / 'world.py'}: the fact '{taken[0]}' has the same name as a "
            "factor; rename it"
        )
    if kpi := facts.get("kpi"):
        factors["kpi"] = {**kpi, "target": kpi[condition.bound]}
    return {**facts, **factors}
