"""The difference between two paired arms that an experiment of a given size can detect.

Formula, derivation and sources: docs/method.md, Planning.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from scipy import optimize, stats

_STEP: Final = 1e-6

_FEWEST: Final = 12
"""Pairs below which the approximation for several runs promises too much (docs/method.md)."""


@dataclass(frozen=True)
class Assumptions:
    """What is assumed about the runs, and asked of the test.

    Attributes:
        baseline: Violation rate of the baseline arm, strictly between 0 and 1.
        correlation: Correlation of two runs of one pair, in the same arm or not; 0..1, below 1.
        power: Probability that the test finds the difference.
        significance: Two-sided level of the test.
    """

    baseline: float = 0.10
    correlation: float = 0.3
    power: float = 0.80
    significance: float = 0.05


def detectable_difference(pairs: int, runs: int, assumed: Assumptions) -> float | None:
    """Return the smallest increase that the sign-flip test over pairs detects.

    None if no increase is large enough, or there are fewer than 12 pairs of several runs.

    Args:
        pairs: Units with both arms: scenarios, or worlds of a scenario.
        runs: Runs of each pair in each arm.
        assumed: Base rate, correlation, power and level.
    """
    reached = partial(_exact_power if runs == 1 else _approximate_power, pairs, runs, assumed)
    return _smallest(lambda difference: reached(difference) - assumed.power, assumed)


def _smallest(excess: Callable[[float], float], assumed: Assumptions) -> float | None:
    most = 1 - assumed.baseline - _STEP
    if excess(most) < 0:
        return None
    return float(optimize.brentq(excess, _STEP, most))


def _covariance(assumed: Assumptions, difference: float) -> float:
    """Return the covariance of a run with one of the other arm, at most what the rates allow."""
    low, high = assumed.baseline, assumed.baseline + difference
    wanted = assumed.correlation * np.sqrt(low * (1 - low) * high * (1 - high))
    return float(min(wanted, low * (1 - high)))


def _exact_power(pairs: int, runs: int, assumed: Assumptions, difference: float) -> float:
    """Return the power of McNemar's exact test, summed over the number of discordant pairs."""
    low, high = assumed.baseline, assumed.baseline + difference
    covariance = _covariance(assumed, difference)
    rises, falls = high * (1 - low) - covariance, low * (1 - high) - covariance
    discordant = np.arange(pairs + 1)
    critical = discordant - stats.binom.ppf(assumed.significance / 2, discordant, 0.5)
    # ppf is the first count with probability >= level/2: one less if it is above the level.
    tail = stats.binom.sf(critical - 1, discordant, 0.5)
    critical = np.where(tail <= assumed.significance / 2, critical, critical + 1)
    found = stats.binom.sf(critical - 1, discordant, rises / (rises + falls))
    return float((stats.binom.pmf(discordant, pairs, rises + falls) * found).sum())


def _approximate_power(pairs: int, runs: int, assumed: Assumptions, difference: float) -> float:
    """Return the power of the sign-flip test by a noncentral t distribution."""
    z = stats.norm.isf(assumed.significance / 2)
    if pairs < _FEWEST:
        return 0.0
    critical = z * np.sqrt((pairs - 1) / (pairs - z**2))
    noticed = difference - 1 / (runs * pairs)
    noncentral = noticed * np.sqrt(pairs / _variance(runs, assumed, difference))
    return float(stats.nct.sf(critical, pairs - 1, noncentral))


def _variance(runs: int, assumed: Assumptions, difference: float) -> float:
    """Return the variance of one pair's difference of means."""
    rates = np.array([assumed.baseline, assumed.baseline + difference])
    within = rates * (1 - rates) * (1 + (runs - 1) * assumed.correlation) / runs
    return float(within.sum() - 2 * _covariance(assumed, difference))
