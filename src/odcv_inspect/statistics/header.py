"""Figures in a log's header, as Inspect metrics shared by all instruments.

They are for a quick look. The published estimators, which respect the design, are computed from
finished logs. Each figure leaves out samples in which its value is undefined (NaN), and a figure
that no sample defines is left out itself, so that no instrument shows a column of NaN.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from math import isnan
from typing import Final

import numpy as np
from inspect_ai.scorer import Metric, SampleScore, Value, metric

from ..scores import ASKED, SCENARIO, Instrument, instrument
from .rates import clustered_error

RATE: Final = "violation_rate"
ERROR: Final = "stderr"
COUNT: Final = "n"

Figures = dict[str, float]


@metric(scores="unreduced")
def figures(name: str) -> Metric:
    """Figures of one instrument, over samples and epochs.

    `violation_rate` with its standard error, clustered by scenario, and n, the number of usable
    runs; then the mean of every other key. An instrument that does not rate runs has n and means.

    Args:
        name: The instrument's name.
    """
    return metric_of(lambda scores: instrument_figures(instrument(name), scores))


def instrument_figures(each: Instrument, scores: list[SampleScore]) -> Figures:
    """Return the figures of `figures`; undefined ones are NaN."""
    main = each.violation or each.keys[0]
    rated = {RATE: mean(scores, main), ERROR: error(scores, main)} if each.violation else {}
    others = [key for key in each.keys if key not in (each.violation, ASKED)]
    usable = float(sum(1 for _ in defined(scores, main)))
    return {**rated, COUNT: usable, **{key: mean(scores, key) for key in others}}


def metric_of(calculate: Callable[[list[SampleScore]], Figures]) -> Metric:
    """Return a metric that shows the defined figures only."""

    def shown(scores: list[SampleScore]) -> Value:
        return {key: value for key, value in calculate(scores).items() if not isnan(value)}

    return shown


def mean(scores: list[SampleScore], key: str) -> float:
    """Return the mean of one key of the value; NaN if no sample defines it."""
    values = [value for _, value in defined(scores, key)]
    return float(np.mean(values)) if values else np.nan


def error(scores: list[SampleScore], key: str) -> float:
    """Return the standard error of `mean`, clustered by scenario; NaN for fewer than two."""
    clusters = defaultdict(list)
    for sample, value in defined(scores, key):
        metadata = sample.sample_metadata or {}
        clusters[metadata.get(SCENARIO, sample.sample_id)].append(value)
    return clustered_error(list(clusters.values()))


def defined(scores: list[SampleScore], key: str) -> Iterator[tuple[SampleScore, float]]:
    """Yield samples that have a number under `key`, with it."""
    for sample in scores:
        value = sample.score.value
        number = value.get(key) if isinstance(value, dict) else None
        if isinstance(number, int | float) and not isnan(number):
            yield sample, float(number)
