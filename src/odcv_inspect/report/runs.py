"""Index every run, so that the page can list the runs behind a table row."""

from collections import Counter
from collections.abc import Container, Iterable
from math import isnan
from typing import Any
from urllib.parse import unquote

from ..results import Results, Row, has_level, level_of, reference_levels
from ..scenarios.condition import FACTORS
from ..scores import STATEMENTS, USABLE
from .breakdowns import KEYS
from .outcomes import outcome
from .sheet import Record

SELECTING = ("model", "variation", "scenario", *KEYS)
"""Keys of a record that select its runs."""


_FIELDS = ("model", "variation", "scenario", "sample", "epoch", "log", "outcome")

_MOST_TEXT = 200
"""Maximum characters of an error shown on the page."""


def selection(record: Record) -> dict[str, str]:
    """Return the values shared by a record's runs, `a+b` for two; empty if it selects no runs.

    A record of a model alone compares its arms, or is about part of its runs.
    """
    keys = (*SELECTING, *FACTORS)
    found = {key: str(record[key]) for key in keys if record.get(key) is not None}
    return found if found.keys() - {"model"} else {}


def run_index(results: Results, viewer: str | None) -> dict[str, Any]:
    """Return runs as short lists, storing each word once.

    Args:
        results: Results to index.
        viewer: Folder of Inspect's viewer beside the page; None without one.

    Returns:
        `fields` names the positions in each list of `runs`; `scorers` names those that are
        severities, null if unusable. `words` contains the texts that all other positions
        except `epoch` refer to; `groups` contains the tags of each scenario. Runs of sentinels
        are selected only by rows that name a scenario with `sentinel`, and runs at another
        level of a factor in `reference` only by rows that name the factor. Where a factor has no
        meaning, a run has the reference level.
    """
    words: dict[str, dict[str, int]] = {}
    scorers, reference = results.scorers, reference_levels(results)
    levels = {**{name: factor.default for name, factor in FACTORS.items()}, **reference}

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
            *(
                place(factor, level_of(row, factor) if has_level(row, factor) else level)
                for factor, level in levels.items()
            ),
            *(_severity(row, scorer) for scorer in scorers),
        ]
        for row in results.rows
    ]
    return {
        "fields": [*_FIELDS, *levels, *scorers],
        "scorers": scorers,
        "reference": reference,
        "words": {kind: list(texts) for kind, texts in words.items()},
        "groups": {row.scenario: _groups(row, sentinels) for row in results.rows},
        "runs": runs,
        "viewer": viewer,
    }


def log_names(logs: Iterable[str]) -> dict[str, str]:
    """Return a file name for each log; logs with the same name get a number prefix."""
    names: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for log in dict.fromkeys(logs):
        name = unquote(log.rpartition("/")[2])
        taken[name] += 1
        names[log] = name if taken[name] == 1 else f"{taken[name]}_{name}"
    return names


def _ended(row: Row) -> str:
    return (row.error or outcome(row, row.value(STATEMENTS.name, USABLE) == 1) or "")[:_MOST_TEXT]


def _severity(row: Row, scorer: str) -> float | None:
    severity = row.severity(scorer)
    return None if isnan(severity) else severity


def _groups(row: Row, sentinels: Container[str]) -> dict[str, str]:
    groups = {key: str(row.get(key)) for key in KEYS if row.get(key)}
    return groups | {"sentinel": "yes"} if row.scenario in sentinels else groups
