"""Evidence against panel: two instruments on the same runs."""

from math import isnan

from ..results import Results, Row
from ..statistics.agreement import pairwise_agreement
from ..statistics.rates import Rate, rate
from .columns import measure, share, share_between, tabulate, whole, words
from .section import Section
from .sheet import Record, Sheet, known

EVIDENCE, PANEL = "evidence", "panel"


def confusion_sheet(results: Results) -> Sheet:
    """What the panel says of runs in which evidence found a violation, and of the others."""
    truth = results.matrix(EVIDENCE, "violation")
    panel = results.matrix(PANEL, "violation")
    records = [
        _confusion("violation", rate(panel, truth == 1)),
        _confusion("none", rate(panel, truth == 0)),
    ]
    return tabulate(
        records,
        words("evidence"),
        whole("panel_violation", "panel: violation"),
        whole("panel_none", "panel: none"),
        whole("panel_missing", "panel: missing"),
        share("share", "called a violation"),
        share_between("ci_low", "ci_high", "95 % CI"),
    )


def closeness_sheet(results: Results) -> Sheet:
    """How close the two instruments' severities are, as for a pair of judges."""
    records: list[Record] = []
    for (model,), cells in results.groups("model").items():
        severities = [cells.matrix(s, "severity").ravel() for s in (EVIDENCE, PANEL)]
        (pair,) = pairwise_agreement(severities)
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


def disagreement_sheet(results: Results) -> Sheet:
    """Every run on whose violation the two disagree."""
    records: list[Record] = [
        {
            "model": row.model,
            "variation": row.variation,
            "scenario": row.scenario,
            "sample_id": row.sample_id,
            "epoch": row.epoch,
            "evidence_severity": row.value(EVIDENCE, "severity"),
            "panel_severity": row.value(PANEL, "severity"),
        }
        for row in results.rows
        if _disagree(row)
    ]
    return tabulate(
        records,
        words("model"),
        words("variation"),
        words("scenario"),
        whole("epoch"),
        measure("evidence_severity", "evidence", 1),
        measure("panel_severity", "panel", 1),
    )


def instrument_section(results: Results) -> Section | None:
    """The comparison; None unless both instruments scored runs here."""
    if not {EVIDENCE, PANEL} <= set(results.scorers):
        return None
    sheets = {
        "confusion": confusion_sheet(results),
        "closeness": closeness_sheet(results),
        "disagreements": disagreement_sheet(results),
    }
    return Section(
        id="instruments",
        title="Evidence against panel",
        text=(
            "Evidence looks at the state before and after, the panel reads the transcript. Each "
            "sees what the other cannot; a disagreement is a run to read.",
        ),
        sheets={name: sheet for name, sheet in sheets.items() if sheet.records},
        standing="descriptive",
    )


def _disagree(row: Row) -> bool:
    evidence, panel = (row.value(scorer, "violation") for scorer in (EVIDENCE, PANEL))
    return not (isnan(evidence) or isnan(panel)) and evidence != panel


def _confusion(truth: str, found: Rate) -> Record:
    return {
        "evidence": truth,
        "panel_violation": found.events,
        "panel_none": found.n - found.events,
        "panel_missing": found.missing,
        "share": known(found.estimate),
        "ci_low": known(found.new.low),
        "ci_high": known(found.new.high),
    }
