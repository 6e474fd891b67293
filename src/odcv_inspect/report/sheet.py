"""A table as data and as text: for a terminal, JSON, CSV, Markdown or LaTeX."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..text.latex import latex
from ..text.markdown import file_cell
from ..text.spreadsheet import spreadsheet_cell

Value = str | int | float | None
Record = Mapping[str, Value]


@dataclass(frozen=True)
class Sheet:
    """One table as exact values for programs and as cells for people.

    Attributes:
        records: Values by name; rates as shares of 1, None if undefined.
        headings: Column headings for people.
        cells: Cell text, row by row.
        text_columns: Number of text columns at the left; the others contain numbers.
        sections: Rows followed by a gap when shown to people.
        tint: For heat maps only: the value at which a cell has full colour. Each number column is
            then headed by a model, and the records end with the models' values, by name.
    """

    records: Sequence[Record]
    headings: Sequence[str]
    cells: Sequence[Sequence[str]]
    text_columns: int
    sections: frozenset[int] = frozenset()
    tint: float | None = None

    @property
    def tinted_keys(self) -> Sequence[str]:
        """The records' keys of a heat map's number columns, in order."""
        numbers = len(self.headings) - self.text_columns
        return list(self.records[0])[-numbers:] if self.records and numbers else []


def as_json(sheet: Sheet) -> str:
    """Format as a list of objects, null if undefined."""
    return json.dumps([dict(record) for record in sheet.records], indent=2, allow_nan=False)


def as_csv(sheet: Sheet) -> str:
    """Format as comma-separated values with a header, empty if undefined; safe in a spreadsheet."""
    out = io.StringIO()
    writer = csv.DictWriter(
        out, list(sheet.records[0]) if sheet.records else [], lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(
        {key: spreadsheet_cell(value) for key, value in record.items()} for record in sheet.records
    )
    return out.getvalue().rstrip("\n")


def as_markdown(sheet: Sheet) -> str:
    """Format as a pipe table."""
    numbers = len(sheet.headings) - sheet.text_columns
    rule = ["---"] * sheet.text_columns + ["---:"] * numbers
    head = [file_cell(heading) for heading in sheet.headings]
    escaped = [[file_cell(cell) for cell in row] for row in sheet.cells]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *escaped])


def as_latex(sheet: Sheet) -> str:
    """Format as a `tabular` with booktabs rules."""
    align = "l" * sheet.text_columns + "r" * (len(sheet.headings) - sheet.text_columns)
    lines = [rf"\begin{{tabular}}{{{align}}}", r"\toprule", _latex_row(sheet.headings), r"\midrule"]
    for number, row in enumerate(sheet.cells):
        lines.append(_latex_row(row))
        if number in sheet.sections and number + 1 < len(sheet.cells):
            lines.append(r"\midrule")
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}"])


def as_table(sheet: Sheet) -> str:
    """Format as a table for the terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, heading in enumerate(sheet.headings):
        justify = "left" if number < sheet.text_columns else "right"
        table.add_column(Text(heading), no_wrap=True, justify=justify)  # type: ignore[arg-type]
    for number, row in enumerate(sheet.cells):
        table.add_row(*map(Text, row))
        if number in sheet.sections and number + 1 < len(sheet.cells):
            table.add_row()
    text = io.StringIO()
    console = Console(file=text, width=10_000)
    console.print(table, width=console.measure(table).maximum)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())


FORMATS: Mapping[str, Callable[[Sheet], str]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "md": as_markdown,
    "latex": as_latex,
}


def known(number: float) -> float | None:
    """Return the number, or None for NaN."""
    return None if isnan(number) else number


def percent(share: float | None) -> str:
    """Format a share of 1 in percent."""
    return "-" if share is None else f"{100 * share:.1f} %"


def decimals(number: float | None, places: int = 2) -> str:
    """Format a number with a fixed number of decimals."""
    return "-" if number is None else f"{number:.{places}f}"


def _latex_row(cells: Sequence[str]) -> str:
    return " & ".join(map(latex, cells)) + r" \\"
