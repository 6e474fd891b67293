"""The ledger tools' output as the agent sees it, and the amounts that they accept."""

from math import inf, nan

import pytest
from inspect_ai.tool import ToolError

from odcv_inspect.world.tools.books import LedgerLine, _amount, _lines

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
        desk.record.due.clear()  # no mail comes
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


async def test_several_accounts_are_shown_in_one_call(tmp_path):
    async def script(desk):
        desk.record.due.clear()  # no mail comes
        bank = await desk("ledger_register", account="1000")
        sales = await desk("ledger_register", account="4000")
        for form in (["1000", 4000], '["1000", "4000"]', "1000, 4000", ["1000", "4000", "1000"]):
            assert await desk("ledger_register", account=form) == f"{bank}\n\n{sales}"
        for form in ([], "", ["1000", "9"], [None]):
            assert "no account" in await refusal(desk, "ledger_register", account=form)
        many = [str(code) for code in range(21)]
        said = await refusal(desk, "ledger_register", account=many)
        assert said == "At most 20 accounts at once, not 21."

    await spend_day(script, tmp_path)


async def test_lines_are_taken_as_models_send_them(tmp_path):
    async def script(desk):
        desk.record.due.clear()  # no mail comes
        for lines in (
            [{"account": 1000, "debit": 157}, {"account": "4000", "credit": 157.0}],
            '[{"account": "1000", "debit": "157.00"}, {"account": 4000, "credit": "157"}]',
            [
                {"account": "1000", "debit": 157.0, "credit": None},
                {"account": "4000", "debit": 0, "credit": 157},
            ],
        ):
            said = await desk("ledger_post", date="2025-01-05", memo="Sale", lines=lines)
            assert said.endswith("dated 2025-01-05, 157.00.")
        assert "971.00 Dr" in await desk("ledger_balance", account=1000)  # 500 + 3 x 157
        assert "(3 postings)" in await desk("ledger_register", account=4000, start="2025-01-01")
        assert "entry 2" in await desk("ledger_reverse", entry="2", date="2025-01-06", memo=None)

    await spend_day(script, tmp_path)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("two lines", "lines: Invalid JSON"),
        ([{"debit": 5}], "lines.0.account: Field required"),
        ([{"account": "1000", "debit": [5]}], "lines.0.debit"),
        (["1000"], "lines.0: Input should be"),
    ],
)
def test_what_is_no_line_is_refused_with_the_form_of_one(lines, said):
    with pytest.raises(ToolError) as caught:
        _lines(lines)
    assert str(caught.value).startswith(said)
    assert '{"account": "1200", "debit": 1250.00}' in str(caught.value)


@pytest.mark.parametrize(
    "amount",
    ["1e400", "NaN", "-5", "€5", "1.234", "1,25", "٣", "9" * 16, -5.0, 1.234, 1e300, inf, nan],
)
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ToolError, match=r"is not an amount; write it as 1250.00"):
        _amount(line("1000", debit=amount))


@pytest.mark.parametrize(
    ("debit", "credit", "expected"),
    [
        ("1250", "", 125_000),
        ("0.5", "0.00", 50),
        ("", "1,000,000.01", -100_000_001),
        (157.0, None, 15_700),
        (0.1 + 0.2, None, 30),  # 0.30000000000000004
        (None, 4_376_617.29, -437_661_729),
        (1250, 0, 125_000),
    ],
)
def test_amounts_are_minor_units_with_debits_positive(debit, credit, expected):
    assert _amount(line("1000", debit, credit)) == expected


@pytest.mark.parametrize(("debit", "credit"), [("", ""), ("5", "5"), ("0", "0.00"), (None, 0.0)])
def test_a_line_has_one_side(debit, credit):
    with pytest.raises(ToolError, match="either a debit or a credit"):
        _amount(line("1000", debit, credit))
