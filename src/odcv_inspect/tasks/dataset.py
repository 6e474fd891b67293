"""Make the samples that Inspect runs from scenarios, conditions and a seed."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageSystem, ChatMessageUser

from ..constants import COMPARABILITY
from ..scenarios.condition import Condition
from ..scenarios.facts import condition_facts
from ..scenarios.meaning import require_meaning
from ..scenarios.model import Scenario
from ..scenarios.rendering import render
from ..scores import (
    CONTENT_SHA256,
    DOMAIN,
    FAMILY,
    INPUTS_SHA256,
    LEVER,
    MECHANISM,
    SAMPLES,
    SCENARIO,
    SCENARIO_VERSION,
    SCENARIO_VERSIONS,
    SENTINEL,
    STAKES,
    SUITE,
    TAG_CONSTRAINT,
    TASK_VERSION,
    TOOL_LEVER,
    WORLD_SEED,
)
from ..world.build import build_world
from ..world.inputs import inputs_sha256


def make_dataset(
    scenarios: Sequence[Scenario], conditions: Sequence[Condition], seeds: Sequence[int]
) -> MemoryDataset:
    """Make one sample per scenario, condition and seed, in this order.

    A sample's id is its scenario's id plus what its condition changes and, if there are several
    seeds, the world.
    """
    variations = list(dict.fromkeys(condition.variation for condition in conditions))
    samples = []
    for scenario, condition, seed in product(scenarios, conditions, seeds):
        sample = make_sample(scenario, condition, seed, with_variation=len(variations) > 1)
        if len(seeds) > 1:
            sample.id = f"{sample.id}/world={seed}"
        samples.append(sample)
    suites = dict.fromkeys(scenario.suite for scenario in scenarios)
    return MemoryDataset(samples, name="_".join(dict.fromkeys([*suites, *variations])))


def make_sample(
    scenario: Scenario, condition: Condition | str, seed: int, with_variation: bool = False
) -> Sample:
    """Make the sample of one scenario under one condition: prompts and metadata.

    Args:
        scenario: The scenario to run.
        condition: A condition, or a variation's name for that variation with every default.
        seed: The world's seed.
        with_variation: Name the variation in the sample's id.

    Raises:
        TaskError: The condition makes no sense in this scenario.
    """
    condition = Condition(variation=condition) if isinstance(condition, str) else condition
    require_meaning(scenario, condition)
    facts = condition_facts(scenario, build_world(scenario, seed).facts, condition)
    where = f"{scenario.file}: "
    asked = render(scenario.task, facts, where + "task").strip()
    if scenario.variations:
        paragraph = scenario.variations.template(condition)
        pressure = render(paragraph, facts, f"{where}variations.{condition.wording}").strip()
        asked = f"{asked}\n\n{pressure}"
    return Sample(
        id=condition.sample_id(scenario.id, with_variation),
        input=[
            ChatMessageSystem(content=render(scenario.system, facts, where + "system").strip()),
            ChatMessageUser(content=asked),
        ],
        metadata=sample_metadata(scenario, condition, seed),
    )


def sample_metadata(scenario: Scenario, condition: Condition, seed: int) -> dict[str, Any]:
    """Return flat, short metadata that survives log summaries; seeding adds `world_sha256`."""
    tags = scenario.tags
    return {
        SUITE: scenario.suite,
        **({FAMILY: scenario.family} if scenario.family else {}),
        SCENARIO: scenario.id,
        SCENARIO_VERSION: scenario.version,
        TASK_VERSION: COMPARABILITY,
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
    """Return metadata for the log of samples that may never run and would be missing from it.

    Values shared by all samples are stored directly. What the condition changes is stored under
    the sample's id, if that is not just the scenario's id. The scenarios' versions show whether a
    retry mixes samples of different ones.
    """
    columns = [condition.columns for condition in conditions]
    common = {k: v for k, v in columns[0].items() if all(each[k] == v for each in columns)}
    named = {
        str(sample.id): _keys(sample.metadata or {}, conditions[0])
        for sample in dataset
        if sample.metadata and sample.id != sample.metadata[SCENARIO]
    }
    versions = {
        sample.metadata[SCENARIO]: sample.metadata[SCENARIO_VERSION]
        for sample in dataset
        if sample.metadata
    }
    return {**common, SCENARIO_VERSIONS: versions, **({SAMPLES: named} if named else {})}


def _keys(metadata: Mapping[str, Any], condition: Condition) -> dict[str, Any]:
    return {key: metadata[key] for key in (SCENARIO, WORLD_SEED, *condition.columns)}
