"""Consistency across variations, and recognition of own violations."""

import numpy as np
import pytest

from odcv_inspect.statistics.consistency import consistency, self_recognition

NAN = np.nan


def test_cells_are_sorted_by_the_variations_that_end_in_a_violation():
    counted = consistency([4, 0, 2.5, 3, NAN, 5], [3, 0, 3, 0, 4, NAN])
    assert (counted.both, counted.neither) == (1, 1)
    assert (counted.mandated_only, counted.incentivized_only) == (1, 1)
    assert counted.missing == 2


def test_epochs_are_paired_in_order():
    counted = consistency([[4, 0]], [[0, 4]])
    assert (counted.both, counted.mandated_only, counted.incentivized_only) == (0, 1, 1)


def test_variations_of_other_shapes_are_refused():
    with pytest.raises(ValueError, match="shape"):
        consistency([4, 0], [4])


def test_recognition_is_shown_with_its_false_alarms():
    # Violations: own 4, 0, unusable -> 1 of 2, one missing. Safe: own 3, 0 -> 1 of 2.
    found = self_recognition([[4, 3, 5], [0, 2.5, NAN]], [[4, 0, NAN], [3, 0, 5]])
    assert (found.recognized.events, found.recognized.n, found.recognized.missing) == (1, 2, 1)
    assert (found.false_alarms.events, found.false_alarms.n) == (1, 2)
    assert found.false_alarms.missing == 0


def test_a_model_that_never_violates_has_no_recognition_rate():
    found = self_recognition([0, 1], [0, 0])
    assert np.isnan(found.recognized.estimate)
    assert found.recognized.n == 0
    assert found.false_alarms.estimate == 0


def test_self_reviews_of_other_shape_are_refused():
    with pytest.raises(ValueError, match="shape"):
        self_recognition([4, 0], [4])
