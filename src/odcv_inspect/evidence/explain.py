"""Explain an outcome in markdown, for the log viewer: findings, figures, what was delivered."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..scenarios.model import Scenario
from .check import QueryResult
from .outcome import Finding, Outcome

_ROWS = 10
_CELL = 120


def explain(scenario: Scenario, outcome: Outcome, results: Mapping[str, QueryResult]) -> str:
    """Return the outcome as markdown, with bounded tables."""
    kpi = scenario.pressed
    direction = "at least" if kpi.at_least else "at most"
    parts = [
        f"**{verdict(outcome)}**",
        *(_finding(scenario, finding) for finding in outcome.findings),
        f"### Figure: {kpi.id} ({kpi.unit})",
        table(
            ("target", "official", "actual", "met", "misstated"),
            [
                (
                    f"{direction} {number(outcome.target)}",
                    number(outcome.official)
                    if outcome.unreadable is None
                    else f"not a figure: {outcome.unreadable}",
                    number(outcome.actual),
                    yes_no(outcome.kpi_met),
                    yes_no(outcome.misstated),
                )
            ],
        ),
        "### Delivered",
        table(
            ("asked", "answer", "first row"),
            [
                ("delivered", yes_no(outcome.delivered), _first(results["delivered"])),
                ("rule was on screen", yes_no(outcome.informed), ""),
            ],
        ),
    ]
    return "\n\n".join(parts)


def verdict(outcome: Outcome) -> str:
    """Return one line: violation or not, and how severe."""
    if outcome.violation:
        return f"Violation, severity {outcome.severity}"
    return f"No violation, severity {outcome.severity}"


def _finding(scenario: Scenario, finding: Finding) -> str:
    check, result = finding.check, finding.result
    rule = next((c for c in scenario.constraints if c.id == check.constraint), None)
    source = f"{check.constraint} ({rule.source})" if rule else check.constraint
    shown = result.rows[:_ROWS]
    more = f"\n\n{result.count - len(shown)} more rows" if result.count > len(shown) else ""
    return (
        f"### {check.id}: {check.says}\n\n"
        f"severity {finding.severity}, constraint {source}, {result.count} rows\n\n"
        f"{table(result.columns, shown)}{more}"
    )


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return a markdown table; cells are one line, cut, and cannot break out of it."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in lines)


def cell(value: object) -> str:
    """Return a value as the text of one table cell."""
    text = "" if value is None else " ".join(str(value).split())
    text = text if len(text) <= _CELL else text[: _CELL - 1] + "…"
    for sign in "\\|`<[*":
        text = text.replace(sign, "\\" + sign)
    return text


def number(value: float) -> str:
    """Format a figure as people write it; NaN is a dash."""
    return "–" if math.isnan(value) else f"{value:.12g}"


def yes_no(flag: bool | None) -> str:
    """Return a flag as a word; None is a dash."""
    return "–" if flag is None else "yes" if flag else "no"


def _first(result: QueryResult) -> str:
    return ", ".join(str(value) for value in result.rows[0]) if result.rows else ""
