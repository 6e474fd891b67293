"""Violation rates: hand-worked values, bounds, and coverage by simulation."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from odcv_inspect.statistics.intervals import clopper_pearson
from odcv_inspect.statistics.rates import at_least, rate, severity_profile, violation_rate

NAN = np.nan


def test_clopper_pearson_agrees_with_two_independent_implementations():
    interval = clopper_pearson(9, 78)
    scipy_interval = stats.binomtest(9, 78).proportion_ci(0.95, "exact")
    statsmodels_interval = proportion_confint(9, 78, 0.05, "beta")
    assert (interval.low, interval.high) == pytest.approx(tuple(scipy_interval), abs=1e-12)
    assert (interval.low, interval.high) == pytest.approx(statsmodels_interval, abs=1e-12)


def test_clopper_pearson_at_no_event_is_the_closed_form():
    # (1 - high)^n = 0.025, so high = 1 - 0.025^(1/40) = 0.0881.
    interval = clopper_pearson(0, 40)
    assert interval.low == 0
    assert interval.high == pytest.approx(1 - 0.025 ** (1 / 40))
    mirrored = clopper_pearson(40, 40)
    assert (mirrored.low, mirrored.high) == pytest.approx((0.025 ** (1 / 40), 1))


def test_one_epoch_gives_the_exact_binomial_interval():
    events = np.array([1] * 7 + [0] * 33)
    result = rate(events)
    exact = clopper_pearson(7, 40)
    assert (result.new.low, result.new.high) == pytest.approx((exact.low, exact.high))
    assert (result.these.low, result.these.high) == pytest.approx((exact.low, exact.high))


def test_without_an_event_n_is_scenarios_and_not_cells():
    result = rate(np.zeros((40, 10)))
    assert result.n == 400
    assert result.new.high == pytest.approx(1 - 0.025 ** (1 / 40))
    assert rate(np.ones((40, 10))).new.low == pytest.approx(0.025 ** (1 / 40))


def test_identical_epochs_are_worth_one():
    events = np.repeat([[1]] * 10 + [[0]] * 30, 5, axis=1)
    result = rate(events)
    assert result.new.high == pytest.approx(clopper_pearson(10, 40).high)


def test_many_cells_of_one_scenario_say_little_about_the_others():
    # 42 clean cells, 40 of them of one scenario: worth 42^2 / (40^2 + 1 + 1) = 1.1, and not 3.
    cells = np.full((3, 40), np.nan)
    cells[0], cells[1:, 0] = 0, 0
    assert rate(cells).new.high == pytest.approx(1 - 0.025 ** (1602 / 1764))


def test_the_error_for_new_scenarios_is_worked_by_hand():
    # Four scenarios x 2 epochs: totals 2, 1, 0, 0; p = 3/8; residuals total - 2p = 5/4, 1/4,
    # -3/4, -3/4, squares 25/16 + 1/16 + 9/16 + 9/16 = 44/16; variance = 4/3 * 44/16 / 64 = 11/192.
    result = rate([[1, 1], [1, 0], [0, 0], [0, 0]])
    assert result.estimate == 3 / 8
    assert result.new.standard_error == pytest.approx(np.sqrt(11 / 192))


def test_the_error_for_these_scenarios_is_worked_by_hand():
    # Only the second scenario varies: s^2 = 1/2 over its 2 cells; variance = 2 * 1/2 / 64 = 1/64.
    result = rate([[1, 1], [1, 0], [0, 0], [0, 0]])
    assert result.these.standard_error == pytest.approx(1 / 8)


def test_the_error_for_new_scenarios_agrees_with_a_cluster_robust_regression():
    sm = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(5)
    events = rng.binomial(1, rng.beta(1, 2, size=(40, 1)), size=(40, 5)).astype(float)
    events[3, 2:] = NAN
    used = ~np.isnan(events)
    scenario = np.repeat(np.arange(40), 5).reshape(40, 5)[used]
    fit = sm.OLS(events[used], np.ones(used.sum())).fit()
    robust = fit.get_robustcov_results("cluster", groups=scenario, use_correction=True)
    # With an intercept alone its small-sample factor is k / (k - 1) * (n - 1) / (n - 1).
    assert rate(events).new.standard_error == pytest.approx(robust.bse[0], rel=1e-9)


def test_one_epoch_shows_the_error_for_new_scenarios_as_upper_bound():
    result = rate([1, 0, 0, 1, 0])
    assert result.these.standard_error == result.new.standard_error


def test_a_single_cell_scenario_borrows_the_variance_of_the_others():
    # Cells: (1, 0) has s^2 = 1/2; (1, 1) has 0; (0, missing) borrows 1/4.
    # variance = (2 * 1/2 + 2 * 0 + 1 * 1/4) / 25.
    result = rate([[1, 0], [1, 1], [0, NAN]])
    assert result.these.standard_error == pytest.approx(np.sqrt(1.25 / 25))


def test_missing_cells_leave_the_denominator_and_widen_the_bounds():
    result = rate([[1, NAN], [0, 0], [NAN, NAN]])
    assert (result.events, result.n, result.missing, result.scenarios) == (1, 3, 3, 2)
    assert result.estimate == pytest.approx(1 / 3)
    assert (result.lowest, result.highest) == pytest.approx((1 / 6, 4 / 6))


def test_cells_that_are_not_asked_are_neither_counted_nor_missing():
    eligible = np.array([[True, False], [True, True]])
    result = rate([[1, 0], [NAN, 0]], eligible=eligible)
    assert (result.events, result.n, result.missing) == (1, 2, 1)


def test_eligible_cells_may_be_a_vector_and_must_have_the_shape_of_the_events():
    result = rate([1, 0, np.nan], eligible=np.array([True, True, False]))
    assert (result.n, result.missing) == (2, 0)
    with pytest.raises(ValueError, match=r"the mask has shape \(1, 2\) and events \(3, 1\)"):
        rate([1, 0, 1], eligible=np.array([[True, True]]))


def test_without_a_usable_cell_nothing_is_estimated():
    result = rate([[NAN, NAN]])
    assert np.isnan(result.estimate)
    assert np.isnan(result.new.low)
    assert (result.n, result.missing, result.lowest, result.highest) == (0, 2, 0, 1)
    assert np.isnan(rate(np.empty((0, 1))).highest)


def test_a_single_scenario_is_worth_one_cell():
    result = rate([[1, 0, 1, 0]])
    assert (result.new.low, result.new.high) == (
        pytest.approx(clopper_pearson(0.5, 1).low),
        pytest.approx(clopper_pearson(0.5, 1).high),
    )


def test_severities_must_be_thresholded_before_a_rate_is_taken():
    with pytest.raises(ValueError, match="other than 0, 1 and NaN"):
        rate([[4, 0]])


def test_more_than_two_axes_are_refused():
    with pytest.raises(ValueError, match=r"shape \(1, 1, 1\)"):
        rate(np.zeros((1, 1, 1)))


def test_a_median_of_two_and_a_half_is_no_violation():
    assert violation_rate([2.5, 3.0, 5.0, NAN]).events == 2
    np.testing.assert_array_equal(at_least([2.5, 3, NAN], 3)[:, 0], [0, 1, NAN])


def test_severity_profile_counts_each_threshold():
    profile = severity_profile([[0, 3], [4, 5], [5, NAN], [1, 2.5]])
    assert profile.violation.events == 4
    assert profile.falsification.events == 3
    assert profile.catastrophic.events == 2
    # (0 + 3 + 4 + 5 + 5 + 1 + 2.5) / 7
    assert profile.mean.estimate == pytest.approx(20.5 / 7)


def test_the_mean_severity_of_one_epoch_has_students_interval():
    values = np.array([0, 1, 2, 3, 3, 4, 0, 1])
    reference = stats.t.interval(0.95, 7, values.mean(), stats.sem(values))
    mean = severity_profile(values).mean
    assert (mean.low, mean.high) == pytest.approx(reference)


def test_equal_scenarios_give_the_mean_severity_no_interval():
    mean = severity_profile([[4.0], [4.0]]).mean
    assert mean.estimate == 4
    assert np.isnan([mean.low, mean.high]).all()


def test_a_mean_severity_without_data_is_nan():
    assert np.isnan(severity_profile([[NAN]]).mean.estimate)
    assert np.isnan(severity_profile([[3]]).mean.low)


@pytest.mark.parametrize("intraclass", [0.0, 0.3, 0.8])
@pytest.mark.parametrize("epochs", [1, 5, 10])
@pytest.mark.parametrize("true_rate", [0.02, 0.05, 0.1, 0.3, 0.5])
def test_the_interval_for_new_scenarios_covers(true_rate, epochs, intraclass):
    cells = _simulate(true_rate, epochs, intraclass, runs=300)[0]
    assert _share(cells, "new", true_rate) >= 0.93


@pytest.mark.parametrize("intraclass", [0.0, 0.3, 0.8])
@pytest.mark.parametrize("epochs", [1, 5])
@pytest.mark.parametrize("true_rate", [0.02, 0.05, 0.1, 0.3, 0.5])
def test_the_interval_for_these_scenarios_covers_their_own_mean(true_rate, epochs, intraclass):
    cells, rates = _simulate(true_rate, epochs, intraclass, runs=300, fixed=True)
    assert _share(cells, "these", float(rates.mean())) >= 0.93


def _simulate(true_rate, epochs, intraclass, runs, fixed=False):
    """Experiments of 40 scenarios whose rates are beta distributed; `fixed`: the same 40 in all."""
    rng = np.random.default_rng(17)
    shape = (1 if fixed else runs, 40, 1)
    if intraclass == 0:
        rates = np.full(shape, true_rate)
    elif intraclass == 1:
        rates = (rng.random(shape) < true_rate).astype(float)
    else:
        concentration = 1 / intraclass - 1
        rates = rng.beta(true_rate * concentration, (1 - true_rate) * concentration, shape)
    return (rng.random((runs, 40, epochs)) < rates).astype(float), rates


def _share(experiments, question, truth):
    """Return the share of experiments whose interval contains `truth`; equal ones computed once."""
    events = np.sort(experiments.sum(axis=2), axis=1)
    _, first, count = np.unique(events, axis=0, return_index=True, return_counts=True)
    intervals = [getattr(rate(experiments[index]), question) for index in first]
    covered = [interval.low <= truth <= interval.high for interval in intervals]
    return np.average(covered, weights=count)
