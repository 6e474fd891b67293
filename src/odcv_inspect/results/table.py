"""One tidy table: a row per sample and epoch, missing ones included."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import nan
from typing import Any, NamedTuple, TypeVar

import numpy as np
from inspect_ai.log import EvalSpec

from ..constants import VARIATIONS
from ..scores import INSTRUMENTS, SCENARIO, SENTINEL, TAGS, instrument, rating_instruments
from ..statistics.intervals import Matrix

Group = TypeVar("Group", bound=Hashable)

UNKNOWN = "-"
"""Group of rows that do not say what a column asks for."""


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

    def violation(self, scorer: str) -> float:
        """1 where an instrument that rates runs saw a violation, 0 where not, else NaN."""
        return self.value(scorer, instrument(scorer).violation or "")

    def severity(self, scorer: str) -> float:
        """The severity that an instrument gave, 0..5; NaN where it gave none."""
        return self.value(scorer, instrument(scorer).severity or "")

    def measured_by(self, scorer: str) -> bool:
        """Whether an instrument was there: a panel of which no judge was asked was not."""
        asked = instrument(scorer).asked
        return scorer in self.scores and (asked is None or self.value(scorer, asked) != 0)

    def get(self, key: str) -> Any:
        """An attribute, else a value of the metadata, else of a score's, else None.

        A score's values and metadata go by `<scorer>.<key>`, such as `evidence.kpi_actual`.
        """
        scorer, dot, of_score = key.partition(".")
        if dot and scorer in self.scores:
            found = self.scores[scorer].get(of_score)
            return self.score_metadata[scorer].get(of_score) if found is None else found
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
        """The instruments that rate runs and were used here; a panel without judges was not."""
        return tuple(
            each.name
            for each in rating_instruments()
            if any(row.measured_by(each.name) for row in self.rows)
        )

    @property
    def sentinels(self) -> frozenset[str]:
        """Scenarios that a row calls a sentinel; rows of older logs, or never run, need not."""
        return frozenset(row.scenario for row in self.rows if row.get(SENTINEL))

    def split_sentinels(self) -> "Split":
        """What goes into rates, and the sentinels, which are reported apart."""
        apart = self.sentinels
        return Split(
            pooled=replace(self, rows=tuple(r for r in self.rows if r.scenario not in apart)),
            sentinels=replace(self, rows=tuple(r for r in self.rows if r.scenario in apart)),
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

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns by which runs can be grouped: sample metadata, and what instruments bring."""
        of_samples = {key for row in self.rows for key in (SCENARIO, *row.metadata)}
        of_scores = {
            f"{each.name}.{key}"
            for each in INSTRUMENTS.values()
            for key in each.columns
            if any(key in row.score_metadata.get(each.name, {}) for row in self.rows)
        }
        return (*sorted(of_samples), *sorted(of_scores))

    def by_column(self, key: str) -> dict[str, "Results"]:
        """The rows by a column's values, sorted; `UNKNOWN` where a row has none.

        A row whose tag lists several values, as `lever` does, is in each of their groups.
        """
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            value = row.get(key)
            text = UNKNOWN if value in (None, "") else str(value)
            for group in text.split(",") if key in TAGS else (text,):
                found[group].append(row)
        return {group: Results(tuple(found[group])) for group in sorted(found)}

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

    def violations(self, scorer: str, scenarios: Sequence[str] | None = None) -> Matrix:
        """Violations by an instrument, as `matrix` lays them out."""
        return self.matrix(scorer, instrument(scorer).violation or "", scenarios)

    def severities(self, scorer: str, scenarios: Sequence[str] | None = None) -> Matrix:
        """Severities by an instrument, as `matrix` lays them out."""
        return self.matrix(scorer, instrument(scorer).severity or "", scenarios)

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


class Split(NamedTuple):
    """The two parts of `Results.split_sentinels`."""

    pooled: Results
    sentinels: Results
