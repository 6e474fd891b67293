"""Eval logs -> one tidy table, a row per sample and epoch, missing ones included.

Only headers and sample summaries are read. Rows are keyed on what the log's metadata says,
never on names of tasks or files.
"""

import json
import zipfile
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import nan
from typing import Any, TypeVar

import fsspec
import numpy as np
from inspect_ai.log import (
    EvalSpec,
    list_eval_logs,
    read_eval_log,
    read_eval_log_sample_summaries,
)

from .constants import VARIATIONS
from .errors import ResultsError
from .statistics.intervals import Matrix

NO_PROVIDER = "none/"
"""Prefix of the names of models whose runs were imported: Inspect's provider for no model."""

DID_NOT_RUN = "did not run"
NOT_SCORED = "not scored"
"""Errors of rows without one of Inspect's own."""

Group = TypeVar("Group", bound=Hashable)

Summary = dict[str, Any]
Share = Callable[[dict[str, Any]], dict[str, Any]]

SUMMARIES = "summaries.json"
"""Member of a finished log that holds every sample's summary."""

FIELDS = {"id", "epoch", "metadata", "scores", "error", "limit"}
"""What is read of a summary."""

SCORERS = ("evidence", "panel")
"""The two instruments that give a violation and a severity; never pooled."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sample in one epoch.

    Attributes:
        model: As the log names it, without the provider of imported runs.
        variation: One of `constants.VARIATIONS`, or what an imported log says.
        scenario: Scenario's id.
        sample_id: The sample's id in its log.
        epoch: From 1.
        task_id: The task run it belongs to; retries share it.
        task_version: Comparability number of the task.
        log: Location of the log it was read from.
        metadata: The sample's metadata; empty for a sample that never ran.
        scores: Numbers by scorer and key; NaN where the instrument gives none.
        score_metadata: Metadata by scorer.
        error: Why the sample has no scores; None where it has some.
        limit: Which of Inspect's limits ended the run; None where none did.
    """

    model: str
    variation: str
    scenario: str
    sample_id: str
    epoch: int
    task_id: str
    task_version: str
    log: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    score_metadata: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    error: str | None = None
    limit: str | None = None

    def value(self, scorer: str, key: str) -> float:
        """A score's number, NaN where there is none."""
        return self.scores.get(scorer, {}).get(key, nan)

    def measured_by(self, scorer: str) -> bool:
        """Whether an instrument was there: a panel of which no judge was asked was not."""
        return scorer in self.scores and self.value(scorer, "asked") != 0

    def get(self, key: str) -> Any:
        """An attribute, else a value of the metadata, else None."""
        return getattr(self, key, self.metadata.get(key))


@dataclass(frozen=True)
class Results:
    """What the logs hold.

    Attributes:
        rows: In the order of model, variation, scenario, sample, epoch.
        unreadable: Logs that could not be read, each with the reason.
        logs: What each log that was read says of its run, by location.
    """

    rows: tuple[Row, ...]
    unreadable: Mapping[str, str] = field(default_factory=dict)
    logs: Mapping[str, EvalSpec] = field(default_factory=dict)

    @property
    def scorers(self) -> tuple[str, ...]:
        """The instruments that were used here; a panel without judges was not."""
        return tuple(
            scorer
            for scorer in SCORERS
            if any(
                row.scores[scorer].get("asked") != 0 for row in self.rows if scorer in row.scores
            )
        )

    def select(self, **wanted: str) -> "Results":
        """The rows whose attributes or metadata have the wanted values."""
        items = list(wanted.items())
        return Results(tuple(row for row in self.rows if all(row.get(k) == v for k, v in items)))

    def groups(self, *keys: str) -> dict[tuple[str, ...], "Results"]:
        """The rows by their values of attributes or metadata keys, in the order of rows."""
        return self.group_by(lambda row: tuple(str(row.get(key)) for key in keys))

    def group_by(self, group: Callable[[Row], Group | None]) -> dict[Group, "Results"]:
        """The rows by what `group` says of them, in their order; None leaves a row out."""
        found: dict[Group, list[Row]] = defaultdict(list)
        for row in self.rows:
            if (of_row := group(row)) is not None:
                found[of_row].append(row)
        return {name: Results(tuple(rows)) for name, rows in found.items()}

    def distinct(self, key: str) -> tuple[str, ...]:
        """Values of an attribute or metadata key; variations in their own order, else sorted."""
        found = {str(row.get(key)) for row in self.rows}
        order = {name: i for i, name in enumerate(VARIATIONS)}
        return tuple(sorted(found, key=lambda value: (order.get(value, len(order)), value)))

    def matrix(self, scorer: str, key: str, scenarios: Sequence[str] | None = None) -> Matrix:
        """Scores as `scenarios x cells`, NaN for missing ones and for padding.

        Use `eligible` to tell padding from missing cells.

        Args:
            scorer: The instrument.
            key: Of its value.
            scenarios: Rows of the matrix, so that two arms can be paired; default: those there
                are, in order.
        """
        return self.cells(lambda row: row.value(scorer, key), scenarios=scenarios)

    @property
    def eligible(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Where `matrix` holds a cell that was asked for; `scenarios x cells`."""
        return self.cells(lambda row: 1.0, padding=0.0).astype(bool)

    def cells(
        self,
        value: Callable[[Row], float],
        padding: float = nan,
        scenarios: Sequence[str] | None = None,
    ) -> Matrix:
        """Anything that a row says, as `matrix` lays it out."""
        by_scenario: dict[str, list[float]] = {scenario: [] for scenario in scenarios or ()}
        for row in self.rows:
            by_scenario.setdefault(row.scenario, []).append(value(row))
        width = max(map(len, by_scenario.values()), default=0)
        return np.array(
            [cells + [padding] * (width - len(cells)) for cells in by_scenario.values()],
            dtype=np.float64,
        ).reshape(len(by_scenario), width)


def load_results(locations: Sequence[str]) -> Results:
    """Read logs and folders of logs, local or remote as Inspect reads them.

    Retries of a task are joined: of each sample and epoch the latest success counts, else the
    latest attempt. A log that cannot be read is named in `unreadable`, and the rest is read.

    Raises:
        ResultsError: nothing readable is there.
    """
    latest: dict[tuple[str, str, int], tuple[bool, str, Row]] = {}
    unreadable: dict[str, str] = {}
    logs: dict[str, EvalSpec] = {}
    share = _sharing()
    for log in find_logs(locations):
        try:
            header = read_eval_log(log, header_only=True)
            rows = _rows(log, header.eval, _summaries(log, share), share)
        except Exception as e:  # noqa: BLE001 (any damage to one log must not hide the others)
            unreadable[log] = f"{type(e).__name__}: {e}"
            continue
        logs[log] = header.eval
        for row in rows:
            key = (row.task_id, row.sample_id, row.epoch)
            attempt = (row.error is None, header.eval.created, row)
            if key not in latest or attempt[:2] >= latest[key][:2]:
                latest[key] = attempt
    if not latest:
        reasons = "".join(f"\n  {log}: {reason}" for log, reason in unreadable.items())
        raise ResultsError(f"no samples in {', '.join(locations)}{reasons}")
    joined = sorted((row for _, _, row in latest.values()), key=_order)
    return Results(tuple(joined), unreadable, logs)


def find_logs(locations: Sequence[str]) -> list[str]:
    """Logs among files, folders and URLs, each once.

    Raises:
        ResultsError: there are none.
    """
    found: dict[str, None] = {}
    for location in locations:
        if location.endswith((".eval", ".json")):
            found[location] = None
            continue
        found.update((log.name, None) for log in list_eval_logs(location))
    if not found:
        raise ResultsError(f"no eval logs in {', '.join(locations)}; name logs or their folder")
    return list(found)


def require_poolable(rows: Iterable[Row], scorer: str) -> None:
    """Refuse to put together what was not measured alike.

    Raises:
        ResultsError: within one model and variation the task's or a scenario's version, or the
            panel or its rubric, differ; the text names the logs of each.
    """
    kinds: dict[tuple[str, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        for what, where, value in _measured_by(row, scorer):
            kinds[(row.model, row.variation, what, where)][value].add(row.log)
    for (model, variation, what, where), values in kinds.items():
        if len(values) > 1:
            listed = "".join(
                f"\n  {what} {value}: {', '.join(sorted(logs))}" for value, logs in values.items()
            )
            raise ResultsError(
                f"{model}, {variation}{where}: logs with different {what} must not be pooled; "
                f"name the logs of one of them:{listed}"
            )


def _measured_by(row: Row, scorer: str) -> Iterable[tuple[str, str, str]]:
    yield "task version", "", row.task_version
    if "scenario_version" in row.metadata:
        yield "scenario version", f", {row.scenario}", str(row.metadata["scenario_version"])
    metadata = row.score_metadata.get(scorer, {}) if row.measured_by(scorer) else {}
    for key in ("panel_id", "rubric", "judge_sees", "exclusion"):
        if key in metadata:
            yield key, "", str(metadata[key])


def _summaries(log: str, share: Share) -> list[Summary]:
    """Sample summaries as plain data.

    A finished log holds all of them in one member of its archive. Inspect's own reader trims
    every text in them anew, which takes ten times as long and changes nothing; it reads what has
    no such member.
    """
    if log.endswith(".eval"):
        with fsspec.open(log, "rb") as file, zipfile.ZipFile(file) as archive:
            if SUMMARIES in archive.namelist():
                found: list[Summary] = json.loads(archive.read(SUMMARIES), object_hook=share)
                return found
    return [summary.model_dump(include=FIELDS) for summary in read_eval_log_sample_summaries(log)]


def _sharing() -> Share:
    """A function that gives equal flat objects as one, so that epochs share what is alike."""
    known: dict[tuple[Any, ...], dict[str, Any]] = {}

    def share(found: dict[str, Any]) -> dict[str, Any]:
        values = found.values()
        try:
            return known.setdefault((*found, *values, *map(type, values)), found)
        except TypeError:  # it holds another object or a list
            return found

    return share


def _rows(log: str, spec: EvalSpec, summaries: Sequence[Summary], share: Share) -> list[Row]:
    """Rows of one log: of every sample and epoch that was asked for, run or not."""
    log_metadata = spec.metadata or {}
    ran = {(str(summary["id"]), int(summary["epoch"])): summary for summary in summaries}
    asked = [
        (str(sample_id), epoch)
        for sample_id in spec.dataset.sample_ids or []
        for epoch in range(1, (spec.config.epochs or 1) + 1)
    ]
    model = spec.model.removeprefix(NO_PROVIDER)
    rows = []
    for sample_id, epoch in dict.fromkeys([*asked, *ran]):
        summary = ran.get((sample_id, epoch), {})
        metadata = share({**log_metadata, **(summary.get("metadata") or {})})
        if "variation" not in metadata:
            raise ResultsError(f"{log}: sample {sample_id} names no variation: not a log of ours")
        scores = summary.get("scores") or {}
        rows.append(
            Row(
                model=model,
                variation=str(metadata["variation"]),
                scenario=str(metadata.get("scenario", sample_id)),
                sample_id=sample_id,
                epoch=epoch,
                task_id=spec.task_id,
                task_version=str(spec.task_version),
                log=log,
                metadata=metadata,
                scores={name: share(_numbers(score)) for name, score in scores.items()},
                score_metadata={
                    name: score.get("metadata") or {} for name, score in scores.items()
                },
                error=_why_unscored(summary),
                limit=summary.get("limit"),
            )
        )
    return rows


def _numbers(score: Mapping[str, Any]) -> dict[str, float]:
    value = score.get("value")
    if not isinstance(value, Mapping):
        return {}
    return {k: float(v) for k, v in value.items() if isinstance(v, int | float)}


def _why_unscored(summary: Summary) -> str | None:
    if not summary:
        return DID_NOT_RUN
    if summary.get("error"):
        return str(summary["error"])
    return None if summary.get("scores") else NOT_SCORED


def _order(row: Row) -> tuple[str, int, str, str, str, int]:
    known = VARIATIONS.index(row.variation) if row.variation in VARIATIONS else len(VARIATIONS)
    return (row.model, known, row.variation, row.scenario, row.sample_id, row.epoch)
