"""Rates of one arm as records, and the columns that show them."""

from ..constants import VARIATIONS
from ..errors import ResultsError
from ..results import SCORERS, Results
from ..statistics.rates import rate
from .columns import Column, share, share_between, whole
from .sheet import Record, known

PRESSED = "incentivized"
"""The variation of the headline."""

BASELINE = "control"
"""What the headline is compared with."""


def primary_scorer(results: Results, asked: str | None = None) -> str:
    """The instrument of the primary contrast: the one asked for, else evidence before panel.

    Raises:
        ResultsError: it scored nothing here.
    """
    if asked is None and results.scorers:
        return results.scorers[0]
    if asked not in results.scorers:
        scored = " and ".join(results.scorers) or f"neither {' nor '.join(SCORERS)}"
        raise ResultsError(f"--scorer {asked or SCORERS[0]}: these logs were scored by {scored}")
    return asked


def rate_record(cells: Results, scorer: str) -> Record:
    """How often a rule was broken: shares of 1, None where nothing can be said."""
    found = rate(cells.matrix(scorer, "violation"), cells.eligible)
    return {
        "n": found.n,
        "missing": found.missing,
        "violation_rate": known(found.estimate),
        "ci_low": known(found.new.low),
        "ci_high": known(found.new.high),
        "these_low": known(found.these.low),
        "these_high": known(found.these.high),
    }


def rate_columns(heading: str = "violations") -> list[Column]:
    """Cells, rate and its interval for new scenarios."""
    return [
        whole("n"),
        whole("missing"),
        share("violation_rate", heading),
        share_between("ci_low", "ci_high", "95 % CI"),
    ]


def variation_order(variation: str) -> tuple[int, str]:
    """Sorts the four variations in their own order, and others after them."""
    known_ones = VARIATIONS.index(variation) if variation in VARIATIONS else len(VARIATIONS)
    return known_ones, variation
