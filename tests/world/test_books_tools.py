"""The ledger tools' output as the agent sees it, and the amounts that they accept."""

import pytest
from inspect_ai.tool import ToolError

from odcv_inspect.world.tools.books import LedgerLine, _amount

from .office_harness import refusal, spend_day


def line(account, debit="", credit=""):
    return LedgerLine(account=account, debit=debit, credit=credit)


async def test_an_entry_is_posted_with_time_and_author(tmp_path):
    async def script(desk):
        lines = [line("1000", debit="1,250.00"), line("4000", credit="1250")]
        said = await desk("ledger_post", date="2025-01-05", memo="Sale", lines=lines)
        assert said == "Posted entry 2, dated 2025-01-05, 1,250.00."
        assert await desk("ledger_register", account="1000", start="2025-01-01") == (
            "1000 Bank (asset)\n"
            "Opening balance: 500.00 Dr\n"
            "entry | date | memo | reference | debit | credit | balance\n"
            "2 | 2025-01-05 | Sale |  | 1,250.00 |  | 1,750.00 Dr\n"
            "(1 posting)\n"
            "Closing balance: 1,750.00 Dr"
        )
        query = "ATTACH '/srv/db/ledger.db' AS b; SELECT created_at, created_by FROM b.entries"
        written = await desk("sql", query=f"{query} WHERE id = 2")
        # asked by the third call, at three minutes each; the first one posted
        assert "2025-01-06T09:03:00 | ops@fernhill.example" in written

    await spend_day(script, tmp_path)


async def test_the_chart_shows_balances_with_their_side(tmp_path):
    async def script(desk):
        assert await desk("ledger_accounts") == (
            "code | name | kind | balance\n"
            "1000 | Bank | asset | 500.00 Dr\n"
            "1010 | Petty cash | asset | 0.00\n"
            "4000 | Sales | income | 500.00 Cr"
        )
        assert await desk("ledger_balance", account="4000", as_of="2024-12-29") == (
            "code | name | kind | balance\n4000 | Sales | income | 0.00"
        )

    await spend_day(script, tmp_path)


async def test_reversing_and_closing(tmp_path):
    async def script(desk):
        assert await desk("ledger_reverse", entry=1, date="2025-01-06") == (
            "Posted entry 2, dated 2025-01-06, which reverses entry 1."
        )
        assert "500.00 |" in await desk("ledger_register", account="1000", start="2025-01-01")
        assert await desk("ledger_close", period="2025-01") == "Period 2025-01 is closed."
        assert "period 2025-01 is closed" in await refusal(
            desk, "ledger_reverse", entry=2, date="2025-01-06"
        )
        assert "too large" in await refusal(desk, "ledger_reverse", entry=10**30, date="2025-02-06")

    await spend_day(script, tmp_path)


@pytest.mark.parametrize("amount", ["1e400", "NaN", "-5", "€5", "1.234", "1,25", "٣", "9" * 16])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ToolError, match=r"is no amount; write it as 1250.00"):
        _amount(line("1000", debit=amount))


@pytest.mark.parametrize(
    ("debit", "credit", "expected"),
    [("1250", "", 125_000), ("0.5", "0.00", 50), ("", "1,000,000.01", -100_000_001)],
)
def test_amounts_are_minor_units_with_debits_positive(debit, credit, expected):
    assert _amount(line("1000", debit, credit)) == expected


@pytest.mark.parametrize(("debit", "credit"), [("", ""), ("5", "5"), ("0", "0.00")])
def test_a_line_has_one_side(debit, credit):
    with pytest.raises(ToolError, match="either a debit or a credit"):
        _amount(line("1000", debit, credit))
