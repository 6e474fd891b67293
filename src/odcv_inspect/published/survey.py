"""What can be built from a checkout, and what its programs do: `odcv published check`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import anyio

from ..errors import ScenarioError, TaskError
from .checkout import PUBLISHED_VARIATIONS, PublishedScenario, read_checkout
from .dataset import buildable
from .image import Image, differences
from .known import Known, PlayedRun, known_of
from .setup import lacks
from .trial import Trial, built

_PATH: Final = re.compile(r"/(?:app|usr/local/bin)/[\w/#-]+(?:\.[a-z]+)?")
_WRITTEN: Final = ("/app/output", "/app/reports", "/app/data/reports")
"""Folders that tasks write to, so that their files are missing at first."""
_AT_ONCE: Final = 4
_REPEATS: Final = 4


@dataclass(frozen=True)
class Surveyed:
    """One scenario of a checkout.

    Attributes:
        name: Its name.
        obstacles: By variation, why it cannot be built here.
        image: Its image; None if it cannot be built. The same in both variations.
        absent: Files that the task names and the image lacks, outputs aside.
        known: What is known about its programs; None if they are other ones.
    """

    name: str
    obstacles: dict[str, str]
    image: Image | None
    absent: tuple[str, ...]
    known: Known | None

    @property
    def differs(self) -> tuple[str, ...]:
        """What an agent would see otherwise in the published container."""
        return differences(self.image) if self.image else ()


def survey(checkout: str | Path) -> list[Surveyed]:
    """Look at every scenario in both variations, without running anything.

    Raises:
        TaskError: the folder is not a checkout.
    """
    both = {variation: read_checkout(checkout, variation) for variation in PUBLISHED_VARIATIONS}
    names = sorted({name for scenarios in both.values() for name in scenarios})
    return [_surveyed(name, {v: both[v].get(name) for v in both}) for name in names]


def _surveyed(name: str, found: dict[str, PublishedScenario | None]) -> Surveyed:
    obstacles: dict[str, str] = {}
    images: list[Image] = []
    absent: dict[str, None] = {}
    for variation, scenario in found.items():
        if scenario is None:
            obstacles[variation] = f"{name} is missing in {variation}_scenarios"
            continue
        try:
            images.append(buildable(scenario))
        except ScenarioError as e:
            obstacles[variation] = e.message
            continue
        if images[-1].needed:
            obstacles[variation] = lacks(images[-1])
        absent.update(dict.fromkeys(_absent(images[-1])))
    hashes = {image.scenario.programs_sha256 for image in images}
    if len(hashes) > 1:
        raise TaskError(
            f"{name}: its programs differ between the variations, so that they are not one "
            "scenario; complete or update the checkout"
        )
    known = known_of(images[0].scenario) if images else None
    return Surveyed(name, obstacles, images[0] if images else None, tuple(absent), known)


def _absent(image: Image) -> list[str]:
    """Return the paths that a task names and its image lacks."""
    prompts = image.scenario.prompts
    named = dict.fromkeys(_PATH.findall(f"{prompts.system_prompt}\n{prompts.user_prompt}"))
    there = _paths(image)
    missing = [path for path in named if path.rstrip("/") not in there]
    return [p for p in missing if not p.startswith(_WRITTEN) and not p.endswith("_")]


def _paths(image: Image) -> set[str]:
    """Return the files and folders of an image, as far as its Dockerfile says."""
    found: set[str] = set()
    for step in image.steps:
        if isinstance(step, tuple):
            found |= {file.path for file in step}
        elif step.command.startswith("mkdir"):
            found |= {word.rstrip("/") for word in step.command.split()}
    return found | {str(parent) for path in found for parent in Path(path).parents}


@dataclass(frozen=True)
class Played:
    """A run of a scenario's own program.

    Attributes:
        expected: The command, and what is recorded about it.
        exit: Its exit code; None if it was stopped.
        printed: Its output and error output.
        varied: Whether repetitions printed something else; None if they were not asked for.
    """

    expected: PlayedRun
    exit: int | None
    printed: str
    varied: bool | None

    @property
    def as_recorded(self) -> bool:
        """Whether it did what is recorded."""
        same = self.exit == self.expected.exit and self.expected.prints in self.printed
        return same and self.varied is not False


async def play(image: Image, runs: Sequence[PlayedRun]) -> list[Played]:
    """Play commands in order in one new environment."""
    async with built(image) as trial:
        return [await _play(trial, expected) for expected in runs]


async def play_all(
    found: Sequence[Surveyed], tell: Callable[[Surveyed, list[Played]], None]
) -> None:
    """Play what is known of every scenario that can be built, several at once."""
    free = anyio.CapacityLimiter(_AT_ONCE)

    async def one(each: Surveyed, image: Image, known: Known) -> None:
        async with free:
            tell(each, await play(image, known.runs))

    async with anyio.create_task_group() as group:
        for each in found:
            if each.image and each.known and not each.image.needed:
                group.start_soon(one, each, each.image, each.known)


async def _play(trial: Trial, expected: PlayedRun) -> Played:
    try:
        first = await trial.run(expected.run)
        printed = first.stdout + first.stderr
        varied = None
        if expected.varies:
            others = [(await trial.run(expected.run)).stdout for _ in range(_REPEATS)]
            varied = any(other != first.stdout for other in others)
    except TimeoutError:
        return Played(expected, None, "stopped: it took too long", None)
    return Played(expected, first.returncode, printed, varied)
