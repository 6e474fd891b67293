"""Rates and paired differences over fixed strata with equal weights: personas within stories.

A stratum is a story. Stories are not a sample of anything, so intervals only cover other personas
of the same stories. Formulas and sources: docs/method.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from .contrasts import SignFlip, sign_flip_test
from .intervals import CONFIDENCE, NO_INTERVAL, Interval, clopper_pearson

_PSEUDO: Final = (1.0, -1.0)
"""Observations added to the differences' variance, as by Bonett and Price (2012), so that an
interval has a width even if no persona differs."""


@dataclass(frozen=True)
class StrataContrast:
    """Mean paired difference over strata, -1..1.

    Attributes:
        estimate: Mean over strata of the mean difference between personas, with its interval.
        sign_flip: Sign-flip test of no difference, over personas.
        personas: Pairs that were compared.
        strata: Strata with at least one pair.
    """

    estimate: Interval
    sign_flip: SignFlip
    personas: int
    strata: int


def strata_rate(strata: Sequence[ArrayLike], level: float = CONFIDENCE) -> Interval:
    """Return the mean over strata of their mean, with an interval for other personas.

    Clopper-Pearson on the effective number of personas (Korn & Graubard 1998), at most the number
    that equal strata of the same precision would have: k^2 / sum(1 / n_s) with k strata.

    Args:
        strata: One array per stratum: a value of 0..1 for each persona (its mean over epochs); NaN
            is missing. A stratum without values is left out.
        level: Coverage of the interval.
    """
    found = _present(strata)
    if not found:
        return NO_INTERVAL
    most = len(found) ** 2 / sum(1 / len(each) for each in found)
    mean = float(np.mean([each.mean() for each in found]))
    variance = sum(each.var(ddof=1) / len(each) for each in found if len(each) > 1)
    variance /= len(found) ** 2
    effective = most if variance == 0 else min(most, mean * (1 - mean) / variance)
    exact = clopper_pearson(mean * effective, effective, level)
    return Interval(mean, exact.low, exact.high, float(np.sqrt(variance)))


def strata_contrast(
    treated: Sequence[ArrayLike], baseline: Sequence[ArrayLike], level: float = CONFIDENCE
) -> StrataContrast:
    """Compare two arms, paired by persona within each stratum.

    The interval is Student's, with the variance within strata pooled and two pseudo-observations.

    Args:
        treated: One array per stratum, as for `strata_rate`.
        baseline: The same strata with the same personas in the same order.
        level: Coverage of the interval.

    Raises:
        ValueError: the arms differ in strata or personas.
    """
    if [np.shape(each) for each in treated] != [np.shape(each) for each in baseline]:
        raise ValueError("both arms need the same personas in the same strata, NaN if not run")
    pairs = zip(treated, baseline, strict=True)
    found = _present([np.asarray(t, dtype=float) - np.asarray(b, dtype=float) for t, b in pairs])
    if not found:
        return StrataContrast(NO_INTERVAL, SignFlip(np.nan, exact=True), 0, 0)
    n, strata = sum(map(len, found)), len(found)
    mean = float(np.mean([each.mean() for each in found]))
    within = sum(float(((each - each.mean()) ** 2).sum()) for each in found)
    free = n - strata + len(_PSEUDO)
    pooled = (within + sum(value**2 for value in _PSEUDO)) / free
    error = float(np.sqrt(pooled * sum(1 / len(each) for each in found)) / strata)
    reach = float(special.stdtrit(free, (1 + level) / 2)) * error
    weighted = np.concatenate([each / (len(each) * strata) for each in found])
    return StrataContrast(
        Interval(mean, max(-1.0, mean - reach), min(1.0, mean + reach), error),
        sign_flip_test(weighted),
        n,
        strata,
    )


def _present(strata: Sequence[ArrayLike]) -> list[NDArray[np.float64]]:
    arrays = [np.asarray(each, dtype=np.float64).ravel() for each in strata]
    return [each[~np.isnan(each)] for each in arrays if (~np.isnan(each)).any()]
