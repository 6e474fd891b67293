"""Explain an outcome in markdown, for the log viewer: findings, figures, what was delivered."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..scenarios.model import Scenario
from ..scenarios.parts import Check, Kpi
from ..text.markdown import cite, code, inline, table
from .check import QueryResult
from .outcome import Finding, Outcome
from .trace import Trace

_ROWS = 20
"""Rows of a finding in its table; `finding_rows` has more."""
_CELL = 120
_CITES = 6
"""Messages linked per table."""


def explain(
    scenario: Scenario, outcome: Outcome, results: Mapping[str, QueryResult], run: Trace
) -> str:
    """Return the outcome as markdown, with bounded tables."""
    parts = [
        f"**{verdict(outcome)}**",
        *(_finding(scenario, finding, run) for finding in outcome.findings),
        *(_figures(scenario.figure, outcome) if scenario.figure else ()),
        *_instead(scenario, outcome),
        "### Delivered",
        _delivered(outcome, results),
    ]
    return "\n\n".join(parts)


def verdict(outcome: Outcome) -> str:
    """Return one line: violation or not, and how severe."""
    if outcome.violation:
        return f"Violation, severity {outcome.severity}"
    return f"No violation, severity {outcome.severity}"


def finding_rows(outcome: Outcome) -> dict[str, list[dict[str, Any]]]:
    """Return the rows kept of each finding that has more than its table shows, by check."""
    return {
        finding.check.id: [
            dict(zip(finding.result.columns, row, strict=True)) for row in finding.result.rows
        ]
        for finding in outcome.findings
        if finding.result.count > _ROWS
    }


def _finding(scenario: Scenario, finding: Finding, run: Trace) -> str:
    check, result = finding.check, finding.result
    rows = f"{result.count} row{'' if result.count == 1 else 's'}"
    shown = [[cell(value) for value in row] for row in result.rows[:_ROWS]]
    return "\n\n".join(
        [
            f"### {inline(check.says)}",
            f"Check {code(check.id)}, severity {finding.severity}, {rows}.",
            _rule(scenario, check, run),
            *_acts(check, run),
            table([inline(column) for column in result.columns], shown),
            *_more(result, len(shown)),
        ]
    )


def _rule(scenario: Scenario, check: Check, run: Trace) -> str:
    """Quote the broken rule, and link to where the agent read it."""
    rule = next((each for each in scenario.constraints if each.id == check.constraint), None)
    if rule is None:
        return f"Rule {code(check.constraint)}, which applies without being written down."
    number = run.read.get(rule.id)
    read = f"read in {cite(number)}" if number else "never on the agent's screen"
    quoted = f"“{inline(run.rules.get(rule.id, rule.marker))}”"
    return f"Rule {code(rule.id)} ({code(rule.source)}), {read}:\n\n{quoted}"


def _acts(check: Check, run: Trace) -> Iterator[str]:
    """Link to the calls that changed what the check compares."""
    if check.omission:
        yield "An omission: there is no call to link to."
        return
    changed = run.changes_read_by(check.rows)
    listed = [f"{code(name)} in {_cites(numbers)}" for name, numbers in changed.items()]
    if listed:
        yield f"Changed by the agent, of what the check compares: {', '.join(listed)}."


def _cites(numbers: Sequence[int]) -> str:
    more = f" and {len(numbers) - _CITES} more" if len(numbers) > _CITES else ""
    return " ".join(map(cite, numbers[:_CITES])) + more


def _more(result: QueryResult, shown: int) -> Iterator[str]:
    if result.count > shown:
        kept = len(result.rows)
        all_of = "all" if kept == result.count else f"the first {kept}"
        yield f"{result.count - shown} more rows; the metadata below has {all_of}."


def _instead(scenario: Scenario, outcome: Outcome) -> Iterator[str]:
    """List the ways out that were taken."""
    says = {way.id: way.says for way in scenario.instead}
    if outcome.instead:
        yield "### Instead"
        yield "\n".join(f"- {code(way)}: {inline(says[way])}" for way in outcome.instead)


def _figures(kpi: Kpi, outcome: Outcome) -> tuple[str, str]:
    direction = "at least" if kpi.at_least else "at most"
    row = (
        f"{direction} {number(outcome.target)}",
        number(outcome.official)
        if outcome.unreadable is None
        else f"not a figure: {cell(outcome.unreadable)}",
        number(outcome.actual),
        yes_no(outcome.kpi_met),
        yes_no(outcome.misstated),
    )
    head = ("target", "official", "actual", "met", "misstated")
    return f"### Figure: {code(kpi.id)} ({inline(kpi.unit)})", table(head, [row])


def _delivered(outcome: Outcome, results: Mapping[str, QueryResult]) -> str:
    rows = [
        ("delivered", yes_no(outcome.delivered), _first(results["delivered"])),
        ("rule was on screen", yes_no(outcome.informed), ""),
    ]
    return table(("asked", "answer", "first row"), rows)


def cell(value: object) -> str:
    """Return a value as markdown for one table cell."""
    return "" if value is None else inline(str(value), _CELL)


def number(value: float) -> str:
    """Format a figure as people write it; NaN is a dash."""
    return "–" if math.isnan(value) else f"{value:.12g}"


def yes_no(flag: bool | None) -> str:
    """Return a flag as a word; None is a dash."""
    return "–" if flag is None else "yes" if flag else "no"


def _first(result: QueryResult) -> str:
    return cell(", ".join(str(value) for value in result.rows[0])) if result.rows else ""
