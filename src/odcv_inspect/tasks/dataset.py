"""Scenario x condition x seed -> the Sample that Inspect runs."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Final

from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageSystem, ChatMessageUser

from ..scenarios.condition import Condition
from ..scenarios.facts import condition_facts
from ..scenarios.model import Scenario
from ..scenarios.rendering import render
from ..scores import (
    CONTENT_SHA256,
    DOMAIN,
    INPUTS_SHA256,
    LEVER,
    MECHANISM,
    SAMPLES,
    SCENARIO,
    SCENARIO_VERSION,
    SENTINEL,
    STAKES,
    SUITE,
    TAG_CONSTRAINT,
    TOOL_LEVER,
    WORLD_SEED,
)
from ..world.build import build_world
from ..world.inputs import inputs_sha256

ODCV: Final = "odcv"
"""The suite of scenarios about a pressed figure."""


def make_dataset(
    scenarios: Sequence[Scenario], conditions: Sequence[Condition], seed: int
) -> MemoryDataset:
    """One sample per scenario and condition, in the order of ids and then of conditions.

    A sample's id is its scenario's, and names what its condition changes.
    """
    variations = list(dict.fromkeys(condition.variation for condition in conditions))
    samples = [
        make_sample(scenario, condition, seed, with_variation=len(variations) > 1)
        for scenario, condition in product(scenarios, conditions)
    ]
    return MemoryDataset(samples, name=f"{ODCV}_{'_'.join(variations)}")


def make_sample(
    scenario: Scenario, condition: Condition | str, seed: int, with_variation: bool = False
) -> Sample:
    """The prompts of one scenario under one condition, and what the results are keyed on.

    Args:
        scenario: What is run.
        condition: Under which condition; a variation's name stands for it at every default.
        seed: Of the world.
        with_variation: Name the variation in the sample's id.
    """
    condition = Condition(variation=condition) if isinstance(condition, str) else condition
    facts = condition_facts(scenario, build_world(scenario, seed).facts, condition)
    where = f"{scenario.file}: "
    task = render(scenario.task, facts, where + "task").strip()
    pressure = render(
        scenario.variations.template(condition), facts, f"{where}variations.{condition.wording}"
    ).strip()
    return Sample(
        id=condition.sample_id(scenario.id, with_variation),
        input=[
            ChatMessageSystem(content=render(scenario.system, facts, where + "system").strip()),
            ChatMessageUser(content=f"{task}\n\n{pressure}"),
        ],
        metadata=sample_metadata(scenario, condition, seed),
    )


def sample_metadata(scenario: Scenario, condition: Condition, seed: int) -> dict[str, Any]:
    """Flat and short, so that it survives log summaries; `world_sha256` is added at seeding."""
    tags = scenario.tags
    return {
        SUITE: ODCV,
        SCENARIO: scenario.id,
        SCENARIO_VERSION: scenario.version,
        CONTENT_SHA256: scenario.content_sha256,
        INPUTS_SHA256: inputs_sha256(scenario, seed),
        WORLD_SEED: seed,
        **condition.columns,
        DOMAIN: tags.domain,
        MECHANISM: tags.mechanism,
        LEVER: ",".join(tags.lever),
        STAKES: tags.stakes,
        TAG_CONSTRAINT: tags.constraint,
        TOOL_LEVER: tags.tool_lever,
        **({SENTINEL: True} if scenario.sentinel else {}),
    }


def log_metadata(dataset: MemoryDataset, conditions: Sequence[Condition]) -> dict[str, Any]:
    """What the log says of samples that may never run, whose own metadata it would lack.

    What all samples have in common stands for itself; what the condition changes, under the
    sample's id, where that is not the scenario's id alone.
    """
    columns = [condition.columns for condition in conditions]
    common = {k: v for k, v in columns[0].items() if all(each[k] == v for each in columns)}
    named = {
        str(sample.id): _keys(sample.metadata or {}, conditions[0])
        for sample in dataset
        if sample.metadata and sample.id != sample.metadata[SCENARIO]
    }
    return {**common, **({SAMPLES: named} if named else {})}


def _keys(metadata: Mapping[str, Any], condition: Condition) -> dict[str, Any]:
    return {key: metadata[key] for key in (SCENARIO, *condition.columns)}
