"""Paired contrasts: hand-worked values, exact tests, and coverage by simulation."""

import itertools

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from odcv_inspect.statistics.contrasts import (
    bootstrap_means,
    expanded_tails,
    holm,
    linear_contrast,
    paired_contrast,
    sign_flip_test,
    trend_weights,
)

NAN = np.nan


def test_each_scenario_weighs_the_same_whatever_its_epochs():
    # Scenario means 1 and 0.5 against 0 and 0: (1 + 0.5) / 2.
    contrast = paired_contrast([[1, NAN, NAN], [1, 0, NAN]], [[0, 0], [0, NAN]])
    assert contrast.estimate == 0.75
    assert (contrast.rose, contrast.fell, contrast.scenarios) == (2, 0, 2)


def test_a_scenario_without_both_arms_is_dropped_and_counted():
    contrast = paired_contrast([1, NAN, 0, 1], [0, 1, NAN, 1])
    assert (contrast.scenarios, contrast.dropped, contrast.estimate) == (2, 2, 0.5)


def test_the_error_for_new_scenarios_is_that_of_the_paired_differences():
    treated, baseline = [1, 1, 0, 1, 0, 1], [0, 1, 0, 0, 1, 0]
    contrast = paired_contrast(treated, baseline)
    assert contrast.new.standard_error == pytest.approx(stats.sem(np.subtract(treated, baseline)))
    assert contrast.error_these == contrast.new.standard_error


def test_the_error_for_these_scenarios_counts_epochs_only():
    # Cell variances: treated 1/2, 0; baseline 0, 1/2; (1/2 / 2 + 1/2 / 2) / 2^2 = 1/8.
    contrast = paired_contrast([[1, 0], [1, 1]], [[0, 0], [0, 1]])
    assert contrast.error_these == pytest.approx(np.sqrt(1 / 8))


def test_arms_over_other_scenarios_are_refused():
    with pytest.raises(ValueError, match="the arms have 3, 2 scenarios"):
        paired_contrast([1, 0, 1], [1, 0])


def test_without_a_common_scenario_nothing_is_estimated():
    contrast = paired_contrast([1, NAN], [NAN, 0])
    assert np.isnan(contrast.estimate)
    assert np.isnan(contrast.new.low)
    assert (contrast.scenarios, contrast.dropped, contrast.sign_flip.p_value) == (0, 2, 1)


def test_the_interval_has_width_where_no_scenario_differs():
    contrast = paired_contrast(np.zeros(40), np.zeros(40))
    # Bonett and Price (2012): 1.96 * sqrt(2 / 42 / 42) = 0.066.
    assert contrast.new.low == pytest.approx(-0.066, abs=0.02)
    assert contrast.new.high == pytest.approx(0.066, abs=0.02)
    assert contrast.estimate == 0


def test_the_interval_follows_bonett_and_price_at_one_epoch():
    # 12 rose, 3 fell of 40: (12 - 3) / 42 +- 1.96 sqrt((13 + 4) / 42 - (9 / 42)^2) / sqrt(42).
    contrast = paired_contrast([1] * 12 + [0] * 28, [0] * 12 + [1] * 3 + [0] * 25)
    half = 1.96 * np.sqrt(17 / 42 - (9 / 42) ** 2) / np.sqrt(42)
    assert contrast.new.low == pytest.approx(9 / 42 - half, abs=0.03)
    assert contrast.new.high == pytest.approx(9 / 42 + half, abs=0.03)


def test_the_same_seed_gives_the_same_interval_and_another_a_near_one():
    rng = np.random.default_rng(0)
    treated, baseline = rng.random((2, 40, 3))
    contrast = paired_contrast(treated, baseline)
    assert contrast == paired_contrast(treated, baseline)
    other = paired_contrast(treated, baseline, seed=1)
    assert other.new != contrast.new
    assert other.new.low == pytest.approx(contrast.new.low, abs=0.01)


def test_resampled_means_agree_with_scipys_bootstrap():
    values = np.random.default_rng(1).beta(1, 3, 40)
    ours = bootstrap_means(values, 20_000)[:, 0]
    theirs = stats.bootstrap(
        (values,), np.mean, n_resamples=20_000, method="percentile", rng=2
    ).bootstrap_distribution
    # The standard error of a quantile of 20,000 resamples is below 0.001 here.
    quantiles = (0.025, 0.25, 0.5, 0.75, 0.975)
    assert np.quantile(ours, quantiles) == pytest.approx(np.quantile(theirs, quantiles), abs=0.005)


def test_columns_are_resampled_together():
    values = np.random.default_rng(1).random(40)
    means = bootstrap_means(np.column_stack([values, 2 * values]), 100)
    np.testing.assert_allclose(means[:, 1], 2 * means[:, 0])


def test_a_missing_scenario_weighs_nothing_in_its_column():
    means = bootstrap_means([[1, 1], [1, NAN], [1, 1]], 200)
    assert set(means[:, 0]) == {1.0}
    assert set(means[~np.isnan(means[:, 1]), 1]) == {1.0}
    # A resample may contain only the missing scenario: (1/3)^3 of 200 is about 7 times.
    assert 0 < np.isnan(means[:, 1]).sum() < 25


def test_expanded_tails_are_hesterbergs():
    # t(0.025, 39) = -2.0227; times sqrt(40 / 39) = -2.0485; normal tail 0.0203.
    low, high = expanded_tails(40)
    assert low == pytest.approx(0.02026, abs=1e-4)
    assert low + high == pytest.approx(1)


def test_sign_flips_are_enumerated_by_hand():
    # (3, 1): sums 4, 2, -2, -4; |sum| >= 4 in 2 of 4.
    assert sign_flip_test([3, 1]).p_value == 0.5
    assert sign_flip_test([1, 1, 1, 1, 1]).p_value == pytest.approx(2 / 32)
    assert sign_flip_test([0, NAN]).p_value == 1


def test_merged_sums_agree_with_brute_force():
    differences = np.random.default_rng(2).integers(-5, 6, 12) / 5
    signs = np.array(list(itertools.product((-1, 1), repeat=12)))
    extreme = np.abs(signs @ differences) >= abs(differences.sum()) - 1e-9
    test = sign_flip_test(differences)
    assert test.exact
    assert test.p_value == pytest.approx(extreme.mean())


@pytest.mark.parametrize("epochs", [1, 2, 3, 6, 7])
def test_the_unit_of_the_differences_does_not_change_the_sign_flip_test(epochs):
    # 9 x 1, 2 x -1 and 2: the sum is 9. In whole numbers, all 4096 sign vectors can be counted.
    differences = np.array([1] * 9 + [-1] * 2 + [2])
    signs = np.array(list(itertools.product((1, -1), repeat=12)))
    counted = (np.abs(signs @ differences) >= 9).mean()
    assert counted == 136 / 4096
    assert sign_flip_test(differences / epochs).p_value == counted


@pytest.mark.parametrize(("rose", "fell"), [(0, 0), (9, 0), (7, 1), (4, 6), (1, 8), (22, 10)])
def test_at_one_epoch_the_sign_flip_test_is_mcnemars(rose, fell):
    differences = [1] * rose + [-1] * fell + [0] * 5
    exact = mcnemar([[0, rose], [fell, 0]], exact=True).pvalue
    assert sign_flip_test(differences).p_value == pytest.approx(exact)


def test_forty_scenarios_of_ten_epochs_are_still_exact():
    differences = np.random.default_rng(4).integers(-10, 11, 40) / 10
    assert sign_flip_test(differences).exact


def test_differences_without_a_common_unit_are_sampled_with_the_observed_one():
    differences = np.random.default_rng(4).normal(1.0, 0.1, 40)
    test = sign_flip_test(differences, flips=999)
    assert not test.exact
    assert test.p_value == 1 / 1000
    assert test == sign_flip_test(differences, flips=999)


def test_sampled_p_values_agree_with_scipys_permutation_test():
    differences = np.random.default_rng(6).normal(0.25, 1.0, 40)
    theirs = stats.permutation_test(
        (differences,), np.sum, permutation_type="samples", n_resamples=20_000, rng=3
    ).pvalue
    # Twice the Monte Carlo error of two p-values near 0.1.
    assert sign_flip_test(differences, flips=20_000).p_value == pytest.approx(theirs, abs=0.012)


def test_holm_is_worked_by_hand():
    # Sorted .01, .03, .04 times 3, 2, 1 = .03, .06, .04 -> running maximum .03, .06, .06.
    np.testing.assert_allclose(holm([0.04, 0.01, 0.03]), [0.06, 0.03, 0.06])


def test_holm_agrees_with_statsmodels_and_leaves_missing_tests_out():
    p_values = np.array([0.001, 0.2, 0.04, 0.9, 0.03, 0.5])
    np.testing.assert_allclose(holm(p_values), multipletests(p_values, method="holm")[1])
    np.testing.assert_allclose(holm([0.02, NAN, 0.04]), [0.04, NAN, 0.04])


@pytest.mark.parametrize("intraclass", [0.0, 0.3, 0.7])
@pytest.mark.parametrize("epochs", [1, 5])
@pytest.mark.parametrize(
    ("baseline", "treated"),
    [
        (0.02, 0.02), (0.0, 0.05), (0.02, 0.05), (0.05, 0.1), (0.1, 0.1), (0.1, 0.3), (0.1, 0.5),
        (0.3, 0.5), (0.5, 0.5), (0.05, 0.95),
    ],
)  # fmt: skip
def test_the_interval_of_a_difference_covers(baseline, treated, epochs, intraclass):
    rng = np.random.default_rng(23)
    quantile = rng.random((40, 600))
    counts = [
        rng.binomial(epochs, _scenario_rates(quantile, mean, intraclass))
        for mean in (treated, baseline)
    ]
    differences = (counts[0] - counts[1]) / epochs
    padded = np.vstack([differences, np.ones(600), -np.ones(600)])
    low, high = np.quantile(bootstrap_means(padded, 1000), expanded_tails(42), axis=0)
    truth = treated - baseline
    assert np.mean((low - 1e-9 <= truth) & (truth <= high + 1e-9)) >= 0.93


def test_the_simulated_interval_is_the_one_that_is_reported():
    differences = np.random.default_rng(8).integers(-1, 2, 40)
    padded = np.concatenate([differences, [1, -1]])
    low, high = np.quantile(bootstrap_means(padded, 1000), expanded_tails(42), axis=0)
    contrast = paired_contrast(differences, np.zeros(40), resamples=1000)
    assert (contrast.new.low, contrast.new.high) == (low[0], high[0])


@pytest.mark.parametrize("epochs", [1, 3])
def test_the_sign_flip_test_keeps_its_level(epochs):
    rng = np.random.default_rng(29)
    p_values = [
        sign_flip_test((counts[0] - counts[1]) / epochs).p_value
        for counts in rng.binomial(epochs, 0.2, size=(1000, 2, 40))
    ]
    # Two standard errors above 0.05 over 1000 runs.
    assert np.mean(np.array(p_values) <= 0.05) <= 0.05 + 0.014


def _scenario_rates(quantile, mean, intraclass):
    if mean in (0, 1) or intraclass == 0:
        return np.full(quantile.shape, mean)
    concentration = 1 / intraclass - 1
    return stats.beta.ppf(quantile, mean * concentration, (1 - mean) * concentration)


def test_a_trend_is_the_least_squares_slope_per_level():
    # Slopes of (0, .5, 1) and (1, 0, 0) over 0, 1, 2: 1/2 and -1/2, as by numpy.
    arms = [[[0, 0], [1, 1]], [[0, 1], [0, 0]], [[1, 1], [0, 0]]]
    slopes = [np.polyfit([0, 1, 2], np.mean(np.array(arms)[:, s], axis=1), 1)[0] for s in (0, 1)]
    assert slopes == pytest.approx([1 / 2, -1 / 2])
    found = linear_contrast(arms, trend_weights(3))
    assert (found.estimate, found.rose, found.fell) == (pytest.approx(0), 1, 1)
    assert trend_weights(2) == (-1, 1)
    assert trend_weights(4) == pytest.approx([-0.3, -0.1, 0.1, 0.3])


def test_an_interaction_is_a_difference_of_differences():
    # Scenario 1: (1 - 0) - (0 - 0) = 1; scenario 2: (1 - 1) - (1 - 0) = -1; 3 lacks an arm.
    both, first, second, neither = [1, 1, 1], [0, 1, NAN], [0, 1, 0], [0, 0, 0]
    found = linear_contrast([both, first, second, neither], (1, -1, -1, 1))
    assert (found.estimate, found.scenarios, found.dropped) == (0, 2, 1)
    # A pseudo-scenario at each end of the scale, which goes to 2 in either direction.
    assert -2 <= found.new.low < -1 < 1 < found.new.high <= 2
