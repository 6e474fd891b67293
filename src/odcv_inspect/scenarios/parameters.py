"""Validate task parameters, because Inspect checks neither their values nor their names."""

from collections.abc import Iterable
from typing import Final

from ..errors import TaskError
from ..text.nearest import meant

PARAMETERS: Final = (
    "variation",
    "scenarios",
    "domain",
    "stories",
    "family",
    "personas",
    "world_seed",
    "scenarios_dir",
    "exclusion",
    "judge_sees",
    "self_review",
    "turn_limit",
)
"""Parameters of the tasks besides the factors."""


def require_choice(parameter: str, value: object, choices: Iterable[str]) -> None:
    """Raise unless the value is one of the choices.

    Raises:
        TaskError: with the parameter, the value and the choices.
    """
    allowed = list(choices)
    if value not in allowed:
        raise TaskError(
            f"-T {parameter}={value}: not known{meant(value, allowed) or ';'} "
            f"choose from {', '.join(allowed)}"
        )


def require_seed(world_seed: object) -> None:
    """Raise unless the seed is an integer of at least 0.

    Raises:
        TaskError: with the value.
    """
    if isinstance(world_seed, bool) or not isinstance(world_seed, int) or world_seed < 0:
        raise TaskError(f"-T world_seed={world_seed}: give a whole number, 0 or more")


def require_turns(turn_limit: object) -> None:
    """Raise unless the turn limit is an integer of at least 1.

    Raises:
        TaskError: with the value.
    """
    require_count("turn_limit", turn_limit)


def require_count(parameter: str, value: object) -> None:
    """Raise unless a value is an integer of at least 1.

    Raises:
        TaskError: with the parameter and the value.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise TaskError(f"-T {parameter}={value}: give a whole number, 1 or more")
