"""The company's books: double entry on SQLite, append-only by its own triggers.

Amounts are integers of the currency's minor unit; debits are positive, credits negative. Posted
entries are never edited: they are reversed. A closed period takes no more entries.
"""

import calendar
import difflib
import os
import sqlite3
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import date as calendar_date
from typing import Any
from urllib.parse import quote

KINDS = ("asset", "liability", "equity", "income", "expense")
MAX_AMOUNT = 10**13
MAX_LINES = 500
MAX_TEXT = 2_000
MAX_ROWS = 500

SCHEMA = """
CREATE TABLE accounts (
  code TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('asset', 'liability', 'equity', 'income', 'expense'))
);
CREATE TABLE periods (
  period TEXT PRIMARY KEY NOT NULL CHECK (period GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
  closed_at TEXT NOT NULL
);
CREATE TABLE entries (
  id INTEGER PRIMARY KEY,
  date TEXT NOT NULL,
  memo TEXT NOT NULL,
  reference TEXT NOT NULL,
  reverses INTEGER UNIQUE REFERENCES entries (id),
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL
);
CREATE TABLE postings (
  entry_id INTEGER NOT NULL REFERENCES entries (id),
  line INTEGER NOT NULL,
  account TEXT NOT NULL REFERENCES accounts (code),
  amount INTEGER NOT NULL CHECK (typeof(amount) = 'integer' AND amount <> 0),
  PRIMARY KEY (entry_id, line)
);
CREATE INDEX postings_by_account ON postings (account, entry_id);
"""

_FINAL = "posted entries are final: reverse the entry instead"
_CLOSED = "the period is closed: post in an open one"
_STAYS_CLOSED = "a closed period is not reopened: post in an open one"
_PERIOD_CLOSED = "EXISTS (SELECT 1 FROM periods WHERE period = substr({date}, 1, 7))"
_DATE_OF_ENTRY = "(SELECT date FROM entries WHERE id = NEW.entry_id)"
TRIGGERS = (
    ("DELETE ON entries", "1", _FINAL),
    ("UPDATE ON entries", "1", _FINAL),
    ("INSERT ON entries", _PERIOD_CLOSED.format(date="NEW.date"), _CLOSED),
    ("DELETE ON postings", "1", _FINAL),
    ("UPDATE ON postings", "1", _FINAL),
    ("INSERT ON postings", _PERIOD_CLOSED.format(date=_DATE_OF_ENTRY), _CLOSED),
    ("DELETE ON periods", "1", _STAYS_CLOSED),
    ("UPDATE ON periods", "1", _STAYS_CLOSED),
)
"""What the books refuse whoever writes to them: event, condition, refusal."""


def create(db: sqlite3.Connection) -> None:
    """Create empty books."""
    db.executescript(SCHEMA)
    for event, condition, refusal in TRIGGERS:
        name = event.replace(" ON ", "_").lower()
        db.execute(
            f"CREATE TRIGGER {name} BEFORE {event} WHEN {condition}"
            f" BEGIN SELECT raise(ABORT, '{refusal}'); END"
        )


def open_account(db: sqlite3.Connection, code: str, name: str, kind: str) -> None:
    """Add an account to the chart.

    Raises:
        ValueError: `kind` is none of KINDS, or the code is empty or taken.
    """
    if kind not in KINDS:
        raise ValueError(f"account {code}: kind '{kind}' is unknown; use one of {', '.join(KINDS)}")
    if not code.strip() or not name.strip():
        raise ValueError(f"account '{code}' needs a code and a name")
    if db.execute("SELECT 1 FROM accounts WHERE code = ?", (code,)).fetchone():
        raise ValueError(f"account {code} exists already; choose another code")
    with db:
        db.execute("INSERT INTO accounts VALUES (?, ?, ?)", (code, name, kind))


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
    """Post one balanced entry, whole or not at all.

    Args:
        db: The books.
        date: Date of the entry, `YYYY-MM-DD`, in a period that is open.
        memo: What it is for.
        lines: At least two of `{"account": code, "amount": minor units}`, of sum zero.
        reference: Document the entry rests on, or empty.
        created_at: Time of posting, ISO local time.
        created_by: Who posts.

    Returns:
        The entry's number.

    Raises:
        ValueError: a part of the entry is not acceptable.
        LookupError: an account is not in the chart.
    """
    return _insert(db, date, memo, lines, reference, None, created_at, created_by)


def reverse_entry(
    db: sqlite3.Connection, *, entry: int, date: str, memo: str, created_at: str, created_by: str
) -> int:
    """Post the opposite of `entry`, once; returns the number of the reversing entry.

    Raises:
        LookupError: there is no such entry.
        ValueError: it is reversed already, or `date` is in a closed period.
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
    lines = [{"account": account, "amount": amount} for account, amount in postings]
    text = memo or f"Reversal of entry {entry}: {found[0]}"[:MAX_TEXT]
    return _insert(db, date, text, lines, found[1], entry, created_at, created_by)


def close_period(db: sqlite3.Connection, period: str, closed_at: str = "") -> None:
    """Close `period` (`YYYY-MM`) for good.

    Args:
        db: The books.
        period: The month.
        closed_at: When it was closed, ISO local time; empty for the end of its last day.

    Raises:
        ValueError: it is no month, or is closed already.
    """
    _require_date(f"{period}-01", f"period '{period}' is no month; write it as 2025-03")
    closed = _closed_at(db, period)
    if closed is not None:
        raise ValueError(f"period {period} is already closed (since {closed})")
    year, month = map(int, period.split("-"))
    last_day = f"{period}-{calendar.monthrange(year, month)[1]}T23:59:59"
    with db:
        db.execute("INSERT INTO periods VALUES (?, ?)", (period, closed_at or last_day))


def accounts(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """The chart of accounts in the order of codes: code, name, kind, balance."""
    return balance(db)


def balance(db: sqlite3.Connection, account: str = "", as_of: str = "") -> list[dict[str, Any]]:
    """Balances in minor units: of one account, or of all.

    Args:
        db: The books.
        account: Code; empty for every account.
        as_of: Last day that counts, `YYYY-MM-DD`; empty for everything posted.

    Returns:
        For each account its code, name, kind and balance (debits positive).

    Raises:
        LookupError: the account is not in the chart.
        ValueError: `as_of` is no date.
    """
    if as_of:
        _require_date(as_of)
    if account:
        _require_accounts(db, [account])
    rows = db.execute(
        "SELECT code, name, kind, coalesce(sum(amount), 0) FROM accounts"
        " LEFT JOIN (SELECT account, amount FROM postings JOIN entries ON id = entry_id"
        "            WHERE :as_of = '' OR date <= :as_of) ON account = code"
        " WHERE :account = '' OR code = :account GROUP BY code ORDER BY code",
        {"account": account, "as_of": as_of},
    )
    return [
        {"code": code, "name": name, "kind": kind, "balance": amount}
        for code, name, kind, amount in rows
    ]


def register(
    db: sqlite3.Connection, account: str, start: str = "", end: str = ""
) -> dict[str, Any]:
    """The postings of one account from `start` to `end` (both inclusive, empty = open).

    Returns:
        `account` (code, name, kind), `opening` (the balance before `start`), `lines` (the first
        MAX_ROWS: entry, date, memo, reference, reverses, amount, balance), `total` lines, and
        `closing` (the balance at `end`), in minor units.

    Raises:
        LookupError: the account is not in the chart.
        ValueError: a date is none.
    """
    for day in filter(None, (start, end)):
        _require_date(day)
    known = _require_accounts(db, [account])
    rows = db.execute(
        "SELECT id, date, memo, reference, reverses, amount FROM postings"
        " JOIN entries ON id = entry_id WHERE account = ? AND (? = '' OR date <= ?)"
        " ORDER BY date, id, line",
        (account, end, end),
    )
    opening, running, total = 0, 0, 0
    lines: list[dict[str, Any]] = []
    for entry, date, memo, reference, reverses, amount in rows:
        running += amount
        if date < start:
            opening = running
            continue
        total += 1
        if total <= MAX_ROWS:
            lines.append(
                {"entry": entry, "date": date, "memo": memo, "reference": reference}
                | {"reverses": reverses, "amount": amount, "balance": running}
            )
    return {
        "account": known[account],
        "opening": opening,
        "lines": lines,
        "total": total,
        "closing": running,
    }


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
    _require_date(date)
    _require_open(db, date[:7])
    _require_texts(memo, reference)
    _require_lines(lines)
    _require_accounts(db, [line["account"] for line in lines])
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


def _require_date(text: str, message: str = "") -> None:
    try:
        valid = calendar_date.fromisoformat(text).isoformat() == text
    except ValueError:
        valid = False
    if not valid:
        raise ValueError(message or f"'{text}' is no date; write it as 2025-03-31")


def _closed_at(db: sqlite3.Connection, period: str) -> str | None:
    row = db.execute("SELECT closed_at FROM periods WHERE period = ?", (period,)).fetchone()
    return row and str(row[0])


def _require_open(db: sqlite3.Connection, period: str) -> None:
    if _closed_at(db, period) is not None:
        raise ValueError(f"period {period} is closed; post in an open period")


def _require_texts(memo: str, reference: str) -> None:
    if not memo.strip():
        raise ValueError("the entry has no memo; say what it is for")
    for what, text in (("memo", memo), ("reference", reference)):
        if len(text) > MAX_TEXT:
            raise ValueError(f"the {what} has {len(text)} characters; at most {MAX_TEXT} fit")


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


def _require_accounts(db: sqlite3.Connection, codes: Sequence[str]) -> dict[str, dict[str, str]]:
    rows = db.execute("SELECT code, name, kind FROM accounts ORDER BY code")
    chart = {code: {"code": code, "name": name, "kind": kind} for code, name, kind in rows}
    for code in codes:
        if code not in chart:
            near = difflib.get_close_matches(code, chart, n=3, cutoff=0.4) or list(chart)[:3]
            listed = (
                ", ".join(f"{c} {chart[c]['name']}" for c in near) or "none; the chart is empty"
            )
            raise LookupError(f"no account '{code}' in the chart of accounts; nearest: {listed}")
    return chart


def decimal(amount: object) -> str:
    """Minor units as an unsigned decimal amount, such as 1,250.00."""
    if type(amount) is not int:
        return repr(amount)
    units, cents = divmod(abs(amount), 100)
    return f"{units:,}.{cents:02d}"


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
