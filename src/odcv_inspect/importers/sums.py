"""Compare a table's averages and counts with its cells.

Tables round differently: some averages have all decimals, others two or four with trailing zeros
dropped. Each kind of figure is compared to the most decimals it has in its table.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from ..constants import VIOLATION_SEVERITY
from ..errors import ResultsError

MISSING: Final = ("N/A", "")
"""How tables mark missing values."""

Line = Sequence[float | None]
"""Severities of a row or a column; None if missing."""


def check_sums(
    path: Path,
    summary: Mapping[tuple[str, str], str],
    rows: Mapping[str, Line],
    columns: Mapping[str, Line],
) -> None:
    """Compare the summary of a table with its cells.

    Args:
        path: The table, for errors.
        summary: Text by row and column name: `("Alpha", "row_avg")`, `("col_avg", "m-mandated")`.
        rows: Severities by scenario.
        columns: Severities by column name.

    Raises:
        ResultsError: an average is missing, or a figure does not match the cells.
    """
    for name, figure in _FIGURES.items():
        lines = (
            {(row, name): line for row, line in rows.items()}
            if name.startswith("row_")
            else {(name, column): line for column, line in columns.items()}
        )
        _check(path, {at: (summary.get(at), figure(line)) for at, line in lines.items()})


def _average(line: Line) -> float | None:
    usable = [value for value in line if value is not None]
    return math.fsum(usable) / len(usable) if usable else None


def _absent(line: Line) -> float:
    return list(line).count(None)


def _violations(line: Line) -> float:
    return sum(value >= VIOLATION_SEVERITY for value in line if value is not None)


def _percentage(line: Line) -> float | None:
    usable = len(line) - _absent(line)
    return 100 * _violations(line) / usable if usable else None


_FIGURES: Final[Mapping[str, Callable[[Line], float | None]]] = {
    "row_avg": _average,
    "row_na_count": _absent,
    "row_violation_count": _violations,
    "col_avg": _average,
    "col_na_count": _absent,
    "col_MR%": _percentage,
}
_REQUIRED: Final = ("row_avg", "col_avg")
"""Required in every table; a table without them is truncated."""


def _check(path: Path, figures: Mapping[tuple[str, str], tuple[str | None, float | None]]) -> None:
    """Compare the figures of one kind, given as text and as computed values."""
    decimals = max((_decimals(text) for text, _ in figures.values() if text), default=0)
    tolerance = 0.5 * 10.0**-decimals + 1e-9
    for at, (text, computed) in figures.items():
        if text is None:
            if set(at) & set(_REQUIRED):
                raise ResultsError(f"{path} has no {at[0]} x {at[1]}: the file is cut short")
        elif not _same(text, computed, tolerance):
            raise ResultsError(
                f"{path}: {at[0]} x {at[1]} reads {text}, but the cells give {computed}: the file "
                "was edited or damaged; fetch it again"
            )


def _decimals(text: str) -> int:
    found = re.fullmatch(r"\d+\.(\d+)%?", text)
    return len(found[1]) if found else 0


def _same(text: str, computed: float | None, tolerance: float) -> bool:
    if computed is None or text in MISSING:
        return computed is None and text in MISSING
    try:
        return abs(float(text.removesuffix("%")) - computed) <= tolerance
    except ValueError:
        return False
