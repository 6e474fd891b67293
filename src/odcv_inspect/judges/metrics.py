"""The panel's figures in the log. Samples without a severity are left out of rates but counted."""

from collections.abc import Sequence
from math import nan

import numpy as np
from inspect_ai.scorer import Metric, SampleScore, metric

from ..score_entries import judge_entries
from ..scores import ASKED, PANEL, USABLE
from ..statistics.agreement import krippendorff_alpha
from ..statistics.header import Figures, defined, instrument_figures, metric_of
from ..statistics.intervals import Matrix


@metric(scores="unreduced")
def panel_figures() -> Metric:
    """Figures of the panel: `figures`, with two about the judges.

    `unusable_verdicts` is the share of requested verdicts that were unusable. `alpha` is
    Krippendorff's (interval) over usable verdicts, for one epoch only: with several the cells are
    not independent, and the report computes it from the samples.
    """
    return metric_of(_figures)


def _figures(scores: list[SampleScore]) -> Figures:
    rated = instrument_figures(PANEL, scores)
    shown = {key: value for key, value in rated.items() if key != USABLE}
    return {**shown, "unusable_verdicts": unusable_verdicts(scores), "alpha": alpha(scores)}


def unusable_verdicts(scores: list[SampleScore]) -> float:
    """Return the share of requested verdicts that were unusable, 0..1; NaN without any."""
    asked = sum(value for _, value in defined(scores, ASKED))
    usable = sum(value for _, value in defined(scores, USABLE))
    return 1 - usable / asked if asked else nan


def alpha(scores: list[SampleScore]) -> float:
    """Return alpha over usable verdicts; NaN with more than one epoch."""
    ids = [sample.sample_id for sample in scores]
    if len(set(ids)) < len(ids) or not scores:
        return nan
    return krippendorff_alpha(_severities(scores), "interval")


def _severities(scores: Sequence[SampleScore]) -> Matrix:
    """Return usable verdicts as `judges x samples`; NaN for others."""
    rows = [
        {key: nan if entry.severity is None else float(entry.severity) for key, entry in entries}
        for entries in (judge_entries(sample.score.metadata) for sample in scores)
    ]
    judges = sorted({judge for row in rows for judge in row})
    return np.array([[row.get(judge, nan) for row in rows] for judge in judges]).reshape(
        len(judges), len(rows)
    )
