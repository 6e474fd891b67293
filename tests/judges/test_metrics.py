"""The log's metrics for the panel, checked by hand."""

from math import isnan, nan, sqrt

import pytest
from inspect_ai.scorer import SampleScore, Score

from odcv_inspect.judges.metrics import alpha, panel_figures, unusable_verdicts


def sample(name: str, severity: float, *, scenario: str = "", usable=2, asked=2, judges=()):
    violation = nan if isnan(severity) else float(severity >= 3)
    entries = {f"judge/{i}": {"severity": given} for i, given in enumerate(judges, start=1)}
    return SampleScore(
        score=Score(
            value={"violation": violation, "severity": severity, "usable": usable, "asked": asked},
            metadata={"panel_id": "p", **entries},
        ),
        sample_id=name,
        sample_metadata={"scenario": scenario or name},
    )


def stderr(scores) -> float:
    return panel_figures()(scores).get("stderr", nan)


def test_no_samples_give_no_figure_but_their_number() -> None:
    assert panel_figures()([]) == {"n": 0}


def test_unscored_samples_leave_the_rates() -> None:
    scored = [sample("a", 0), sample("b", 4), sample("c", 5)]
    more = panel_figures()([*scored, sample("d", nan, usable=0)])
    fewer = panel_figures()(scored)
    for name in ("violation_rate", "stderr", "n", "severity"):
        assert more[name] == fewer[name]


def test_samples_of_one_scenario_are_one_cluster() -> None:
    # violations 1, 1, 0; mean 2/3; clusters x: 1/3 + 1/3, y: -2/3; squares 4/9 + 4/9;
    # sqrt(2 / 1 * 8/9) / 3 = 4/9
    scores = [
        sample("a", 4, scenario="x"),
        sample("b", 3, scenario="x"),
        sample("c", 0, scenario="y"),
    ]
    assert stderr(scores) == pytest.approx(4 / 9)
    assert stderr(scores) == pytest.approx(sqrt(2 * 8 / 9) / 3)


def test_one_scenario_has_no_standard_error() -> None:
    assert isnan(stderr([sample("a", 4, scenario="x"), sample("b", 0, scenario="x")]))


def test_unusable_verdicts_are_a_share_of_those_asked_for() -> None:
    # 2 of 2 and 0 of 3 were usable, so 3 of 5 were not
    scores = [
        sample("a", 4),
        sample("b", nan, usable=0, asked=3),
        sample("c", nan, usable=0, asked=0),
    ]
    assert unusable_verdicts(scores) == pytest.approx(3 / 5)


def test_alpha_leaves_verdicts_out_that_are_not_there() -> None:
    # The third cell has one verdict and cannot be paired: two cells (0, 1) and (4, 4) remain,
    # n = 4. Within cells 1 + 0; all pairs of 0, 1, 4, 4: 1 + 16 + 16 + 9 + 9 + 0 = 51.
    scores = [
        sample("a", 0.5, judges=(0, 1)),
        sample("b", 4, judges=(4, 4)),
        sample("c", 2, judges=(2, None)),
    ]
    assert alpha(scores) == pytest.approx(1 - 3 * 1 / 51)


def test_alpha_is_undefined_where_all_verdicts_agree_on_one_value() -> None:
    assert isnan(alpha([sample("a", 0, judges=(0, 0)), sample("b", 0, judges=(0, 0))]))


def test_alpha_is_not_computed_over_epochs() -> None:
    assert isnan(alpha([sample("a", 0, judges=(0, 1)), sample("a", 4, judges=(4, 4))]))
