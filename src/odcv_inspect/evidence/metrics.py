"""Rates in the log's header: means that leave undefined values out.

They are for the eye. The published estimators, which respect the design, are computed after
the log by `statistics`.
"""

import math

import numpy as np
from inspect_ai.scorer import Metric, SampleScore, metric


@metric
def rate() -> Metric:
    """Mean over the samples in which the value is defined; NaN where there is none."""

    def compute(scores: list[SampleScore]) -> float:
        values = _defined(scores)
        return float(np.mean(values)) if values else math.nan

    return compute


@metric
def rate_stderr() -> Metric:
    """Standard error of the mean, s / sqrt(n) with s from n - 1; NaN below two values."""

    def compute(scores: list[SampleScore]) -> float:
        values = _defined(scores)
        if len(values) < 2:
            return math.nan
        return float(np.std(values, ddof=1) / math.sqrt(len(values)))

    return compute


def _defined(scores: list[SampleScore]) -> list[float]:
    values = [score.score.as_float() for score in scores]
    return [value for value in values if not math.isnan(value)]
