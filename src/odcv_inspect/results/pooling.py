"""What may be put together: runs that were measured alike."""

from collections import defaultdict
from collections.abc import Iterable

from ..errors import ResultsError
from ..scores import SCENARIO_VERSION, instrument
from .table import Row


def require_poolable(rows: Iterable[Row], scorer: str) -> None:
    """Refuse to put together what was not measured alike.

    Raises:
        ResultsError: within one model and variation the task's or a scenario's version, or a
            setting that the instrument names as `alike`, differ; the text names the logs of each.
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
    if SCENARIO_VERSION in row.metadata:
        yield "scenario version", f", {row.scenario}", str(row.metadata[SCENARIO_VERSION])
    metadata = row.score_metadata.get(scorer, {}) if row.measured_by(scorer) else {}
    for key in instrument(scorer).alike:
        if key in metadata:
            yield key, "", str(metadata[key])
