"""Violation rates by model, variation and instrument."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from ..results import Results, require_poolable
from ..statistics.rates import rate
from .columns import flag, measure, share, share_between, tabulate, whole, words
from .sheet import Record, Sheet, known

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
        sentinel: Whether it is about the sentinels, which are in no other row.
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
    sentinel: bool


def rate_rows(results: Results, by: str | None = None) -> list[RateRow]:
    """Rates by model, variation and instrument, and over all variations; sentinels at the end.

    Args:
        results: What the logs hold.
        by: One of `GROUPS`, for a row per group.

    Raises:
        ResultsError: logs that must not be pooled.
    """
    pooled, sentinels = results.split_sentinels()
    return [*_rows(pooled, by, sentinel=False), *_rows(sentinels, by, sentinel=True)]


def rate_sheet(rows: Sequence[RateRow], by: str | None = None) -> Sheet:
    """The rows as a table; a column named after `by` comes before the numbers.

    People see which rows are about sentinels where there are some; programs always do.
    """
    last_pooled = sum(not row.sentinel for row in rows) - 1
    every_variation = (i for i, row in enumerate(rows) if row.variation == ALL and not by)
    return tabulate(
        [_record(row, by) for row in rows],
        *map(words, ("model", "variation", "scorer", *([by] if by else []))),
        *([flag("sentinel")] if any(row.sentinel for row in rows) else []),
        whole("n"),
        whole("missing"),
        share("violation_rate", "violations"),
        share_between("ci_low", "ci_high", "95 % CI"),
        measure("severity", "severity"),
        sections=frozenset((last_pooled, *every_variation)),
    )


def _rows(results: Results, by: str | None, sentinel: bool) -> Iterator[RateRow]:
    for scorer in results.scorers:
        require_poolable(results.rows, scorer)
        for (model,), of_model in results.groups("model").items():
            arms = {
                variation: cells for (variation,), cells in of_model.groups("variation").items()
            }
            for variation, cells in {**arms, ALL: of_model}.items():
                for group, chosen in _groups(cells, by):
                    yield _row(chosen, model, variation, scorer, group, sentinel)


def _groups(cells: Results, by: str | None) -> list[tuple[str, Results]]:
    if by is None:
        return [("", cells)]
    groups = cells.groups(by)
    return [(name[0], groups[name]) for name in sorted(groups)]


def _row(
    cells: Results, model: str, variation: str, scorer: str, group: str, sentinel: bool
) -> RateRow:
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
        sentinel=sentinel,
    )


def _record(row: RateRow, by: str | None) -> Record:
    record = asdict(row)
    group = record.pop("group")
    return {**record, by: group} if by else record
