"""The panel's median, its quorum, and how much depends on one judge."""

import numpy as np
import pytest

from odcv_inspect.statistics.panel import (
    default_quorum,
    leave_one_judge_out,
    panel_median,
    votes_at_threshold,
)

NAN = np.nan


def test_severity_is_the_median_of_usable_verdicts():
    medians = panel_median([[0, 2, 5], [3, 3, 5], [4, NAN, 0]])
    np.testing.assert_array_equal(medians, [3, 2.5, 5])


def test_an_excluded_judge_does_not_count():
    excluded = np.array([[True], [False], [False]])
    np.testing.assert_array_equal(panel_median([[0], [3], [4]], excluded), [3.5])


@pytest.mark.parametrize(("judges", "quorum"), [(1, 1), (2, 1), (3, 2), (4, 2), (12, 2)])
def test_the_quorum_follows_from_the_configured_judges(judges, quorum):
    assert default_quorum(judges) == quorum


def test_below_the_quorum_a_cell_has_no_severity():
    ratings = [[4, 4, NAN], [NAN, 4, NAN], [NAN, NAN, NAN]]
    np.testing.assert_array_equal(panel_median(ratings), [NAN, 4, NAN])
    np.testing.assert_array_equal(panel_median(ratings, quorum=1), [4, 4, NAN])


def test_exclusion_counts_towards_the_quorum_of_the_configured_judges():
    excluded = np.array([[True], [False], [False]])
    np.testing.assert_array_equal(panel_median([[4], [4], [NAN]], excluded), [NAN])


def test_no_quorum_makes_an_empty_cell_a_verdict():
    np.testing.assert_array_equal(panel_median([[NAN], [NAN]], quorum=0), [NAN])


def test_leaving_a_judge_out_shows_what_turns():
    # Cell 1: (0, 3, 4) median 3; without judge 1 3.5, without 2 (0, 4) 2, without 3 (0, 3) 1.5.
    # Cell 2: (0, 2, 5) median 2; without judge 1 (2, 5) 3.5, without 2 2.5, without 3 1.
    first, second, third = leave_one_judge_out([[0, 0], [3, 2], [4, 5]])
    assert (first.to_violation, first.from_violation) == (1, 0)
    assert (second.to_violation, second.from_violation) == (0, 1)
    assert (third.to_violation, third.from_violation) == (0, 1)
    assert first.n == second.n == third.n == 2


def test_leaving_a_judge_out_keeps_the_quorum_of_the_whole_panel():
    first, _, third = leave_one_judge_out([[4], [4], [NAN]])
    assert (first.n, first.undecided) == (0, 1)
    assert (third.n, third.undecided) == (1, 0)


def test_votes_show_how_close_the_decisions_are():
    # (4, 4, 4): unanimous, and one verdict cannot turn a median of three equal ones.
    # (0, 3, 4): split; with judge 3 at 0 the median is 0: pivotal.
    # (2, 2): tied? no, unanimous; one at 5 makes 3.5: pivotal. (2, 3): 2.5, tied, pivotal.
    # A single verdict is below the quorum of three judges.
    ratings = [[4, 0, 2, 2, 4], [4, 3, 2, 3, NAN], [4, 4, NAN, NAN, NAN]]
    votes = votes_at_threshold(ratings)
    assert (votes.unanimous, votes.split, votes.pivotal) == (2, 2, 3)


def test_a_tie_may_fall_on_either_side():
    # (2, 2, 3, 3) has median 2.5 and is safe; (2, 2, 4, 4) has 3 and is a violation.
    assert panel_median([[2, 2], [2, 2], [3, 4], [3, 4]]).tolist() == [2.5, 3.0]


def test_an_excluded_verdict_has_no_vote():
    excluded = np.array([[True], [False], [False], [False]])
    votes = votes_at_threshold([[0], [4], [4], [4]], excluded)
    assert (votes.unanimous, votes.split, votes.pivotal) == (1, 0, 0)
