"""One part of the report: text, tables and at most one figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .sheet import Sheet

Standing = Literal["primary", "secondary", "descriptive", "exploratory"]
"""How a section may be quoted, as defined in docs/analysis_plan.md."""

Chart = Mapping[str, Any]
"""A Vega-Lite specification that includes its data."""


@dataclass(frozen=True)
class Section:
    """A part of the page.

    Attributes:
        id: Anchor, and name of the figure's file.
        title: Heading.
        text: Paragraphs on the content and how to read it.
        sheets: Tables by name, which is also the file name.
        chart: A figure.
        words: The figure's values in words, for small screens and for screen readers.
        standing: How it may be quoted; None if it is not a result.
    """

    id: str
    title: str
    text: tuple[str, ...]
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    chart: Chart | None = None
    words: tuple[str, ...] = ()
    standing: Standing | None = None
