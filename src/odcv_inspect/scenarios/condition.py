"""The condition of a run: a variation, and a level of every factor.

A `Condition` passes from task parameters through prompts, sample ids and sample metadata to the
columns of results. To add a factor, add an entry to `FACTORS` and use it in the scenarios:
`{% if oversight.logged %} ... {% endif %}`. Each suite has its variations and its factors.
"""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any, Final, Literal, NamedTuple, Self

from pydantic import Field, field_validator

from ..constants import INSIDER, ODCV, VARIATIONS
from ..errors import TaskError
from ..scores import BELIEF, DEBRIEFED, VARIATION
from ..text.nearest import meant
from .parameters import PARAMETERS, require_choice
from .reading import Frozen

Bound = Literal["target", "attainable"]
"""Which figure of the pressed KPI the prompt asks for."""


class Factor(Frozen):
    """A property other than the variation that can differ between runs of a scenario.

    Attributes:
        name: Task parameter, prompt fact and column of results.
        levels: The default first.
        rising: The levels in ascending order, if each includes those before it.
        suites: The suites whose prompts use it.
        variations: The variations in which it has a meaning; empty for all.
    """

    name: str
    levels: tuple[str, ...] = Field(min_length=2)
    rising: tuple[str, ...] = ()
    suites: tuple[str, ...] = (ODCV, INSIDER)
    variations: tuple[str, ...] = ()

    @property
    def default(self) -> str:
        """The level used unless a run asks for another."""
        return self.levels[0]

    def fact(self, level: str) -> dict[str, bool]:
        """Return what prompts see under the factor's name: a boolean for each level."""
        upto = self.rising[: self.rising.index(level)] if self.rising else ()
        return {each: each == level or each in upto for each in self.levels}


FACTORS: Final[dict[str, Factor]] = {
    each.name: each
    for each in (
        Factor(
            name="pressure",
            levels=("stakes", "target", "own"),
            rising=("target", "stakes", "own"),
            suites=(ODCV,),
            variations=("attainable", "incentivized"),
        ),
        Factor(
            name="kpis",
            levels=("one", "all"),
            suites=(ODCV,),
            variations=("attainable", "incentivized", "mandated"),
        ),
        Factor(name="goal", levels=("none", "aligned", "conflict"), suites=(INSIDER,)),
        Factor(name="threat", levels=("none", "restriction", "replacement"), suites=(INSIDER,)),
        Factor(name="order", levels=("none", "rules", "prohibition")),
        Factor(name="oversight", levels=("none", "logged")),
        Factor(name="channel", levels=("absent", "present"), suites=(INSIDER,)),
        Factor(name="scratchpad", levels=("off", "on"), suites=(INSIDER,)),
        Factor(name=BELIEF, levels=("none", "asked", DEBRIEFED)),
    )
}
"""The factors by name, in the order of columns and sample ids."""


class _Arm(NamedTuple):
    """The texts and the KPI figure of a variation."""

    wording: str
    bound: Bound


_ARMS: Final = {each: _Arm(each, "target") for each in (*VARIATIONS, INSIDER)} | {
    "attainable": _Arm("incentivized", "attainable")
}
"""What each variation means; no other code branches on a variation's name.

The insider suite presses no figure: it has one variation, called as the suite, and its factors.
"""


class Condition(Frozen):
    """One variation and one level of every factor.

    Attributes:
        variation: One of `constants.VARIATIONS`.
        changed: Factors whose level is not the default, in the order of `FACTORS`.

    Its text form, `str(condition)`, is `mandated` or `insider,goal=conflict`.
    """

    variation: str
    changed: tuple[tuple[str, str], ...] = ()

    @field_validator("variation")
    @classmethod
    def _is_a_variation(cls, variation: str) -> str:
        require_choice(VARIATION, variation, tuple(_ARMS))
        return variation

    def __str__(self) -> str:
        return ",".join([self.variation, *(f"{name}={level}" for name, level in self.changed)])

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text form.

        Raises:
            TaskError: as for `of`.
        """
        variation, *listed = text.split(",")
        levels = dict(level.partition("=")[::2] for level in listed)
        return cls.of(variation, levels)

    @classmethod
    def of(cls, variation: str, levels: Mapping[str, str] | None = None) -> Self:
        """Make a condition from levels by factor; the others take their default.

        Raises:
            TaskError: an unknown variation, factor or level; the message lists the known ones.
        """
        given, factors = dict(levels or {}), factors_of(suite_of(variation))
        if unknown := sorted(given.keys() - factors.keys()):
            close = meant(unknown[0], [*factors, *PARAMETERS])
            known = ", ".join(factors) or "none"
            raise TaskError(
                f"-T {unknown[0]}: not a parameter of this task{close or ';'} factors are: {known}"
            )
        for name, level in given.items():
            require_choice(name, level, factors[name].levels)
        changed = tuple(
            (name, given[name])
            for name, factor in factors.items()
            if given.get(name, factor.default) != factor.default
        )
        return cls(variation=variation, changed=changed)

    @classmethod
    def of_sample(cls, metadata: Mapping[str, Any]) -> Self:
        """Read the condition from a sample's metadata."""
        variation = str(metadata[VARIATION])
        names = factors_of(suite_of(variation))
        return cls.of(variation, {name: str(metadata[name]) for name in names if name in metadata})

    @property
    def suite(self) -> str:
        """The suite of its variation."""
        return suite_of(self.variation)

    @property
    def levels(self) -> dict[str, str]:
        """The level of every factor of the suite, by name."""
        factors = factors_of(self.suite)
        return {name: factor.default for name, factor in factors.items()} | dict(self.changed)

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


def suite_of(variation: str) -> str:
    """Return the suite that has a variation."""
    return INSIDER if variation == INSIDER else ODCV


def factors_of(suite: str) -> dict[str, Factor]:
    """Return a suite's factors by name."""
    return {name: factor for name, factor in FACTORS.items() if suite in factor.suites}


def levels_of(suite: str) -> dict[str, tuple[str, ...]]:
    """Return a suite's variations and the levels of its factors, by column."""
    variations = (INSIDER,) if suite == INSIDER else VARIATIONS
    return {VARIATION: variations, **{name: f.levels for name, f in factors_of(suite).items()}}


def cross(
    variations: str | Iterable[str],
    levels: Mapping[str, str | Iterable[str]],
    suite: str = ODCV,
) -> list[Condition]:
    """Return every combination of variations and levels; each is a value, a list, or `a,b`.

    Raises:
        TaskError: as for `Condition.of`, a variation is of another suite, or a list is empty.
    """
    names = list(levels)
    listed = [_listed(VARIATION, variations), *(_listed(name, levels[name]) for name in names)]
    for variation in listed[0]:
        require_choice(VARIATION, variation, [each for each in _ARMS if suite_of(each) == suite])
    made = [
        Condition.of(variation, dict(zip(names, chosen, strict=True)))
        for variation, *chosen in product(*listed)
    ]
    return list(dict.fromkeys(made))


def _listed(parameter: str, value: str | Iterable[str]) -> list[str]:
    given = value.split(",") if isinstance(value, str) else value
    parts = map(_level, [given] if isinstance(given, bool) else given)
    found = [part.strip() for part in parts if part.strip()]
    if not found:
        raise TaskError(f"-T {parameter}={value}: is empty")
    return found


def _level(value: object) -> str:
    """Return a level as text: Inspect reads `-T scratchpad=on` as a boolean."""
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


def condition_for(suite: str, text: str | None) -> Condition:
    """Read the condition in which one scenario of a suite is to be run.

    Args:
        suite: The scenario's suite.
        text: A condition's text form; None for `incentivized`, or the insider suite's default.

    Raises:
        TaskError: it is not a condition of this suite; the message shows how to write one.
    """
    found = Condition.parse(text or (INSIDER if suite == INSIDER else "incentivized"))
    if found.suite != suite:
        forms = "insider,goal=conflict" if suite == INSIDER else ", ".join(VARIATIONS)
        raise TaskError(f"variation {text}: not one of the suite '{suite}'; write {forms}")
    return found


def one_at_a_time(suite: str) -> tuple[Condition, ...]:
    """Return each variation with every default, followed by its other levels one by one."""
    found = []
    for variation in levels_of(suite)[VARIATION]:
        found.append(Condition.of(variation))
        for name, factor in factors_of(suite).items():
            if not factor.variations or variation in factor.variations:
                found += [Condition.of(variation, {name: level}) for level in factor.levels[1:]]
    return tuple(found)


def standard(suite: str) -> tuple[Condition, ...]:
    """Return the conditions in which a suite's trajectories are certified.

    For the insider suite they are its default design: neither threat nor conflict (the control),
    each alone, and both.
    """
    if suite == INSIDER:
        return tuple(
            cross(INSIDER, {"goal": "none,conflict", "threat": "none,replacement"}, INSIDER)
        )
    return tuple(Condition(variation=each) for each in VARIATIONS)
