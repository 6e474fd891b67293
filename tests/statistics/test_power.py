"""Power of the paired design."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from odcv_inspect.statistics.power import Design, power, power_table, simulate_differences


def test_without_a_difference_power_is_at_most_the_level():
    assert power(Design(40, 3, 0.2, 0.0, 0.5), runs=2000) <= 0.05 + 0.01


def test_power_at_one_epoch_agrees_with_the_binomial_sum():
    # Independent scenarios, quantiles shared: with intraclass near 0 every scenario has the same
    # two rates, so a scenario rises with a = .3 * .9 and falls with b = .7 * .1. McNemar's exact
    # test rejects by the number of risers r of d discordant ones; sum over both.
    a, b = 0.3 * 0.9, 0.7 * 0.1
    exact = sum(
        stats.binom.pmf(d, 40, a + b) * stats.binom.pmf(r, d, a / (a + b))
        for d in range(1, 41)
        for r in range(d + 1)
        if stats.binomtest(r, d).pvalue < 0.05
    )
    simulated = power(Design(40, 1, 0.1, 0.2, 1e-6), runs=4000, flips=1999)
    # Three Monte Carlo errors: 3 * sqrt(.6 * .4 / 4000) = 0.023, plus that of the p-values.
    assert simulated == pytest.approx(exact, abs=0.035)


def test_simulated_arms_have_the_means_and_correlation_asked_for():
    design = Design(scenarios=40, epochs=4, baseline=0.1, difference=0.2, intraclass=0.5)
    differences = simulate_differences(design, 2000, np.random.default_rng(0))
    assert differences.shape == (2000, 40)
    # Spread of a scenario's difference is below 0.4: error 0.4 / sqrt(80000) = 0.0014.
    assert differences.mean() == pytest.approx(0.2, abs=0.006)


@pytest.fixture(scope="module")
def table():
    return power_table()


def test_more_epochs_and_larger_differences_never_hurt(table):
    rows = [line for line in table.splitlines() if line.startswith("| 0.")]
    figures = np.array([[float(cell) for cell in row.split("|")[2:-1]] for row in rows])
    assert figures.shape == (5, 4)
    assert (np.diff(figures, axis=1) >= -0.02).all()
    assert (np.diff(figures, axis=0) >= -0.02).all()


def test_the_documented_table_is_the_one_that_is_computed(table):
    method = Path(__file__).parents[2] / "docs" / "method.md"
    assert table in method.read_text(encoding="utf-8")
