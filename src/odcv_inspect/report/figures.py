"""Render Vega-Lite specifications as SVG and PNG, without network access."""

import json
from dataclasses import dataclass

import vl_convert

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
    svg = vl_convert.vegalite_to_svg(json.dumps(chart))
    white = svg.replace(">", ' style="background:white">', 1)
    return Figure(svg=svg, png=vl_convert.svg_to_png(white, scale=_PIXELS_PER_POINT))
