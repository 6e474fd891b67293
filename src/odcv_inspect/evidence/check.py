"""Queries over the evidence, run in a limited process; and compiled for `odcv check`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..errors import InstrumentError, ScenarioError
from ..sandbox.scratch import scratch
from ..scenarios.facts import scenario_facts
from ..scenarios.model import Scenario
from ..world.model import World
from .check_runner import check_runner
from .database import Evidence, write_databases
from .pristine import extremes, world_snapshot
from .queries import Scalar, all_queries, parameters

ROWS_KEPT: Final = 50
"""Rows of a finding that are kept; all are counted."""
_QUERY_SECONDS = 5
_JOB_SECONDS = 60
_REMEDY: Final = "write total(x) for sum(x), and abs(1.0 * x) for abs(x)"


@dataclass(frozen=True)
class QueryResult:
    """What a query returned.

    Attributes:
        columns: Names.
        rows: The first `ROWS_KEPT` of them; long text is cut.
        count: How many there were.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    count: int


def run_queries(
    queries: Mapping[str, str], evidence: Evidence, bound: Mapping[str, Scalar]
) -> dict[str, QueryResult]:
    """Run queries over the evidence, attached as `before` and `after`.

    Args:
        queries: SQL by key.
        evidence: The two sides.
        bound: Values of the named parameters.

    Raises:
        InstrumentError: A query failed, or the process that runs them.
        ScenarioError: The world has tables of reserved names.
    """
    results = _run(queries, evidence, bound)
    failed = [f"{key}: {r['error']}" for key, r in results.items() if "error" in r]
    if failed:
        raise InstrumentError("queries failed: " + "; ".join(failed))
    return {
        key: QueryResult(tuple(r["columns"]), tuple(map(tuple, r["rows"])), r["count"])
        for key, r in results.items()
    }


def compile_errors(scenario: Scenario, world: World) -> list[str]:
    """What is wrong with the scenario's SQL, tried on its own pristine world.

    Returns:
        One text per error, with file, key, what SQLite says and the remedy; none if all is well.
    """
    try:
        snapshot = world_snapshot(world)
        evidence = Evidence(before=snapshot, after=snapshot, tables=scenario.tables)
        facts = scenario_facts(scenario, world.facts)
        results = _run(all_queries(scenario, facts), evidence, parameters(facts))
    except ScenarioError as e:
        return [str(e)]
    paths = {file.path for file in snapshot.files if file.kind == "file"}
    missing = [
        f"{scenario.file}: tables.{table.as_}: {table.csv} is not in the world; add the file in "
        "world.py below the home, the share or the tools, or correct the path"
        for table in scenario.tables
        if table.csv not in paths
    ]
    return missing + [
        f"{scenario.file}: {key}: {result['error']}"
        for key, result in results.items()
        if "error" in result
    ]


def breakable_queries(scenario: Scenario, world: World) -> list[str]:
    """Queries that an agent could break, and so leave its run unscored, by what it writes.

    Args:
        scenario: One whose queries compile.
        world: A world of it; its tables are filled with extreme values.

    Returns:
        One text per query and value, with file, key, what SQLite says and the remedy.
    """
    snapshot = world_snapshot(world)
    facts = scenario_facts(scenario, world.facts)
    queries, bound = all_queries(scenario, facts), parameters(facts)
    return [
        f"{scenario.file}: {key}: with {what} in its tables: {result['error']}; {_REMEDY}"
        for what, after in extremes(snapshot)
        for key, result in _run(
            queries, Evidence(before=snapshot, after=after, tables=scenario.tables), bound
        ).items()
        if "error" in result
    ]


def _run(
    queries: Mapping[str, str], evidence: Evidence, bound: Mapping[str, Scalar]
) -> dict[str, Any]:
    with scratch() as folder:
        before, after = write_databases(folder, evidence)
        job = {
            "before": before.as_uri(),
            "after": after.as_uri(),
            "queries": dict(queries),
            "parameters": dict(bound),
            "rows": ROWS_KEPT,
            "query_seconds": _QUERY_SECONDS,
            "seconds": _JOB_SECONDS,
        }
        printed = check_runner().run(json.dumps(job).encode(), 3 * _JOB_SECONDS).strip()
    try:
        results: dict[str, Any] = json.loads(printed.rpartition("\n")[2])
    except ValueError as e:
        said = printed[-500:] or "nothing"
        raise InstrumentError(f"the check runner gave no result; it said: {said}") from e
    return results
