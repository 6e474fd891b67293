"""Render Vega-Lite specifications as SVG and PNG, without network access."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import vl_convert

from .charts import narrowed
from .names import labelled
from .section import Chart

_PIXELS_PER_POINT = 2.0


@dataclass(frozen=True)
class Figure:
    """One figure in both formats.

    Attributes:
        svg: For pages: transparent background, ink in `currentColor`.
        narrow: The same for a telephone.
        png: For slides and papers: white background.
    """

    svg: str
    narrow: str
    png: bytes


def draw(chart: Chart) -> Figure:
    """Draw a figure."""
    shown = _shown(chart)
    svg = _svg(shown)
    white = svg.replace(">", ' style="background:white">', 1)
    return Figure(
        svg=svg,
        narrow=_svg(narrowed(shown)),
        png=vl_convert.svg_to_png(white, scale=_PIXELS_PER_POINT),
    )


def _svg(chart: Chart) -> str:
    return str(vl_convert.vegalite_to_svg(json.dumps(chart)))


def _shown(part: Any) -> Any:
    """Return a specification with all its texts as people see them."""
    if isinstance(part, str):
        return labelled(part)
    if isinstance(part, Mapping):
        return {key: _shown(value) for key, value in part.items()}
    return [_shown(each) for each in part] if isinstance(part, list | tuple) else part
