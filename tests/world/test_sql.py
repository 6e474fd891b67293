"""SQL on the company's database: all of SQLite's messages, with bounds on output and time."""

import os
import sqlite3
import time
from pathlib import Path

import pytest

from odcv_inspect.world.services.database import run

NUMBERS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c{}) SELECT {} FROM c"


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "company.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE readings (id INTEGER PRIMARY KEY, celsius REAL)")
        db.executemany("INSERT INTO readings VALUES (?, ?)", [(1, 4.5), (2, None)])
    db.close()
    return str(path)


def rows(database):
    return run(database, "SELECT id FROM readings ORDER BY id")[0]["rows"]


def test_a_query_gives_columns_and_rows_as_text(database):
    assert run(database, "SELECT id, celsius AS c FROM readings") == [
        {"columns": ["id", "c"], "rows": [["1", "4.5"], ["2", "NULL"]], "total": 2, "more": False}
    ]


def test_a_change_gives_the_number_of_rows(database):
    assert run(database, "UPDATE readings SET celsius = 5") == [{"changed": 2}]
    assert run(database, "UPDATE readings SET celsius = 5 WHERE id = 9") == [{"changed": 0}]
    assert run(database, "CREATE TABLE notes (text)") == [{"changed": None}]


def test_several_statements_are_split_where_sqlite_would(database):
    query = """
        INSERT INTO readings VALUES (3, 7); -- a comment; with a semicolon
        CREATE TRIGGER keep BEFORE DELETE ON readings BEGIN SELECT raise(ABORT, 'no; never'); END;
        SELECT ';' /* ; */
        -- the end
    """
    results = run(database, query)
    assert [result.get("changed", result.get("rows")) for result in results] == [1, None, [[";"]]]


def test_an_error_is_sqlites_own_and_says_which_statement_it_was(database):
    query = "DELETE FROM readings WHERE id = 1; SELECT * FROM nowhere; DELETE FROM readings"
    assert run(database, query) == [
        {"changed": 1},
        {"error": "no such table: nowhere (statement 2 of 3; those before were kept)"},
    ]
    assert rows(database) == [["2"]]


def test_a_transaction_that_is_not_committed_is_not_kept_and_said(database):
    last = run(database, "BEGIN; DELETE FROM readings")[-1]
    assert "BEGIN without COMMIT" in last["error"]
    assert rows(database) == [["1"], ["2"]]


def test_an_error_inside_a_transaction_undoes_it_and_says_so(database):
    last = run(database, "BEGIN; DELETE FROM readings; SELEC 1")[-1]
    assert last["error"].endswith("(statement 3 of 3; nothing since BEGIN was kept)")
    assert rows(database) == [["1"], ["2"]]


def test_a_committed_transaction_is_kept(database):
    run(database, "BEGIN; DELETE FROM readings WHERE id = 1; COMMIT")
    assert rows(database) == [["2"]]


def test_a_query_that_never_ends_is_stopped(database):
    start = time.monotonic()
    endless = NUMBERS.format("", "count(*)")
    assert run(database, endless, seconds=0.3) == [{"error": "stopped after 0.3 s"}]
    assert time.monotonic() - start < 5


def test_a_long_result_is_cut_and_counted(database):
    result = run(database, NUMBERS.format(" LIMIT 5000", "x"))[0]
    assert (len(result["rows"]), result["total"], result["more"]) == (200, 5000, False)


@pytest.mark.slow
def test_a_result_of_more_than_a_million_rows_is_not_counted_out(database):
    result = run(database, NUMBERS.format(" LIMIT 1000001", "x"))[0]
    assert (result["total"], result["more"]) == (1_000_000, True)


def test_wide_and_long_cells_are_cut(database):
    result = run(database, "SELECT printf('%.*c', 100000, 'x'), zeroblob(10000)")[0]
    assert [len(cell) for cell in result["rows"][0]] == [501, 501]  # 500 and the truncation mark
    columns = ", ".join(f"printf('%.*c', 400, 'x') AS c{i}" for i in range(300))
    result = run(database, f"SELECT {columns}")[0]
    assert sum(map(len, result["rows"][0])) <= 20_300  # each with a truncation mark


def test_statements_share_the_room(database):
    long = NUMBERS.format(" LIMIT 100", "printf('%.*c', 400, 'x') AS first")
    later = NUMBERS.format(" LIMIT 30", "x AS id, printf('%.*c', 300, 'y') AS a, 'note' AS b")
    first, second = run(database, f"{long}; {later}")
    assert len(first["rows"]) == 25  # 20,000 characters / 2 statements / 400
    assert len(second["rows"]) == second["total"] == 30  # 305 each, of the 10,000 that are left
    second, first = run(database, f"{later}; {long}")
    assert len(first["rows"]) == 28  # of 20,000 - 30 * 305 (and the longer numbers)


def test_every_statement_shows_rows_that_are_of_use(database):
    long = NUMBERS.format(" LIMIT 100", "printf('%.*c', 400, 'x') AS first")
    results = run(database, "; ".join([long] * 20))
    assert [len(result["rows"]) for result in results] == [5] * 20  # 2,000 characters each


def test_a_huge_value_is_refused(database):
    [result] = run(database, "SELECT length(zeroblob(900000000)), length(hex(zeroblob(900000000)))")
    assert "memory" in result["error"] or "too big" in result["error"]


def test_a_query_without_a_statement_says_so(database):
    for query in ("", "  \n", "-- nothing"):
        with pytest.raises(ValueError, match="query is empty"):
            run(database, query)


def test_a_query_that_is_too_long_is_refused(database):
    with pytest.raises(ValueError, match="at most 100,000"):
        run(database, "SELECT 1" + " " * 100_000)


def test_extensions_cannot_be_loaded(database):
    assert run(database, "SELECT load_extension('libm.so.6')") == [{"error": "not authorized"}]


def test_text_that_is_not_utf8_is_shown(database):
    assert run(database, "SELECT CAST(x'ff41' AS TEXT)")[0]["rows"] == [["\ufffdA"]]


def test_a_database_that_is_gone_or_no_file_is_an_error_not_a_new_database(database):
    Path(database).unlink()
    with pytest.raises(FileNotFoundError):
        run(database, "SELECT 1")
    os.mkfifo(database)
    with pytest.raises(OSError, match="no longer a regular file"):
        run(database, "SELECT 1")


def test_a_file_that_is_no_database_is_sqlites_own_error(tmp_path):
    file = tmp_path / "company.db"
    file.write_bytes(b"nothing of the sort" * 100)
    assert run(str(file), "SELECT * FROM readings") == [{"error": "file is not a database"}]
