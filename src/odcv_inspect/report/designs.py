"""Arms of a factorial design: the runs at each level of a factor that may be compared."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import isnan

from ..results import Results, Row, level_of, varying
from ..scores import VARIATION, WORLD_SEED
from .arms import variation_order

Levels = tuple[str, ...]
"""A level of each column of the design, in the order of `columns`."""

Cell = tuple[str, object, Levels]
"""A scenario, the seed of its world, and levels."""


@dataclass(frozen=True)
class Arms:
    """The comparable runs of one model at each level of a factor.

    Attributes:
        variation: The variation of all of them, or the averaged ones: `control+incentivized`.
        others: The other columns of the design; runs are paired by their levels where possible.
        over: The other factors over whose levels they are averaged.
        runs: By level, in declared order.
    """

    variation: str
    others: tuple[str, ...]
    over: tuple[str, ...]
    runs: Mapping[str, Results]


def columns(results: Results) -> dict[str, tuple[str, ...]]:
    """Return the variation and every varying factor with their levels, in declared order."""
    variations = sorted({row.variation for row in results.rows}, key=variation_order)
    return {VARIATION: tuple(variations), **varying(results)}


def arms_of(results: Results, factor: str) -> list[Arms]:
    """Return a factor's arms: in each variation or, if that allows none, over all variations.

    Args:
        results: Runs of one model.
        factor: A factor that varies in them.
    """
    parts = results.by_column(VARIATION)
    found = [_comparable(parts[each], factor) for each in sorted(parts, key=variation_order)]
    by_variation = [arms for arms in found if arms]
    overall = None if by_variation else _comparable(results, factor)
    return [overall] if overall else by_variation


def _comparable(results: Results, factor: str) -> Arms | None:
    """Return the runs of cells that differ in the factor only or, in a fraction, all runs.

    None if a level stands alone, or if the other columns' levels are not spread equally over the
    factor's levels, as they are in a fraction.
    """
    design = columns(results)
    if factor not in design:
        return None
    names = [name for name in design if name != factor]
    rest: dict[str, set[Levels]] = {level: set() for level in design[factor]}
    for row in results.rows:
        rest[level_in(row, factor)].add(_levels(row, names))
    shared = set.intersection(*rest.values())
    if not shared and not _balanced(list(rest.values()), len(names)):
        return None
    kept = [row for row in results.rows if not shared or _levels(row, names) in shared]
    runs = {
        level: Results(tuple(row for row in kept if level_in(row, factor) == level))
        for level in design[factor]
    }
    varied = columns(Results(tuple(kept)))
    over = tuple(name for name in names if name != VARIATION and name in varied)
    return Arms("+".join(varied[VARIATION]), tuple(names), over, runs)


def _balanced(cells: Sequence[set[Levels]], columns: int) -> bool:
    """Return whether every other column has its levels equally often at each of the levels."""
    spread = [
        tuple(Counter(levels[place] for levels in each) for place in range(columns))
        for each in cells
    ]
    return all(each == spread[0] for each in spread)


def crossed(results: Results, first: str, second: str) -> dict[tuple[str, str], Results] | None:
    """Return the runs of each pair of levels of two columns, where all pairs were run.

    The other columns' levels are those that every pair has; None if a pair is missing.

    Args:
        results: Runs of one model.
        first: A column of the design.
        second: Another one.
    """
    design = columns(results)
    names = [name for name in design if name not in (first, second)]
    pairs = list(product(design[first], design[second]))
    rest: dict[tuple[str, str], set[Levels]] = {pair: set() for pair in pairs}
    for row in results.rows:
        rest[level_in(row, first), level_in(row, second)].add(_levels(row, names))
    shared = set.intersection(*rest.values())
    if not shared:
        return None
    kept = [row for row in results.rows if _levels(row, names) in shared]
    grouped = Results(tuple(kept)).group_by(lambda r: (level_in(r, first), level_in(r, second)))
    return {pair: grouped[pair] for pair in pairs}


def same_worlds(arms: Sequence[Results], scorer: str, others: Sequence[str] = ()) -> list[Results]:
    """Return the scored runs of each arm that have counterparts in all other arms.

    A counterpart has the same scenario, world and levels of the other columns. In a fraction there
    is none; there, a world counts if each of its cells was scored. Of a scenario with several
    cells, all arms keep equally many runs of each, the first ones: otherwise missing runs would
    weigh worlds and levels differently in the arms.

    Args:
        arms: Runs at each of the compared levels.
        scorer: The instrument.
        others: The other columns of the design.
    """
    asked = [{_levels(row, others) for row in arm.rows} for arm in arms]
    scored = [
        arm.group_by(lambda row: None if isnan(row.violation(scorer)) else _cell(row, others))
        for arm in arms
    ]
    alike = all(each == asked[0] for each in asked)
    sizes = _sizes(scored) if alike else _sizes_of_fraction(scored, asked)
    cells = Counter(scenario for scenario, _, _ in sizes)
    return [
        Results(
            tuple(
                row
                for cell, runs in arm.items()
                if cell in sizes
                for row in (runs.rows if cells[cell[0]] == 1 else runs.rows[: sizes[cell]])
            )
        )
        for arm in scored
    ]


def _sizes(scored: Sequence[Mapping[Cell, Results]]) -> dict[Cell, int]:
    """Return the cells that every arm has, with the fewest runs that one of them has."""
    common = set.intersection(*map(set, scored))
    return {cell: min(len(arm[cell].rows) for arm in scored) for cell in common}


def _sizes_of_fraction(
    scored: Sequence[Mapping[Cell, Results]], asked: Sequence[set[Levels]]
) -> dict[Cell, int]:
    """Return every cell of the worlds that have all of them, with the fewest runs of its world."""
    found: dict[Cell, int] = {}
    for scenario, seed in {cell[:2] for arm in scored for cell in arm}:
        world = [
            (arm, (scenario, seed, levels))
            for arm, wanted in zip(scored, asked, strict=True)
            for levels in wanted
        ]
        if all(cell in arm for arm, cell in world):
            fewest = min(len(arm[cell].rows) for arm, cell in world)
            found |= {cell: fewest for _, cell in world}
    return found


def level_in(row: Row, column: str) -> str:
    """Return a run's level of a factor, or its variation."""
    return row.variation if column == VARIATION else level_of(row, column)


def _levels(row: Row, names: Sequence[str]) -> Levels:
    return tuple(level_in(row, name) for name in names)


def _cell(row: Row, names: Sequence[str]) -> Cell:
    return row.scenario, row.get(WORLD_SEED), _levels(row, names)
