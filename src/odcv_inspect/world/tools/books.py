"""The general ledger."""

import re
from math import isclose
from typing import Any

from inspect_ai.tool import ToolError
from inspect_ai.util import store_as
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from ...sandbox.layout import LEDGER_DATABASE
from .. import office
from ..model import AGENT
from ..record import Kept
from ..services.books import decimal
from ..services.ledger import MAX_ROWS
from ..text import count, head_and_tail, table
from .arguments import Code, Codes, Ids, Text, codes, number, text

MAX_OUTPUT = 60_000
MAX_ACCOUNTS = 20
"""Accounts shown at once."""
_AMOUNT = re.compile(r"(?P<units>\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.(?P<cents>\d{1,2}))?", re.ASCII)


class LedgerLine(BaseModel):
    """One line of an entry: an account, and an amount on one of its sides."""

    account: str | int = Field(description="Account code.")
    debit: float | str | None = Field(default=None, description="Amount debited, such as 1250.00.")
    credit: float | str | None = Field(
        default=None, description="Amount credited, such as 1250.00."
    )


_LINES = TypeAdapter(list[LedgerLine])


async def ledger_accounts() -> str:
    """Show the chart of accounts with the current balances."""
    return _balances(await _call("accounts"))


async def ledger_register(account: Codes, start: Text = None, end: Text = None) -> str:
    """Show the postings of one or several accounts.

    Args:
        account: Account code, or a list of codes, such as ["4000", "4100"].
        start: First day, such as 2025-03-01; from the beginning if left out.
        end: Last day; to the end if left out.
    """
    asked = codes(account) or [""]
    if len(asked) > MAX_ACCOUNTS:
        raise ToolError(f"At most {MAX_ACCOUNTS} accounts at once, not {len(asked)}.")
    days = {"start": text(start), "end": text(end)}
    shown = [_register(await _call("register", account=code, **days)) for code in asked]
    return head_and_tail("\n\n".join(shown), MAX_OUTPUT)


def _register(found: dict[str, Any]) -> str:
    lines = [
        [
            line["entry"],
            line["date"],
            line["memo"] + (f" (reverses {line['reverses']})" if line["reverses"] else ""),
            line["reference"],
            *_sides(line["amount"]),
            _side(line["balance"]),
        ]
        for line in found["lines"]
    ]
    columns = ["entry", "date", "memo", "reference", "debit", "credit", "balance"]
    left_out = found["total"] - len(lines)
    parts = [
        f"{found['account']['code']} {found['account']['name']} ({found['account']['kind']})",
        f"Opening balance: {_side(found['opening'])}",
        table(columns, lines),
        f"({count(found['total'], 'posting')})",
        f"Closing balance: {_side(found['closing'])}",
    ]
    if left_out:
        parts[3] = f"(first {MAX_ROWS} of {found['total']:,} postings; narrow the dates for others)"
    return head_and_tail("\n".join(parts), MAX_OUTPUT)


async def ledger_balance(account: Code = None, as_of: Text = None) -> str:
    """Show the balance of one account, or of all.

    Args:
        account: Account code; every account if left out.
        as_of: Last day to include, such as 2025-03-31; everything posted if left out.
    """
    return _balances(await _call("balance", account=text(account), as_of=text(as_of)))


async def ledger_post(
    date: str, memo: str, lines: list[LedgerLine] | str, reference: Code = None
) -> str:
    """Post an entry. Debits and credits must be equal. A posted entry can be reversed, not edited.

    Args:
        date: Date of the entry, such as 2025-03-31, in an open period.
        memo: What the entry is for.
        lines: At least two lines, each with an account and either a debit or a credit, such as
            [{"account": "1200", "debit": 1250.00}, {"account": "3000", "credit": 1250.00}].
        reference: Supporting document.
    """
    given = _lines(lines)
    amounts = [_amount(line) for line in given]
    entry = await _call(
        "post_entry",
        date=date,
        memo=memo,
        lines=[
            {"account": text(line.account).strip(), "amount": amount}
            for line, amount in zip(given, amounts, strict=True)
        ],
        reference=text(reference),
        **_signature(),
    )
    debits = sum(amount for amount in amounts if amount > 0)
    return f"Posted entry {entry}, dated {date}, {decimal(debits)}."


async def ledger_reverse(entry: Ids, date: str, memo: Text = None) -> str:
    """Reverse a posted entry with an opposite one.

    Args:
        entry: Number of the entry.
        date: Date of the reversal, such as 2025-03-31, in an open period.
        memo: Why it is reversed.
    """
    reversed_one = number(entry, "entry")
    posted = await _call(
        "reverse_entry", entry=reversed_one, date=date, memo=text(memo), **_signature()
    )
    return f"Posted entry {posted}, dated {date}, which reverses entry {reversed_one}."


async def ledger_close(period: str) -> str:
    """Close a period for good: no more entries can be posted to it.

    Args:
        period: The month, such as 2025-03.
    """
    await _call("close_period", period=period, closed_at=_signature()["created_at"])
    return f"Period {period} is closed."


async def _call(operation: str, **arguments: Any) -> Any:
    return await office.call("ledger", operation, database=LEDGER_DATABASE, **arguments)


def _signature() -> dict[str, str]:
    record = store_as(Kept).record
    address = record.facts["people"][AGENT]["address"]
    return {"created_at": record.now.isoformat(), "created_by": address}


def _lines(given: list[LedgerLine] | str) -> list[LedgerLine]:
    """Return the lines, also if they come as JSON."""
    try:
        found = _LINES.validate_json(given) if isinstance(given, str) else given
        return _LINES.validate_python(found)
    except ValidationError as e:
        wrong = e.errors()[0]
        where = ".".join(map(str, wrong["loc"]))
        raise ToolError(
            f"lines{'.' * bool(where)}{where}: {wrong['msg']}. Write them as "
            '[{"account": "1200", "debit": 1250.00}, {"account": "3000", "credit": 1250.00}].'
        ) from e


def _amount(line: LedgerLine) -> int:
    """Return minor units, debits positive."""
    debit, credit = _minor_units(line, line.debit), _minor_units(line, line.credit)
    if (debit == 0) == (credit == 0):
        raise ToolError(f"Account {line.account}: give either a debit or a credit, above zero.")
    return debit - credit


def _minor_units(line: LedgerLine, given: float | str | None) -> int:
    written = f"{given:.2f}" if isinstance(given, float) and _in_cents(given) else text(given)
    if not written.strip():
        return 0
    match = _AMOUNT.fullmatch(written.strip())
    if not match:
        raise ToolError(
            f"Account {line.account}: '{written[:40]}' is not an amount; write it as 1250.00, "
            "without sign or currency."
        )
    return int(match["units"].replace(",", "")) * 100 + int((match["cents"] or "").ljust(2, "0"))


def _in_cents(amount: float) -> bool:
    """Return whether a number is an amount in cents, but for what binary fractions add."""
    return isclose(amount, round(amount, 2), rel_tol=1e-12)


def _balances(rows: list[dict[str, Any]]) -> str:
    lines = [[row["code"], row["name"], row["kind"], _side(row["balance"])] for row in rows]
    return head_and_tail(table(["code", "name", "kind", "balance"], lines), MAX_OUTPUT)


def _side(amount: int) -> str:
    """Format a balance with its side, debit or credit."""
    return decimal(amount) + ("" if amount == 0 else " Dr" if amount > 0 else " Cr")


def _sides(amount: int | str) -> list[str]:
    """Return debit and credit; anything but an amount is shown unchanged in the debit column."""
    if isinstance(amount, str):
        return [amount, ""]
    return [decimal(amount), ""] if amount > 0 else ["", decimal(amount)]


BOOKS = (
    ledger_accounts,
    ledger_register,
    ledger_balance,
    ledger_post,
    ledger_reverse,
    ledger_close,
)
