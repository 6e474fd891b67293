"""A logistic mixed model of violations on all columns of a design, as a cross-check."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..errors import ResultsError
from ..results import Results
from .columns import measure, measure_between, points, tabulate, whole, words
from .designs import columns, level_in
from .sheet import Record, Sheet

_NORMAL_975 = float(special.ndtri(0.975))


@dataclass(frozen=True)
class _Data:
    """Runs as arrays: `runs`, `runs x terms` without the intercept, `runs x scenarios`."""

    events: NDArray[np.float64]
    terms: NDArray[np.float64]
    scenarios: NDArray[np.float64]
    names: list[str]


def mixed_sheet(results: Results, scorer: str) -> Sheet:
    """Tabulate, by model, the effect of every level on the log odds of a violation.

    The model is logit P = intercept + levels + scenario, with a normal intercept for each scenario.
    It is fitted by variational Bayes under weak priors (statsmodels, `BinomialBayesMixedGLM`:
    normal with standard deviation 2 for effects, 1 for the logarithm of the scenarios' deviation),
    so that estimates stay finite where every run of a level, or none, is a violation. `average` is
    the mean over runs of the difference in fitted probability between the level and the column's
    first, all else as it was in the run; comparable with the paired differences.

    Args:
        results: Runs of the scenarios, of all levels.
        scorer: The instrument.

    Raises:
        ResultsError: statsmodels is not installed.
    """
    records: list[Record] = []
    for (model,), runs in results.groups("model").items():
        data = _data(runs, scorer)
        if data.names and 0 < data.events.mean() < 1:
            records += [{"model": model, **record} for record in _fitted(data)]
    return tabulate(
        records,
        words("model"),
        words("term"),
        measure("log_odds", "log odds ratio"),
        measure_between("log_odds_low", "log_odds_high", "95 % interval"),
        points("average", "average, points"),
        whole("runs"),
        whole("scenarios"),
    )


def _data(runs: Results, scorer: str) -> _Data:
    rows = [row for row in runs.rows if not isnan(row.violation(scorer))]
    terms = [
        (column, level, levels[0])
        for column, levels in columns(runs).items()
        for level in levels[1:]
    ]
    scenarios = sorted({row.scenario for row in rows})
    return _Data(
        events=np.array([row.violation(scorer) for row in rows]),
        terms=np.array([[level_in(r, column) == level for column, level, _ in terms] for r in rows])
        .reshape(len(rows), len(terms))
        .astype(np.float64),
        scenarios=np.array([[row.scenario == each for each in scenarios] for row in rows])
        .reshape(len(rows), len(scenarios))
        .astype(np.float64),
        names=[f"{column}: {level} - {base}" for column, level, base in terms],
    )


def _fitted(data: _Data) -> Iterator[Record]:
    found = _fit(data)
    effects, errors = found.fe_mean[1:], found.fe_sd[1:]
    others = data.terms @ effects + found.fe_mean[0] + data.scenarios @ found.vc_mean
    columns_of = np.array([name.partition(":")[0] for name in data.names])
    for place, name in enumerate(data.names):
        same = columns_of == columns_of[place]
        rest = others - data.terms[:, same] @ effects[same]
        reach = _NORMAL_975 * errors[place]
        raised = special.expit(rest + effects[place]) - special.expit(rest)
        yield {
            "term": name,
            "log_odds": float(effects[place]),
            "log_odds_low": float(effects[place] - reach),
            "log_odds_high": float(effects[place] + reach),
            "average": float(raised.mean()),
            "runs": len(data.events),
            "scenarios": data.scenarios.shape[1],
        }


def _fit(data: _Data) -> Any:
    try:
        from statsmodels.genmod.bayes_mixed_glm import BinomialBayesMixedGLM
    except ImportError as e:
        raise ResultsError(
            "--mixed needs statsmodels; install it with: pip install 'odcv_inspect[mixed]'"
        ) from e
    fixed = np.column_stack([np.ones(len(data.events)), data.terms])
    ident = np.zeros(data.scenarios.shape[1], dtype=np.int64)
    model = BinomialBayesMixedGLM(data.events, fixed, data.scenarios, ident, vcp_p=1.0, fe_p=2.0)
    return model.fit_vb(rng=0)
