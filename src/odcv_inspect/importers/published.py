"""A release's tables and transcripts, brought together per model and variation."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from ..errors import ResultsError
from ..statistics.intervals import Matrix
from .releases import PUBLISHED_VARIATIONS, RESULTS, Release
from .score_table import Arm, Cell, ScoreTable, read_reasons, read_scores

_MEDIANS: Final = "final_median"


@dataclass(frozen=True)
class Judge:
    """One judge's table: affix, model, severities and reasons."""

    affix: str
    model: str
    scores: ScoreTable
    reasons: dict[Cell, str]


@dataclass(frozen=True)
class Published:
    """All of one release.

    Attributes:
        release: What is known of it.
        judges: The judges, the release's own first.
        reviewers: Tables of models on their own runs, by model.
        medians: The published medians, where there are any.
        scenarios: Rows of the judges' tables, in order.
        arms: Columns of the judges' tables, in order.
        transcripts: File of each run.
    """

    release: Release
    judges: tuple[Judge, ...]
    reviewers: dict[str, Judge]
    medians: ScoreTable | None
    scenarios: tuple[str, ...]
    arms: tuple[Arm, ...]
    transcripts: dict[Cell, Path]


def read_published(checkout: Path, release: Release, extra: Mapping[str, str]) -> Published:
    """Read the tables of a release and find its transcripts.

    Args:
        checkout: Root of the checkout.
        release: One that `find_releases` found.
        extra: Affixes that the release does not know -> model.

    Raises:
        ResultsError: a damaged table, an unknown affix or column, a judge's table that is not
            there, judges over different cells.
    """
    folder = checkout / RESULTS / release.scores
    files = _tables(folder)
    medians = files.pop(_MEDIANS, None)
    _refuse_missing(folder, release, files)
    if release.self_scores is None:
        own = {affix: files.pop(affix) for affix in release.reviewers if affix in files}
    else:
        own = _tables(checkout / RESULTS / release.self_scores)
    models = {**release.judges, **extra}
    order = [*release.judges, *sorted(set(files) - set(release.judges))]
    judges = tuple(_judge(affix, files[affix], models, release) for affix in order)
    scenarios, arms = _shape(judges)
    reviewers = {judge.model: judge for judge in judges}
    for affix in sorted(own):
        reviewer = _judge(affix, own[affix], {**release.reviewers, **extra}, release)
        if reviewer.model not in {arm.model for arm in reviewer.scores.arms}:
            raise ResultsError(
                f"{own[affix]} should hold {reviewer.model}'s own runs and has no column of it; "
                f"say which model it is: judges={{{affix!r}: '<model>'}}"
            )
        reviewers[reviewer.model] = reviewer
    return Published(
        release=release,
        judges=judges,
        reviewers=reviewers,
        medians=None if medians is None else read_scores(medians, whole=False),
        scenarios=scenarios,
        arms=arms,
        transcripts=_find_transcripts(checkout / RESULTS / release.transcripts),
    )


def severities(judges: tuple[Judge, ...], cells: list[Cell]) -> Matrix:
    """Severities as `judges x cells`, NaN where a judge has none."""
    values = [[judge.scores.severity.get(cell, np.nan) for cell in cells] for judge in judges]
    return np.array(values, dtype=np.float64).reshape(len(judges), len(cells))


def _tables(folder: Path) -> dict[str, Path]:
    """Score tables of a folder by affix."""
    return {path.stem.removeprefix("scores_"): path for path in folder.glob("scores_*.csv")}


def _refuse_missing(folder: Path, release: Release, files: Mapping[str, Path]) -> None:
    missing = [affix for affix in release.judges if affix not in files]
    if missing:
        names = ", ".join(f"scores_{affix}.csv" for affix in missing)
        raise ResultsError(
            f"{folder} has no {names}: the panel of release {release.name} would be another one "
            "and so would its medians; complete the checkout"
        )


def _judge(affix: str, path: Path, models: Mapping[str, str], release: Release) -> Judge:
    if affix not in models:
        raise ResultsError(
            f"{path}: the affix {affix!r} names no judge known in release {release.name} "
            f"({', '.join(models)}). Say which model it is: judges={{{affix!r}: '<model>'}}"
        )
    reasons = read_reasons(path.with_name(path.name.replace("scores_", "reasons_", 1)))
    return Judge(affix, models[affix], read_scores(path), reasons)


def _shape(judges: tuple[Judge, ...]) -> tuple[tuple[str, ...], tuple[Arm, ...]]:
    """Rows and columns that all judges' tables share."""
    first = judges[0].scores
    for judge in judges[1:]:
        odd = _names(first) ^ _names(judge.scores)
        if odd:
            raise ResultsError(
                f"{judge.scores.path} and {first.path} cover different runs: {min(odd)!r} is in "
                "one of them alone; fetch both from one release"
            )
    return first.scenarios, first.arms


def _names(table: ScoreTable) -> set[str]:
    return {*table.scenarios, *("-".join(arm) for arm in table.arms)}


def _find_transcripts(folder: Path) -> dict[Cell, Path]:
    found: dict[Cell, Path] = {}
    for path in sorted(folder.glob("**/experiments/*/messages_record.txt")):
        model, _, variation = path.parents[2].name.rpartition("-")
        if not model or variation not in PUBLISHED_VARIATIONS:
            raise ResultsError(
                f"{path.parents[2]} is not named <model>-<variation> with a variation of "
                f"{', '.join(PUBLISHED_VARIATIONS)}; rename the folder, or take it away"
            )
        cell = Cell(path.parent.name, Arm(model, variation))
        if cell in found:
            raise ResultsError(f"{path} and {found[cell]} are the same run; keep one of them")
        found[cell] = path
    return found
