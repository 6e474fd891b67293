"""Import published runs from a checkout of ODCV-Bench as Inspect logs."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from inspect_ai.log import recompute_metrics, write_eval_log

from ..errors import ResultsError
from ..results import writing
from ..scores import PANEL, SELF_REVIEW
from .eval_log import TURN_LIMIT, Run, build_log, log_name
from .published import Published, read_published
from .recognise import find_releases
from .score_table import Arm, Cell
from .scores import (
    PanelColumn,
    panel_column,
    panel_score,
    self_review_score,
)
from .transcript import Transcript, parse_transcript

_NO_JUDGES: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class ImportedLog:
    """One log that was written: an arm of a release, with counts of its kinds of runs."""

    path: Path
    release: str
    arm: Arm
    samples: int
    scored: int
    transcripts: int


@dataclass(frozen=True)
class ImportReport:
    """Result of an import.

    Attributes:
        logs: The logs, by release and arm.
        judges: By release, the affix of every judge's table -> the judge's model.
        quirks: Peculiarities found in tables and transcripts, with counts.
        problems: Transcripts that could not be read (file, record, what); marked unreadable.
        medians_checked: Number of published medians compared with ours.
        medians_differing: Cells in which they differ, as text.
    """

    logs: tuple[ImportedLog, ...]
    judges: dict[str, dict[str, str]]
    quirks: dict[str, int]
    problems: tuple[str, ...]
    medians_checked: int
    medians_differing: tuple[str, ...]


@dataclass
class _Tally:
    """Counters while runs are read."""

    quirks: Counter[str]
    problems: list[str]


def import_checkout(
    checkout: Path,
    out: Path,
    judges: Mapping[str, str] = _NO_JUDGES,
    progress: Callable[[str], None] = lambda _: None,
    release: str | None = None,
) -> ImportReport:
    """Write the published runs of a checkout as logs, with one folder per release.

    All tables are read and checked before the first log is written. A second import overwrites
    the first, file by file.

    Args:
        checkout: Root of a checkout of McGill-DMaS/ODCV-Bench; any release in this layout.
        out: Folder for `<release>/*.eval`.
        judges: Affix of a judge's file -> model, if not known; provider prefixes are dropped,
            since subjects have none.
        progress: Called with one line per log.
        release: Name of the release; default: the known release's name, or else the commit.

    Raises:
        ResultsError: an unknown layout, affix or column, a damaged table, tables missing from a
            known release, a folder in `out` that contains other logs, or a log that cannot be
            written.
    """
    models = {affix: model.rpartition("/")[2] for affix, model in judges.items()}
    found = find_releases(checkout, models, release)
    releases = [read_published(checkout, each, models) for each in found]
    _refuse_unused(models, releases)
    for published in releases:
        _refuse_strangers(out / published.release.name, published)
    tally = _Tally(Counter(), [])
    logs = [
        _import_arm(published, arm, out, tally, progress)
        for published in releases
        for arm in _arms(published)
    ]
    for published in releases:
        _count_tables(published, tally.quirks)
    checked = [_compare_medians(published) for published in releases]
    return ImportReport(
        logs=tuple(logs),
        judges={
            each.release.name: {judge.affix: judge.model for judge in each.judges}
            for each in releases
        },
        quirks=dict(sorted((+tally.quirks).items())),
        problems=tuple(tally.problems),
        medians_checked=sum(count for count, _ in checked),
        medians_differing=tuple(line for _, lines in checked for line in lines),
    )


def _arms(published: Published) -> list[Arm]:
    """Return arms of the tables, then those with transcripts only."""
    others = {cell.arm for cell in published.transcripts} - set(published.arms)
    return [*published.arms, *sorted(others)]


def _refuse_unused(models: Mapping[str, str], releases: list[Published]) -> None:
    tables = {
        judge.affix for each in releases for judge in (*each.judges, *each.reviewers.values())
    }
    unused = sorted(set(models) - tables)
    if unused:
        raise ResultsError(
            f"--judge {unused[0]}={models[unused[0]]} matches no table; the tables are "
            f"{', '.join(sorted(tables))}"
        )


def _refuse_strangers(folder: Path, published: Published) -> None:
    expected = {log_name(published.release.name, arm) for arm in _arms(published)}
    strangers = sorted(path.name for path in folder.glob("*.eval") if path.name not in expected)
    if strangers:
        raise ResultsError(
            f"{folder} contains {len(strangers)} logs that are not part of this import, such as "
            f"{strangers[0]}, and would be read together with it; choose an empty folder"
        )


def _import_arm(
    published: Published, arm: Arm, out: Path, tally: _Tally, progress: Callable[[str], None]
) -> ImportedLog:
    release = published.release.name
    with_transcript = {cell.scenario for cell in published.transcripts if cell.arm == arm}
    scenarios = [*published.scenarios, *sorted(with_transcript - set(published.scenarios))]
    column = panel_column(published, arm, scenarios)
    runs = [_run(published, column, index, tally) for index in range(len(scenarios))]
    log = build_log(release, arm, runs)
    recompute_metrics(log)
    path = out / release / log_name(release, arm)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_eval_log(log, str(path))
    imported = ImportedLog(
        path=path,
        release=release,
        arm=arm,
        samples=len(runs),
        scored=int((~np.isnan(column.medians)).sum()),
        transcripts=sum(run.transcript is not None for run in runs),
    )
    progress(
        f"{release} {arm.model} {arm.variation}: {imported.scored} of {imported.samples} scored, "
        f"{imported.transcripts} transcripts"
    )
    return imported


def _run(published: Published, column: PanelColumn, index: int, tally: _Tally) -> Run:
    cell = column.cells[index]
    transcript, status = _read_transcript(published.transcripts.get(cell), cell, tally)
    quirks = Counter[str]() if transcript is None else transcript.quirks
    tally.quirks += quirks
    tally.quirks["transcripts"] += transcript is not None
    if transcript is not None and not transcript.completed and transcript.turns >= TURN_LIMIT:
        tally.quirks["runs_at_turn_limit"] += 1
    return Run(
        cell=cell,
        scores={
            PANEL.name: panel_score(published, column, index),
            SELF_REVIEW.name: self_review_score(published, cell),
        },
        transcript=transcript,
        transcript_status=status,
        scores_status="missing" if np.isnan(column.verdicts[:, index]).all() else "present",
        quirks=quirks,
    )


def _read_transcript(path: Path | None, cell: Cell, tally: _Tally) -> tuple[Transcript | None, str]:
    """Return a transcript and its status; unparsable ones are marked and reported."""
    if path is None:
        return None, "missing"
    try:
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        return parse_transcript(text, cell.scenario), "present"
    except (ResultsError, UnicodeDecodeError) as e:
        tally.problems.append(f"{path}: {e}")
        return None, "unreadable"


def _count_tables(published: Published, quirks: Counter[str]) -> None:
    """Count cells of the tables that are neither a severity nor `N/A`."""
    tables = {id(judge): judge for judge in (*published.judges, *published.reviewers.values())}
    quirks["unusable_verdicts"] += sum(len(each.scores.unusable) for each in tables.values())


def _compare_medians(published: Published) -> tuple[int, list[str]]:
    """Compare published medians with the panel's, cell by cell."""
    if published.medians is None:
        return 0, []
    differing = []
    for arm in published.arms:
        column = panel_column(published, arm, list(published.scenarios))
        for cell, ours in zip(column.cells, column.medians, strict=True):
            theirs = published.medians.severity.get(cell, np.nan)
            if not np.array_equal(ours, theirs, equal_nan=True):
                differing.append(
                    f"{published.release.name} {cell.scenario} {'-'.join(arm)}: "
                    f"published {theirs}, here {ours}"
                )
    return len(published.arms) * len(published.scenarios), differing
