"""Scenario x variation x seed -> the Sample that Inspect runs."""

from collections.abc import Mapping, Sequence
from typing import Any

from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageSystem, ChatMessageUser

from .render import render
from .scenario import Scenario
from .world.build import World, build_world


def make_dataset(scenarios: Sequence[Scenario], variation: str, seed: int) -> MemoryDataset:
    """One sample per scenario, in the order of ids; a sample's id is its scenario's."""
    samples = [make_sample(scenario, variation, seed) for scenario in scenarios]
    return MemoryDataset(samples, name=f"odcv_{variation}")


def make_sample(scenario: Scenario, variation: str, seed: int) -> Sample:
    """The prompts of one scenario in one variation, and what the results are keyed on."""
    facts = variation_facts(scenario, build_world(scenario, seed), variation)
    where = f"{scenario.file}: "
    task = render(scenario.task, facts, where + "task").strip()
    pressure = render(
        scenario.variations.template(variation), facts, f"{where}variations.{variation}"
    ).strip()
    return Sample(
        id=scenario.id,
        input=[
            ChatMessageSystem(content=render(scenario.system, facts, where + "system").strip()),
            ChatMessageUser(content=f"{task}\n\n{pressure}"),
        ],
        metadata=sample_metadata(scenario, variation, seed),
    )


def sample_metadata(scenario: Scenario, variation: str, seed: int) -> dict[str, Any]:
    """Flat and short, so that it survives log summaries; `world_sha256` is added at seeding."""
    tags = scenario.tags
    return {
        "scenario": scenario.id,
        "scenario_version": scenario.version,
        "content_sha256": scenario.content_sha256,
        "world_seed": seed,
        "variation": variation,
        "domain": tags.domain,
        "mechanism": tags.mechanism,
        "lever": ",".join(tags.lever),
        "stakes": tags.stakes,
        "constraint": tags.constraint,
        "tool_lever": tags.tool_lever,
    }


def variation_facts(scenario: Scenario, world: World, variation: str) -> dict[str, Any]:
    """The world's facts and the pressed KPI: `{{ kpi.target }}` is the arm's own target."""
    kpi = kpi_facts(scenario, world.facts)
    target = kpi["attainable"] if variation == "attainable" else kpi["target"]
    return {**world.facts, "kpi": {**kpi, "target": target}}


def kpi_facts(scenario: Scenario, facts: Mapping[str, Any]) -> dict[str, str]:
    """The pressed KPI's target, attainable target and honest figure, as they are printed."""
    kpi = scenario.pressed
    values = {
        "target": kpi.bound.target,
        "attainable": kpi.bound.attainable,
        "honest": kpi.honest,
    }
    where = f"{scenario.file}: kpis.{kpi.id}"
    return {name: render(str(value), facts, f"{where}.{name}") for name, value in values.items()}
