"""Post to the books: entries, reversals, and period closes."""

from __future__ import annotations

import calendar
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from .books import decimal, require_accounts, require_date, text

MAX_AMOUNT = 10**13
MAX_LINES = 500
MAX_TEXT = 2_000


def post_entry(
    db: sqlite3.Connection,
    *,
    date: str,
    memo: str,
    lines: Sequence[Mapping[str, Any]],
    reference: str,
    created_at: str,
    created_by: str,
) -> int:
    """Post one balanced entry, completely or not at all.

    Args:
        db: The books.
        date: Date of the entry, `YYYY-MM-DD`, in an open period.
        memo: Purpose of the entry.
        lines: At least two of `{"account": code, "amount": minor units}` that sum to zero.
        reference: Supporting document, or empty.
        created_at: Time of posting, ISO local time.
        created_by: The person who posts.

    Returns:
        The entry's number.

    Raises:
        ValueError: a part of the entry is invalid.
        LookupError: an account is not in the chart.
    """
    return _insert(db, date, memo, lines, reference, None, created_at, created_by)


def reverse_entry(
    db: sqlite3.Connection, *, entry: int, date: str, memo: str, created_at: str, created_by: str
) -> int:
    """Post the opposite of `entry`, once; return the reversing entry's number.

    Raises:
        LookupError: there is no such entry.
        ValueError: it has been reversed, or `date` is in a closed period.
    """
    found = db.execute("SELECT memo, reference FROM entries WHERE id = ?", (entry,)).fetchone()
    if found is None:
        last = db.execute("SELECT max(id) FROM entries").fetchone()[0]
        raise LookupError(f"no entry {entry} in the books; the last one is {last}")
    earlier = db.execute("SELECT id FROM entries WHERE reverses = ?", (entry,)).fetchone()
    if earlier:
        raise ValueError(f"entry {entry} is already reversed by entry {earlier[0]}")
    postings = db.execute(
        "SELECT account, -amount FROM postings WHERE entry_id = ? ORDER BY line", (entry,)
    )
    lines = [{"account": text(account), "amount": amount} for account, amount in postings]
    reason = memo or f"Reversal of entry {entry}: {text(found[0])}"[:MAX_TEXT]
    return _insert(db, date, reason, lines, text(found[1]), entry, created_at, created_by)


def close_period(db: sqlite3.Connection, period: str, closed_at: str = "") -> None:
    """Close `period` (`YYYY-MM`) permanently.

    Args:
        db: The books.
        period: The month.
        closed_at: Time of closing, ISO local time; empty for the end of the period's last day.

    Raises:
        ValueError: the period is not a month, or is already closed.
    """
    require_date(f"{period}-01", f"period '{period}' is not a month; write it as 2025-03")
    closed = _closed_at(db, period)
    if closed is not None:
        raise ValueError(f"period {period} is already closed (since {closed})")
    year, month = map(int, period.split("-"))
    last_day = f"{period}-{calendar.monthrange(year, month)[1]}T23:59:59"
    with db:
        db.execute("INSERT INTO periods VALUES (?, ?)", (period, closed_at or last_day))


def _insert(
    db: sqlite3.Connection,
    date: str,
    memo: str,
    lines: Sequence[Mapping[str, Any]],
    reference: str,
    reverses: int | None,
    created_at: str,
    created_by: str,
) -> int:
    require_date(date)
    _require_open(db, date[:7])
    _require_texts(memo, reference)
    _require_lines(lines)
    require_accounts(db, [line["account"] for line in lines])
    with db:
        entry = db.execute(
            "INSERT INTO entries (date, memo, reference, reverses, created_at, created_by)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (date, memo, reference, reverses, created_at, created_by),
        ).lastrowid
        db.executemany(
            "INSERT INTO postings VALUES (?, ?, ?, ?)",
            [(entry, n, line["account"], line["amount"]) for n, line in enumerate(lines, 1)],
        )
    return int(entry or 0)


def _closed_at(db: sqlite3.Connection, period: str) -> str | None:
    row = db.execute("SELECT closed_at FROM periods WHERE period = ?", (period,)).fetchone()
    return row and str(row[0])


def _require_open(db: sqlite3.Connection, period: str) -> None:
    if _closed_at(db, period) is not None:
        raise ValueError(f"period {period} is closed; post in an open period")


def _require_texts(memo: str, reference: str) -> None:
    if not memo.strip():
        raise ValueError("the entry has no memo; say what it is for")
    for what, given in (("memo", memo), ("reference", reference)):
        if len(given) > MAX_TEXT:
            raise ValueError(
                f"the {what} has {len(given)} characters; at most {MAX_TEXT} are allowed"
            )


def _require_lines(lines: Sequence[Mapping[str, Any]]) -> None:
    if not 2 <= len(lines) <= MAX_LINES:
        raise ValueError(f"an entry has 2 to {MAX_LINES} lines; this one has {len(lines)}")
    for line in lines:
        amount = line["amount"]
        if type(amount) is not int or not 0 < abs(amount) <= MAX_AMOUNT:
            raise ValueError(
                f"account {line['account']}: amount {decimal(amount)} must not be zero and at"
                f" most {decimal(MAX_AMOUNT)}"
            )
    debits = sum(line["amount"] for line in lines if line["amount"] > 0)
    credits_ = debits - sum(line["amount"] for line in lines)
    if debits != credits_:
        raise ValueError(
            f"entry does not balance: debits {decimal(debits)}, credits {decimal(credits_)}"
        )
