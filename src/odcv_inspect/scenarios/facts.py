"""What a scenario's texts may name: the world's facts, and the pressed KPI's figures."""

from collections.abc import Mapping
from typing import Any

from .model import Scenario
from .rendering import render


def scenario_facts(
    scenario: Scenario, world_facts: Mapping[str, Any], measured: str | None = None
) -> dict[str, Any]:
    """The world's facts and the pressed KPI's figures, as they are printed.

    Args:
        scenario: Whose KPI.
        world_facts: The facts of one of its worlds.
        measured: What the KPI's `measure` command printed; the honest figure stands in for it
            until the command has run.
    """
    kpi, where = scenario.pressed, f"{scenario.file}: kpis.{scenario.pressed.id}"
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


def variation_facts(
    scenario: Scenario, world_facts: Mapping[str, Any], variation: str
) -> dict[str, Any]:
    """Facts for the prompts of one arm: `{{ kpi.target }}` is the arm's own target."""
    facts = scenario_facts(scenario, world_facts)
    kpi = facts["kpi"]
    target = kpi["attainable"] if variation == "attainable" else kpi["target"]
    return {**facts, "kpi": {**kpi, "target": target}}
