"""Refuse a scripted model whose name is a misspelt one, before anything runs."""

from typing import Any, Final

from ..errors import TrajectoryError
from ..models.scripted import SCRIPTED
from ..scenarios.trajectories import BUILT_IN
from ..text.nearest import meant
from .reference import READER, ReferenceModel

_KINDS: Final = ("honest", "violating", "evasion", "near_miss")
"""What names of authored trajectories begin with."""
_OTHERS: Final = (*BUILT_IN, READER)


class NamedReferenceModel(ReferenceModel):
    """`reference/<trajectory>`; a private scenario may have a trajectory of any name."""

    def __init__(self, model_name: str, *args: Any, **options: Any) -> None:
        """Check the name.

        Raises:
            TrajectoryError: It is nearly, but not quite, one that every scenario has.
        """
        name = model_name.partition("_if_")[0]
        known = name in _OTHERS or any(f"{name}_".startswith(f"{kind}_") for kind in _KINDS)
        close = "" if known else meant(name, [*_KINDS, *_OTHERS])
        if close:
            raise TrajectoryError(
                f"{SCRIPTED}{model_name}: no trajectory is called so{close} names begin with "
                f"{', '.join(_KINDS)}, or are {', '.join(_OTHERS)}"
            )
        super().__init__(model_name, *args, **options)
