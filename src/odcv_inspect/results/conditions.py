"""Factors of the condition in results: which of them vary, and which runs may be pooled."""

from dataclasses import replace

from ..scenarios.condition import FACTORS
from .table import Results, Row


def varying(results: Results) -> dict[str, tuple[str, ...]]:
    """Return the factors with several levels in these results; levels in declared order."""
    found = {
        name: {level_of(row, name) for row in results.rows if has_level(row, name)}
        for name in FACTORS
    }
    return {
        name: tuple(level for level in FACTORS[name].levels if level in levels)
        for name, levels in found.items()
        if len(levels) > 1
    }


def reference_levels(results: Results) -> dict[str, str]:
    """Return the level of each varying factor that rates use: the default if any run has it."""
    return {name: levels[0] for name, levels in varying(results).items()}


def at_reference(results: Results, but: str | None = None) -> Results:
    """Return the runs at the reference level of every varying factor, so that levels never mix.

    A run of a variation in which a factor has no meaning stays: control has no pressure.

    Args:
        results: Results to filter.
        but: A factor that may vary because a table is broken down by it.
    """
    wanted = {k: v for k, v in reference_levels(results).items() if k != but}
    kept = (
        row
        for row in results.rows
        if all(level_of(row, k) == v for k, v in wanted.items() if has_level(row, k))
    )
    return replace(results, rows=tuple(kept))


def has_level(row: Row, factor: str) -> bool:
    """Return whether a factor has a meaning in a run's variation."""
    variations = FACTORS[factor].variations
    return not variations or row.variation in variations


def level_of(row: Row, factor: str) -> str:
    """Return a run's level; the default if its log is older than the factor."""
    return str(row.metadata.get(factor, FACTORS[factor].default))
