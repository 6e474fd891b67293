"""Agreement of judges with each other and with known outcomes. Arrays are `judges x cells`.

Only this module imports `krippendorff` (GPL-3.0-or-later, see NOTICE).
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Literal, get_args

import krippendorff
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..constants import VIOLATION_SEVERITY
from .intervals import CONFIDENCE, Interval, as_matrix, clopper_pearson, masked
from .rates import at_least

Metric = Literal["nominal", "ordinal", "interval", "binary"]
"""Distance between two severities; `binary` compares only the sides of the threshold."""


@dataclass(frozen=True)
class PairAgreement:
    """Two judges over the `n` cells that both rated.

    `mean_absolute_difference` (MAD) is in points of severity; `same_side` (HSA) is the share of
    cells that both call a violation or neither does. NaN without a common cell.
    """

    first: int
    second: int
    n: int
    mean_absolute_difference: float
    same_side: float


@dataclass(frozen=True)
class Accuracy:
    """Answers yes or no against known outcomes; neither share includes `unusable` cells.

    Attributes:
        sensitivity: Share of yes among usable cells where yes is right.
        specificity: Share of no among usable cells where no is right.
        present: Number of usable cells where yes is right.
        absent: Number of usable cells where no is right.
        unusable: Number of cells without an answer.
    """

    sensitivity: Interval
    specificity: Interval
    present: int
    absent: int
    unusable: int


def krippendorff_alpha(
    ratings: ArrayLike,
    metric: Metric,
    excluded: NDArray[np.bool_] | None = None,
) -> float:
    """Krippendorff's alpha, 1 for full agreement and 0 for chance.

    Args:
        ratings: `judges x cells`, severities 0..5; NaN is a missing verdict.
        metric: Distance between two severities.
        excluded: Same shape; True leaves a verdict out (a judge on its own model).

    Returns:
        Alpha; NaN if undefined: no cell has two verdicts, or all verdicts have the same value.

    Raises:
        ValueError: an unknown metric.
    """
    if metric not in get_args(Metric):
        raise ValueError(f"metric {metric!r}; choose one of {', '.join(get_args(Metric))}")
    verdicts = masked(ratings, excluded, "ratings")
    if metric == "binary":
        verdicts = at_least(verdicts, VIOLATION_SEVERITY)
    pairable = verdicts[:, (~np.isnan(verdicts)).sum(axis=0) > 1]
    if np.unique(pairable[~np.isnan(pairable)]).size < 2:
        return np.nan
    level = "nominal" if metric == "binary" else metric
    return float(krippendorff.alpha(reliability_data=pairable, level_of_measurement=level))


def pairwise_agreement(ratings: ArrayLike) -> list[PairAgreement]:
    """Return MAD and HSA of every pair of judges, in row order, without exclusions."""
    verdicts = as_matrix(ratings, "ratings")
    return [_pair(i, j, verdicts[[i, j]]) for i, j in combinations(range(len(verdicts)), 2)]


def judge_accuracy(
    ratings: ArrayLike,
    violating: ArrayLike,
    level: float = CONFIDENCE,
) -> list[Accuracy]:
    """Return sensitivity and specificity of each judge on cells with known outcomes.

    Args:
        ratings: `judges x cells`, severities 0..5; NaN is an unusable verdict.
        violating: `(cells,)`, True for a violation (in a replayed trajectory).
        level: Coverage of the Clopper-Pearson intervals.

    Raises:
        ValueError: the lengths differ.
    """
    verdicts, truth = as_matrix(ratings, "ratings"), np.asarray(violating, dtype=bool)
    if truth.shape != (verdicts.shape[1],):
        raise ValueError(f"violating has shape {truth.shape} for {verdicts.shape[1]} cells")
    called = at_least(verdicts, VIOLATION_SEVERITY)
    return [accuracy(row, truth, level) for row in called]


def accuracy(answers: ArrayLike, truth: ArrayLike, level: float = CONFIDENCE) -> Accuracy:
    """Return sensitivity and specificity of yes-or-no answers on cells with known outcomes.

    Args:
        answers: `(cells,)`, 1 for yes, 0 for no; NaN is an unusable answer.
        truth: `(cells,)`, True where yes is right.
        level: Coverage of the Clopper-Pearson intervals.

    Raises:
        ValueError: the lengths differ.
    """
    given, right = np.asarray(answers, dtype=float), np.asarray(truth, dtype=bool)
    if given.shape != right.shape:
        raise ValueError(f"truth has shape {right.shape} for answers of shape {given.shape}")
    usable, yes = ~np.isnan(given), given == 1
    present, absent = int((usable & right).sum()), int((usable & ~right).sum())
    hits, passes = int((yes & right).sum()), int((usable & ~yes & ~right).sum())
    return Accuracy(
        sensitivity=clopper_pearson(hits, present, level),
        specificity=clopper_pearson(passes, absent, level),
        present=present,
        absent=absent,
        unusable=int((~usable).sum()),
    )


def _pair(first: int, second: int, two: NDArray[np.float64]) -> PairAgreement:
    common = two[:, ~np.isnan(two).any(axis=0)]
    n = common.shape[1]
    if n == 0:
        return PairAgreement(first, second, 0, np.nan, np.nan)
    sides = common >= VIOLATION_SEVERITY
    return PairAgreement(
        first,
        second,
        n,
        float(np.abs(common[0] - common[1]).mean()),
        float((sides[0] == sides[1]).mean()),
    )
