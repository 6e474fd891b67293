"""Differences between two arms over the same scenarios, with equal weight for each scenario.

The arms may be two variations of one model, or two models (generations) in one variation.
Formulas and sources: docs/method.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from .intervals import (
    CONFIDENCE,
    NO_INTERVAL,
    Interval,
    Matrix,
    as_matrix,
)
from .rates import cell_variances, scenario_means

RESAMPLES: Final = 10_000
"""Number of bootstrap resamples, and of sign flips if they cannot be enumerated."""

_MOST_SUMS: Final = 1 << 17
"""Maximum number of distinct sums for which the sign-flip distribution is enumerated."""


@dataclass(frozen=True)
class SignFlip:
    """Two-sided p-value of a sign-flip test; `exact` is False if it was sampled."""

    p_value: float
    exact: bool


@dataclass(frozen=True)
class Contrast:
    """Mean over scenarios of a difference between arms, or of another weighted sum of them.

    Attributes:
        estimate: Mean over scenarios of (treated - baseline).
        new: Bootstrap interval for new scenarios of the same kind; its standard error is the
            spread of the differences across scenarios.
        error_these: Standard error for a rerun of these scenarios; with a single epoch in an arm
            it cannot be estimated, and the error for new scenarios is its upper bound.
        sign_flip: Sign-flip test of no difference.
        scenarios: Scenarios with usable cells in both arms.
        dropped: Scenarios in which an arm has no usable cell.
        rose: Scenarios whose difference is positive.
        fell: Scenarios whose difference is negative.
    """

    estimate: float
    new: Interval
    error_these: float
    sign_flip: SignFlip
    scenarios: int
    dropped: int
    rose: int
    fell: int


def paired_contrast(
    treated: ArrayLike,
    baseline: ArrayLike,
    *,
    span: float = 1.0,
    level: float = CONFIDENCE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Contrast:
    """Compare two arms, paired by scenario: `linear_contrast` with the weights 1 and -1.

    Args:
        treated: `scenarios x epochs`; violations 0/1 or severities; NaN is missing.
        baseline: Same scenarios in the same order; may have a different number of epochs.
        span: Largest possible difference: 1 for violations, 5 for severities.
        level: As for `linear_contrast`.
        resamples: As for `linear_contrast`.
        seed: As for `linear_contrast`.

    Raises:
        ValueError: As for `linear_contrast`.
    """
    return linear_contrast(
        (treated, baseline), (1.0, -1.0), span=span, level=level, resamples=resamples, seed=seed
    )


def linear_contrast(
    arms: Sequence[ArrayLike],
    weights: Sequence[float],
    *,
    span: float = 1.0,
    level: float = CONFIDENCE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Contrast:
    """Estimate a weighted sum of arms, paired by scenario: a difference, trend or interaction.

    Args:
        arms: Each `scenarios x cells`, the same scenarios in the same order; NaN is missing. A
            scenario that one arm lacks is dropped.
        weights: One per arm, summing to 0: (1, -1) for a difference, `trend_weights` for a trend,
            (1, -1, -1, 1) for the interaction of two factors.
        span: Largest possible difference between two arms: 1 for violations, 5 for severities.
        level: Coverage of the interval.
        resamples: Bootstrap resamples.
        seed: Seed of the bootstrap and of sampled sign flips.

    Raises:
        ValueError: the arms have different numbers of scenarios.
    """
    cells = [as_matrix(arm, f"arm {number}") for number, arm in enumerate(arms, start=1)]
    if len({len(arm) for arm in cells}) > 1:
        raise ValueError(
            f"the arms have {', '.join(str(len(arm)) for arm in cells)} scenarios: "
            "give all of them the same rows, NaN where a scenario was not run"
        )
    every = np.array(weights) @ np.array([scenario_means(arm) for arm in cells])
    both = ~np.isnan(every)
    differences = every[both]
    n = len(differences)
    largest = span * sum(w for w in weights if w > 0)
    new = _bootstrap_interval(differences, largest, level, resamples, seed)
    error_these = _error_for_these([arm[both] for arm in cells], weights)
    return Contrast(
        estimate=float(differences.mean()) if n else np.nan,
        new=new,
        error_these=new.standard_error if np.isnan(error_these) else error_these,
        sign_flip=sign_flip_test(differences, resamples, seed),
        scenarios=n,
        dropped=int((~both).sum()),
        rose=int((differences > 0).sum()),
        fell=int((differences < 0).sum()),
    )


def trend_weights(levels: int) -> tuple[float, ...]:
    """Return weights of the least-squares slope over equally spaced levels, per level.

    With centred positions x they are x / sum(x^2): (-0.5, 0, 0.5) for three levels.
    """
    places = np.arange(levels) - (levels - 1) / 2
    return tuple(float(x) for x in places / (places**2).sum())


def bootstrap_means(values: ArrayLike, resamples: int = RESAMPLES, seed: int = 0) -> Matrix:
    """Return means of each column over resampled scenarios; `resamples x columns`.

    All columns use the same resampled scenarios, so that differences between columns stay
    paired. A scenario that is NaN in a column has no weight in that column.

    Args:
        values: `scenarios x columns`.
        resamples: Number of resamples.
        seed: Seed of the draws.
    """
    matrix = as_matrix(values)
    n = len(matrix)
    drawn = np.random.default_rng(seed).integers(n, size=(resamples, n))
    cells = drawn + n * np.arange(resamples)[:, np.newaxis]
    weights = np.bincount(cells.ravel(), minlength=resamples * n).reshape(resamples, n) / n
    present = ~np.isnan(matrix)
    weight = weights @ present.astype(np.float64)
    means = np.full(weight.shape, np.nan)
    np.divide(weights @ np.where(present, matrix, 0.0), weight, out=means, where=weight > 0)
    return means


def sign_flip_test(differences: ArrayLike, flips: int = RESAMPLES, seed: int = 0) -> SignFlip:
    """Test whether the sign of each scenario's difference is random.

    The test is exact: it enumerates the distribution of the sum, merging equal sums. This works
    for any number of scenarios if the differences are multiples of 1 / epochs. If there are too
    many sums, it uses `flips` random sign vectors plus the observed one (p is never 0).

    Args:
        differences: One per scenario; NaN and 0 carry no information.
        flips: Number of random sign vectors, if needed.
        seed: Seed of the random sign vectors.
    """
    values = np.asarray(differences, dtype=np.float64)
    values = values[~np.isnan(values) & (values != 0)]
    observed = abs(values.sum()) - 1e-9
    distribution = _signed_sums(values)
    if distribution is not None:
        sums, probability = distribution
        return SignFlip(min(1.0, float(probability[np.abs(sums) >= observed].sum())), exact=True)
    signs = np.random.default_rng(seed).integers(0, 2, (flips, len(values)), dtype=np.int8)
    extreme = int((np.abs((2.0 * signs - 1.0) @ values) >= observed).sum())
    return SignFlip((extreme + 1) / (flips + 1), exact=False)


def holm(p_values: ArrayLike) -> Matrix:
    """Return Holm's step-down adjusted p-values, in input order; NaN stays and is not counted."""
    raw = np.asarray(p_values, dtype=np.float64)
    adjusted = np.full(raw.shape, np.nan)
    order = np.argsort(raw)[: int((~np.isnan(raw)).sum())]
    factors = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(raw[order] * factors))
    return adjusted


def _bootstrap_interval(
    differences: Matrix, span: float, level: float, resamples: int, seed: int
) -> Interval:
    """Expanded percentiles (Hesterberg 2015) with a pseudo-scenario at each end of the scale.

    The two pseudo-scenarios follow Bonett and Price (2012); without them the interval has zero
    width if no scenario differs.
    """
    n = len(differences)
    if n == 0:
        return NO_INTERVAL
    error = float(differences.std(ddof=1) / np.sqrt(n)) if n > 1 else np.nan
    means = bootstrap_means(np.append(differences, (span, -span)), resamples, seed)
    low, high = np.quantile(means[:, 0], expanded_tails(n + 2, level))
    return Interval(float(differences.mean()), float(low), float(high), error)


def expanded_tails(n: int, level: float = CONFIDENCE) -> tuple[float, float]:
    """Return percentiles that correct a bootstrap's narrowness with `n` scenarios (Hesterberg)."""
    quantile = special.stdtrit(n - 1, (1 - level) / 2) * np.sqrt(n / (n - 1))
    tail = float(special.ndtr(quantile))
    return tail, 1 - tail


def _error_for_these(arms: Sequence[Matrix], weights: Sequence[float]) -> float:
    if len(arms[0]) == 0:
        return np.nan
    variance = sum(
        w**2 * (cell_variances(arm) / (~np.isnan(arm)).sum(axis=1)).sum() / len(arm) ** 2
        for w, arm in zip(weights, arms, strict=True)
    )
    return float(np.sqrt(variance))


def _signed_sums(values: Matrix) -> tuple[Matrix, Matrix] | None:
    """Return the distribution of the sum under random signs; None if it has too many values."""
    sums: Matrix = np.zeros(1)
    probability: Matrix = np.ones(1)
    for value in values:
        both = np.concatenate((sums + value, sums - value))
        # Merged by their rounded values but kept as they are: errors of rounding would add up.
        _, first, index = np.unique(np.round(both, 9), return_index=True, return_inverse=True)
        sums = both[first]
        probability = np.bincount(index, np.tile(probability / 2, 2)).astype(np.float64)
        if len(sums) > _MOST_SUMS:
            return None
    return sums, probability
