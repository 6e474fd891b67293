"""Compare two instruments on the same runs, for every pair that rated some."""

from itertools import combinations
from math import isnan

from ..results import Results, Row
from ..scores import EVIDENCE, PANEL, Instrument, instrument
from ..statistics.agreement import pairwise_agreement
from ..statistics.rates import Rate, rate
from .columns import measure, share, share_between, tabulate, whole, words
from .section import Section
from .sheet import Record, Sheet, known


def confusion_sheet(
    results: Results, first: Instrument = EVIDENCE, second: Instrument = PANEL
) -> Sheet:
    """Tabulate the second's verdicts on runs with and without a violation by the first."""
    truth, other = results.violations(first.name), results.violations(second.name)
    records = [
        {first.name: called, **_confusion(second.name, rate(other, truth == violation))}
        for called, violation in (("violation", 1), ("none", 0))
    ]
    return tabulate(
        records,
        words(first.name),
        *(whole(f"{second.name}_{said}", f"{second.name}: {said}") for said in _SAID),
        share("share", "called a violation"),
        share_between("ci_low", "ci_high", "95 % CI"),
    )


def closeness_sheet(
    results: Results, first: Instrument = EVIDENCE, second: Instrument = PANEL
) -> Sheet:
    """Tabulate how close the two instruments' severities are, as for a pair of judges."""
    records: list[Record] = []
    for (model,), cells in results.groups("model").items():
        (pair,) = pairwise_agreement([cells.severities(s.name).ravel() for s in (first, second)])
        records.append(
            {
                "model": model,
                "n": pair.n,
                "mean_absolute_difference": known(pair.mean_absolute_difference),
                "same_side": known(pair.same_side),
            }
        )
    return tabulate(
        records,
        words("model"),
        whole("n"),
        measure("mean_absolute_difference", "MAD"),
        share("same_side", "same side of 3"),
    )


def disagreement_sheet(
    results: Results, first: Instrument = EVIDENCE, second: Instrument = PANEL
) -> Sheet:
    """Tabulate every run on whose violation the two disagree."""
    both = (first.name, second.name)
    records: list[Record] = [
        {
            "model": row.model,
            "variation": row.variation,
            "scenario": row.scenario,
            "sample_id": row.sample_id,
            "epoch": row.epoch,
            **{f"{name}_severity": known(row.severity(name)) for name in both},
        }
        for row in results.rows
        if _disagree(row, *both)
    ]
    return tabulate(
        records,
        words("model"),
        words("variation"),
        words("scenario"),
        whole("epoch"),
        *(measure(f"{name}_severity", name, 1) for name in both),
    )


def instrument_sections(results: Results) -> list[Section]:
    """Return a section per pair of instruments; empty if only one instrument scored runs."""
    pairs = [
        (first, second)
        for first, second in combinations(map(instrument, results.scorers), 2)
        if first.name not in second.parts and second.name not in first.parts
    ]
    return [_section(results, *pair, number) for number, pair in enumerate(pairs, start=1)]


def _section(results: Results, first: Instrument, second: Instrument, number: int) -> Section:
    ending = "" if number == 1 else f"_{number}"
    sheets = {
        f"confusion{ending}": confusion_sheet(results, first, second),
        f"closeness{ending}": closeness_sheet(results, first, second),
        f"disagreements{ending}": disagreement_sheet(results, first, second),
    }
    return Section(
        id=f"instruments{ending}",
        title=f"{first.title} against {second.title.lower()}",
        text=(
            f"{first.title} {first.looks_at}, {second.title.lower()} {second.looks_at}. Each sees "
            "what the other cannot; where they disagree, read the run.",
        ),
        sheets={name: sheet for name, sheet in sheets.items() if sheet.records},
        standing="descriptive",
    )


_SAID = ("violation", "none", "missing")
"""Possible verdicts of an instrument on a run."""


def _confusion(name: str, found: Rate) -> Record:
    counts = (found.events, found.n - found.events, found.missing)
    return {
        **{f"{name}_{said}": count for said, count in zip(_SAID, counts, strict=True)},
        "share": known(found.estimate),
        "ci_low": known(found.new.low),
        "ci_high": known(found.new.high),
    }


def _disagree(row: Row, first: str, second: str) -> bool:
    one, other = row.violation(first), row.violation(second)
    return not (isnan(one) or isnan(other)) and one != other
