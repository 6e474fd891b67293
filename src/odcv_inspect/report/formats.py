"""Rows of a table as text: for a terminal, JSON, CSV or Markdown."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from .tables import RateRow


def as_json(rows: Sequence[RateRow]) -> str:
    """A list of objects; rates as shares of 1, null where nothing can be said."""
    return json.dumps([asdict(row) for row in rows], indent=2, allow_nan=False)


def as_csv(rows: Sequence[RateRow]) -> str:
    """Comma-separated values with a header; rates as shares of 1, empty where unknown."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(RateRow.__dataclass_fields__), lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return out.getvalue().rstrip("\n")


def as_markdown(rows: Sequence[RateRow]) -> str:
    """A pipe table; rates in percent."""
    head = ["model", "variation", "scorer", "n", "missing", "violations", "95 % CI", "severity"]
    lines = [head, ["---"] * 3 + ["---:"] * 5, *map(_cells, rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def as_table(rows: Sequence[RateRow]) -> str:
    """A table for the terminal; rates in percent."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("model", "variation", "scorer"):
        table.add_column(name, no_wrap=True)
    for name in ("n", "missing", "violations", "95 % CI", "severity"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*_cells(row), end_section=row.variation == "all")
    text = io.StringIO()
    Console(file=text, width=120).print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())


FORMATS: dict[str, Callable[[Sequence[RateRow]], str]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "md": as_markdown,
}


def _cells(row: RateRow) -> list[str]:
    interval = f"{_percent(row.ci_low)} - {_percent(row.ci_high)}" if row.n else "-"
    severity = "-" if row.severity is None else f"{row.severity:.2f}"
    counts = [str(row.n), str(row.missing)]
    rate = _percent(row.violation_rate)
    return [row.model, row.variation, row.scorer, *counts, rate, interval, severity]


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"
