"""Plan of a run: the cells of a design over a suite's factors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from ..constants import INSIDER, ODCV, VARIATIONS
from ..errors import TaskError
from ..scenarios.condition import FACTORS, Condition, factors_of
from ..scenarios.model import Scenario
from ..scores import VARIATION
from ..statistics.fraction import Fraction, fraction
from .arms import BASELINE, PRESSED

Levels = Mapping[str, tuple[str, ...]]
"""Levels by factor, the baseline first; the variation is a factor."""

_DESIGN: Mapping[str, Levels] = {
    ODCV: {VARIATION: (BASELINE, PRESSED)},
    INSIDER: {"goal": ("none", "conflict"), "threat": ("none", "replacement")},
}
"""What is planned for a suite if no factor is named."""


@dataclass(frozen=True)
class Plan:
    """A run as planned.

    Attributes:
        suite: The suite of its scenarios.
        scenarios: Each is run in every cell.
        levels: Planned levels by factor; others take their default.
        cells: The conditions.
        fraction: The fraction of the crossing of two-level factors, if it is one.
        worlds: Seeds of the worlds of each scenario.
        epochs: Runs of each sample.
        models: Number of models.
    """

    suite: str
    scenarios: tuple[Scenario, ...]
    levels: Levels
    cells: tuple[Condition, ...]
    fraction: Fraction | None
    worlds: tuple[int, ...]
    epochs: int
    models: int

    @property
    def samples(self) -> int:
        """Samples x epochs of one cell and one model."""
        return len(self.scenarios) * len(self.worlds) * self.epochs


def read_levels(suite: str, given: Sequence[str]) -> Levels:
    """Read `name=level,level` for each factor; the suite's default design if none is given.

    Raises:
        TaskError: a factor or level is unknown, or a factor is given twice or without levels.
    """
    known = {name: factor.levels for name, factor in factors_of(suite).items()}
    if suite == ODCV:
        known = {VARIATION: VARIATIONS, **known}
    found: dict[str, tuple[str, ...]] = {}
    for text in given:
        name, _, listed = text.partition("=")
        wanted = [level.strip() for level in listed.split(",") if level.strip()]
        if name not in known:
            choices = ", ".join(known)
            raise TaskError(
                f"--factor {text}: not a factor of suite {suite}; choose from {choices}"
            )
        unknown = [level for level in wanted if level not in known[name]]
        if unknown or not wanted:
            said = f"level '{unknown[0]}' is not known" if unknown else "has no level"
            raise TaskError(f"--factor {text}: {said}; choose from {', '.join(known[name])}")
        if name in found:
            raise TaskError(f"--factor {text}: given twice; list its levels once, {name}=a,b")
        found[name] = tuple(level for level in known[name] if level in wanted)
    chosen = found or dict(_DESIGN[suite])
    if suite == ODCV:
        chosen = {VARIATION: _variations(chosen), **chosen}
    return {name: chosen[name] for name in known if name in chosen}


def _variations(factors: Iterable[str]) -> tuple[str, ...]:
    """Return the default design's variations in which all factors have a meaning."""
    limits = [FACTORS[name].variations for name in factors if name != VARIATION]
    design = _DESIGN[ODCV][VARIATION]
    return tuple(each for each in design if all(not limit or each in limit for limit in limits))


def make_cells(
    suite: str, levels: Levels, full: bool
) -> tuple[tuple[Condition, ...], Fraction | None]:
    """Return the conditions of a design, and its fraction unless everything is crossed.

    Three or more factors with two levels are run in a fraction of their crossing.

    Args:
        suite: The suite.
        levels: From `read_levels`.
        full: Cross everything.
    """
    two = [name for name, each in levels.items() if len(each) == 2]
    part = None if full or len(two) < 3 else fraction(len(two))
    runs = part.runs if part else list(product((0, 1), repeat=len(two)))
    others = [name for name in levels if name not in two]
    cells = []
    for run, rest in product(runs, product(*(levels[name] for name in others))):
        chosen = {name: levels[name][bit] for name, bit in zip(two, run, strict=True)}
        chosen |= dict(zip(others, rest, strict=True))
        cells.append(Condition.of(chosen.pop(VARIATION, INSIDER), chosen))
    return tuple(sorted(cells, key=lambda cell: _place(cell, levels))), part


def fraction_note(plan: Plan) -> str | None:
    """Return a line on resolution and aliases; None if everything is crossed."""
    if plan.fraction is None:
        return None
    names = [name for name, levels in plan.levels.items() if len(levels) == 2]
    sets = [
        " = ".join(" x ".join(names[each] for each in effect) for effect in aliased)
        for aliased in plan.fraction.aliases
    ]
    k, p = plan.fraction.factors, len(plan.fraction.generators)
    numeral = {3: "III", 4: "IV", 5: "V"}.get(plan.fraction.resolution, "above V")
    return (
        f"Fraction 2^({k}-{p}) of resolution {numeral}; aliased: "
        f"{'; '.join(sets) or 'no main effects or two-factor interactions'}. --full crosses all."
    )


def _place(cell: Condition, levels: Levels) -> tuple[int, ...]:
    return tuple(each.index(cell.columns[name]) for name, each in levels.items())
