"""Figures as Vega-Lite specifications, built from table records without further computation.

Colours follow Okabe and Ito (2008), for readers with any colour vision, in shades that work on
white and on black; ink is `currentColor`, which a page may set.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ..constants import SEVERITY_MAX, VARIATIONS
from .section import Chart
from .sheet import Record, Sheet

INK = "currentColor"
BLUE, ORANGE, GREEN, PINK, SKY, AMBER = (
    "#2b87c8",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#e69f00",
)
COLOURS = {"control": GREEN, "attainable": SKY, "incentivized": ORANGE, "mandated": BLUE}
UNKNOWN = "#8a8f98"
OUTCOME_COLOURS = (GREEN, SKY, BLUE, UNKNOWN, PINK, AMBER, ORANGE)

WIDTH, ROW = 560, 22
"""Pixels: width of a plot, height of one of its rows."""
LABELS, COLUMNS, PANELS = 260, 3, 2
"""Pixels of the longest label; columns of a legend; panels side by side."""
NARROW = {"width": 170, "labelLimit": 130, "columns": 1}
"""Their values on a telephone."""
_IN_LINES = {"labelExpr": r"split(replace(datum.label, '/', '/\n'), '\n')", "labelOffset": -5}
"""Shows the name of a model in two lines, with the middle beside its row."""
_ROW_OF_LINES = 34
_FEW_TICKS = {"tickCount": 3}

_CONFIG = {
    "background": None,
    "font": "Helvetica, Arial, sans-serif",
    "padding": {"left": 28, "right": 12, "top": 4, "bottom": 4},
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "gridColor": INK,
        "gridOpacity": 0.15,
        "labelColor": INK,
        "labelFontSize": 11,
        "labelLimit": LABELS,
        "tickColor": INK,
        "titleColor": INK,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    },
    "legend": {
        "labelColor": INK,
        "labelFontSize": 11,
        "columnPadding": 25,
        "titleColor": INK,
        "orient": "top",
        "title": None,
    },
    "header": {"labelColor": INK, "titleColor": INK, "labelFontWeight": "bold"},
}


def rate_chart(records: Sequence[Record]) -> Chart:
    """Draw rates with intervals, a row per model, highest incentivized rate on top."""
    present = {record["variation"] for record in records}
    shown = [v for v in VARIATIONS if v in present]
    colour = {
        "field": "variation",
        "type": "nominal",
        "scale": {"domain": shown, "range": [COLOURS[v] for v in shown]},
    }
    y = {
        "field": "model",
        "type": "nominal",
        "title": None,
        "sort": _by_rate(records),
        "axis": {"grid": True, "ticks": False},
    }
    offset = {"field": "variation", "type": "nominal", "sort": shown}
    rate_axis = {"format": ".0%", "title": "share of runs with a violation, 95 % CI"}
    base = {"y": y, "yOffset": offset, "color": colour}
    return _chart(
        records,
        {"step": max(ROW, 14 * len(shown))},
        layer=[
            _interval_mark("ci_low", "ci_high", base, rate_axis, [0, 1]),
            _dot_mark("violation_rate", base),
        ],
    )


def difference_chart(records: Sequence[Record], by: str, names: str) -> Chart:
    """Draw differences with intervals, a panel per value of `by`."""
    axis = {"format": "+.0%", "tickCount": 6, "title": "difference of violation rates, 95 % CI"}
    y = {
        "field": names,
        "type": "nominal",
        "title": None,
        "sort": None,
        "axis": {"grid": True, "ticks": False},
    }
    base = {"y": y, "color": {"value": BLUE}}
    zero = {"mark": {"type": "rule", "color": INK, "opacity": 0.6}, "encoding": {"x": {"datum": 0}}}
    marks = [
        zero,
        _interval_mark("difference_low", "difference_high", base, axis, None),
        _dot_mark("difference", base),
    ]
    return _panels(records, by, None, layer=marks)


def outcome_chart(records: Sequence[Record], outcomes: Sequence[str]) -> Chart:
    """Draw shares of the outcomes as stacked bars, a panel per variation."""
    long = [
        {
            "model": record["model"],
            "variation": record["variation"],
            "outcome": name,
            "share": record[name],
            "order": number,
        }
        for record in records
        for number, name in enumerate(outcomes)
    ]
    x = {
        "field": "share",
        "type": "quantitative",
        "axis": {"format": ".0%", "title": "share of runs"},
        "scale": {"domain": [0, 1]},
    }
    colour = {
        "field": "outcome",
        "type": "nominal",
        "scale": {"domain": list(outcomes), "range": list(OUTCOME_COLOURS)},
        "legend": {"columns": COLUMNS, "labelLimit": 200, "columnPadding": 45},
    }
    return _panels(
        long,
        "variation",
        list(VARIATIONS),
        mark={"type": "bar", "height": {"band": 0.75}},
        encoding={
            "y": {"field": "model", "type": "nominal", "title": None, "axis": {"ticks": False}},
            "x": x,
            "color": colour,
            "order": {"field": "order"},
        },
    )


def heat_chart(sheet: Sheet, variation: str) -> Chart:
    """Draw a heat map of mean severities, 0..5; grey for no usable run."""
    models = sheet.tinted_keys
    long = [
        {"scenario": record["scenario"], "model": model, "severity": record[model]}
        for record in sheet.records
        for model in models
        if record[model] is not None
    ]
    return _chart(
        long,
        {"step": 14},
        width={"step": 28},
        view={"fill": UNKNOWN},
        title={"text": variation, "color": INK, "anchor": "start"},
        mark="rect",
        encoding={
            "y": {
                "field": "scenario",
                "type": "nominal",
                "title": None,
                "axis": {"grid": False, "ticks": False},
            },
            "x": {
                "field": "model",
                "type": "nominal",
                "title": None,
                "axis": {"grid": False, "ticks": False, "orient": "top", "labelAngle": -50},
            },
            "color": {
                "field": "severity",
                "type": "quantitative",
                "scale": {"range": ["#fff1e3", "#8a2d04"], "domain": [0, SEVERITY_MAX]},
                "legend": {"title": "mean severity", "orient": "right"},
            },
        },
    )


def covariate_chart(records: Sequence[Record], name: str) -> Chart:
    """Draw rates with intervals over a covariate."""
    x = {
        "field": "covariate",
        "type": "quantitative",
        "axis": {"title": name},
        "scale": {"zero": False, "padding": 20},
    }
    y = {
        "field": "violation_rate",
        "type": "quantitative",
        "axis": {"format": ".0%", "title": "incentivized rate, 95 % CI"},
        "scale": {"domain": [0, 1]},
    }
    label = {"type": "text", "align": "left", "dx": 7, "dy": -5, "color": INK, "fontSize": 10}
    return _chart(
        records,
        320,
        layer=[
            {
                "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.6, "color": BLUE},
                "encoding": {
                    "x": x,
                    "y": {**y, "field": "ci_low"},
                    "y2": {"field": "ci_high"},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1, "color": BLUE},
                "encoding": {"x": x, "y": y},
            },
            {"mark": label, "encoding": {"x": x, "y": y, "text": {"field": "model"}}},
        ],
    )


def narrowed(chart: Mapping[str, Any]) -> dict[str, Any]:
    """Return a chart for a telephone: plots, labels and legends as narrow as they can be read."""

    def part(key: str, value: Any) -> Any:
        if isinstance(value, Mapping):
            shown = {inner: part(inner, each) for inner, each in value.items()}
            if key == "x" and shown.get("type") == "quantitative":
                shown["axis"] = {**shown.get("axis", {}), **_FEW_TICKS}
            if key == "y" and shown.get("field") == "model":
                shown["axis"] = {**shown.get("axis", {}), **_IN_LINES}
            return shown
        if isinstance(value, list):
            return [part(key, each) for each in value]
        if key == "step":
            return max(value, _ROW_OF_LINES)
        return NARROW.get(key, value) if value in (WIDTH, LABELS, COLUMNS, PANELS) else value

    return {key: part(key, value) for key, value in chart.items()}


def specification(records: Sequence[Record]) -> dict[str, Any]:
    """Return the top of every figure: schema, style and data."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": _CONFIG,
        "data": {"values": [dict(record) for record in records]},
    }


def _chart(records: Sequence[Record], height: Any, width: Any = WIDTH, **rest: Any) -> Chart:
    return {**specification(records), "width": width, "height": height, **rest}


def _panels(records: Sequence[Record], by: str, order: list[str] | None, **plot: Any) -> Chart:
    """Stack one plot per value of `by` vertically."""
    header = {"labelAngle": 0, "labelOrient": "top", "labelAnchor": "start"}
    row = {"field": by, "type": "nominal", "title": None, "sort": order, "header": header}
    return {
        **specification(records),
        "facet": {"row": row},
        "spec": {"width": WIDTH, "height": {"step": ROW}, **plot},
        "resolve": {"scale": {"y": "independent"}},
    }


def _interval_mark(
    low: str, high: str, base: dict[str, Any], axis: dict[str, Any], domain: list[int] | None
) -> dict[str, Any]:
    x: dict[str, Any] = {"field": low, "type": "quantitative", "axis": axis}
    if domain:
        x["scale"] = {"domain": domain}
    return {
        "mark": {"type": "rule", "strokeWidth": 2},
        "encoding": {**base, "x": x, "x2": {"field": high}},
    }


def _dot_mark(field: str, base: dict[str, Any]) -> dict[str, Any]:
    return {
        "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
        "encoding": {**base, "x": {"field": field, "type": "quantitative"}},
    }


def _by_rate(records: Sequence[Record]) -> list[str]:
    """Order models by the rate of the last variation available for each, highest first."""
    rates = {str(r["model"]): float(r["violation_rate"] or 0) for r in records}
    return sorted(rates, key=lambda model: -rates[model])
