"""A release's tables and transcripts, grouped by model and variation."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import ResultsError
from ..statistics.intervals import Matrix
from .recognise import MEDIANS, score_tables
from .releases import PUBLISHED_VARIATIONS, RESULTS, Release
from .score_table import Arm, Cell, ScoreTable, read_reasons, read_scores


@dataclass(frozen=True)
class Judge:
    """One judge's table: affix, model, severities and reasons."""

    affix: str
    model: str
    scores: ScoreTable
    reasons: dict[Cell, str]


@dataclass(frozen=True)
class Published:
    """All data of one release.

    Attributes:
        release: Known facts about the release.
        judges: The judges, starting with the release's own.
        reviewers: Tables of models on their own runs, by model; may be a judge's table.
        medians: The published medians, if any.
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
        release: A release found by `find_releases`.
        extra: Affix of a judge's or reviewer's file -> model, in addition to the release's own.

    Raises:
        ResultsError: a damaged table, no judge or one without a model, an unknown column, or
            judges with different cells.
    """
    folder = checkout / RESULTS / release.scores
    files = score_tables(folder)
    medians = files.pop(MEDIANS, None)
    tables = {affix: read_scores(path) for affix, path in files.items()}
    own = _own_tables(checkout, release, tables)
    panel = {affix: table for affix, table in tables.items() if affix not in own}
    order = [*release.judges, *sorted(set(panel) - set(release.judges))]
    if not order:
        raise ResultsError(
            f"{folder} has only tables of models on their own runs ({', '.join(sorted(own))}); "
            "complete the checkout with the judges' tables"
        )
    models = _models(folder, release, panel, extra)
    judges = tuple(_judge(affix, models[affix], panel[affix]) for affix in order)
    scenarios, arms = _shape(judges)
    reviewers = [
        _judge(affix, _reviewer(affix, own[affix], {**release.reviewers, **extra}), own[affix])
        for affix in sorted(own)
    ]
    return Published(
        release=release,
        judges=judges,
        reviewers={each.model: each for each in (*judges, *reviewers)},
        medians=None if medians is None else read_scores(medians, whole=False),
        scenarios=scenarios,
        arms=arms,
        transcripts=_find_transcripts(checkout / RESULTS / release.transcripts),
    )


def severities(judges: tuple[Judge, ...], cells: list[Cell]) -> Matrix:
    """Return severities as `judges x cells`, NaN if a judge has none."""
    values = [[judge.scores.severity.get(cell, np.nan) for cell in cells] for judge in judges]
    return np.array(values, dtype=np.float64).reshape(len(judges), len(cells))


def _own_tables(
    checkout: Path, release: Release, tables: Mapping[str, ScoreTable]
) -> dict[str, ScoreTable]:
    """Return tables in which a model judges its own runs, by affix.

    If the release has no folder for them, use the known ones, and tables of one model if other
    tables have several.
    """
    if release.self_scores is not None:
        paths = score_tables(checkout / RESULTS / release.self_scores)
        return {affix: read_scores(path) for affix, path in paths.items()}
    widest = max(len(_subjects(table)) for table in tables.values())
    return {
        affix: table
        for affix, table in tables.items()
        if affix in release.reviewers
        or (affix not in release.judges and len(_subjects(table)) == 1 < widest)
    }


def _subjects(table: ScoreTable) -> list[str]:
    return sorted({arm.model for arm in table.arms})


def _models(
    folder: Path, release: Release, panel: Mapping[str, ScoreTable], extra: Mapping[str, str]
) -> dict[str, str]:
    """Map every judge's affix to its model."""
    models = {**release.judges, **extra}
    unknown = sorted(set(panel) - set(models))
    if unknown:
        subjects = sorted({model for table in panel.values() for model in _subjects(table)})
        raise ResultsError(
            f"{folder}: nothing says which models the judges {', '.join(unknown)} are. Name each: "
            + " ".join(f"--judge {affix}=MODEL" for affix in unknown)
            + f". If a judge is also a subject, use one of these names: {', '.join(subjects)}"
        )
    return models


def _reviewer(affix: str, table: ScoreTable, models: Mapping[str, str]) -> str:
    """Return the model of a self-review table: the configured one, else the only one in it."""
    subjects = _subjects(table)
    model = models.get(affix, subjects[0] if len(subjects) == 1 else "")
    if model not in subjects:
        raise ResultsError(
            f"{table.path} should contain {model or 'one model'}'s own runs but has columns of "
            f"{', '.join(subjects)}; say which model it is: --judge {affix}=MODEL"
        )
    return model


def _judge(affix: str, model: str, scores: ScoreTable) -> Judge:
    path = scores.path
    reasons = read_reasons(path.with_name(path.name.replace("scores_", "reasons_", 1)))
    return Judge(affix, model, scores, reasons)


def _shape(judges: tuple[Judge, ...]) -> tuple[tuple[str, ...], tuple[Arm, ...]]:
    """Return the rows and columns shared by all judges' tables."""
    first = judges[0].scores
    for judge in judges[1:]:
        odd = _names(first) ^ _names(judge.scores)
        if odd:
            raise ResultsError(
                f"{judge.scores.path} and {first.path} cover different runs: {min(odd)!r} is in "
                "only one of them; fetch both from the same release"
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
                f"{', '.join(PUBLISHED_VARIATIONS)}; rename the folder, or remove it"
            )
        cell = Cell(path.parent.name, Arm(model, variation))
        if cell in found:
            raise ResultsError(f"{path} and {found[cell]} are the same run; keep one of them")
        found[cell] = path
    return found
