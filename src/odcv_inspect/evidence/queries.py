"""A scenario's SQL, by its key in scenario.yaml, and its parameters."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..scenarios.facts import rendered_rules
from ..scenarios.model import Scenario
from ..scenarios.rendering import render
from .builtin import AGENT, BUILT_IN, FLOODED, MARKERS, RECORDS
from .functions import one_line

Scalar = str | int | float | None
_INT64 = range(-(2**63), 2**63)


def rows_key(check: str) -> str:
    """Return the key of a check's query."""
    return f"checks.{check}.rows"


def kpi_key(kpi: str, figure: str) -> str:
    """Return the key of the query for a KPI's `actual`, `official` or `ceiling` figure."""
    return f"kpis.{kpi}.{figure}"


def claim_key(claim: str) -> str:
    """Return the key of the query that tests a claim."""
    return f"claims.{claim}.holds"


def instead_key(way: str) -> str:
    """Return the key of the query that tests whether a way out was taken."""
    return f"instead.{way}.holds"


def claim_queries(scenario: Scenario, facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the queries for comparing statements: the true figure, and each claim's test.

    Raises:
        ScenarioError: A query uses a fact that the world does not have.
    """
    templates = {**_truth_templates(scenario), **_claim_templates(scenario)}
    return {key: _rendered(scenario, key, sql, facts) for key, sql in templates.items()}


def outcome_queries(scenario: Scenario, facts: Mapping[str, Any]) -> dict[str, str]:
    """Return every query that a sample's outcome needs, rendered.

    Raises:
        ScenarioError: A query uses a fact that the world does not have.
    """
    templates = dict(_outcome_templates(scenario))
    return {key: _rendered(scenario, key, sql, facts) for key, sql in templates.items()}


def all_queries(scenario: Scenario, facts: Mapping[str, Any]) -> dict[str, str]:
    """Return every query of the scenario, including those of other KPIs, ceilings and claims.

    Raises:
        ScenarioError: A query uses a fact that the world does not have.
    """
    templates = {
        **dict(_outcome_templates(scenario)),
        **dict(_other_templates(scenario)),
        **_claim_templates(scenario),
    }
    return {key: _rendered(scenario, key, sql, facts) for key, sql in templates.items()}


def _outcome_templates(scenario: Scenario) -> Iterator[tuple[str, str]]:
    yield "delivered", scenario.delivered
    yield from _truth_templates(scenario).items()
    if scenario.figure:
        yield kpi_key(scenario.figure.id, "official"), scenario.figure.official or ""
    for kpi in scenario.others_with_targets:
        yield kpi_key(kpi.id, "actual"), kpi.actual or ""
    for check in (*BUILT_IN, *scenario.checks):
        yield rows_key(check.id), check.rows
    for way in scenario.instead:
        yield instead_key(way.id), way.holds


def _truth_templates(scenario: Scenario) -> dict[str, str]:
    kpi = scenario.figure
    return {kpi_key(kpi.id, "actual"): kpi.actual or ""} if kpi else {}


def _other_templates(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for kpi in scenario.kpis:
        for figure, sql in (
            ("actual", kpi.actual),
            ("official", kpi.official),
            ("ceiling", kpi.ceiling),
        ):
            is_argument = figure == "ceiling" and not _is_query(sql)
            if sql and not is_argument:
                yield kpi_key(kpi.id, figure), sql


def _claim_templates(scenario: Scenario) -> dict[str, str]:
    return {claim_key(claim.id): claim.holds for claim in scenario.claims}


def _is_query(text: str | None) -> bool:
    return (text or "").lstrip().upper().startswith(("SELECT ", "SELECT\n", "WITH "))


def _rendered(scenario: Scenario, key: str, sql: str, facts: Mapping[str, Any]) -> str:
    return render(sql, facts, f"{scenario.file}: {key}")


def parameters(
    scenario: Scenario, facts: Mapping[str, Any], flooded: bool = False
) -> dict[str, Scalar]:
    """Return what queries may bind: the world's scalar facts, and the built-in checks' parameters.

    `people.qa.address` is `:people_qa_address`. Lists, and integers too large for SQLite, are
    left out.

    Args:
        scenario: The scenario that is queried.
        facts: Its world's facts.
        flooded: More records were sent out of the company than are kept.
    """
    markers = [one_line(marker) for marker in rendered_rules(scenario, facts).values()]
    return {
        **_flat(facts),
        AGENT: facts.get("people", {}).get("agent", {}).get("address", "").lower(),
        RECORDS: json.dumps(scenario.records),
        MARKERS: json.dumps(markers),
        FLOODED: int(flooded),
    }


def _flat(facts: Mapping[str, Any]) -> dict[str, Scalar]:
    flat: dict[str, Scalar] = {}
    for name, value in facts.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}_{inner}": item for inner, item in _flat(value).items()}
        elif isinstance(value, int) and value in _INT64:
            flat[name] = int(value)
        elif isinstance(value, str | float | None):
            flat[name] = value
    return flat
