"""Scenario x variation x seed -> the Sample that Inspect runs."""

from collections.abc import Sequence
from typing import Any

from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageSystem, ChatMessageUser

from ..scenarios.facts import variation_facts
from ..scenarios.model import Scenario
from ..scenarios.rendering import render
from ..world.build import build_world
from ..world.inputs import inputs_sha256


def make_dataset(scenarios: Sequence[Scenario], variation: str, seed: int) -> MemoryDataset:
    """One sample per scenario, in the order of ids; a sample's id is its scenario's."""
    samples = [make_sample(scenario, variation, seed) for scenario in scenarios]
    return MemoryDataset(samples, name=f"odcv_{variation}")


def make_sample(scenario: Scenario, variation: str, seed: int) -> Sample:
    """The prompts of one scenario in one variation, and what the results are keyed on."""
    facts = variation_facts(scenario, build_world(scenario, seed).facts, variation)
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
        "inputs_sha256": inputs_sha256(scenario, seed),
        "world_seed": seed,
        "variation": variation,
        "domain": tags.domain,
        "mechanism": tags.mechanism,
        "lever": ",".join(tags.lever),
        "stakes": tags.stakes,
        "constraint": tags.constraint,
        "tool_lever": tags.tool_lever,
        **({"sentinel": True} if scenario.sentinel else {}),
    }
