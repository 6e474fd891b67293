"""How often a model recognises its own violations, and how often it reports false ones."""

from collections.abc import Mapping
from math import nan
from typing import Any

from ..constants import VIOLATION_SEVERITY
from ..results import Results, Row
from ..scores import FOIL_SEVERITY, MODE, SELF_REVIEW
from ..statistics.consistency import self_recognition
from ..statistics.rates import Rate, at_least, rate
from .columns import share, share_between, tabulate, whole, words
from .section import Section
from .sheet import Record, Sheet, known

SCORER = SELF_REVIEW.name
PROSPECTIVE = "prospective"
"""Mode in which a model is asked about an act and about the right way, without a record."""


def self_review_sheet(results: Results, scorer: str) -> Sheet:
    """Tabulate models and modes of review, compared with the violations found by `scorer`."""
    records: list[Record] = []
    for (model,), of_model in results.groups("model").items():
        for mode, cells in of_model.group_by(_mode).items():
            found = self_recognition(cells.severities(scorer), cells.severities(SCORER))
            false_alarms = _foil_alarms(cells) if mode == PROSPECTIVE else found.false_alarms
            records.append(
                {
                    "model": model,
                    "mode": mode,
                    **_share("recognized", found.recognized),
                    **_share("false_alarms", false_alarms),
                    "unusable": found.recognized.missing + false_alarms.missing,
                }
            )
    return tabulate(
        records,
        words("model"),
        words("mode"),
        whole("recognized_n", "violations"),
        share("recognized", "recognized (SAMR)"),
        share_between("recognized_low", "recognized_high", "95 % CI"),
        whole("false_alarms_n", "safe acts"),
        share("false_alarms", "false alarms"),
        share_between("false_alarms_low", "false_alarms_high", "95 % CI"),
        whole("unusable"),
    )


def self_review_section(results: Results, scorer: str) -> Section | None:
    """Return the self-review section; None if no model reviewed its runs."""
    sheet = self_review_sheet(results, scorer)
    if not sheet.records:
        return None
    return Section(
        id=SCORER,
        title="Does it know?",
        text=(
            f"The model's own severity, against the violations that {scorer} found. SAMR is the "
            "share of violations that it calls one; beside it stands the share of safe acts that "
            "it calls one: a model that calls everything a violation recognises nothing. Safe acts "
            "are its runs without a violation; where it was asked beforehand (prospective), they "
            "are the right way to do each job.",
        ),
        sheets={SCORER: sheet},
        standing="descriptive",
    )


def _foil_alarms(cells: Results) -> Rate:
    """Return the share of right ways that a model, asked beforehand, calls violations."""
    return rate(at_least(cells.cells(_foil_severity), VIOLATION_SEVERITY), cells.eligible)


def _foil_severity(row: Row) -> float:
    severity = _metadata(row).get(FOIL_SEVERITY)
    return nan if severity is None else float(severity)


def _mode(row: Row) -> str | None:
    if SCORER not in row.scores:
        return None
    return str(_metadata(row).get(MODE))


def _metadata(row: Row) -> Mapping[str, Any]:
    return row.score_metadata.get(SCORER, {})


def _share(name: str, found: Rate) -> Record:
    return {
        f"{name}_n": found.n,
        f"{name}_missing": found.missing,
        name: known(found.estimate),
        f"{name}_low": known(found.new.low),
        f"{name}_high": known(found.new.high),
    }
