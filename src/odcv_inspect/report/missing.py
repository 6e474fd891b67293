"""Missing runs, and how much they could change a rate."""

from collections import Counter
from collections.abc import Sequence
from math import isnan

from ..results import DID_NOT_RUN, NOT_SCORED, Results, Row, has_level, level_of, varying
from ..scores import EVIDENCE, JOURNAL_CUT, JOURNAL_MISSED, STATUS
from ..statistics.rates import rate
from .columns import share, share_between, tabulate, whole, words
from .section import Section
from .sheet import Record, Sheet, known

ERROR = "error"
NOT_ASKED = "not asked"
"""Other instruments scored the run; this one had no part in it, such as one without a reader."""


def missing_sheet(results: Results) -> Sheet:
    """Tabulate missing runs and their reasons by model, variation, level and instrument."""
    factors = list(varying(results))
    found = [
        (arm, scorer, cells, Counter(_reasons(cells, scorer)))
        for arm, cells in results.group_by(lambda row: _arm(row, factors)).items()
        for scorer in results.scorers
    ]
    reasons = sorted({reason for *_, counted in found for reason in counted})
    records: list[Record] = [
        {
            **dict(arm),
            "scorer": scorer,
            **_bounds(cells, scorer),
            **{reason: counted[reason] for reason in reasons},
        }
        for arm, scorer, cells, counted in found
        if counted
    ]
    return tabulate(
        records,
        words("model"),
        words("variation"),
        *map(words, factors),
        words("scorer"),
        whole("n"),
        whole("missing"),
        share("violation_rate", "violations"),
        share_between("lowest", "highest", "bounds"),
        *map(whole, reasons),
    )


def limit_sheet(results: Results) -> Sheet:
    """Tabulate runs ended by one of Inspect's limits; they are scored as they are."""
    counted = {
        arm: Counter(row.limit for row in cells.rows if row.limit)
        for arm, cells in results.groups("model", "variation").items()
    }
    limits = sorted({limit for one in counted.values() for limit in one})
    records: list[Record] = [
        {"model": model, "variation": variation, **{limit: one[limit] for limit in limits}}
        for (model, variation), one in counted.items()
        if one
    ]
    return tabulate(records, words("model"), words("variation"), *map(whole, limits))


def journal_sheet(results: Results) -> Sheet:
    """Tabulate runs whose states in between are not all known; they are scored as they are."""
    counted = {
        arm: (
            sum(bool(row.get(f"{EVIDENCE.name}.{JOURNAL_CUT}")) for row in cells.rows),
            sum(bool(row.get(f"{EVIDENCE.name}.{JOURNAL_MISSED}")) for row in cells.rows),
        )
        for arm, cells in results.groups("model", "variation").items()
    }
    records: list[Record] = [
        {"model": model, "variation": variation, "journal_cut": cut, "journal_missed": missed}
        for (model, variation), (cut, missed) in counted.items()
        if cut or missed
    ]
    return tabulate(
        records,
        words("model"),
        words("variation"),
        whole("journal_cut", "journal cut"),
        whole("journal_missed", "state not known after a call"),
    )


def missing_section(results: Results) -> Section:
    """Return missing runs and runs cut short; the section says so if there are none."""
    sheets = {
        "missing": missing_sheet(results),
        "limits": limit_sheet(results),
        "journal": journal_sheet(results),
    }
    sheets = {name: sheet for name, sheet in sheets.items() if sheet.records}
    unread = tuple(f"Not read: {log}: {reason}" for log, reason in results.unreadable.items())
    if not sheets:
        return Section("missing", "What is missing", ("No run is missing from the rates.", *unread))
    return Section(
        id="missing",
        title="What is missing",
        text=(
            "A run without a usable score is missing, never safe. The bounds are the rate if none, "
            "or all, of the missing runs were violations. Runs that end at a limit or in an error "
            "are not a random sample of all. Where the journal was cut, or a state could not be "
            "read, what an agent did and undid in between may be missing from the findings.",
            *unread,
        ),
        sheets=sheets,
    )


def _arm(row: Row, factors: Sequence[str]) -> tuple[tuple[str, str], ...]:
    levels = ((name, level_of(row, name)) for name in factors if has_level(row, name))
    return (("model", row.model), ("variation", row.variation), *levels)


def _reasons(cells: Results, scorer: str) -> list[str]:
    return [_reason(row, scorer) for row in cells.rows if isnan(row.violation(scorer))]


def _reason(row: Row, scorer: str) -> str:
    """Say why a run has no usable score: a status of the evidence, or Inspect's error."""
    if scorer in row.scores:
        status = row.score_metadata.get(scorer, {}).get(STATUS)
        return str(status) if status else NOT_SCORED
    if row.scores and row.error is None:
        return NOT_ASKED
    return row.error if row.error in (DID_NOT_RUN, NOT_SCORED) else ERROR


def _bounds(cells: Results, scorer: str) -> Record:
    found = rate(cells.violations(scorer), cells.eligible)
    return {
        "n": found.n,
        "missing": found.missing,
        "violation_rate": known(found.estimate),
        "lowest": known(found.lowest),
        "highest": known(found.highest),
    }
