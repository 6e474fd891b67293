"""Named intervals, and the exact binomial interval used by other estimators."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

CONFIDENCE: Final = 0.95
"""Default level of every interval."""

Matrix = NDArray[np.float64]
"""Two-dimensional floats; NaN is a missing or unusable cell."""


@dataclass(frozen=True)
class Interval:
    """An estimate between two bounds, in the estimate's unit; NaN without data."""

    estimate: float
    low: float
    high: float
    standard_error: float


NO_INTERVAL: Final = Interval(np.nan, np.nan, np.nan, np.nan)
"""Result of an estimator without usable cells."""


def as_matrix(values: ArrayLike, name: str = "values") -> Matrix:
    """Return `values` as floats with two axes; a vector becomes one column.

    Raises:
        ValueError: `values` has more than two axes.
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim == 1:
        array = array[:, np.newaxis]
    if array.ndim != 2:
        raise ValueError(f"{name} has shape {array.shape}; give rows x columns")
    return array


def masked(values: ArrayLike, mask: ArrayLike | None, name: str = "values") -> Matrix:
    """Return `values` as a matrix that is NaN wherever `mask` is True.

    Raises:
        ValueError: the mask has a different shape.
    """
    array = as_matrix(values, name)
    if mask is None:
        return array
    hidden = as_matrix(mask, "mask").astype(bool)
    if hidden.shape != array.shape:
        raise ValueError(f"the mask has shape {hidden.shape} and {name} {array.shape}")
    return np.where(hidden, np.nan, array)


def clopper_pearson(events: float, n: float, level: float = CONFIDENCE) -> Interval:
    """Return the exact binomial interval (Clopper & Pearson 1934) in its beta form.

    Args:
        events: Number of events, 0..n; may be fractional, for use with an effective sample
            size.
        n: Number of trials, or its effective number; 0 makes every figure NaN.
        level: Minimum coverage.
    """
    if n <= 0:
        return NO_INTERVAL
    tail = (1 - level) / 2
    low = 0.0 if events <= 0 else float(special.betaincinv(events, n - events + 1, tail))
    high = 1.0 if events >= n else float(special.betaincinv(events + 1, n - events, 1 - tail))
    p = float(events / n)
    return Interval(p, low, high, float(np.sqrt(p * (1 - p) / n)))
