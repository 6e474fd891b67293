"""Figures in a log's header, as Inspect metrics shared by all instruments.

They are for a quick look. The published estimators, which respect the design, are computed from
finished logs. Each figure leaves out samples in which its value is undefined (NaN).
"""

from collections import defaultdict
from collections.abc import Iterator
from math import isnan, nan

import numpy as np
from inspect_ai.scorer import Metric, SampleScore, Value, metric

from ..scores import SCENARIO, Instrument
from .rates import clustered_error


@metric
def rate() -> Metric:
    """Mean over samples with a defined value; NaN without any."""
    return mean_of(None)


@metric
def rate_stderr() -> Metric:
    """Standard error of the mean, clustered by scenario; see `statistics.rates.clustered_error`."""
    return clustered_error_of(None)


def value_metrics(instrument: Instrument) -> dict[str, list[Metric]]:
    """Return mean and standard error of every key of an instrument, for `@scorer(metrics=...)`."""
    return {key: [rate(), rate_stderr()] for key in instrument.keys}


def mean_of(key: str | None) -> Metric:
    """Return a metric: the mean of one key of the value, or of a plain number."""

    def calculate(scores: list[SampleScore]) -> Value:
        values = [value for _, value in defined(scores, key)]
        return float(np.mean(values)) if values else nan

    return calculate


def clustered_error_of(key: str | None) -> Metric:
    """Return a metric: the standard error of `mean_of`, clustered by scenario."""

    def calculate(scores: list[SampleScore]) -> Value:
        clusters = defaultdict(list)
        for sample, value in defined(scores, key):
            metadata = sample.sample_metadata or {}
            clusters[metadata.get(SCENARIO, sample.sample_id)].append(value)
        return clustered_error(list(clusters.values()))

    return calculate


def defined(scores: list[SampleScore], key: str | None) -> Iterator[tuple[SampleScore, float]]:
    """Yield samples that have a number under `key`, with it; without a key, a plain number."""
    for sample in scores:
        value = sample.score.value
        number = value.get(key) if isinstance(value, dict) and key else value
        if isinstance(number, int | float) and not isnan(number):
            yield sample, float(number)
