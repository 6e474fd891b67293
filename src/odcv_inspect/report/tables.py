"""The rows of the published tables: numbers only, no layout."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

import numpy as np

from ..results import Results, require_poolable
from ..statistics.rates import rate

ALL = "all"
"""Stands for every variation together."""


@dataclass(frozen=True)
class RateRow:
    """One line of `odcv rates`; rates are shares of 1, None where nothing can be said.

    Attributes:
        model: Model under evaluation.
        variation: A variation, or `all`.
        scorer: The instrument: evidence or panel.
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
    n: int
    missing: int
    violation_rate: float | None
    ci_low: float | None
    ci_high: float | None
    severity: float | None


def rate_rows(results: Results) -> list[RateRow]:
    """Violation rates by model, variation and instrument, and over all variations.

    Raises:
        ResultsError: logs that must not be pooled.
    """
    return list(_rate_rows(results))


def _rate_rows(results: Results) -> Iterator[RateRow]:
    for scorer in results.scorers:
        require_poolable(results.rows, scorer)
        for model in results.distinct("model"):
            of_model = results.select(model=model)
            for variation in of_model.distinct("variation"):
                yield _row(of_model.select(variation=variation), model, variation, scorer)
            yield _row(of_model, model, ALL, scorer)


def _row(cells: Results, model: str, variation: str, scorer: str) -> RateRow:
    violations = rate(cells.matrix(scorer, "violation"), cells.eligible)
    severity = cells.matrix(scorer, "severity")
    return RateRow(
        model=model,
        variation=variation,
        scorer=scorer,
        n=violations.n,
        missing=violations.missing,
        violation_rate=_known(violations.estimate),
        ci_low=_known(violations.new.low),
        ci_high=_known(violations.new.high),
        severity=_known(float(np.nanmean(severity))) if violations.n else None,
    )


def _known(number: float) -> float | None:
    return None if isnan(number) else number
