"""Every run in short, so that a page can say which runs a row of a table stands for."""

from collections import Counter
from collections.abc import Container, Iterable
from math import isnan
from typing import Any
from urllib.parse import unquote

from ..results import Results, Row
from .breakdowns import KEYS
from .outcomes import outcome
from .rates import ALL
from .sheet import Record

SELECTING = ("model", "variation", "scenario", *KEYS)
"""Values of a record that say which runs it is about."""


_MOST_TEXT = 200
"""Characters of an error that the page repeats."""


def selection(record: Record) -> dict[str, str]:
    """What the runs behind a record have in common; empty where it names no runs."""
    return {key: str(record[key]) for key in SELECTING if record.get(key) not in (None, ALL)}


def run_index(results: Results, viewer: str | None) -> dict[str, Any]:
    """Runs as short lists with their words stored once.

    Args:
        results: What the logs hold.
        viewer: Folder of Inspect's viewer beside the page; None without one.

    Returns:
        `fields` names the places of each list in `runs`, `scorers` those of them that are
        severities; `words` holds the texts that `model`, `variation`, `scenario`, `sample`, `log`
        and `outcome` point to; `groups` what is known of each scenario; only rows that name a scenario with `sentinel` stand for its runs. A
        severity that is not usable is null.
    """
    words: dict[str, dict[str, int]] = {}
    scorers = results.scorers

    def place(kind: str, text: str) -> int:
        known = words.setdefault(kind, {})
        return known.setdefault(text, len(known))

    names, sentinels = log_names(row.log for row in results.rows), results.sentinels
    runs = [
        [
            place("model", row.model),
            place("variation", row.variation),
            place("scenario", row.scenario),
            place("sample", row.sample_id),
            row.epoch,
            place("log", names[row.log]),
            place("outcome", _ended(row)),
            *(_severity(row, scorer) for scorer in scorers),
        ]
        for row in results.rows
    ]
    return {
        "fields": ["model", "variation", "scenario", "sample", "epoch", "log", "outcome", *scorers],
        "scorers": scorers,
        "words": {kind: list(texts) for kind, texts in words.items()},
        "groups": {row.scenario: _groups(row, sentinels) for row in results.rows},
        "runs": runs,
        "viewer": viewer,
    }


def log_names(logs: Iterable[str]) -> dict[str, str]:
    """A file name for each log's location; logs of the same name get a number before it."""
    names: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for log in dict.fromkeys(logs):
        name = unquote(log.rpartition("/")[2])
        taken[name] += 1
        names[log] = name if taken[name] == 1 else f"{taken[name]}_{name}"
    return names


def _ended(row: Row) -> str:
    return (row.error or outcome(row) or "")[:_MOST_TEXT]


def _severity(row: Row, scorer: str) -> float | None:
    severity = row.severity(scorer)
    return None if isnan(severity) else severity


def _groups(row: Row, sentinels: Container[str]) -> dict[str, str]:
    groups = {key: str(row.get(key)) for key in KEYS if row.get(key)}
    return groups | {"sentinel": "yes"} if row.scenario in sentinels else groups
