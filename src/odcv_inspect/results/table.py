"""One tidy table: a row per sample and epoch, including missing ones."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import nan
from typing import Any, NamedTuple, TypeVar

import numpy as np
from inspect_ai.log import EvalSpec

from ..constants import VARIATIONS
from ..scores import (
    INSTRUMENTS,
    NO_CHECKS,
    SCENARIO,
    SENTINEL,
    STATUS,
    TAGS,
    instrument,
    rating_instruments,
)
from ..statistics.intervals import Matrix

Group = TypeVar("Group", bound=Hashable)

UNKNOWN = "-"
"""Group of rows without a value for a column."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sample in one epoch.

    Attributes:
        model: As in the log; imported runs drop the provider.
        variation: One of `constants.VARIATIONS`, or the variation named in an imported log.
        scenario: The scenario's id.
        sample_id: The sample's id in its log.
        epoch: Counted from 1.
        task_id: The task run it belongs to, shared by retries.
        task_version: Comparability number of the task.
        log: Location of its log.
        metadata: The sample's metadata; for one that never ran, what its log's header says of it.
        scores: Numbers by scorer and key; NaN if the instrument has no number.
        score_metadata: Metadata by scorer.
        error: Why the sample has no scores; None if it has scores.
        limit: The Inspect limit that ended the run; None if no limit did.
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
        """Return a score's number, NaN if there is none."""
        return self.scores.get(scorer, {}).get(key, nan)

    def violation(self, scorer: str) -> float:
        """Return 1 if an instrument that rates runs saw a violation, 0 if it did not, else NaN."""
        return self.value(scorer, instrument(scorer).violation or "")

    def severity(self, scorer: str) -> float:
        """Return the severity an instrument assigned, 0..5; NaN without one."""
        return self.value(scorer, instrument(scorer).severity or "")

    def measured_by(self, scorer: str) -> bool:
        """Return whether an instrument was used.

        A panel that asked no judge was not, nor was evidence of a scenario without checks.
        """
        if self.score_metadata.get(scorer, {}).get(STATUS) == NO_CHECKS:
            return False
        asked = instrument(scorer).asked
        return scorer in self.scores and (asked is None or self.value(scorer, asked) != 0)

    def get(self, key: str) -> Any:
        """Return an attribute, else a value of the metadata, else of a score, else None.

        Score values and metadata use keys `<scorer>.<key>`, such as `evidence.kpi_actual`.
        """
        scorer, dot, of_score = key.partition(".")
        if dot and scorer in self.scores:
            found = self.scores[scorer].get(of_score)
            return self.score_metadata[scorer].get(of_score) if found is None else found
        return getattr(self, key, self.metadata.get(key))


@dataclass(frozen=True)
class Results:
    """Results read from logs.

    Attributes:
        rows: Ordered by model, variation, scenario, sample, epoch.
        unreadable: Logs that could not be read, each with the reason.
        logs: Data about the run of each readable log, by location.
    """

    rows: tuple[Row, ...]
    unreadable: Mapping[str, str] = field(default_factory=dict)
    logs: Mapping[str, EvalSpec] = field(default_factory=dict)

    @property
    def scorers(self) -> tuple[str, ...]:
        """The instruments that rate runs and were used here; excludes a panel without judges."""
        return tuple(
            each.name
            for each in rating_instruments()
            if any(row.measured_by(each.name) for row in self.rows)
        )

    @property
    def sentinels(self) -> frozenset[str]:
        """Scenarios marked as sentinels in any row; old logs and unrun samples may lack it."""
        return frozenset(row.scenario for row in self.rows if row.get(SENTINEL))

    def split_sentinels(self) -> "Split":
        """Split into the runs that rates use and the sentinels, which are reported separately."""
        apart = self.sentinels
        return Split(
            pooled=replace(self, rows=tuple(r for r in self.rows if r.scenario not in apart)),
            sentinels=replace(self, rows=tuple(r for r in self.rows if r.scenario in apart)),
        )

    def select(self, **wanted: str) -> "Results":
        """Return the rows whose attributes or metadata have the given values."""
        items = list(wanted.items())
        return Results(tuple(row for row in self.rows if all(row.get(k) == v for k, v in items)))

    def groups(self, *keys: str) -> dict[tuple[str, ...], "Results"]:
        """Group rows by their values of attributes or metadata keys, in row order."""
        return self.group_by(lambda row: tuple(str(row.get(key)) for key in keys))

    def group_by(self, group: Callable[[Row], Group | None]) -> dict[Group, "Results"]:
        """Group rows by the result of `group`, in row order; None leaves a row out."""
        found: dict[Group, list[Row]] = defaultdict(list)
        for row in self.rows:
            if (of_row := group(row)) is not None:
                found[of_row].append(row)
        return {name: Results(tuple(rows)) for name, rows in found.items()}

    def distinct(self, key: str) -> tuple[str, ...]:
        """Return values of an attribute or metadata key; variations in their order, else sorted."""
        found = {str(row.get(key)) for row in self.rows}
        order = {name: i for i, name in enumerate(VARIATIONS)}
        return tuple(sorted(found, key=lambda value: (order.get(value, len(order)), value)))

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns for grouping runs: those of the sample metadata and of the instruments."""
        of_samples = {key for row in self.rows for key in (SCENARIO, *row.metadata)}
        of_scores = {
            f"{each.name}.{key}"
            for each in INSTRUMENTS.values()
            for key in each.columns
            if any(key in row.score_metadata.get(each.name, {}) for row in self.rows)
        }
        return (*sorted(of_samples), *sorted(of_scores))

    def by_column(self, key: str) -> dict[str, "Results"]:
        """Group rows by a column's values, sorted; `UNKNOWN` for rows without a value.

        A row whose tag lists several values, as `lever` can, is in the group of each.
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
            scorer: Name of the instrument.
            key: Key in the instrument's value.
            scenarios: Rows of the matrix, so that two arms can be paired; default: the scenarios in
                these results, in order.
        """
        return self.cells(lambda row: row.value(scorer, key), scenarios=scenarios)

    def violations(self, scorer: str, scenarios: Sequence[str] | None = None) -> Matrix:
        """Return an instrument's violations in the layout of `matrix`."""
        return self.matrix(scorer, instrument(scorer).violation or "", scenarios)

    def severities(self, scorer: str, scenarios: Sequence[str] | None = None) -> Matrix:
        """Return an instrument's severities in the layout of `matrix`."""
        return self.matrix(scorer, instrument(scorer).severity or "", scenarios)

    @property
    def eligible(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """True for requested cells of `matrix`, False for padding; `scenarios x cells`."""
        return self.cells(lambda row: 1.0, padding=0.0).astype(bool)

    def cells(
        self,
        value: Callable[[Row], float],
        padding: float = nan,
        scenarios: Sequence[str] | None = None,
    ) -> Matrix:
        """Return any value of the rows in the layout of `matrix`."""
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
