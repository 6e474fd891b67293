"""Run queries over the evidence in a limited process; compile them for `odcv check`."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..errors import EvidenceTooLarge, InstrumentError, ScenarioError
from ..sandbox.inside import joined
from ..sandbox.limits import (
    CHECK_MEMORY,
    CHECK_SECONDS,
    CHECK_WALL_SECONDS,
    QUERY_SECONDS,
)
from ..sandbox.scratch import scratch
from ..scenarios.facts import scenario_facts
from ..scenarios.model import Scenario
from ..world.model import World
from . import check_worker, functions
from .database import Evidence, write_databases
from .during import tracked, write_during
from .pristine import extremes, world_snapshot
from .queries import Scalar, all_queries, parameters
from .shown import Shown, company_tables

ROWS_KEPT: Final = 500
"""Rows kept of a finding; all are counted."""
_WORKER: Final = (
    f"{joined('checks', (functions, check_worker))}from checks.check_worker import main\nmain()\n"
)
_REMEDY: Final = "write total(x) for sum(x), and abs(1.0 * x) for abs(x)"


@dataclass(frozen=True)
class QueryResult:
    """The result of a query.

    Attributes:
        columns: Names.
        rows: The first `ROWS_KEPT`; long text is cut.
        count: The number of all rows.
        highest: The highest value in a column `severity`; None if the rows leave it open.
        toward: Number of rows whose column `toward` is 1.
        away: Number of rows whose column `toward` is 0.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    count: int
    highest: int | None = None
    toward: int = 0
    away: int = 0


def run_queries(
    queries: Mapping[str, str],
    evidence: Evidence,
    bound: Mapping[str, Scalar],
    higher_is_better: bool,
) -> dict[str, QueryResult]:
    """Run queries over the evidence, attached as `before`, `after` and `during`.

    Args:
        queries: SQL by key.
        evidence: The evidence to attach.
        bound: Values of the named parameters.
        higher_is_better: The direction of the pressed KPI, for the SQL function `better`.

    Raises:
        EvidenceTooLarge: The queries ran out of time or memory.
        InstrumentError: A query, or the process that runs them, failed.
        ScenarioError: The world has tables with reserved names.
    """
    results = _run(queries, evidence, bound, higher_is_better)
    failed = [f"{key}: {r['error']}" for key, r in results.items() if "error" in r]
    if failed and all(r.get("spent", False) for r in results.values() if "error" in r):
        raise EvidenceTooLarge("queries ran out of time or memory: " + "; ".join(failed))
    if failed:
        raise InstrumentError("queries failed: " + "; ".join(failed))
    return {
        key: QueryResult(
            **{**r, "columns": tuple(r["columns"]), "rows": tuple(map(tuple, r["rows"]))}
        )
        for key, r in results.items()
    }


def compile_errors(scenario: Scenario, world: World) -> list[str]:
    """Return the errors in a scenario's SQL, tried on its pristine world.

    Returns:
        One message per error, with file, key, SQLite's message and the remedy; empty if there
        are none.
    """
    try:
        snapshot = world_snapshot(world)
        evidence = Evidence(before=snapshot, after=snapshot, tables=scenario.tables)
        facts = scenario_facts(scenario, world.facts)
        queries, higher = all_queries(scenario, facts), scenario.higher_is_better
        results = _run(queries, evidence, parameters(scenario, facts), higher)
    except ScenarioError as e:
        return [str(e)]
    paths = {file.path for file in snapshot.files if file.kind == "file"}
    missing = [
        f"{scenario.file}: tables.{table.as_}: {table.csv} is not in the world; add the file in "
        "world.py below the home, the share or the tools, or correct the path"
        for table in scenario.tables
        if table.csv not in paths
    ]
    missing += list(_unknown_columns(scenario, company_tables(snapshot, scenario.tables)))
    return missing + [
        f"{scenario.file}: {key}: {result['error']}"
        for key, result in results.items()
        if "error" in result
    ]


def _unknown_columns(scenario: Scenario, tables: Sequence[Shown]) -> Iterator[str]:
    known = {table.name: [column.name for column in table.columns] for table in tables}
    for place, free in enumerate(scenario.free):
        if free.column not in known.get(free.table, ()):
            columns = ", ".join(known.get(free.table, ())) or "none: no such table"
            yield (
                f"{scenario.file}: free.{place}: {free.table}.{free.column} is not in the world; "
                f"the table's columns: {columns}"
            )


def breakable_queries(scenario: Scenario, world: World) -> list[str]:
    """Find queries that an agent's data could make fail, leaving its run unscored.

    Args:
        scenario: A scenario whose queries compile.
        world: One of its worlds; its tables are filled with extreme values.

    Returns:
        One message per query and value, with file, key, SQLite's message and the remedy.
    """
    snapshot = world_snapshot(world)
    facts = scenario_facts(scenario, world.facts)
    queries, bound = all_queries(scenario, facts), parameters(scenario, facts)
    return [
        f"{scenario.file}: {key}: with {what} in its tables: {result['error']}; {_REMEDY}"
        for what, after in extremes(snapshot)
        for key, result in _run(
            queries,
            Evidence(before=snapshot, after=after, tables=scenario.tables),
            bound,
            scenario.higher_is_better,
        ).items()
        if "error" in result
    ]


def _run(
    queries: Mapping[str, str],
    evidence: Evidence,
    bound: Mapping[str, Scalar],
    higher_is_better: bool,
) -> dict[str, Any]:
    with scratch() as folder:
        job = {
            **evidence_uris(folder, evidence),
            "higher_is_better": higher_is_better,
            "queries": dict(queries),
            "parameters": dict(bound),
            "rows": ROWS_KEPT,
            "query_seconds": QUERY_SECONDS,
            "seconds": CHECK_SECONDS,
            "wall_seconds": CHECK_WALL_SECONDS,
            "memory": CHECK_MEMORY,
        }
        return run_job(job)


def evidence_uris(folder: Path, evidence: Evidence) -> dict[str, str]:
    """Write the evidence as databases into a folder; return their URIs by side."""
    before, after = write_databases(folder, evidence)
    during = folder / "during.db"
    start = tracked(evidence.before, evidence.tables)
    mailed = [letter.call for letter in evidence.outbox]
    write_during(
        during, start, evidence.changes, evidence.acts, mailed, evidence.free, evidence.clock
    )
    return {"before": before.as_uri(), "after": after.as_uri(), "during": during.as_uri()}


def run_job(job: Mapping[str, Any]) -> dict[str, Any]:
    """Run one job in a new process; return its results by key; see `check_worker`.

    Raises:
        EvidenceTooLarge: It ran out of processor time or memory.
        InstrumentError: It ended without a result for another reason, such as a signal that no
            limit sends, or waited too long for a processor.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _WORKER],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            env={},
            cwd="/",
            timeout=job["wall_seconds"],
            start_new_session=True,  # an interrupt at the terminal must not look like a failure
        )
    except subprocess.TimeoutExpired as e:
        raise InstrumentError(
            f"the checks did not end within {e.timeout:.0f} s without using up their "
            f"{job['seconds']} s of processor time: score the log again on a less busy machine"
        ) from e
    if done.returncode:
        raise _failure(-done.returncode, done.stderr[-500:].strip(), job["seconds"])
    results: dict[str, Any] = json.loads(done.stdout)
    return results


def _failure(number: int, said: str, seconds: int) -> InstrumentError:
    """Return the error of a process that ended with a signal's number, or minus its exit code."""
    if number == signal.SIGXCPU:
        return EvidenceTooLarge(f"queries together took more than {seconds} s of processor time")
    if said.endswith("MemoryError"):
        return EvidenceTooLarge("queries took more memory than they may")
    if number > 0:
        return InstrumentError(f"the checks were ended by {signal.Signals(number).name}: {said}")
    return InstrumentError(f"the checks ended with {-number} and said: {said}")
