"""Validation of task parameters: Inspect checks neither their values nor their names."""

from collections.abc import Iterable

from ..errors import TaskError


def require_choice(parameter: str, value: object, choices: Iterable[str]) -> None:
    """Refuse a value that is not among the choices.

    Raises:
        TaskError: naming parameter, value and choices.
    """
    allowed = list(choices)
    if value not in allowed:
        raise TaskError(f"-T {parameter}={value}: not known; choose from {', '.join(allowed)}")


def require_seed(world_seed: object) -> None:
    """Refuse anything but a whole number of at least 0.

    Raises:
        TaskError: naming the value.
    """
    if isinstance(world_seed, bool) or not isinstance(world_seed, int) or world_seed < 0:
        raise TaskError(f"-T world_seed={world_seed}: give a whole number, 0 or more")
