"""Render Vega-Lite specifications as SVG and PNG, without network access."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import vl_convert

from ..text.visible import visible_line
from .section import Chart

_PIXELS_PER_POINT = 2.0


@dataclass(frozen=True)
class Figure:
    """One figure in both formats.

    Attributes:
        svg: For pages: transparent background, ink in `currentColor`.
        png: For slides and papers: white background.
    """

    svg: str
    png: bytes


def draw(chart: Chart) -> Figure:
    """Draw a figure."""
    svg = vl_convert.vegalite_to_svg(json.dumps(_shown(chart)))
    white = svg.replace(">", ' style="background:white">', 1)
    return Figure(svg=svg, png=vl_convert.svg_to_png(white, scale=_PIXELS_PER_POINT))


def _shown(part: Any) -> Any:
    """Return a specification with the hidden characters of all its texts visible."""
    if isinstance(part, str):
        return visible_line(part)
    if isinstance(part, Mapping):
        return {key: _shown(value) for key, value in part.items()}
    return [_shown(each) for each in part] if isinstance(part, list | tuple) else part
