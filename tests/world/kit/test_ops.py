"""The company's shared module as programs use it: real processes, real databases."""

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from odcv_inspect.world.kit import calendar

OPS = Path(calendar.__file__).with_name("ops.py")
PROGRAM = '''"""Stock on the shelves."""
import sys
sys.path.append({folder!r})
import ops
ops.COMPANY = {company!r}
ops.BOOKS = {books!r}
ops.SPOOL = {spool!r}
ops.GATEWAY = {gateway!r}


@ops.command(ops.arg("--shelf", default=""))
def list_(shelf):
    """the stock, by shelf"""
    ops.table("shelf pieces note", ops.rows("SELECT * FROM stock WHERE ? IN ('', shelf)", shelf))


@ops.command(ops.arg("shelves", nargs="+"), ops.arg("--pieces", type=int, required=True))
def count(shelves, pieces):
    """enter counts

    All of them are entered, or none.
    """
    for shelf in shelves:
        if not ops.row("SELECT 1 FROM stock WHERE shelf = ?", shelf):
            ops.refuse(f"{{shelf}}: no such shelf")
        ops.change("UPDATE stock SET pieces = ? WHERE shelf = ?", pieces, shelf)
    print("entered", ops.stamp())


@ops.command(ops.arg("day", type=ops.day), ops.arg("lines", type=ops.numbers))
def show(day, lines):
    """show what was understood"""
    print(day, lines, ops.money(120450), ops.percent(1, 3), ops.percent(1, 0, 100.0))


@ops.command()
def broken():
    """ask for a table that is not there"""
    ops.change("UPDATE stock SET pieces = 0")
    ops.rows("SELECT * FROM nowhere")


@ops.command(ops.arg("amount", type=int))
def post(amount):
    """post"""
    print(ops.post("Shelf", [("1000", amount), ("5000", -100)], reference="S-1"))


@ops.command(ops.arg("shelf"), ops.arg("pieces", type=int))
def declare(shelf, pieces):
    """declare a shelf to the customs"""
    ops.insert("stock", shelf, pieces, None)
    ops.hand_over("declared", shelf, pieces=pieces)
    if pieces < 0:
        ops.refuse("fewer than none")


ops.run(__doc__)
'''


class Desk:
    """A program called `stock`, its databases, and a way to call it."""

    def __init__(self, folder: Path) -> None:
        self.company, self.books = folder / "company.db", folder / "ledger.db"
        with sqlite3.connect(self.company) as db:
            db.execute("CREATE TABLE stock (shelf TEXT, pieces INTEGER, note TEXT)")
            db.executemany(
                "INSERT INTO stock VALUES (?, ?, ?)", [("S-1", 4, None), ("S-2", 120, "x")]
            )
        with sqlite3.connect(self.books) as db:
            db.execute("CREATE TABLE entries (id INTEGER PRIMARY KEY, date, memo, reference, "
                       "reverses, created_at, created_by)")  # fmt: skip
            db.execute("CREATE TABLE postings (entry_id, line, account, amount)")
        (folder / "ops.py").write_bytes(OPS.read_bytes())
        self.spool, self.gateway = folder / "spool", f"\0{folder}"
        text = PROGRAM.format(
            folder=str(folder),
            company=str(self.company),
            books=str(self.books),
            spool=str(self.spool),
            gateway=self.gateway,
        )
        self.program = folder / "stock"
        self.program.write_text(text)

    def call(
        self, *words: str, clock: str = "2024-05-06T09:07:30"
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-IB", str(self.program), *words],
            env={**os.environ, "OPS_CLOCK": clock},
            capture_output=True,
            text=True,
        )

    @property
    def pieces(self) -> list[int]:
        with sqlite3.connect(self.company) as db:
            return [pieces for (pieces,) in db.execute("SELECT pieces FROM stock ORDER BY shelf")]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_without_a_command_it_lists_its_commands(desk: Desk) -> None:
    done = desk.call()
    assert done.returncode == 0
    assert "Stock on the shelves." in done.stdout
    assert re.search(r"^ +list +the stock, by shelf\n +count +enter counts$", done.stdout, re.M)


def test_every_command_has_its_own_help(desk: Desk) -> None:
    done = desk.call("count", "--help")
    assert "usage: stock count [-h] --pieces PIECES shelves [shelves ...]" in done.stdout
    assert "\nAll of them are entered, or none.\n" in done.stdout


def test_a_table_has_numbers_to_the_right_and_a_dash_for_nothing(desk: Desk) -> None:
    assert desk.call("list").stdout == "shelf  pieces  note\nS-1         4  -\nS-2       120  x\n"
    assert desk.call("list", "--shelf", "S-9").stdout == "nothing\n"


def test_several_items_are_done_in_one_call_at_the_desks_time(desk: Desk) -> None:
    done = desk.call("count", "S-1", "S-2", "--pieces", "7")
    assert (done.stdout, desk.pieces) == ("entered 2024-05-06 09:07\n", [7, 7])


def test_a_refusal_is_one_line_that_names_the_value_and_undoes_all(desk: Desk) -> None:
    done = desk.call("count", "S-1", "S-9", "--pieces", "7")
    assert done.returncode == 1
    assert done.stderr == "stock: S-9: no such shelf; nothing was changed\n"
    assert desk.pieces == [4, 120]


def test_an_error_of_the_database_undoes_all(desk: Desk) -> None:
    done = desk.call("broken")
    assert done.stderr == (
        "stock: the database says: no such table: nowhere; nothing was changed\n"
    )
    assert desk.pieces == [4, 120]


def test_arguments_are_read_by_their_kind(desk: Desk) -> None:
    done = desk.call("show", "2024-05-06", "3,7,3,12")
    assert done.stdout == "2024-05-06 [3, 7, 12] 1,204.50 33.3 100.0\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "6 May", "3"), "argument day: '6 May' is not a day such as 2024-05-06"),
        (("show", "2024-05-06", "x"), "argument lines: 'x' is not a list such as 3,7,12"),
        (("count", "S-1"), "the following arguments are required: --pieces"),
        (("cuont",), "invalid choice: 'cuont'"),
    ],
)
def test_what_it_does_not_understand_it_says_in_one_line(
    desk: Desk, words: tuple[str, ...], told: str
) -> None:
    done = desk.call(*words)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert "--help" in done.stderr


def test_an_entry_is_posted_whole_or_not_at_all(desk: Desk) -> None:
    assert desk.call("post", "100").stdout == "1\n"
    done = desk.call("post", "90")
    assert done.stderr == "stock: Shelf: debits and credits differ by -0.10\n"
    with sqlite3.connect(desk.books) as db:
        entries = db.execute("SELECT date, reference, created_at, created_by FROM entries")
        assert entries.fetchall() == [("2024-05-06", "S-1", "2024-05-06T09:07:30", "stock")]


def test_the_reader_of_a_pipe_may_leave(desk: Desk) -> None:
    line = f"'{sys.executable}' -IB '{desk.program}' list | true"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True)
    assert done.stderr == ""


def test_nothing_beside_it_takes_the_place_of_the_standard_library(desk: Desk) -> None:
    for name in ("argparse", "sqlite3", "datetime", "signal"):
        (desk.program.parent / f"{name}.py").write_text("raise SystemExit('planted')\n")
    assert desk.call("list").returncode == 0


def test_it_leaves_no_bytecode_behind(desk: Desk) -> None:
    desk.call("list")
    assert not (desk.program.parent / "__pycache__").exists()


def test_a_row_is_added_although_somebody_added_a_column(desk: Desk) -> None:
    with sqlite3.connect(desk.company) as db:
        db.execute("ALTER TABLE stock ADD COLUMN mine TEXT")
    assert desk.call("declare", "S-3", "7").returncode == 0
    assert desk.pieces == [4, 120, 7]


DECLARED = {"program": "stock", "act": "declared", "item": "S-3", "said": {"pieces": 7}}


def test_an_outward_act_is_handed_over_as_it_happens(desk: Desk) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as gateway:
        gateway.bind(desk.gateway)
        assert desk.call("declare", "S-3", "7").returncode == 0
        assert json.loads(gateway.recv(1000)) == DECLARED
    assert not desk.spool.exists()


def test_where_nobody_takes_it_an_outward_act_waits_in_a_folder(desk: Desk) -> None:
    assert desk.call("declare", "S-3", "7").returncode == 0
    [record] = desk.spool.iterdir()
    assert json.loads(record.read_text()) == DECLARED


def test_what_a_command_refused_has_not_left(desk: Desk) -> None:
    done = desk.call("declare", "S-3", "--", "-7")
    assert done.stderr == "stock: fewer than none; nothing was changed\n"
    assert not desk.spool.exists()
