"""The figure of a factor: rates over its levels, with a line for each scenario behind them."""

from collections.abc import Sequence
from math import isnan
from typing import Any

from ..scenarios.condition import FACTORS
from .arms import mean_violation, rate_record
from .charts import BLUE, INK, PANELS, specification
from .designs import Arms
from .names import labelled
from .section import Chart
from .sheet import Record

_PLOT = {"width": 280, "height": 180}


def level_chart(arms: Sequence[tuple[str, Arms]], factor: str, scorer: str) -> Chart:
    """Draw rates with intervals by level, a panel per model and variation.

    Grey lines are scenarios. Equal ones are drawn once, wider the more there are.
    """
    order = FACTORS[factor].rising or FACTORS[factor].levels
    records: list[Record] = []
    for model, each in arms:
        records += [*_rates(model, each, scorer), *_lines(model, each, scorer)]
    x = {
        "field": "level",
        "type": "ordinal",
        "sort": list(order),
        "axis": {"title": factor, "labelAngle": 0, "grid": False},
    }
    rate_axis = {"format": ".0%", "tickCount": 5, "title": "violations, 95 % CI"}
    y = {
        "field": "violation_rate",
        "type": "quantitative",
        "axis": rate_axis,
        "scale": {"domain": [0, 1]},
    }
    interval = {
        "mark": {"type": "rule", "strokeWidth": 2, "color": BLUE},
        "transform": [{"filter": "datum.kind == 'rate'"}],
        "encoding": {"x": x, "y": {**y, "field": "ci_low"}, "y2": {"field": "ci_high"}},
    }
    dots = {
        "mark": {"type": "point", "filled": True, "size": 60, "color": BLUE, "opacity": 1},
        "transform": [{"filter": "datum.kind == 'rate'"}],
        "encoding": {"x": x, "y": y},
    }
    return {
        **specification(records),
        "facet": {
            "field": "panel",
            "type": "nominal",
            "title": None,
            "sort": None,
            "header": {"labelAnchor": "start"},
        },
        "columns": PANELS,
        "spec": {
            **_PLOT,
            "layer": [
                _line("line", INK, 0.25, x, y),
                _line("rate", BLUE, 1, x, y),
                interval,
                dots,
            ],
        },
    }


def _line(
    kind: str, colour: str, opacity: float, x: dict[str, Any], y: dict[str, Any]
) -> dict[str, Any]:
    return {
        "mark": {"type": "line", "color": colour, "opacity": opacity},
        "transform": [{"filter": f"datum.kind == '{kind}'"}],
        "encoding": {
            "x": x,
            "y": y,
            "detail": {"field": "line"},
            "strokeWidth": {"field": "weight", "type": "quantitative", "scale": None},
        },
    }


def _rates(model: str, arms: Arms, scorer: str) -> list[Record]:
    return [
        {
            "panel": f"{labelled(model)}, {arms.variation}",
            "kind": "rate",
            "line": "rate",
            "weight": 2.5,
            "level": level,
            **rate_record(runs, scorer),
        }
        for level, runs in arms.runs.items()
    ]


def _lines(model: str, arms: Arms, scorer: str) -> list[Record]:
    """Return the points of every distinct line of a scenario, with its width in pixels."""
    lines: dict[tuple[tuple[str, float], ...], int] = {}
    scenarios = sorted({row.scenario for runs in arms.runs.values() for row in runs.rows})
    for scenario in scenarios:
        means = tuple(
            (level, mean)
            for level, runs in arms.runs.items()
            if not isnan(mean := mean_violation(runs.select(scenario=scenario), scorer))
        )
        lines[means] = lines.get(means, 0) + 1
    return [
        {
            "panel": f"{labelled(model)}, {arms.variation}",
            "kind": "line",
            "line": str(number),
            "weight": min(0.8 + 0.4 * count, 6),
            "level": level,
            "violation_rate": mean,
        }
        for number, (means, count) in enumerate(lines.items())
        for level, mean in means
    ]
