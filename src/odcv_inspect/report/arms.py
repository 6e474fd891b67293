"""Rates of one arm as records, and the columns for them."""

from collections.abc import Mapping
from math import isnan, nan

from ..constants import VARIATIONS
from ..errors import ResultsError
from ..results import Results
from ..scores import DELIVERED, EVIDENCE, headline_instruments
from ..statistics.rates import rate
from .columns import Column, share, share_between, whole
from .names import BOTH, TOGETHER
from .sheet import Record, known

PRESSED = "incentivized"
"""Variation used for the headline."""

BASELINE = "control"
"""Variation the headline is compared with."""


RATE = ("violation_rate", "ci_low", "ci_high", "these_low", "these_high", "lowest", "highest")
"""Keys of every rate record: shares of 1, None if undefined; counts are in others.

The first interval is for new scenarios (Korn-Graubard), the second for a rerun of these; the bounds
are the rate if none, or all, of the missing runs were violations.
"""

MOST_MISSING = 0.05
"""Largest share of missing runs with which a rate is quoted without its bounds or decided on."""


def primary_scorer(results: Results, asked: str | None = None) -> str:
    """Return the instrument of the primary contrast.

    It is the requested one, or the one that scored the most logs: one log with a reader must not
    make the others, which had none, unusable. Of several, the preferred one.

    Raises:
        ResultsError: it scored none of these runs.
    """
    scored = _logs_scored(results)
    return _requested(scored, asked) or max(scored, key=lambda name: scored[name])


def strict_scorer(results: Results, asked: str | None = None) -> str:
    """Return the instrument of a gate: the requested one, or the preferred one that scored a log.

    Logs that it did not score are missing then: adding a log never moves a model to an instrument
    that sees less.

    Raises:
        ResultsError: it scored none of these runs.
    """
    scored = _logs_scored(results)
    return _requested(scored, asked) or next(iter(scored))


def told_scorer(results: Results, scorer: str) -> str:
    """Name an instrument, and how many of the logs it and others scored."""
    scored = _logs_scored(results)
    others = [f"{name} scored {n}" for name, n in scored.items() if n != scored[scorer]]
    told = (
        f"{scorer}, which scored {scored[scorer]} of {len({row.log for row in results.rows})} logs"
    )
    return "; ".join([told, *others])


def _logs_scored(results: Results) -> dict[str, int]:
    """Count the logs with runs that each headline instrument measured, in order of preference."""
    scored = {
        each.name: len({row.log for row in results.rows if row.measured_by(each.name)})
        for each in headline_instruments()
    }
    return {name: logs for name, logs in scored.items() if logs}


def _requested(scored: Mapping[str, int], asked: str | None) -> str | None:
    if (asked is None and scored) or asked in scored:
        return asked
    every = [each.name for each in headline_instruments()]
    found = " and ".join(scored) or f"neither {' nor '.join(every)}"
    raise ResultsError(f"--scorer {asked or every[0]}: these logs were scored by {found}")


def with_both(arms: Mapping[str, Results]) -> dict[str, Results]:
    """Add the runs of `TOGETHER` as one more arm, if both variations were run."""
    if not set(TOGETHER) <= arms.keys():
        return dict(arms)
    return {**arms, BOTH: Results(tuple(row for name in TOGETHER for row in arms[name].rows))}


def rate_record(cells: Results, scorer: str) -> Record:
    """Return one instrument's violation rate, with the keys of `RATE`.

    `scenarios` counts those with a usable run; `limited` the runs that one of Inspect's limits
    ended, which are scored as they are.
    """
    found = rate(cells.violations(scorer), cells.eligible)
    new, these = found.new, found.these
    values = (found.estimate, new.low, new.high, these.low, these.high, found.lowest, found.highest)
    return {
        "scenarios": found.scenarios,
        "n": found.n,
        "missing": found.missing,
        "limited": sum(row.limit is not None for row in cells.rows),
        **dict(zip(RATE, map(known, values), strict=True)),
    }


def mean_violation(runs: Results, scorer: str) -> float:
    """Return the share of scored runs with a violation; NaN without any."""
    values = [value for row in runs.rows if not isnan(value := row.violation(scorer))]
    return sum(values) / len(values) if values else nan


def delivered_share(cells: Results) -> float | None:
    """Return the share of runs that delivered the job, by the evidence; None if none looked.

    A model that does nothing breaks no rule, so its rate means little without this.
    """
    return known(rate(cells.matrix(EVIDENCE.name, DELIVERED), cells.eligible).estimate)


def rate_columns(heading: str = "violations") -> list[Column]:
    """Return columns for cells, runs that a limit cut off, rate and interval for new scenarios."""
    return [
        whole("n"),
        whole("missing"),
        whole("limited", "cut off"),
        share("violation_rate", heading),
        share_between("ci_low", "ci_high", "95 % CI"),
    ]


def variation_order(variation: str) -> tuple[int, str]:
    """Sort key: the four variations in their standard order, then all others."""
    known_ones = VARIATIONS.index(variation) if variation in VARIATIONS else len(VARIATIONS)
    return known_ones, variation
