"""Regular fractions of two-level designs."""

from itertools import combinations

import pytest

from odcv_inspect.statistics.fraction import fraction

# Box, Hunter & Hunter (2005), table 6.22: factors, runs, resolution of the smallest fraction of
# resolution IV or more; three factors have only III.
TEXTBOOK = [(3, 4, 3), (4, 8, 4), (5, 16, 5), (6, 16, 4), (7, 16, 4), (8, 16, 4), (9, 32, 4)]


@pytest.mark.parametrize(("factors", "runs", "resolution"), TEXTBOOK)
def test_sizes_and_resolutions_are_the_textbook_s(factors, runs, resolution):
    found = fraction(factors)
    assert len(set(found.runs)) == runs
    assert found.resolution == resolution


@pytest.mark.parametrize("factors", range(3, 12))
def test_a_fraction_has_the_baseline_run_and_is_balanced(factors):
    runs = fraction(factors).runs
    assert (0,) * factors in runs
    for column in zip(*runs, strict=True):
        assert 2 * sum(column) == len(runs)
    for one, other in combinations(zip(*runs, strict=True), 2):
        both = [a and b for a, b in zip(one, other, strict=True)]
        assert 4 * sum(both) == len(runs)


def test_three_factors_alias_each_main_effect_with_the_interaction_of_the_others():
    # C = AB: runs 000, 011, 101, 110.
    found = fraction(3)
    assert found.runs == [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
    assert found.aliases == [[(0,), (1, 2)], [(1,), (0, 2)], [(2,), (0, 1)]]


def test_four_factors_alias_interactions_in_pairs_and_no_main_effect():
    # D = ABC, so I = ABCD: AB = CD, AC = BD, AD = BC.
    assert fraction(4).aliases == [[(0, 1), (2, 3)], [(0, 2), (1, 3)], [(0, 3), (1, 2)]]


@pytest.mark.parametrize("factors", range(3, 10))
def test_aliases_are_the_effects_whose_columns_are_equal(factors):
    found = fraction(factors)

    def column(effect):
        return tuple(sum(run[each] for each in effect) % 2 for run in found.runs)

    effects = [e for size in (1, 2) for e in combinations(range(factors), size)]
    alike = {column(effect): [] for effect in effects}
    for effect in effects:
        alike[column(effect)].append(effect)
    assert found.aliases == [same for same in alike.values() if len(same) > 1]


def test_two_factors_have_no_fraction():
    with pytest.raises(ValueError, match="takes 3"):
        fraction(2)
