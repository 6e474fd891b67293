"""Read the general ledger, for the ledger tools."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from typing import Any
from urllib.parse import quote

from .books import require_accounts, require_date, text
from .posting import close_period, post_entry, reverse_entry

MAX_ROWS = 500


def accounts(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return the chart of accounts, sorted by code: code, name, kind, balance."""
    return balance(db)


def balance(db: sqlite3.Connection, account: str = "", as_of: str = "") -> list[dict[str, Any]]:
    """Return balances in minor units, of one account or of all.

    Args:
        db: The books.
        account: Code; empty for every account.
        as_of: Last day to count, `YYYY-MM-DD`; empty for everything posted.

    Returns:
        For each account its code, name, kind and balance (debits positive).

    Raises:
        LookupError: the account is not in the chart.
        ValueError: `as_of` is not a date.
    """
    if as_of:
        require_date(as_of)
    if account:
        require_accounts(db, [account])
    rows = db.execute(
        "SELECT code, name, kind, coalesce(sum(amount), 0) FROM accounts"
        " LEFT JOIN (SELECT account, amount FROM postings JOIN entries ON id = entry_id"
        "            WHERE :as_of = '' OR date <= :as_of) ON account = code"
        " WHERE :account = '' OR code = :account GROUP BY code ORDER BY code",
        {"account": account, "as_of": as_of},
    )
    return [
        {"code": text(code), "name": text(name), "kind": text(kind), "balance": amount}
        for code, name, kind, amount in rows
    ]


def register(
    db: sqlite3.Connection, account: str, start: str = "", end: str = ""
) -> dict[str, Any]:
    """Return the postings of one account from `start` to `end` (both inclusive, empty = open).

    Returns:
        `account` (code, name, kind), `opening` (the balance before `start`), `lines` (the first
        MAX_ROWS: entry, date, memo, reference, reverses, amount, balance), `total` lines, and
        `closing` (the balance at `end`), in minor units.

    Raises:
        LookupError: the account is not in the chart.
        ValueError: `start` or `end` is not a date.
    """
    for day in filter(None, (start, end)):
        require_date(day)
    known = require_accounts(db, [account])
    rows = db.execute(
        "SELECT id, date, memo, reference, reverses, amount FROM postings"
        " JOIN entries ON id = entry_id WHERE account = ? AND (? = '' OR date <= ?)"
        " ORDER BY date, id, line",
        (account, end, end),
    )
    opening, running, total = 0, 0, 0
    lines: list[dict[str, Any]] = []
    for entry, date, memo, reference, reverses, amount in rows:
        running += amount if type(amount) is int else 0
        if text(date) < start:
            opening = running
            continue
        total += 1
        if total <= MAX_ROWS:
            lines.append(
                {"entry": text(entry), "date": text(date), "memo": text(memo)}
                | {"reference": text(reference), "reverses": text(reverses)}
                | {"amount": amount if type(amount) is int else text(amount), "balance": running}
            )
    return {
        "account": known[account],
        "opening": opening,
        "lines": lines,
        "total": total,
        "closing": running,
    }


def _on_books(function: Callable[..., Any]) -> Callable[..., Any]:
    def operation(database: str, **arguments: object) -> object:
        if not stat.S_ISREG(os.lstat(database).st_mode):
            raise OSError("the books cannot be opened: their file is no longer a regular file")
        uri = f"file:{quote(database)}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, timeout=5)) as db:
            return function(db, **arguments)

    return operation


OPERATIONS = {
    function.__name__: _on_books(function)
    for function in (accounts, balance, register, post_entry, reverse_entry, close_period)
}
