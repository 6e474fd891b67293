"""The published figures can be reproduced exactly from the published tables."""

import numpy as np
import pytest

from odcv_inspect.importers.published import read_published, severities
from odcv_inspect.importers.releases import RELEASES
from odcv_inspect.importers.score_table import Arm, Cell
from odcv_inspect.importers.scores import panel_column
from odcv_inspect.statistics.agreement import krippendorff_alpha, pairwise_agreement
from odcv_inspect.statistics.consistency import consistency, self_recognition
from odcv_inspect.statistics.contrasts import paired_contrast
from odcv_inspect.statistics.rates import at_least, severity_profile

V1_RATES = {
    "claude-opus-4.5": 1.3,
    "gpt-5.1-chat": 11.4,
    "llama-4-maverick": 33.8,
    "glm-4.6": 36.7,
    "gpt-oss-20b": 36.7,
    "grok-4.1-fast": 38.8,
    "gpt-oss-120b": 45.0,
    "qwen3-max": 45.6,
    "kimi-k2-0905": 46.2,
    "qwen3-30b-a3b-2507": 48.1,
    "minimax-m2": 48.8,
    "gemini-3-pro-preview": 71.4,
}

V4_ROWS = [
    "claude-opus-4.6          78  11.54   .4487  15.38   7.69    3/33/0/3     9/9",
    "llama-4-maverick         80  16.25  1.7562  15.00  17.50    3/30/4/3    8/13",
    "gpt-5.4                  80  23.75   .9250  20.00  27.50    7/28/4/1   18/19",
    "glm-5.1                  80  25.00   .9375  27.50  22.50    7/27/2/4   19/20",
    "kimi-k2.5                80  30.00  1.2438  30.00  30.00   10/26/2/2   22/24",
    "gpt-oss-20b              80  32.50  1.5438  25.00  40.00    9/23/7/1   15/26",
    "minimax-m2.7             78  34.62  1.4103  25.64  43.59    9/20/8/1   21/27",
    "qwen3.5-plus-02-15       78  35.90  1.4359  33.33  38.46   12/23/2/1   27/28",
    "qwen3.5-35b-a3b          80  36.25  1.4812  37.50  35.00    9/20/5/6   25/29",
    "gpt-oss-120b             80  38.75  1.7500  27.50  50.00   11/20/9/0   27/31",
    "gemini-3.1-pro-preview   80  45.00  1.9375  47.50  42.50   13/17/4/6   31/36",
    "grok-4.20                78  66.67  2.6795  58.97  74.36    22/9/7/1   48/52",
]

PREVIOUS_ROWS = [
    "claude-opus-4.5       78   1.28   .0705",
    "gpt-5.1-chat          79   6.33   .4494",
    "kimi-k2-0905          80  33.75  1.5812",
    "glm-4.6               79  34.18  2.0506",
    "grok-4.1-fast         80  40.00  1.5812",
    "qwen3-30b-a3b-2507    79  40.51  1.8228",
    "qwen3-max             79  40.51  1.7089",
    "minimax-m2            80  41.25  1.6250",
    "gemini-3-pro-preview  78  60.26  2.4551",
]


@pytest.fixture(scope="module")
def release(published_data):
    by_name = {each.name: each for each in RELEASES}
    read = {
        name: read_published(published_data / name.split("-")[0], by_name[name], {})
        for name in ("v1", "v4-current", "v4-previous")
    }
    return read.__getitem__


def medians(published, model, variation):
    return panel_column(published, Arm(model, variation), list(published.scenarios)).medians


def both(published, model):
    """Return a model's medians as `scenarios x variations`: incentivized, mandated."""
    arms = [medians(published, model, each) for each in ("incentivized", "mandated")]
    return np.column_stack(arms)


def models(published):
    return list(dict.fromkeys(arm.model for arm in published.arms))


def all_cells(published):
    return [Cell(scenario, arm) for arm in published.arms for scenario in published.scenarios]


def excluded(published):
    """Return the verdicts that are left out, in the order of `all_cells`."""
    columns = [panel_column(published, arm, list(published.scenarios)) for arm in published.arms]
    return np.concatenate([column.excluded for column in columns], axis=1)


@pytest.mark.parametrize(("model", "printed"), V1_RATES.items())
def test_rates_of_the_first_version(release, model, printed):
    rate = severity_profile(both(release("v1"), model)).violation.estimate
    # 46.25 is printed as 46.2, 33.75 as 33.8 and 38.75 as 38.8: halves to even.
    assert round(100 * rate, 1) == printed


def test_nine_of_twelve_models_lie_between_thirty_and_fifty_percent(release):
    rates = [
        severity_profile(both(release("v1"), model)).violation.estimate
        for model in models(release("v1"))
    ]
    assert len(rates) == 12
    assert sum(0.3 <= rate <= 0.5 for rate in rates) == 9


def test_consistency_of_the_first_version(release):
    assert _consistency_totals(release("v1")) == (121, 229, 75, 45)


@pytest.mark.parametrize(
    ("metric", "printed"), [("nominal", 0.615), ("ordinal", 0.789), ("interval", 0.801)]
)
def test_alpha_of_the_first_version(release, metric, printed):
    published = release("v1")
    assert [judge.affix for judge in published.judges] == ["chatgpt", "claude", "grok", "gemini"]
    ratings = severities(published.judges, all_cells(published))
    assert round(krippendorff_alpha(ratings, metric), 3) == printed


@pytest.mark.parametrize("row", V4_ROWS, ids=lambda row: row.split()[0])
def test_every_column_of_the_fourth_versions_table(release, row):
    model, n, rate, severity, pressed, ordered, kinds, recognised = row.split()
    published = release("v4-current")
    severities_of_model = both(published, model)
    profile = severity_profile(severities_of_model)
    assert profile.violation.n == int(n)
    assert profile.violation.n + profile.violation.missing == 80
    assert f"{100 * profile.violation.estimate:.2f}" == rate
    # Printed with four decimals: tolerance half of the last one, and 1.54375 may round either way.
    assert profile.mean.estimate == pytest.approx(float(severity), abs=5.1e-5)
    for column, printed in zip(severities_of_model.T, (pressed, ordered), strict=True):
        assert f"{100 * severity_profile(column).violation.estimate:.2f}" == printed
    found = consistency(*severities_of_model.T)
    counted = (found.both, found.neither, found.mandated_only, found.incentivized_only)
    assert "/".join(map(str, counted)) == kinds
    recognition = _self_recognition(published, model).recognized
    assert f"{recognition.events}/{recognition.n}" == recognised
    assert recognition.missing == 0


def test_totals_of_the_fourth_version(release):
    published = release("v4-current")
    values = np.concatenate([both(published, model) for model in models(published)])
    assert (~np.isnan(values)).sum() == 952
    assert _consistency_totals(published) == (115, 276, 54, 29)


@pytest.mark.parametrize(
    ("metric", "whole", "without_own"),
    [
        ("nominal", 0.6112, 0.6100),
        ("ordinal", 0.8032, 0.7989),
        ("interval", 0.8253, 0.8196),
        ("binary", 0.8254, 0.8193),
    ],
)
def test_alpha_of_the_fourth_version_with_and_without_exclusion(
    release, metric, whole, without_own
):
    published = release("v4-current")
    ratings = severities(published.judges, all_cells(published))
    assert round(krippendorff_alpha(ratings, metric), 4) == whole
    assert round(krippendorff_alpha(ratings, metric, excluded(published)), 4) == without_own


def test_pairs_of_judges_of_the_fourth_version(release):
    published = release("v4-current")
    names = [judge.affix for judge in published.judges]
    pairs = pairwise_agreement(severities(published.judges, all_cells(published)))
    printed = [
        (
            f"{names[pair.first]}-{names[pair.second]}",
            pair.n,
            round(pair.mean_absolute_difference, 2),
            round(100 * pair.same_side, 1),
        )
        for pair in pairs
    ]
    assert printed == [
        ("gpt54-grok", 947, 0.54, 89.2),
        ("gpt54-claude", 947, 0.37, 95.1),
        ("gpt54-gemini", 947, 0.51, 93.9),
        ("grok-claude", 952, 0.49, 89.1),
        ("grok-gemini", 952, 0.49, 88.9),
        ("claude-gemini", 952, 0.36, 96.4),
    ]


@pytest.mark.parametrize("row", PREVIOUS_ROWS, ids=lambda row: row.split()[0])
def test_every_column_of_the_previous_generations_table(release, row):
    model, n, rate, severity = row.split()
    profile = severity_profile(both(release("v4-previous"), model))
    assert profile.violation.n == int(n)
    assert f"{100 * profile.violation.estimate:.2f}" == rate
    assert profile.mean.estimate == pytest.approx(float(severity), abs=5.1e-5)


@pytest.mark.parametrize(
    ("metric", "printed"),
    [("nominal", 0.6128), ("ordinal", 0.7919), ("interval", 0.8028), ("binary", 0.8122)],
)
def test_alpha_of_the_previous_generation(release, metric, printed):
    published = release("v4-previous")
    ratings = severities(published.judges, all_cells(published))
    assert round(krippendorff_alpha(ratings, metric), 4) == printed


@pytest.mark.parametrize(
    ("successor", "predecessor", "rises"),
    [
        ("claude-opus-4.6", "claude-opus-4.5", True),
        ("gpt-5.4", "gpt-5.1-chat", True),
        ("grok-4.20", "grok-4.1-fast", True),
        ("gemini-3.1-pro-preview", "gemini-3-pro-preview", False),
    ],
)
def test_successors_against_predecessors(release, successor, predecessor, rises):
    current, previous = release("v4-current"), release("v4-previous")
    assert current.scenarios == previous.scenarios
    contrast = paired_contrast(
        at_least(both(current, successor), 3), at_least(both(previous, predecessor), 3)
    )
    assert (contrast.estimate > 0) == rises
    assert contrast.scenarios + contrast.dropped == 40


@pytest.mark.parametrize("name", ["v4-current", "v4-previous"])
def test_the_published_medians_are_ours(release, name):
    published = release(name)
    for arm in published.arms:
        ours = panel_column(published, arm, list(published.scenarios))
        theirs = [published.medians.severity.get(cell, np.nan) for cell in ours.cells]
        np.testing.assert_array_equal(ours.medians, theirs)


def _consistency_totals(published):
    found = [consistency(*both(published, model).T) for model in models(published)]
    return tuple(
        sum(getattr(each, kind) for each in found)
        for kind in ("both", "neither", "mandated_only", "incentivized_only")
    )


def _self_recognition(published, model):
    arms = [Arm(model, variation) for variation in ("incentivized", "mandated")]
    reviewer = published.reviewers[model]
    own = [
        severities((reviewer,), [Cell(scenario, arm) for scenario in published.scenarios])[0]
        for arm in arms
    ]
    return self_recognition(both(published, model), np.column_stack(own))
