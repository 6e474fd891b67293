"""Turn eval logs into rows, reading only headers and sample summaries.

Rows are identified by the log's metadata, never by names of tasks or files.
"""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import fsspec
from inspect_ai.log import (
    EvalSpec,
    list_eval_logs,
    read_eval_log,
    read_eval_log_sample_summaries,
)

from ..constants import VARIATIONS
from ..errors import ResultsError
from ..scores import (
    SAMPLES,
    SCENARIO,
    SCENARIO_VERSION,
    SCENARIO_VERSIONS,
    TASK_VERSION,
    VARIATION,
)
from ._private import archived_summaries
from .table import Results, Row

NO_PROVIDER = "none/"
"""Prefix of models whose runs were imported: Inspect's provider when there is no model."""

DID_NOT_RUN = "did not run"
NOT_SCORED = "not scored"
"""Error text of unscored rows for which Inspect reports no error."""

Summary = dict[str, Any]
Share = Callable[[dict[str, Any]], dict[str, Any]]

_HEADER, _START = "header.json", "_journal/start.json"
"""Files of a finished log and of one that runs, one of which every `.eval` file contains."""

FIELDS = {"id", "epoch", "metadata", "scores", "error", "limit"}
"""Fields of a summary that are read."""


def load_results(locations: Sequence[str]) -> Results:
    """Read logs and folders of logs, local or remote, as Inspect does.

    Retries of a task are joined: for each sample and epoch the latest success counts, or else the
    latest attempt. Of a log and its re-scored copy, which have the same task ID and time, the file
    written last counts in a folder, and of logs that are named, the first. Logs that cannot be
    read are listed in `unreadable` and skipped.

    Raises:
        ResultsError: no log can be read.
    """
    latest: dict[tuple[str, str, int], tuple[bool, str, Row]] = {}
    unreadable: dict[str, str] = {}
    logs: dict[str, EvalSpec] = {}
    share = _sharing()
    for log in find_logs(locations):
        try:
            header = read_eval_log(log, header_only=True)
            rows = _rows(log, header.eval, _summaries(log, share), share)
        except Exception as e:  # noqa: BLE001 (one damaged log must not hide the others)
            unreadable[log] = why_unreadable(log, e)
            continue
        logs[log] = header.eval
        for row in rows:
            key = (row.task_id, row.sample_id, row.epoch)
            attempt = (row.error is None, header.eval.created, row)
            if key not in latest or attempt[:2] > latest[key][:2]:
                latest[key] = attempt
    if not latest:
        reasons = "".join(f"\n  {log}: {reason}" for log, reason in unreadable.items())
        raise ResultsError(f"no samples in {', '.join(locations)}{reasons}")
    joined = sorted((row for _, _, row in latest.values()), key=_order)
    return Results(tuple(joined), unreadable, logs)


def find_logs(locations: Sequence[str]) -> list[str]:
    """Find logs among files, folders and URLs, each once; those of a folder by falling time.

    Raises:
        ResultsError: a path does not exist, a location cannot be listed, or there are no logs.
    """
    found: dict[str, str] = {}
    for location in locations:
        if "://" not in location and not Path(location).exists():
            raise ResultsError(f"{location}: no such file or folder")
        if location.endswith((".eval", ".json")):
            found.setdefault(_place(location), location)
            continue
        try:
            for log in list_eval_logs(location):
                found.setdefault(_place(log.name), log.name)
        except Exception as e:  # each kind of storage fails in its own way
            reason = " ".join(str(e).split())
            raise ResultsError(f"{location} cannot be listed: {type(e).__name__}: {reason}") from e
    if not found:
        raise ResultsError(f"no eval logs in {', '.join(locations)}; name logs or their folder")
    return list(found.values())


def _place(log: str) -> str:
    """Return one spelling for a local file, named by a path or a URL."""
    path = unquote(log.removeprefix("file://")) if log.startswith("file://") else log
    return path if "://" in path else str(Path(path).resolve())


def why_unreadable(log: str, error: Exception) -> str:
    """Say in one line why a log cannot be read; most are cut off by a full disk or a kill."""
    if isinstance(error, ResultsError):
        return error.message
    if log.endswith(".eval"):
        try:
            with fsspec.open(log, "rb") as file:
                if not zipfile.is_zipfile(file):
                    return "not a complete .eval file: cut off when written or copied, or never one"
                if not {_HEADER, _START} & set(zipfile.ZipFile(file).namelist()):
                    return "not an eval log: it has no header"
        except Exception as e:  # noqa: BLE001 (the error says why the log cannot be opened)
            error = e
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def _summaries(log: str, share: Share) -> list[Summary]:
    """Return sample summaries as plain data."""
    found = archived_summaries(log, share)
    if found is not None:
        return found
    return [summary.model_dump(include=FIELDS) for summary in read_eval_log_sample_summaries(log)]


def _sharing() -> Share:
    """Return a function that deduplicates equal flat objects, so that epochs share them."""
    known: dict[tuple[Any, ...], dict[str, Any]] = {}

    def share(found: dict[str, Any]) -> dict[str, Any]:
        values = found.values()
        try:
            return known.setdefault((*found, *values, *map(type, values)), found)
        except TypeError:  # it contains another object or a list
            return found

    return share


def _rows(log: str, spec: EvalSpec, summaries: Sequence[Summary], share: Share) -> list[Row]:
    """Return the rows of one log: every requested sample and epoch, run or not."""
    log_metadata = dict(spec.metadata or {})
    known = log_metadata.pop(SAMPLES, {})
    versions = log_metadata.pop(SCENARIO_VERSIONS, {})
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
        of_sample = {**known.get(sample_id, {}), **(summary.get("metadata") or {})}
        metadata = share({**log_metadata, **of_sample})
        if VARIATION not in metadata:
            raise ResultsError(f"sample {sample_id} has no variation: not a log of odcv_inspect")
        if summary:
            _refuse_mixed(sample_id, metadata, spec, versions)
        scores = summary.get("scores") or {}
        rows.append(
            Row(
                model=model,
                variation=str(metadata[VARIATION]),
                scenario=str(metadata.get(SCENARIO, sample_id)),
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


def _refuse_mixed(
    sample_id: str, metadata: Mapping[str, Any], spec: EvalSpec, versions: Mapping[str, Any]
) -> None:
    """Refuse a sample that ran under another version than its log's task.

    Raises:
        ResultsError: an `inspect eval-retry` kept the sample from before an upgrade.
    """
    scenario = metadata.get(SCENARIO)
    ran, now = metadata.get(SCENARIO_VERSION), versions.get(str(scenario))
    pairs = [(f"version of {scenario}", ran, now)] if now is not None else []
    if TASK_VERSION in metadata:
        pairs.append(("task version", metadata[TASK_VERSION], spec.task_version))
    for what, of_sample, of_task in pairs:
        if str(of_sample) != str(of_task):
            raise ResultsError(
                f"sample {sample_id} ran under {what} {of_sample}, the log's task has {of_task}: "
                "it was retried after an upgrade of odcv_inspect or of the scenario; run the task "
                "again, or retry the earlier log with the release that made it"
            )


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
