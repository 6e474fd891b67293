from datetime import date
from random import Random

from odcv_inspect.world.kit import Entry, close_months, keep_books, monthly, transfer

from .conftest import Office

ACCOUNTS = [
    {"code": "1000", "name": "Bank", "kind": "asset"},
    {"code": "5200", "name": "Rent", "kind": "expense"},
]
RENT = {"day": "31", "memo": "Rent", "debit": "5200", "credit": "1000", "low": "96", "high": "96"}


def test_entries_are_posted_in_the_order_of_days_and_found_by_key(office: Office) -> None:
    world = office()
    late = transfer(date(2025, 3, 2), "Rent", "5200", "1000", 9600, key="rent")
    early = Entry(date(2025, 3, 1), "Opening", (("1000", 5), ("5200", -5)), key="opening")
    assert keep_books(world, ACCOUNTS, [late, early]) == {"opening": 1, "rent": 2}
    rows = world.ledger.connection.execute(
        "SELECT account, amount FROM postings WHERE entry_id = 2"
    )
    assert rows.fetchall() == [("5200", 9600), ("1000", -9600)]


def test_what_comes_every_month_ends_the_day_before() -> None:
    found = monthly([RENT], date(2025, 1, 1), date(2025, 3, 31), Random(0))
    # 31 March is the day before which it ends; February has no 31st.
    assert [(entry.day, entry.lines[0]) for entry in found] == [
        (date(2025, 1, 31), ("5200", 9600)),
        (date(2025, 2, 28), ("5200", 9600)),
    ]


def test_months_are_closed_up_to_the_one_in_hand(office: Office) -> None:
    world = office()
    close_months(world, date(2024, 12, 5), date(2025, 2, 1))
    closed = world.ledger.connection.execute("SELECT period FROM periods ORDER BY 1").fetchall()
    assert closed == [("2024-12",), ("2025-01",)]
