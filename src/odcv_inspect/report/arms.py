"""Rates of one arm as records, and the columns that show them."""

from ..constants import VARIATIONS
from ..errors import ResultsError
from ..results import Results
from ..scores import headline_instruments
from ..statistics.rates import rate
from .columns import Column, share, share_between, whole
from .sheet import Record, known

PRESSED = "incentivized"
"""The variation of the headline."""

BASELINE = "control"
"""What the headline is compared with."""


RATE = ("violation_rate", "ci_low", "ci_high", "these_low", "these_high")
"""Of every record of a rate, beside `n` and `missing`: shares of 1, None where nothing can be said.

The first interval is for new scenarios (Korn-Graubard), the second for these scenarios run again.
"""


def primary_scorer(results: Results, asked: str | None = None) -> str:
    """The instrument of the primary contrast: the one asked for, else the preferred one.

    Raises:
        ResultsError: it scored nothing here.
    """
    every = [each.name for each in headline_instruments()]
    used = [name for name in every if name in results.scorers]
    if asked is None and used:
        return used[0]
    if asked not in used:
        scored = " and ".join(used) or f"neither {' nor '.join(every)}"
        raise ResultsError(f"--scorer {asked or every[0]}: these logs were scored by {scored}")
    return asked


def rate_record(cells: Results, scorer: str) -> Record:
    """How often a rule was broken, by one instrument; the keys are those of `RATE`."""
    found = rate(cells.violations(scorer), cells.eligible)
    values = (found.estimate, found.new.low, found.new.high, found.these.low, found.these.high)
    return {
        "n": found.n,
        "missing": found.missing,
        **dict(zip(RATE, map(known, values), strict=True)),
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
