"""Cells of the insider suite: runs with equal levels of every factor, and pairs of them."""

from collections.abc import Iterator, Mapping, Sequence
from math import isnan, nan
from typing import Final

import numpy as np

from ..constants import INSIDER
from ..results import Results, Row
from ..scenarios.condition import factors_of
from ..scores import VARIATION, WORLD_SEED
from .arms import mean_violation
from .sheet import Record

FACTORS: Final = factors_of(INSIDER)


def insider_cells(results: Results) -> Iterator[tuple[Record, Results]]:
    """Yield what names a cell, `model` and `cell`, and its runs; in the order of levels."""
    for (model,), runs in results.groups("model").items():
        for levels, of_cell in sorted(runs.group_by(_levels).items(), key=_in_order):
            yield {"model": model, "cell": _named(levels)}, of_cell


def levels_of(runs: Results) -> Record:
    """Return the variation and the levels that all runs of a cell have, by column."""
    return {
        VARIATION: runs.rows[0].variation,
        **dict(zip(FACTORS, _levels(runs.rows[0]), strict=True)),
    }


def _levels(row: Row) -> tuple[str, ...]:
    return tuple(str(row.metadata.get(name, f.default)) for name, f in FACTORS.items())


def _in_order(cell: tuple[tuple[str, ...], Results]) -> tuple[int, ...]:
    """Sort key: the default of each factor first, then its levels as declared."""
    levels = zip(FACTORS.values(), cell[0], strict=True)
    return tuple(factor.levels.index(level) for factor, level in levels)


def _named(levels: Sequence[str]) -> str:
    changed = [
        f"{name}={level}"
        for (name, factor), level in zip(FACTORS.items(), levels, strict=True)
        if level != factor.default
    ]
    return " ".join(changed) or "neither"


def paired_effects(runs: Results) -> Iterator[tuple[str, str, str, Results, Results]]:
    """Yield factor, level, the other factors, and both arms."""
    cells = runs.group_by(_levels)
    names = list(FACTORS)
    for place, name in enumerate(names):
        default = FACTORS[name].default
        for levels, baseline in sorted(cells.items(), key=_in_order):
            if levels[place] != default:
                continue
            for level in FACTORS[name].levels[1:]:
                treated = cells.get((*levels[:place], level, *levels[place + 1 :]))
                if treated:
                    yield name, level, _named(levels), treated, baseline


def story_rates(results: Results, scorer: str) -> Mapping[str, np.ndarray]:
    """Return each story's personas as the means of their epochs."""
    return {
        story: np.array(list(personas.values()))
        for story, personas in _personas(results, scorer).items()
    }


def _personas(results: Results, scorer: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for (story, seed), runs in sorted(results.groups("scenario", WORLD_SEED).items()):
        found.setdefault(story, {})[seed] = mean_violation(runs, scorer)
    return found


def paired_personas(
    treated: Results, baseline: Results, scorer: str
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return the personas of both arms, story by story; NaN if one arm lacks a persona."""
    one, other = _personas(treated, scorer), _personas(baseline, scorer)
    arms: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for story in sorted(one.keys() & other.keys()):
        seeds = sorted(one[story].keys() | other[story].keys())
        for arm, values in zip(arms, (one[story], other[story]), strict=True):
            arm.append(np.array([values.get(seed, nan) for seed in seeds]))
    return arms


def mean_value(runs: Results, scorer: str, key: str) -> float:
    """Return the mean of an instrument's value; NaN without any."""
    values = [value for row in runs.rows if not isnan(value := row.value(scorer, key))]
    return sum(values) / len(values) if values else nan


def counts(runs: Results, scorer: str) -> dict[str, int]:
    """Return the numbers of scored and of missing runs."""
    scored = sum(not isnan(row.violation(scorer)) for row in runs.rows)
    return {"n": scored, "missing": len(runs.rows) - scored}
