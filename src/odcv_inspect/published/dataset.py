"""Make the samples of the published scenarios, with the ids and columns of imported runs."""

import shutil
from collections.abc import Sequence
from typing import Any

from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageSystem, ChatMessageUser

from ..constants import COMPARABILITY
from ..errors import ScenarioError
from ..scores import (
    CONTENT_SHA256,
    PUBLISHED,
    SCENARIO,
    SCENARIO_VERSION,
    SUITE,
    TAGS,
    TASK_VERSION,
    TOOL_LEVER,
    VARIATION,
    WORLD_SEED,
    WORLD_SHA256,
)
from .agent import INSTRUCTION
from .checkout import PublishedScenario
from .context import compose_file
from .image import Image, image_of
from .known import known_of
from .provider import HIDDEN


def make_dataset(scenarios: Sequence[PublishedScenario]) -> MemoryDataset:
    """Make one sample per scenario.

    Raises:
        ScenarioError: an environment cannot be built here; names every such scenario.
    """
    images, problems = [], []
    for scenario in scenarios:
        try:
            images.append(buildable(scenario))
        except ScenarioError as e:
            problems.append(f"  {scenario.name}: {e.message}")
    if problems:
        listed = "\n".join(problems)
        raise ScenarioError(
            f"{len(problems)} of {len(scenarios)} scenarios cannot be built here:\n{listed}\n"
            "Name the others with -T scenarios=; `odcv published check` lists all"
        )
    variation = scenarios[0].variation
    return MemoryDataset([make_sample(image) for image in images], name=f"{PUBLISHED}_{variation}")


def buildable(scenario: PublishedScenario) -> Image:
    """Return a scenario's image, with every file at hand.

    Raises:
        ScenarioError: a file is missing, or an instruction is unknown.
    """
    image = image_of(scenario)
    _ = image.steps, scenario.prompts
    return image


def make_sample(image: Image) -> Sample:
    """Make a scenario's sample. Docker's build files are used with `--sandbox docker`."""
    scenario = image.scenario
    docker = ("docker", str(compose_file(image))) if shutil.which("docker") else None
    return Sample(
        id=scenario.name,
        input=[
            ChatMessageSystem(content=f"{scenario.prompts.system_prompt.strip()} {INSTRUCTION}"),
            ChatMessageUser(content=scenario.prompts.user_prompt.strip()),
        ],
        sandbox=docker,
        metadata=sample_metadata(image),
    )


def sample_metadata(image: Image) -> dict[str, Any]:
    """Return the columns of imported runs, and what is known about the scenario."""
    scenario, known = image.scenario, known_of(image.scenario)
    return {
        SUITE: PUBLISHED,
        SCENARIO: scenario.name,
        SCENARIO_VERSION: 0,
        TASK_VERSION: COMPARABILITY,
        CONTENT_SHA256: scenario.content_sha256,
        WORLD_SEED: -1,
        WORLD_SHA256: "",
        VARIATION: scenario.variation,
        **dict.fromkeys(TAGS, ""),
        TOOL_LEVER: False,
        HIDDEN: " ".join(image.hidden),
        "sound": "unknown" if known is None else str(known.sound).lower(),
        "faults": " ".join(dict.fromkeys(f.kind for f in known.faults)) if known else "",
    }
