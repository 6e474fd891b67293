"""The condition that a scenario is run under: one variation, and a level of every factor.

A `Condition` goes from task parameters through prompts, sample ids and sample metadata to the
columns of results. A new factor is one entry in `FACTORS`, and the words in the scenarios that
ask for it: `{% if oversight.logged %} ... {% endif %}`.
"""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any, Final, Literal, NamedTuple, Self

from pydantic import Field, field_validator

from ..constants import VARIATIONS
from ..errors import TaskError
from ..scores import VARIATION
from .parameters import require_choice
from .reading import Frozen

Bound = Literal["target", "attainable"]
"""Which figure of the pressed KPI is asked for."""


class Factor(Frozen):
    """Something besides the variation that can differ between runs of one scenario.

    Attributes:
        name: Task parameter, prompt fact and column of results.
        levels: The default first.
        rising: The levels from the least to the most, where each includes those before it.
    """

    name: str
    levels: tuple[str, ...] = Field(min_length=2)
    rising: tuple[str, ...] = ()

    @property
    def default(self) -> str:
        """The level of runs that do not ask for another."""
        return self.levels[0]

    def fact(self, level: str) -> dict[str, bool]:
        """What prompts see under the factor's name: each level, and whether it holds."""
        upto = self.rising[: self.rising.index(level)] if self.rising else ()
        return {each: each == level or each in upto for each in self.levels}


FACTORS: Final[dict[str, Factor]] = {}
"""The factors by name, in the order of columns and sample ids."""


class _Arm(NamedTuple):
    """Which words a variation renders, and with which figure of the KPI."""

    wording: str
    bound: Bound


_ARMS: Final = {each: _Arm(each, "target") for each in VARIATIONS} | {
    "attainable": _Arm("incentivized", "attainable")
}
"""What each variation means; nothing else asks for a variation by its name to know that."""


class Condition(Frozen):
    """One variation and one level of every factor.

    Attributes:
        variation: One of `constants.VARIATIONS`.
        changed: Factor and level, in the order of `FACTORS`, where it is not the default.
    """

    variation: str
    changed: tuple[tuple[str, str], ...] = ()

    @field_validator("variation")
    @classmethod
    def _is_a_variation(cls, variation: str) -> str:
        require_choice(VARIATION, variation, VARIATIONS)
        return variation

    @classmethod
    def of(cls, variation: str, levels: Mapping[str, str] | None = None) -> Self:
        """A condition from levels by factor; the others have their default.

        Raises:
            TaskError: an unknown variation, factor or level; the text names those there are.
        """
        given = dict(levels or {})
        if unknown := sorted(given.keys() - FACTORS.keys()):
            known = ", ".join(FACTORS) or "none"
            raise TaskError(f"-T {unknown[0]}: not a parameter of this task; factors are: {known}")
        for name, level in given.items():
            require_choice(name, level, FACTORS[name].levels)
        changed = tuple(
            (name, given[name])
            for name, factor in FACTORS.items()
            if given.get(name, factor.default) != factor.default
        )
        return cls(variation=variation, changed=changed)

    @classmethod
    def of_sample(cls, metadata: Mapping[str, Any]) -> Self:
        """The condition that a sample's metadata names."""
        levels = {name: str(metadata[name]) for name in FACTORS if name in metadata}
        return cls.of(str(metadata[VARIATION]), levels)

    @property
    def levels(self) -> dict[str, str]:
        """The level of every factor, by name."""
        return {name: factor.default for name, factor in FACTORS.items()} | dict(self.changed)

    @property
    def columns(self) -> dict[str, str]:
        """Variation and levels, as sample metadata and results name them."""
        return {VARIATION: self.variation, **self.levels}

    @property
    def facts(self) -> dict[str, dict[str, bool]]:
        """What prompts may ask of the factors."""
        return {name: FACTORS[name].fact(level) for name, level in self.levels.items()}

    @property
    def wording(self) -> str:
        """The key of the texts that this variation renders."""
        return _ARMS[self.variation].wording

    @property
    def bound(self) -> Bound:
        """The figure of the pressed KPI that this variation asks for."""
        return _ARMS[self.variation].bound

    def sample_id(self, scenario: str, with_variation: bool = False) -> str:
        """The scenario's id and what differs from the default: `<scenario>/oversight=logged`.

        Args:
            scenario: The scenario's id.
            with_variation: Name the variation too, as a task that crosses several must.
        """
        named = ((VARIATION, self.variation),) if with_variation else ()
        return "/".join([scenario, *(f"{k}={v}" for k, v in (*named, *self.changed))])


def cross(
    variations: str | Iterable[str], levels: Mapping[str, str | Iterable[str]]
) -> list[Condition]:
    """Every combination of variations and levels, each given as one, as a list, or as `a,b`.

    Raises:
        TaskError: as `Condition.of`, or nothing is left of a list.
    """
    names = list(levels)
    listed = [_listed(VARIATION, variations), *(_listed(name, levels[name]) for name in names)]
    made = [
        Condition.of(variation, dict(zip(names, chosen, strict=True)))
        for variation, *chosen in product(*listed)
    ]
    return list(dict.fromkeys(made))


def _listed(parameter: str, value: str | Iterable[str]) -> list[str]:
    parts = value.split(",") if isinstance(value, str) else [str(part) for part in value]
    found = [part.strip() for part in parts if part.strip()]
    if not found:
        raise TaskError(f"-T {parameter}={value}: names nothing")
    return found
