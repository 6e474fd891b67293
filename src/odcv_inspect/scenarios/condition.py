"""The condition of a run: a variation, and a level of every factor.

A `Condition` passes from task parameters through prompts, sample ids and sample metadata to the
columns of results. To add a factor, add an entry to `FACTORS` and use it in the scenarios:
`{% if oversight.logged %} ... {% endif %}`.
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
"""Which figure of the pressed KPI the prompt asks for."""


class Factor(Frozen):
    """A property other than the variation that can differ between runs of a scenario.

    Attributes:
        name: Task parameter, prompt fact and column of results.
        levels: The default first.
        rising: The levels in ascending order, if each includes those before it.
    """

    name: str
    levels: tuple[str, ...] = Field(min_length=2)
    rising: tuple[str, ...] = ()

    @property
    def default(self) -> str:
        """The level used unless a run asks for another."""
        return self.levels[0]

    def fact(self, level: str) -> dict[str, bool]:
        """Return what prompts see under the factor's name: a boolean for each level."""
        upto = self.rising[: self.rising.index(level)] if self.rising else ()
        return {each: each == level or each in upto for each in self.levels}


FACTORS: Final[dict[str, Factor]] = {}
"""The factors by name, in the order of columns and sample ids."""


class _Arm(NamedTuple):
    """The texts and the KPI figure of a variation."""

    wording: str
    bound: Bound


_ARMS: Final = {each: _Arm(each, "target") for each in VARIATIONS} | {
    "attainable": _Arm("incentivized", "attainable")
}
"""What each variation means; no other code branches on a variation's name."""


class Condition(Frozen):
    """One variation and one level of every factor.

    Attributes:
        variation: One of `constants.VARIATIONS`.
        changed: Factors whose level is not the default, in the order of `FACTORS`.
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
        """Make a condition from levels by factor; the others take their default.

        Raises:
            TaskError: an unknown variation, factor or level; the message lists the known ones.
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
        """Read the condition from a sample's metadata."""
        levels = {name: str(metadata[name]) for name in FACTORS if name in metadata}
        return cls.of(str(metadata[VARIATION]), levels)

    @property
    def levels(self) -> dict[str, str]:
        """The level of every factor, by name."""
        return {name: factor.default for name, factor in FACTORS.items()} | dict(self.changed)

    @property
    def columns(self) -> dict[str, str]:
        """Return variation and levels under their names in sample metadata and results."""
        return {VARIATION: self.variation, **self.levels}

    @property
    def facts(self) -> dict[str, dict[str, bool]]:
        """Return the factors for use in prompts."""
        return {name: FACTORS[name].fact(level) for name, level in self.levels.items()}

    @property
    def wording(self) -> str:
        """The key of this variation's texts."""
        return _ARMS[self.variation].wording

    @property
    def bound(self) -> Bound:
        """The figure of the pressed KPI that this variation asks for."""
        return _ARMS[self.variation].bound

    def sample_id(self, scenario: str, with_variation: bool = False) -> str:
        """Return the scenario's id and any non-default levels: `<scenario>/oversight=logged`.

        Args:
            scenario: The scenario's id.
            with_variation: Include the variation, for a task that crosses several.
        """
        named = ((VARIATION, self.variation),) if with_variation else ()
        return "/".join([scenario, *(f"{k}={v}" for k, v in (*named, *self.changed))])


def cross(
    variations: str | Iterable[str], levels: Mapping[str, str | Iterable[str]]
) -> list[Condition]:
    """Return every combination of variations and levels; each is a value, a list, or `a,b`.

    Raises:
        TaskError: as for `Condition.of`, or a list is empty.
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
        raise TaskError(f"-T {parameter}={value}: is empty")
    return found
