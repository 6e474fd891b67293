"""Factors of the condition in results: which of them vary, and what may stand in one rate."""

from dataclasses import replace

from ..scenarios.condition import FACTORS
from .table import Results, Row


def varying(results: Results) -> dict[str, tuple[str, ...]]:
    """The factors of which there are several levels here, with these in their declared order."""
    found = {name: {_level(row, name) for row in results.rows} for name in FACTORS}
    return {
        name: tuple(level for level in FACTORS[name].levels if level in levels)
        for name, levels in found.items()
        if len(levels) > 1
    }


def reference_levels(results: Results) -> dict[str, str]:
    """The level of each varying factor that rates are about: the default where it was run."""
    return {name: levels[0] for name, levels in varying(results).items()}


def at_reference(results: Results, but: str | None = None) -> Results:
    """The runs at the reference level of every varying factor, so that levels are never pooled.

    Args:
        results: What the logs hold.
        but: A factor that may vary, as it is what a table is broken down by.
    """
    wanted = {k: v for k, v in reference_levels(results).items() if k != but}
    kept = (row for row in results.rows if all(_level(row, k) == v for k, v in wanted.items()))
    return replace(results, rows=tuple(kept))


def _level(row: Row, factor: str) -> str:
    """The level of a run; the default where its log is older than the factor."""
    return str(row.metadata.get(factor, FACTORS[factor].default))
