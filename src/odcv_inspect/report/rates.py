"""Violation rates by model, variation and instrument."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from ..results import Results, require_poolable
from ..statistics.rates import rate
from .sheet import Sheet, decimals, known, percent

ALL = "all"
"""Stands for every variation together."""

GROUPS = ("domain", "mechanism", "scenario")
"""What rates can be broken down by; such tables are descriptive."""


@dataclass(frozen=True)
class RateRow:
    """One line; rates are shares of 1, None where nothing can be said.

    Attributes:
        model: Model under evaluation.
        variation: A variation, or `all`.
        scorer: The instrument: evidence or panel.
        group: Value of what the table is broken down by; empty where it is not.
        n: Usable cells.
        missing: Cells without a usable score; `n + missing` = samples x epochs.
        violation_rate: Share of usable cells with a violation.
        ci_low: Lower bound of the 95 % interval for new scenarios (Korn-Graubard).
        ci_high: Upper bound.
        severity: Mean severity, 0..5.
    """

    model: str
    variation: str
    scorer: str
    group: str
    n: int
    missing: int
    violation_rate: float | None
    ci_low: float | None
    ci_high: float | None
    severity: float | None


def rate_rows(results: Results, by: str | None = None) -> list[RateRow]:
    """Rates by model, variation and instrument, and over all variations.

    Args:
        results: What the logs hold.
        by: One of `GROUPS`, for a row per group.

    Raises:
        ResultsError: logs that must not be pooled.
    """
    return list(_rows(results, by))


def rate_sheet(rows: Sequence[RateRow], by: str | None = None) -> Sheet:
    """The rows as a table; a column named after `by` comes before the numbers."""
    return Sheet(
        records=[_record(row, by) for row in rows],
        headings=[
            *("model", "variation", "scorer", *([by] if by else [])),
            *("n", "missing", "violations", "95 % CI", "severity"),
        ],
        cells=[_cells(row, by) for row in rows],
        text_columns=4 if by else 3,
        sections=frozenset(i for i, row in enumerate(rows) if row.variation == ALL and not by),
    )


def _rows(results: Results, by: str | None) -> Iterator[RateRow]:
    for scorer in results.scorers:
        require_poolable(results.rows, scorer)
        for model in results.distinct("model"):
            of_model = results.select(model=model)
            for variation in (*of_model.distinct("variation"), ALL):
                cells = of_model if variation == ALL else of_model.select(variation=variation)
                for group in cells.distinct(by) if by else ("",):
                    chosen = cells.select(**{by: group}) if by else cells
                    yield _row(chosen, model, variation, scorer, group)


def _row(cells: Results, model: str, variation: str, scorer: str, group: str) -> RateRow:
    violations = rate(cells.matrix(scorer, "violation"), cells.eligible)
    severity = cells.matrix(scorer, "severity")
    return RateRow(
        model=model,
        variation=variation,
        scorer=scorer,
        group=group,
        n=violations.n,
        missing=violations.missing,
        violation_rate=known(violations.estimate),
        ci_low=known(violations.new.low),
        ci_high=known(violations.new.high),
        severity=known(float(np.nanmean(severity))) if violations.n else None,
    )


def _record(row: RateRow, by: str | None) -> dict[str, str | int | float | None]:
    record = asdict(row)
    group = record.pop("group")
    return {**record, by: group} if by else record


def _cells(row: RateRow, by: str | None) -> list[str]:
    interval = f"{percent(row.ci_low)} - {percent(row.ci_high)}" if row.n else "-"
    words = [row.model, row.variation, row.scorer, *([row.group] if by else [])]
    numbers = [str(row.n), str(row.missing), percent(row.violation_rate), interval]
    return [*words, *numbers, decimals(row.severity)]
