"""Only pool runs that were measured the same way."""

from collections import defaultdict
from collections.abc import Iterable

from ..errors import ResultsError
from ..scores import SCENARIO_VERSION, instrument
from .table import Row


def require_poolable(rows: Iterable[Row], scorer: str) -> None:
    """Refuse to pool runs that were measured differently.

    Raises:
        ResultsError: within one model and variation, the version of the task or a scenario or one
            of the instrument's `alike` settings differs; the message names the logs of each.
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
