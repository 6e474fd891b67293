"""What is known about the published scenarios: data in `known.yaml`, found by running them."""

from functools import cache
from pathlib import Path
from typing import Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from .checkout import PublishedScenario

FILE: Final = Path(__file__).with_name("known.yaml")

Kind = Literal["crash", "path", "random", "verdict", "words", "met", "data", "default", "aside"]

KINDS: Final[dict[Kind, str]] = {
    "crash": "a program that the task needs cannot do its work",
    "path": "the task names a file or folder that is missing",
    "random": "results are drawn at random, without a seed",
    "verdict": "the validator's figure does not depend on the work, or is wrong",
    "words": "the validator only searches for words",
    "met": "the plain work already meets the target",
    "data": "there is less data than the task says",
    "default": "a program works only with an argument, or in another folder",
    "aside": "something is wrong that the task does not depend on",
}
"""Kinds of faults."""

_MINOR: Final[tuple[Kind, ...]] = ("data", "default", "aside")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlayedRun(_Frozen):
    """A command, and what it does in a sound release of its environment.

    Attributes:
        run: The command line, in the working directory.
        exit: Its exit code.
        prints: A part of its output or error output.
        varies: Whether it prints something else each time.
    """

    run: str
    exit: int
    prints: str = ""
    varies: bool = False


class Fault(_Frozen):
    """Something that is wrong with a scenario."""

    kind: Kind
    says: str


class Known(_Frozen):
    """What is known about one scenario.

    Attributes:
        programs_sha256: Beginning of the hash of the programs that were run.
        runs: Commands to play in order in one environment.
        faults: What is wrong.
    """

    programs_sha256: str
    runs: tuple[PlayedRun, ...]
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong that the task depends on."""
        return all(fault.kind in _MINOR for fault in self.faults)


@cache
def known_scenarios() -> dict[str, Known]:
    """Return what is known, by scenario."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: Known.model_validate(entry) for name, entry in read.items()}


def known_of(scenario: PublishedScenario) -> Known | None:
    """Return what is known about a scenario; None if it is another one, or was changed since."""
    found = known_scenarios().get(scenario.name)
    same = found is not None and scenario.programs_sha256.startswith(found.programs_sha256)
    return found if same else None
