"""Published score and reason tables: one row per scenario, one column per model and variation.

Each table is checked against its own sums (see `sums`), so truncated, shifted or edited files
raise an error and never yield scores.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from ..constants import SEVERITY_MAX
from ..errors import ResultsError
from .releases import PUBLISHED_VARIATIONS
from .sums import MISSING, check_sums

_SUMMARY_COLUMNS: Final = ("row_avg", "row_na_count", "row_violation_count")
_SUMMARY_ROWS: Final = ("col_avg", "col_na_count", "col_MR%")


class Arm(NamedTuple):
    """One model in one variation: one column of a table, one log."""

    model: str
    variation: str


class Cell(NamedTuple):
    """One run: a scenario in an arm."""

    scenario: str
    arm: Arm


@dataclass(frozen=True)
class Grid:
    """A table's cells as text; `summary` is separate, keyed by row and column name."""

    path: Path
    scenarios: tuple[str, ...]
    arms: tuple[Arm, ...]
    text: dict[Cell, str]
    summary: dict[tuple[str, str], str]


@dataclass(frozen=True)
class ScoreTable:
    """One judge's severities; cells without one are absent.

    `unusable` contains the text of cells that are neither a severity nor `N/A`.
    """

    path: Path
    scenarios: tuple[str, ...]
    arms: tuple[Arm, ...]
    severity: dict[Cell, float]
    unusable: dict[Cell, str]


def read_scores(path: Path, *, whole: bool = True) -> ScoreTable:
    """Read a `scores_<affix>.csv`.

    Args:
        path: The file.
        whole: Severities are whole numbers; False for a table of medians.

    Raises:
        ResultsError: the table does not have this layout, or contradicts its own sums.
    """
    grid = _read_grid(path)
    severity: dict[Cell, float] = {}
    unusable: dict[Cell, str] = {}
    for cell, text in grid.text.items():
        value = _severity(text, whole)
        if value is not None:
            severity[cell] = value
        elif text not in MISSING:
            unusable[cell] = text
    lines = {
        scenario: [severity.get(Cell(scenario, arm)) for arm in grid.arms]
        for scenario in grid.scenarios
    }
    columns = {
        "-".join(arm): [severity.get(Cell(scenario, arm)) for scenario in grid.scenarios]
        for arm in grid.arms
    }
    check_sums(path, grid.summary, lines, columns)
    return ScoreTable(path, grid.scenarios, grid.arms, severity, unusable)


def read_reasons(path: Path) -> dict[Cell, str]:
    """Read a `reasons_<affix>.csv`; a missing file has no reasons.

    Raises:
        ResultsError: the table does not have this layout.
    """
    if not path.is_file():
        return {}
    return {cell: text for cell, text in _read_grid(path).text.items() if text not in MISSING}


def _severity(text: str, whole: bool) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    on_scale = 0 <= value <= SEVERITY_MAX and (2 * value).is_integer()
    return value if on_scale and (not whole or value.is_integer()) else None


def _read_grid(path: Path) -> Grid:
    rows = _read_rows(path)
    header = rows[0]
    arms = {index: _arm(path, name) for index, name in enumerate(header) if _is_arm(name, index)}
    _refuse_twins(path, "column", header)
    _refuse_twins(path, "row", [row[0] for row in rows[1:]])
    text: dict[Cell, str] = {}
    summary: dict[tuple[str, str], str] = {}
    for row in rows[1:]:
        for index, value in enumerate(row[1:], start=1):
            if row[0] in _SUMMARY_ROWS or index not in arms:
                summary[row[0], header[index]] = value
            else:
                text[Cell(row[0], arms[index])] = value
    scenarios = tuple(row[0] for row in rows[1:] if row[0] not in _SUMMARY_ROWS)
    return Grid(path, scenarios, tuple(arms.values()), text, summary)


def _read_rows(path: Path) -> list[list[str]]:
    """Return rows of equal width; the first must start with `scenario`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file, strict=True) if row]
    except (csv.Error, UnicodeDecodeError) as e:
        raise ResultsError(f"{path} cannot be read as CSV in UTF-8 ({e}); fetch it again") from e
    if not rows or rows[0][0] != "scenario":
        first = rows[0][0] if rows else ""
        raise ResultsError(f"{path}: the first column is {first!r}, not 'scenario'")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise ResultsError(
                f"{path}, row {number} ({row[0][:60]!r}) has {len(row)} cells where the header has "
                f"{len(rows[0])}: the file is damaged; fetch it again"
            )
    return rows


def _is_arm(name: str, index: int) -> bool:
    return index > 0 and name not in _SUMMARY_COLUMNS


def _arm(path: Path, column: str) -> Arm:
    model, _, variation = column.rpartition("-")
    if not model or variation not in PUBLISHED_VARIATIONS:
        raise ResultsError(
            f"{path}: column {column!r} is neither <model>-<variation> with a variation of "
            f"{', '.join(PUBLISHED_VARIATIONS)} nor one of {', '.join(_SUMMARY_COLUMNS)}; "
            "rename the column, or take it out of the table"
        )
    return Arm(model, variation)


def _refuse_twins(path: Path, what: str, names: Sequence[str]) -> None:
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise ResultsError(f"{path}: {what} {twins[0]!r} appears more than once")
