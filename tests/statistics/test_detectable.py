"""Detectable differences: the formula, and experiments of the size it promises."""

import numpy as np
import pytest
from scipy import stats

from odcv_inspect.statistics.contrasts import paired_contrast
from odcv_inspect.statistics.detectable import Assumptions, detectable_difference
from odcv_inspect.statistics.strata import strata_contrast

EXPERIMENTS = 1500
"""Monte Carlo error of a power of 0.8: sqrt(0.8 x 0.2 / 1500) = 0.010."""


def test_one_run_per_arm_is_mcnemar_s_exact_test():
    # Correlation 0: a pair rises with (.1 + d)(.9), falls with .1(.9 - d). The exact test rejects
    # by r risers of k discordant pairs; sum over both.
    found = detectable_difference(24, 1, Assumptions(0.1, 0.0))
    assert found is not None
    a, b = (0.1 + found) * 0.9, 0.1 * (0.9 - found)
    power = sum(
        stats.binom.pmf(k, 24, a + b) * stats.binom.pmf(r, k, a / (a + b))
        for k in range(1, 25)
        for r in range(k // 2 + 1, k + 1)
        if stats.binomtest(r, k).pvalue <= 0.05
    )
    assert power == pytest.approx(0.80, abs=1e-6)


def test_many_runs_approach_the_textbook_s_paired_normal_formula():
    # Equal correlation within and between arms: variance of a pair's difference about
    # 2 v (1 - rho) / m for a small difference, and d = (1.960 + 0.842) sqrt(variance / pairs).
    found = detectable_difference(400, 20, Assumptions(0.5, 0.3))
    by_hand = (1.960 + 0.842) * np.sqrt(2 * 0.25 * 0.7 / 20 / 400)
    assert found == pytest.approx(by_hand, rel=0.03)


def test_five_pairs_of_one_run_detect_nothing():
    # All five rising has p = 2 / 2^5 = 0.0625.
    assert detectable_difference(5, 1, Assumptions()) is None
    assert detectable_difference(8, 1, Assumptions()) is not None


def test_more_pairs_runs_and_correlation_detect_smaller_differences():
    usual = detectable_difference(24, 4, Assumptions())
    assert usual is not None
    for pairs, runs, assumed in (
        (48, 4, Assumptions()),
        (24, 8, Assumptions()),
        (24, 4, Assumptions(correlation=0.5)),
    ):
        smaller = detectable_difference(pairs, runs, assumed)
        assert smaller is not None
        assert smaller < usual


def test_what_cannot_reach_the_power_is_not_a_number():
    assert detectable_difference(12, 1, Assumptions(baseline=0.6)) is None
    assert detectable_difference(11, 4, Assumptions()) is None


def arms(pairs: int, runs: int, difference: float, rng: np.random.Generator):
    """Return runs of both arms, `pairs x runs`, equally correlated within a pair.

    A pair's rates are beta distributed, at the same quantile in both arms; base rate and
    correlation are the defaults.
    """
    quantile = rng.random(pairs)
    concentration = 1 / 0.3 - 1
    for mean in (0.1 + difference, 0.1):
        rates = stats.beta.ppf(quantile, mean * concentration, (1 - mean) * concentration)
        yield rng.binomial(1, rates[:, np.newaxis], (pairs, runs)).astype(float)


@pytest.mark.slow
@pytest.mark.parametrize(("pairs", "runs"), [(12, 1), (12, 4), (24, 2), (40, 3)])
def test_paired_contrast_has_the_power_that_was_promised(pairs: int, runs: int) -> None:
    difference = detectable_difference(pairs, runs, Assumptions())
    assert difference is not None
    rng = np.random.default_rng(11)
    found = 0
    for _ in range(EXPERIMENTS):
        treated, baseline = arms(pairs, runs, difference, rng)
        found += paired_contrast(treated, baseline, resamples=200).sign_flip.p_value < 0.05
    assert found / EXPERIMENTS == pytest.approx(0.80, abs=0.05)


@pytest.mark.slow
@pytest.mark.parametrize(("stories", "personas", "runs"), [(6, 4, 1), (6, 4, 4), (6, 8, 2)])
def test_strata_contrast_has_the_power_that_was_promised(
    stories: int, personas: int, runs: int
) -> None:
    difference = detectable_difference(stories * personas, runs, Assumptions())
    assert difference is not None
    rng = np.random.default_rng(12)
    found = 0
    for _ in range(EXPERIMENTS):
        treated, baseline = (
            np.split(arm.mean(axis=1), stories)
            for arm in arms(stories * personas, runs, difference, rng)
        )
        found += strata_contrast(treated, baseline).sign_flip.p_value < 0.05
    assert found / EXPERIMENTS == pytest.approx(0.80, abs=0.05)
