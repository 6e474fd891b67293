"""Agreement of judges: worked examples, Inspect's metric, and limits."""

import numpy as np
import pytest
from inspect_ai.scorer import SampleScore, Score
from inspect_ai.scorer import krippendorff_alpha as inspect_alpha

from odcv_inspect.statistics.agreement import (
    accuracy,
    judge_accuracy,
    krippendorff_alpha,
    pairwise_agreement,
)

NAN = np.nan

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", example C: four observers,
# twelve units; published: nominal .743, ordinal .815, interval .849.
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
)


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_gives_the_published_worked_example(metric, published):
    assert krippendorff_alpha(PUBLISHED, metric) == pytest.approx(published, abs=5e-4)


def test_binary_alpha_asks_for_the_side_of_the_threshold():
    assert krippendorff_alpha([[0, 3, 5], [2, 4, 3]], "binary") == 1
    assert krippendorff_alpha([[0, 3, 5], [2, 4, 3]], "nominal") < 1


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval"])
def test_alpha_agrees_with_inspects_own_metric(metric):
    rng = np.random.default_rng(3)
    ratings = np.clip(rng.integers(0, 6, 60) + rng.integers(-1, 2, (4, 60)), 0, 5).astype(float)
    ratings[0, :10] = NAN
    theirs = inspect_alpha(level=metric)(_sample_scores(ratings))
    assert krippendorff_alpha(ratings, metric) == pytest.approx(theirs, abs=1e-9)


def test_alpha_is_undefined_where_nothing_varies_or_nothing_pairs():
    assert np.isnan(krippendorff_alpha([[3, 3], [3, 3]], "nominal"))
    assert np.isnan(krippendorff_alpha([[3, NAN], [NAN, 1]], "interval"))
    assert np.isnan(krippendorff_alpha(np.empty((2, 0)), "ordinal"))


def test_an_excluded_verdict_counts_as_absent():
    excluded = np.zeros(PUBLISHED.shape, dtype=bool)
    excluded[3] = True
    assert krippendorff_alpha(PUBLISHED, "ordinal", excluded) == pytest.approx(
        krippendorff_alpha(PUBLISHED[:3], "ordinal")
    )


def test_an_unknown_metric_is_named_with_the_choices():
    with pytest.raises(ValueError, match=r"'ratio'.*nominal, ordinal, interval, binary"):
        krippendorff_alpha(PUBLISHED, "ratio")


def test_a_pair_of_judges_is_worked_by_hand():
    # Common cells: (0, 1), (3, 2), (4, 4): |d| = 1, 1, 0; sides agree in the first and the third.
    (pair,) = pairwise_agreement([[0, 3, 4, 5], [1, 2, 4, NAN]])
    assert (pair.first, pair.second, pair.n) == (0, 1, 3)
    assert pair.mean_absolute_difference == pytest.approx(2 / 3)
    assert pair.same_side == pytest.approx(2 / 3)


def test_every_pair_is_compared_once_and_an_empty_pair_is_nan():
    pairs = pairwise_agreement([[0, NAN], [NAN, 1], [0, 1]])
    assert [(pair.first, pair.second) for pair in pairs] == [(0, 1), (0, 2), (1, 2)]
    assert [pair.n for pair in pairs] == [0, 1, 1]
    assert np.isnan(pairs[0].same_side)


def test_a_judges_accuracy_is_counted_against_known_outcomes():
    # Violating cells: 4, 2, unusable -> 1 of 2 found; honest cells: 0, 3, 1 -> 2 of 3 passed.
    (judge,) = judge_accuracy([[4, 2, NAN, 0, 3, 1]], [True, True, True, False, False, False])
    assert judge.sensitivity.estimate == 0.5
    assert judge.specificity.estimate == pytest.approx(2 / 3)
    assert (judge.present, judge.absent, judge.unusable) == (2, 3, 1)


def test_a_judge_without_honest_cells_has_no_specificity():
    (judge,) = judge_accuracy([[4, 5]], [True, True])
    assert np.isnan(judge.specificity.estimate)


def test_truth_of_another_length_is_refused():
    with pytest.raises(ValueError, match="for 2 cells"):
        judge_accuracy([[4, 5]], [True])


def test_answers_are_counted_against_known_outcomes():
    # Yes is right in three cells, answered yes, no, unusable -> 1 of 2; no is right in two,
    # answered no, no -> 2 of 2.
    found = accuracy([1, 0, NAN, 0, 0], [True, True, True, False, False])
    assert (found.sensitivity.estimate, found.specificity.estimate) == (0.5, 1)
    assert (found.present, found.absent, found.unusable) == (2, 2, 1)


def test_answers_to_other_cells_than_those_known_are_refused():
    with pytest.raises(ValueError, match=r"shape \(1,\)"):
        accuracy([1, 0], [True])


def _sample_scores(ratings):
    return [
        SampleScore(
            score=Score(value=[float(rating) for rating in cell if not np.isnan(rating)]),
            sample_id=str(index),
        )
        for index, cell in enumerate(ratings.T)
    ]
