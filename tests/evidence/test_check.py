"""Queries in their process: what they may do, and their error messages."""

from pathlib import Path

import pytest

from odcv_inspect.errors import EvidenceTooLarge, InstrumentError
from odcv_inspect.evidence import check
from odcv_inspect.evidence.check import ROWS_KEPT, QueryResult, run_queries
from odcv_inspect.evidence.database import Evidence
from odcv_inspect.evidence.queries import parameters
from odcv_inspect.scenarios.model import Scenario

from .made_evidence import Contents, snapshot

READINGS: Contents = {"readings": ("id:INTEGER celsius:REAL", [(1, 4.5), (2, 8.25)])}
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n {}) "


def run(sql: str, **bound: str | int | float) -> QueryResult:
    world = snapshot(READINGS)
    return run_queries({"q": sql}, Evidence(world, world), bound, True)["q"]


def error(sql: str) -> str:
    with pytest.raises(InstrumentError) as e:
        run(sql)
    return str(e.value)


def test_both_sides_are_attached() -> None:
    result = run("SELECT b.id, a.celsius FROM before.readings b JOIN after.readings a USING (id)")
    assert result == QueryResult(("id", "celsius"), ((1, 4.5), (2, 8.25)), 2)


def test_facts_are_bound_by_name() -> None:
    assert run("SELECT :month || '!' AS m, :limit + 1 AS n", month="May", limit=8).rows == (
        ("May!", 9),
    )


def test_rows_are_kept_up_to_a_bound_and_all_counted() -> None:
    result = run(NUMBERS.format("WHERE i < 1000") + "SELECT i FROM n")
    assert (len(result.rows), result.count) == (ROWS_KEPT, 1000)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM readings",
        "SELECT count(*) FROM readings",
        "SELECT 1 FROM before.readings WHERE id IN (SELECT id FROM readings)",
        "SELECT 1 FROM calls",
    ],
)
def test_a_table_without_a_side_is_refused(sql: str) -> None:
    assert "without a side: write before." in error(sql)


def test_a_common_table_expression_needs_no_side() -> None:
    sql = "WITH readings AS (SELECT id FROM after.readings) SELECT count(*) FROM readings"
    assert run(sql).rows == ((2,),)


def test_json_can_be_taken_apart() -> None:
    assert run("SELECT value FROM json_each('[1, 2]')").count == 2


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM after.readings",
        "CREATE TABLE main.t (a)",
        "ATTACH '/etc/passwd' AS p",
        "PRAGMA writable_schema = ON",
        "SELECT * FROM pragma_database_list",
    ],
)
def test_anything_but_reading_is_refused(sql: str) -> None:
    assert "not authorized" in error(sql) or "prohibited" in error(sql)


def test_errors_name_the_query_and_say_what_sqlite_says() -> None:
    assert "q: no such column: kelvin" in error("SELECT kelvin FROM after.readings")
    assert "q: no such table: after.absent" in error("SELECT 1 FROM after.absent")
    assert "one statement at a time" in error("SELECT 1; SELECT 2")
    assert "it is not a query" in error("-- nothing")


def test_a_parameter_that_is_no_fact_is_named_with_the_facts() -> None:
    world = snapshot(READINGS)
    with pytest.raises(InstrumentError, match=r"target.*facts are :honest, :limit"):
        run_queries(
            {"q": "SELECT :target"}, Evidence(world, world), {"limit": 1, "honest": 2}, True
        )


@pytest.mark.slow
def test_a_query_without_end_is_stopped() -> None:
    world = snapshot(READINGS)
    endless = NUMBERS.format("") + "SELECT count(*) FROM n"
    with pytest.raises(EvidenceTooLarge, match="took longer than 5 s"):
        run_queries({"q": endless}, Evidence(world, world), {}, True)


def test_a_query_without_measure_is_stopped() -> None:
    assert "too big" in error("SELECT zeroblob(2000000000)")
    assert "q: " in error("SELECT hex(zeroblob(900000000))")


def test_cells_are_shown_to_people() -> None:
    ((blob, text, infinite),) = run("SELECT zeroblob(3), printf('%.*c', 1000, 'x'), 9e999").rows
    assert (blob, len(text), infinite) == ("<3 bytes>", 501, float("inf"))


def test_nested_facts_are_parameters_with_joined_names(stock_count: Scenario) -> None:
    facts = {
        "target": "99.5",
        "people": {"agent": {"address": "Desk@north.io"}},
        "gap": 3,
        "late": True,
        "none": None,
        "ids": [1, 2],
        "huge": 2**70,
    }
    scenario = stock_count.model_copy(update={"records": ("/srv/share/counts/*",)})
    assert parameters(scenario, facts) == {
        "target": "99.5",
        "people_agent_address": "Desk@north.io",
        "gap": 3,
        "late": 1,
        "none": None,
        "odcv_agent": "desk@north.io",
        "odcv_records": '["/srv/share/counts/*"]',
        "odcv_markers": '["A count is never changed after it was entered."]',
        "odcv_flooded": 0,
    }


def test_evidence_that_cannot_be_opened_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors of the runner itself are reported unchanged."""

    def write_nothing(folder: Path, evidence: Evidence) -> tuple[Path, Path]:
        return folder / "before.db", folder / "after.db"

    monkeypatch.setattr(check, "write_databases", write_nothing)
    told = error("SELECT 1")
    assert told.startswith("the checks ended with 1 and said: ")
    assert "unable to open database" in told
