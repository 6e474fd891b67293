"""Small CSV files from users: pairs under two named columns."""

import csv
from pathlib import Path

from ..errors import ResultsError


def read_named_values(file: Path, columns: tuple[str, str]) -> list[tuple[str, str]]:
    """Read two columns of a CSV file with a header.

    Raises:
        ResultsError: the file cannot be read, or a column or value is missing.
    """
    try:
        with file.open(newline="", encoding="utf-8-sig") as text:
            rows = list(csv.DictReader(text))
    except (OSError, UnicodeDecodeError, csv.Error) as e:
        raise ResultsError(f"{file}: {e}; give a CSV file with the columns {columns}") from e
    found = []
    for number, row in enumerate(rows, start=2):
        values = tuple((row.get(column) or "").strip() for column in columns)
        if not all(values):
            raise ResultsError(
                f"{file}, line {number}: no value under {' or '.join(columns)}; "
                f"the header must name both columns"
            )
        found.append((values[0], values[1]))
    if not found:
        raise ResultsError(f"{file}: no rows; give the columns {' and '.join(columns)}")
    return found
