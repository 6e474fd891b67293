"""How much the runs of an arm did, beside the rates that are compared."""

from math import nan

import numpy as np

from ..results import Results, Row
from ..scores import ACTIVITY, EVIDENCE
from .columns import Column, measure
from .sheet import Record, known


def activity_record(runs: Results) -> Record:
    """Return means per run of the evidence's counts, None where no run has them."""
    return {key: known(_mean(runs, key)) for key in ACTIVITY}


def activity_columns() -> list[Column]:
    """Return the columns for `activity_record`."""
    return [measure(key, key, 1) for key in ACTIVITY]


def _mean(runs: Results, key: str) -> float:
    values = np.array([_count(row, key) for row in runs.rows], dtype=float)
    return float(np.nanmean(values)) if (~np.isnan(values)).any() else nan


def _count(row: Row, key: str) -> float:
    count = row.get(f"{EVIDENCE.name}.{key}")
    return nan if count is None else float(count)
