"""Sections as one self-contained HTML page, without network access or a framework."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..text.visible import visible
from .figures import Figure
from .runs import selection
from .section import Section
from .sheet import Record, Sheet

MOST_ROWS = 200
"""Maximum rows of a table on the page; its files contain all."""

_LONG = 12
"""Minimum rows for a filter; such tables are also folded unless they come first."""

_STEPS = 10
"""Shades of a heat map, `.t0` to `.t10` in page.css."""

_LONG_TEXT = 60
"""Minimum characters for a cell that may wrap."""


@dataclass(frozen=True)
class Cell:
    """One cell on the page; `select` is JSON that selects the cell's runs."""

    text: str
    classes: str = ""
    select: str = ""


@dataclass(frozen=True)
class Line:
    """One row on the page."""

    cells: Sequence[Cell]
    section: bool


@dataclass(frozen=True)
class Table:
    """A sheet as shown on the page; the remaining `more` rows are only in its files."""

    name: str
    headings: Sequence[str]
    text_columns: int
    rows: Sequence[Line]
    more: int
    long: bool
    tinted: bool


def render_page(
    title: str,
    about: str,
    sections: Sequence[Section],
    figures: Mapping[str, Figure],
    runs: Mapping[str, Any],
) -> str:
    """Render the page.

    Args:
        title: Title of the page.
        about: One line below the title.
        sections: In order; the first is the main result.
        figures: By the section's id.
        runs: Result of `runs.run_index`.
    """
    script = _template("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        _environment()
        .get_template("page.html")
        .render(
            title=title,
            about=about,
            sections=sections,
            tables={s.id: [page_table(n, t) for n, t in s.sheets.items()] for s in sections},
            figures={
                name: (Markup(figure.svg), Markup(figure.narrow))  # noqa: S704 (our own)
                for name, figure in figures.items()
            },
            runs=runs,
            style=Markup(_template("page.css")),  # noqa: S704 (a file of this package)
            script=Markup(script),  # noqa: S704 (a file of this package)
            script_hash=digest,
        )
    )


def page_table(name: str, sheet: Sheet) -> Table:
    """Return a sheet as cells with their shade and their runs."""
    cells = _heat_cells if sheet.tint else _plain_cells
    return Table(
        name=name,
        headings=sheet.headings,
        text_columns=sheet.text_columns,
        rows=[
            Line(cells(sheet, record, texts), number in sheet.sections)
            for number, (record, texts) in enumerate(
                zip(sheet.records[:MOST_ROWS], sheet.cells[:MOST_ROWS], strict=True)
            )
        ],
        more=max(0, len(sheet.cells) - MOST_ROWS),
        long=len(sheet.cells) >= _LONG,
        tinted=sheet.tint is not None,
    )


def _plain_cells(sheet: Sheet, record: Record, texts: Sequence[str]) -> list[Cell]:
    """Make a row's cells; the first opens the row's runs."""
    selected = selection(record)
    first = json.dumps(selected) if selected else ""
    return [
        Cell(text, _classes(text, column >= sheet.text_columns), "" if column else first)
        for column, text in enumerate(texts)
    ]


def _heat_cells(sheet: Sheet, record: Record, texts: Sequence[str]) -> list[Cell]:
    """Make a row's cells; each model's cell opens that model's runs."""
    selected = selection(record)
    cells = [Cell(texts[0], select=json.dumps(selected))]
    for model, text in zip(sheet.tinted_keys, texts[1:], strict=True):
        value = record[model]
        shade = "none" if value is None else f"tint t{_shade(float(value), sheet.tint or 1)}"
        cells.append(Cell(text, f"number {shade}", json.dumps({**selected, "model": model})))
    return cells


def _shade(value: float, full: float) -> int:
    return round(_STEPS * min(max(value / full, 0.0), 1.0))


def _classes(text: str, number: bool) -> str:
    return "number" if number else "long" if len(text) > _LONG_TEXT else ""


def _shown(value: object) -> object:
    return visible(value) if type(value) is str else value


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("odcv_inspect", "report/template"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
    )


def _template(name: str) -> str:
    file = resources.files("odcv_inspect.report").joinpath("template", name)
    return file.read_text(encoding="utf-8")
