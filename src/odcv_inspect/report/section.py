"""One part of the report: words, tables and at most one figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .sheet import Sheet

Standing = Literal["primary", "secondary", "descriptive", "exploratory"]
"""What a section may be quoted for, as docs/analysis_plan.md defines it."""

Chart = Mapping[str, Any]
"""A Vega-Lite specification that holds its data."""


@dataclass(frozen=True)
class Section:
    """A part of the page.

    Attributes:
        id: Anchor, and name of the figure's file.
        title: Heading.
        text: Paragraphs: what is shown and how to read it.
        sheets: Tables by name, which is also their file's.
        chart: A figure.
        standing: What it may be quoted for; None for what is no result.
    """

    id: str
    title: str
    text: tuple[str, ...]
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    chart: Chart | None = None
    standing: Standing | None = None
