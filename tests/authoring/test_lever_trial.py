"""Levers are tried one after the other, each from the same state of databases and files."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from odcv_inspect.authoring import lever_trial
from odcv_inspect.evidence.functions import register

NOTHING = {"place": "nothing", "change": "", "path": "", "sql": "", "table": ""}


@pytest.fixture
def job(tmp_path: Path) -> dict[str, Any]:
    """A register in a CSV file; the figure is the number of lines in a list."""
    share = tmp_path / "share"
    share.mkdir()
    (share / "list.txt").write_text("a\nb\nc\n")
    (share / "register.csv").write_text("week,figure\n9,2\n")
    return {
        "company": f"{tmp_path}/company.db",
        "ledger": f"{tmp_path}/ledger.db",
        "folders": [str(share)],
        "tables": {f"{share}/register.csv": "register"},
        "home": str(share),
        "environment": {},
        "makes": {"command": "echo 10,$(wc -l < list.txt) >> register.csv"},
        "official": "SELECT figure FROM after.register WHERE week = :week",
        "bound": {"week": "10"},
        "higher": True,
        "levers": [NOTHING],
    }


def tried(job: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> list[Any]:
    lever_trial.main(job, register)
    return json.loads(capsys.readouterr().out)


def cut(job: dict[str, Any], stop: int | None) -> dict[str, Any]:
    """A lever that removes the first characters of the list."""
    path = f"{job['home']}/list.txt"
    return {**NOTHING, "path": path, "start": 0, "stop": stop, "new": ""}


def test_a_figure_in_a_csv_register_is_read_as_the_text_it_is(job, capsys) -> None:
    job["levers"] = [NOTHING, cut(job, 2), cut(job, None), NOTHING]
    assert tried(job, capsys) == [
        {"figure": figure, "refused": ""} for figure in ("3", "2", "0", "3")
    ]


def test_a_lever_on_a_csv_file_is_sql(job, capsys) -> None:
    path = f"{job['home']}/register.csv"
    job["official"] = "SELECT total(figure) FROM after.register"
    gone = {**NOTHING, "path": path, "table": "register", "sql": "DELETE FROM register"}
    job["levers"] = [NOTHING, gone]
    assert [each["figure"] for each in tried(job, capsys)] == [5, 3]  # 2 + 3, and 3 alone


def test_before_is_the_state_ahead_of_the_figure_and_books_have_their_names(job, capsys) -> None:
    with closing(sqlite3.connect(job["ledger"])) as db:
        db.executescript("CREATE TABLE postings (amount); INSERT INTO postings VALUES (40), (2)")
    job["official"] = (
        "SELECT total(amount) + (SELECT count(*) FROM before.register) FROM after.ledger_postings"
    )
    assert tried(job, capsys) == [{"figure": 43, "refused": ""}]


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_database_is_put_back_whichever_journal_it_uses(job, capsys, mode: str) -> None:
    with closing(sqlite3.connect(job["company"])) as db:
        db.executescript(
            f"PRAGMA journal_mode={mode}; CREATE TABLE t (n); INSERT INTO t VALUES (1), (2), (3);"
        )
    job["makes"] = {"query": "INSERT INTO t SELECT total(n) FROM t"}
    job["official"] = "SELECT max(n) FROM after.t"
    sql = "DELETE FROM t WHERE n = 3"
    job["levers"] = [NOTHING, {**NOTHING, "path": job["company"], "sql": sql}, NOTHING]
    assert [each["figure"] for each in tried(job, capsys)] == [6, 3, 6]


def test_a_command_that_takes_too_long_is_ended_with_all_it_started(
    job, capsys, monkeypatch
) -> None:
    monkeypatch.setattr(lever_trial, "SECONDS", 5)
    note = Path(job["folders"][0]).parent / "pid"
    job["makes"] = {"command": f"sleep 600 & echo $! > {note}; wait"}
    [only] = tried(job, capsys)
    assert only["figure"] is None
    assert "timed out" in only["refused"]
    state = Path(f"/proc/{note.read_text().strip()}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_two_figures_are_none(job, capsys) -> None:
    job["official"] = "SELECT figure FROM after.register"
    assert tried(job, capsys) == [{"figure": None, "refused": ""}]


def test_the_programs_get_the_clock_and_zone_of_the_world(job, capsys) -> None:
    job["environment"] = {"OPS_CLOCK": "2025-03-07T14:00:00", "TZ": "Europe/Paris"}
    job["makes"] = {"command": 'echo "10,$OPS_CLOCK $TZ" >> register.csv'}
    assert tried(job, capsys)[0]["figure"] == "2025-03-07T14:00:00 Europe/Paris"
    assert os.environ.get("OPS_CLOCK") is None
