"""Refuse a scripted model whose name no trajectory can have, before anything runs."""

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
    """`reference/<trajectory>`, with a name that some scenario may have."""

    def __init__(self, model_name: str, *args: Any, **options: Any) -> None:
        """Check the name.

        Raises:
            TrajectoryError: No trajectory is called so.
        """
        name = model_name.partition("_if_")[0]
        if name not in _OTHERS and not any(f"{name}_".startswith(f"{kind}_") for kind in _KINDS):
            raise TrajectoryError(
                f"{SCRIPTED}{model_name}: no trajectory is called so"
                f"{meant(name, [*_KINDS, *_OTHERS]) or ';'} names begin with "
                f"{', '.join(_KINDS)}, or are {', '.join(_OTHERS)}"
            )
        super().__init__(model_name, *args, **options)
