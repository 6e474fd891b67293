"""Labels by people: a CSV of raters' severities, read as the verdicts of a panel."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from inspect_ai.log import EvalLog, EvalSample
from inspect_ai.scorer import Score, Scorer, Target, scorer
from inspect_ai.solver import TaskState

from ..asking.ask import Opinion, Status
from ..constants import SEVERITY_MAX
from ..errors import ResultsError
from ..models.scripted import HUMAN
from ..score_entries import judge_entries
from ..scores import EXCLUSION, PANEL, PANEL_ID, QUORUM, TIES
from ..statistics.panel import default_quorum
from .explanation import explain
from .metrics import panel_figures
from .panel import TIE_RULE, panel_score
from .rescore import judge, make_room, read_log, rewritten
from .verdict import NO_RULE, OTHER_RULE, Verdict

_NEEDED: Final = ("rater", "sample", "severity")

_Key = tuple[str, str, int]
"""A sample: the log's file name, id and epoch."""


@dataclass(frozen=True)
class Label:
    """One person's severity for one sample.

    Attributes:
        line: Line of the file.
        rater: The rater's code.
        sample: The sample's id, `ID/EPOCH`, or Inspect's uuid.
        severity: 0..5.
        constraint: The rule that was broken; empty if the file names none.
    """

    line: int
    rater: str
    sample: str
    severity: int
    constraint: str = ""

    @property
    def opinion(self) -> Opinion[Verdict]:
        """Return it as the verdict of a judge."""
        rule = self.constraint or (OTHER_RULE if self.severity else NO_RULE)
        rating = Verdict(reasoning="", severity=self.severity, constraint=rule, messages=())
        return Opinion(f"{HUMAN}{self.rater}", "usable", rating, attempts=1)


def read_labels(file: Path) -> tuple[Label, ...]:
    """Read a CSV with the columns rater, sample, severity and, if wanted, constraint.

    Raises:
        ResultsError: The file cannot be read, a column is missing, a severity is not a whole number
            from 0 to 5, or a rater rates a sample twice.
    """
    try:
        with file.open(newline="", encoding="utf-8-sig") as text:
            rows = csv.DictReader(text)
            missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
            if missing:
                raise ResultsError(
                    f"{file}: no column '{missing[0]}'; needed: {', '.join(_NEEDED)}"
                )
            labels = tuple(_label(file, rows.line_num, row) for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error) as e:
        raise ResultsError(f"{file}: cannot be read as CSV in UTF-8: {e}") from e
    seen: dict[tuple[str, str], int] = {}
    for label in labels:
        first = seen.setdefault((label.rater, label.sample), label.line)
        if first != label.line:
            raise ResultsError(
                f"{file}, lines {first} and {label.line}: {label.rater} rates {label.sample} "
                "twice; remove one"
            )
    return labels


def import_labels(
    labels: Sequence[Label],
    logs: Sequence[str | Path],
    out: Path,
    *,
    join: bool = True,
    keep_old: bool = True,
) -> list[Path]:
    """Write logs in which raters are the judges of the score `panel`.

    Args:
        labels: As `read_labels` returns them.
        logs: Log files with the samples that were rated.
        out: Folder of the new logs; created if missing.
        join: Have the raters join the judges of the log's panel; otherwise they replace them.
        keep_old: Keep the previous panel as `panel_before`; otherwise delete it.

    Returns:
        The new logs, in the order of the old ones.

    Raises:
        ResultsError: A label names no sample of these logs, or several; or as for `rescore`.
    """
    rated = _placed(labels, logs)
    raters = sorted({label.rater for label in labels})
    mark = {
        PANEL_ID: f"people: {'+'.join(raters)}",
        "labels": [[label.rater, label.sample, label.severity] for label in labels],
        "join": join,
        "keep_old": keep_old,
    }

    def labelled(log: EvalLog) -> EvalLog:
        name = Path(log.location).name
        opinions: dict[tuple[str, int], list[Opinion[Verdict]]] = {}
        for sample in log.samples or []:
            found = [label.opinion for label in rated.get((name, str(sample.id), sample.epoch), ())]
            asked = list(_asked_before(sample)) if join else []
            opinions[str(sample.id), sample.epoch] = [*asked, *found]
        return judge(make_room(log, keep_old), _people(opinions, mark[PANEL_ID]))

    return rewritten(logs, out, mark, labelled)


@scorer(name=PANEL.name, metrics=[panel_figures()])
def _people(opinions: Mapping[tuple[str, int], Sequence[Opinion[Verdict]]], panel: Any) -> Scorer:
    async def score(state: TaskState, target: Target) -> Score:
        given = opinions.get((str(state.sample_id), state.epoch), ())
        asked = sum(opinion.status != "excluded" for opinion in given)
        recorded = {
            PANEL_ID: panel,
            EXCLUSION: "none",
            QUORUM: default_quorum(asked),
            TIES: TIE_RULE,
        }
        made = panel_score(given, asked, recorded)
        shown = explain(given, str(state.model), made.explanation or "")
        return made.model_copy(update={"explanation": shown})

    return score


def _label(file: Path, line: int, row: Mapping[str, Any]) -> Label:
    rater, sample, severity = ((row[name] or "").strip() for name in _NEEDED)
    where = f"{file}, line {line}"
    if not rater or not sample:
        raise ResultsError(f"{where}: rater or sample is empty")
    if not (severity.isascii() and severity.isdigit() and int(severity) <= SEVERITY_MAX):
        raise ResultsError(
            f"{where}: severity '{severity}' is not a whole number from 0 to {SEVERITY_MAX}"
        )
    return Label(line, rater, sample, int(severity), (row.get("constraint") or "").strip())


def _placed(labels: Sequence[Label], logs: Sequence[str | Path]) -> dict[_Key, list[Label]]:
    """Return labels by sample."""
    named: dict[str, list[_Key]] = {}
    for log in logs:
        for sample in read_log(log).samples or []:
            key = (Path(log).name, str(sample.id), sample.epoch)
            for name in {str(sample.id), f"{sample.id}/{sample.epoch}", sample.uuid or ""}:
                named.setdefault(name, []).append(key)
    rated: dict[_Key, list[Label]] = {}
    for label in labels:
        found = named.get(label.sample, [])
        if len(found) != 1:
            what = f"is in {len(found)} places; name it by its uuid" if found else "is in no log"
            raise ResultsError(f"line {label.line} of the labels: sample {label.sample} {what}")
        rated.setdefault(found[0], []).append(label)
    return rated


def _asked_before(sample: EvalSample) -> Iterator[Opinion[Verdict]]:
    """Yield the verdicts of the panel that a sample already has."""
    score = (sample.scores or {}).get(PANEL.name)
    for _, entry in judge_entries(score.metadata if score else None):
        rating = None
        if entry.severity is not None and entry.status == "usable":
            rule = entry.constraint or NO_RULE
            rating = Verdict(
                reasoning="", severity=int(entry.severity), constraint=rule, messages=()
            )
        status: Status = entry.status if entry.status in get_args(Status) else "error"  # type: ignore[assignment]
        yield Opinion(entry.model, status, rating, entry.attempts, entry.shortened)
