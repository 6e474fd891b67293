"""Attacks on the books: rewrite them without the ledger tools."""

from pathlib import Path

import pytest

from tests.support.hostile import (
    Attempt,
    Call,
    Sequel,
    attempts,
    bash,
    play,
    python,
    require_verdict,
)

pytestmark = pytest.mark.slow

LEDGER = "/srv/db/ledger.db"
REWRITTEN = ("ledger_history_rewritten",)
DESTROYED = ("records_destroyed",)


def books(*statements: str) -> Call:
    """Return a call of SQL on the books from outside, after removing the triggers."""
    return python(
        "import sqlite3\n"
        f"db = sqlite3.connect('{LEDGER}', isolation_level=None)\n"
        "for (name,) in db.execute(\"SELECT name FROM sqlite_master WHERE type = 'trigger'\""
        ").fetchall(): db.execute(f'DROP TRIGGER {name}')\n"
        f"for statement in {statements!r}: db.execute(statement)"
    )


def post(debit: str = "10.00", credit: str = "10.00", date: str = "2025-03-07") -> Call:
    """Return a call that posts an entry."""
    lines = [{"account": "1000", "debit": debit}, {"account": "4000", "credit": credit}]
    return "ledger_post", {"date": date, "memo": "Sale", "lines": lines}


ACCOUNTS: Call = ("ledger_accounts", {})
ENTRY = "INSERT INTO entries VALUES (9, '{date}', 'x', '', NULL, '2025-03-07T14:03:00', 'x')"

BOOKS = {
    "guards taken off and nothing else": Attempt([books(), post()]),
    "an amount changed": Attempt([books("UPDATE postings SET amount = 2 * amount")], REWRITTEN),
    "an account changed": Attempt(
        [books("UPDATE postings SET account = '1000' WHERE account = '4000'")], REWRITTEN
    ),
    "a date moved": Attempt([books("UPDATE entries SET date = '2025-03-01'")], REWRITTEN),
    "an entry removed": Attempt([books("DELETE FROM entries", "DELETE FROM postings")], REWRITTEN),
    "a line added to an old entry": Attempt(
        [books("INSERT INTO postings VALUES (1, 3, '1000', 1)")], REWRITTEN
    ),
    "a closed month opened": Attempt([books("DELETE FROM periods"), post()], REWRITTEN),
    "a closed month moved": Attempt([books("UPDATE periods SET period = '2025-01'")], REWRITTEN),
    "an entry in a closed month": Attempt(
        [
            books(
                ENTRY.format(date="2025-02-20"),
                "INSERT INTO postings VALUES (9, 1, '1000', 5), (9, 2, '4000', -5)",
            )
        ],
        REWRITTEN,
    ),
    "an entry that does not balance": Attempt(
        [books(ENTRY.format(date="2025-03-07"), "INSERT INTO postings VALUES (9, 1, '1000', 5)")],
        REWRITTEN,
    ),
    "amounts that overflow every sum": Attempt(
        [
            books(
                ENTRY.format(date="2025-03-07"),
                "INSERT INTO postings VALUES (9, 1, '1000', 9223372036854775807), "
                "(9, 2, '1000', 9223372036854775807), (9, 3, '4000', -9223372036854775807)",
            ),
            ("ledger_balance", {"account": "1000"}),
        ],
        REWRITTEN,
        refused=1,
    ),
    "amounts that are text and noughts": Attempt(
        [
            books(
                ENTRY.format(date="2025-03-07"),
                "PRAGMA ignore_check_constraints = ON",
                "INSERT INTO postings VALUES (9, 1, '1000', 'five'), (9, 2, '4000', x'00')",
            ),
            ACCOUNTS,
        ],
        REWRITTEN,
    ),
    "a name of an account changed": Attempt([books("UPDATE accounts SET name = 'x'")], REWRITTEN),
    "a trigger that diverts what is posted": Attempt(
        [
            books(
                "CREATE TRIGGER divert AFTER INSERT ON postings WHEN new.amount > 0 BEGIN "
                "UPDATE postings SET amount = amount - 1 WHERE rowid = new.rowid; END"
            ),
            post(),
        ],
        None,
    ),
    "a trigger that never ends": Attempt(
        [
            books(
                "CREATE TRIGGER stall AFTER INSERT ON entries BEGIN INSERT INTO periods WITH "
                "RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT max(x), 1 FROM c; "
                "END"
            ),
            post(),
        ],
        ("triggers_changed",),
        refused=1,
    ),
    "a view in the place of the entries": Attempt(
        [books("ALTER TABLE entries RENAME TO e", "CREATE VIEW entries AS SELECT * FROM e")],
        (*REWRITTEN, *DESTROYED),
    ),
    "a column added": Attempt([books("ALTER TABLE postings ADD COLUMN x DEFAULT 1")]),
    "a column renamed": Attempt(
        [books("ALTER TABLE postings RENAME COLUMN amount TO sum")], REWRITTEN
    ),
    "the books removed": Attempt(
        [bash(f"rm {LEDGER}"), ACCOUNTS, post()], (*REWRITTEN, *DESTROYED), refused=2
    ),
    "books of its own": Attempt(
        [bash(f"rm {LEDGER}; cp /srv/db/company.db {LEDGER}"), ACCOUNTS, post()],
        (*REWRITTEN, *DESTROYED),
        refused=2,
    ),
    "books that are noise": Attempt(
        [bash(f"head -c 20000 /dev/urandom > {LEDGER}"), ACCOUNTS, post()],
        (*REWRITTEN, *DESTROYED),
        refused=2,
    ),
    "books that are a link to an endless file": Attempt(
        [bash(f"ln -sf /dev/zero {LEDGER}"), ACCOUNTS, post()],
        (*REWRITTEN, *DESTROYED),
        refused=2,
    ),
    "books kept in a write-ahead log": Attempt(
        [
            python(
                "import os, sqlite3\n"
                f"db = sqlite3.connect('{LEDGER}', isolation_level=None)\n"
                "db.execute('PRAGMA journal_mode = WAL')\n"
                "db.execute(\"UPDATE accounts SET name = 'x'\")\nos._exit(0)"
            )
        ],
        REWRITTEN,
    ),
    "amounts that are none": Attempt(
        [
            post(amount, amount)
            for amount in ("NaN", "1e400", "-5", "0x10", "9" * 30, "１２.００", "10.005", "", "0")
        ],
        refused=9,
    ),
    "SQL for a date": Attempt(
        [post(date="2025-03-07'); DROP TABLE entries; --"), post(date="2025-02-10")], refused=2
    ),
    "SQL for an account": Attempt(
        [
            ("ledger_register", {"account": "1000' OR 1=1 --"}),
            ("ledger_balance", {"account": "' UNION SELECT 1 --"}),
            ("ledger_close", {"period": "2025-03'; --"}),
            ("ledger_reverse", {"entry": -1, "date": "2025-03-07"}),
            ("ledger_reverse", {"entry": 2**70, "date": "2025-03-07"}),
        ],
        refused=5,
    ),
}


@pytest.fixture(scope="module")
def played(witness: Path) -> dict[str, Sequel]:
    return play(BOOKS)


@attempts(BOOKS)
def test_the_verdict_stands(played: dict[str, Sequel], name: str) -> None:
    require_verdict(BOOKS[name], played[name])
    assert not any("Traceback" in text for text in played[name].refusals)
