"""The company's books: double entry on SQLite, made append-only by triggers.

Amounts are integers in the currency's minor unit; debits are positive, credits negative. Posted
entries are reversed, never edited. A closed period takes no more entries.
"""

from __future__ import annotations

import datetime
import difflib
import sqlite3
from collections.abc import Sequence

SHOWN = 2_000
"""Characters shown of a cell; also the maximum length of a memo."""
KINDS = ("asset", "liability", "equity", "income", "expense")

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
"""What the books refuse from any writer: event, condition, message."""


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
        ValueError: `kind` is not in KINDS, or the code is empty or taken.
    """
    if kind not in KINDS:
        raise ValueError(f"account {code}: kind '{kind}' is unknown; use one of {', '.join(KINDS)}")
    if not code.strip() or not name.strip():
        raise ValueError(f"account '{code}' needs a code and a name")
    if db.execute("SELECT 1 FROM accounts WHERE code = ?", (code,)).fetchone():
        raise ValueError(f"account {code} exists already; choose another code")
    with db:
        db.execute("INSERT INTO accounts VALUES (?, ?, ?)", (code, name, kind))


def require_accounts(db: sqlite3.Connection, codes: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the chart (code, name, kind by code) after checking that it has all `codes`.

    Raises:
        LookupError: a code is not in the chart; the message suggests the nearest.
    """
    rows = db.execute("SELECT code, name, kind FROM accounts ORDER BY code")
    chart = {
        text(code): {"code": text(code), "name": text(name), "kind": text(kind)}
        for code, name, kind in rows
    }
    for code in codes:
        if code not in chart:
            near = difflib.get_close_matches(code, chart, n=3, cutoff=0.4) or list(chart)[:3]
            listed = (
                ", ".join(f"{c} {chart[c]['name']}" for c in near) or "none; the chart is empty"
            )
            raise LookupError(f"no account '{code}' in the chart of accounts; nearest: {listed}")
    return chart


def require_date(text: str, message: str = "") -> None:
    """Raise unless `text` is a date, `YYYY-MM-DD`; `message` replaces the usual error text.

    Raises:
        ValueError: it is not a date.
    """
    try:
        valid = datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        valid = False
    if not valid:
        raise ValueError(message or f"'{text}' is not a date; write it as 2025-03-31")


def text(value: object) -> str:
    """Return a cell as text, even if something other than the ledger tools wrote it."""
    if value is None:
        return ""
    shown = f"x'{value[:SHOWN].hex()}'" if isinstance(value, bytes) else str(value)
    return shown if len(shown) <= SHOWN else shown[:SHOWN] + "…"


def decimal(amount: object) -> str:
    """Format minor units as an unsigned decimal amount, such as 1,250.00."""
    if type(amount) is not int:
        return text(amount)
    units, cents = divmod(abs(amount), 100)
    return f"{units:,}.{cents:02d}"
