"""Rates and differences over fixed stories: personas vary, stories do not."""

import numpy as np
import pytest
from scipy import stats

from odcv_inspect.statistics.strata import strata_contrast, strata_rate

NAN = np.nan


def test_a_rate_weighs_stories_equally_however_many_personas_they_have() -> None:
    # (1/4 + 1) / 2 = 0.625; over personas it would be 3/6 = 0.5
    assert strata_rate([[1, 0, 0, 0], [1, 1]]).estimate == pytest.approx(0.625)


def test_the_error_is_that_of_the_personas_within_stories() -> None:
    # var of [1, 0] is 0.5, over 2 personas 0.25; of two stories: sqrt(2 x 0.25) / 2
    assert strata_rate([[1, 0], [1, 0]]).standard_error == pytest.approx(np.sqrt(0.5) / 2)


def test_without_an_event_the_interval_is_that_of_all_personas() -> None:
    found = strata_rate([[0] * 4] * 6)
    assert (found.estimate, found.low) == (0, 0)
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 24))  # Clopper-Pearson at 0 of 24


def test_many_personas_of_one_story_say_little_about_the_others() -> None:
    # 6 stories of equal weight, 20 personas in one and 1 in each other: 36 / (1/20 + 5) = 7.13.
    found = strata_rate([[0] * 20, *[[0]] * 5])
    assert found.high == pytest.approx(1 - 0.025 ** ((1 / 20 + 5) / 36))  # 40.4 %, not 13.7 %


def test_differences_between_stories_alone_do_not_widen_a_rate() -> None:
    # Stories at 0 and 1: no variance within; the interval is that of 4 of 8 personas.
    low, high = stats.binomtest(4, 8).proportion_ci(0.95, "exact")
    found = strata_rate([[0] * 4, [1] * 4])
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_missing_personas_and_stories_are_left_out() -> None:
    assert strata_rate([[1, NAN], [NAN, NAN], [0, 0]]).estimate == pytest.approx(0.5)
    assert np.isnan(strata_rate([[NAN]]).estimate)


def test_a_difference_is_paired_by_persona() -> None:
    found = strata_contrast([[1, 1], [0, 1]], [[0, 1], [0, 0]])
    assert found.estimate.estimate == pytest.approx(0.5)  # means of [1, 0] and [0, 1]
    assert (found.personas, found.strata) == (4, 2)
    # within 0.5 + 0.5, pseudo 2, free 4 - 2 + 2: sqrt(0.75 x (1/2 + 1/2)) / 2
    assert found.estimate.standard_error == pytest.approx(np.sqrt(0.75) / 2)
    assert found.sign_flip.p_value == pytest.approx(0.5)  # two equal signs of two: 2 of 4


def test_without_any_difference_the_interval_still_has_a_width() -> None:
    found = strata_contrast([[0] * 4] * 6, [[0] * 4] * 6).estimate
    error = np.sqrt(2 / 20 * 6 / 4) / 6
    assert found.high == pytest.approx(stats.t.ppf(0.975, 20) * error)
    assert found.low == -found.high


def test_arms_with_other_personas_are_refused() -> None:
    with pytest.raises(ValueError, match="same personas"):
        strata_contrast([[0, 1]], [[0]])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("treated", "baseline"),
    [((0.0,) * 6, (0.0,) * 6), ((0.4,) * 6, (0.4,) * 6), ((0.9, 0.1) * 3, (0.1, 0.1) * 3)],
)
def test_intervals_cover_the_truth_of_these_stories(
    treated: tuple[float, ...], baseline: tuple[float, ...]
) -> None:
    """In 1,000 designs of 6 stories x 4 personas: at least 935, as a right method would."""
    rng = np.random.default_rng(7)
    truth = float(np.mean(np.subtract(treated, baseline)))
    differences = rates = 0
    for _ in range(1000):
        one, other = ([rng.random(4) < p for p in arm] for arm in (treated, baseline))
        found = strata_contrast(
            [x.astype(float) for x in one], [x.astype(float) for x in other]
        ).estimate
        differences += found.low <= truth <= found.high
        rate = strata_rate([x.astype(float) for x in one])
        rates += rate.low <= float(np.mean(treated)) <= rate.high
    assert differences >= 935
    assert rates >= 935
