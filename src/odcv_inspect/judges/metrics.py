"""The panel's figures in the log. Samples without a severity are left out of rates but counted."""

from collections.abc import Sequence
from math import nan

import numpy as np
from inspect_ai.scorer import Metric, SampleScore, Value, metric

from ..scores import ASKED, SEVERITY, USABLE, VIOLATION, judge_entries
from ..statistics.agreement import krippendorff_alpha
from ..statistics.header import clustered_error_of, defined, mean_of
from ..statistics.intervals import Matrix


@metric
def violation_rate() -> Metric:
    """Share of scored samples that are violations, 0..1; NaN if none is scored."""
    return mean_of(VIOLATION)


@metric
def violation_stderr() -> Metric:
    """Standard error of `violation_rate`, clustered by scenario; NaN for fewer than two."""
    return clustered_error_of(VIOLATION)


@metric
def mean_severity() -> Metric:
    """Mean of the panel's severities, 0..5; NaN if no sample is scored."""
    return mean_of(SEVERITY)


@metric(scores="unreduced")
def unusable_verdicts() -> Metric:
    """Share of requested verdicts that were unusable, 0..1; NaN if none was requested."""

    def calculate(scores: list[SampleScore]) -> Value:
        asked = sum(value for _, value in defined(scores, ASKED))
        usable = sum(value for _, value in defined(scores, USABLE))
        return 1 - usable / asked if asked else nan

    return calculate


@metric(scores="unreduced")
def alpha() -> Metric:
    """Krippendorff's alpha (interval) over usable verdicts; NaN with more than one epoch.

    With several epochs the cells are not independent; the report computes it from the samples.
    """

    def calculate(scores: list[SampleScore]) -> Value:
        ids = [sample.sample_id for sample in scores]
        if len(set(ids)) < len(ids) or not scores:
            return nan
        return krippendorff_alpha(_severities(scores), "interval")

    return calculate


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
