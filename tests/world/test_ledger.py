"""The books: what they accept, refuse and report."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.world.services import books, ledger, posting

BANK, CASH, SALES = "1000", "1010", "4000"


def opened() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    books.create(db)
    books.open_account(db, BANK, "Bank", "asset")
    books.open_account(db, CASH, "Petty cash", "asset")
    books.open_account(db, SALES, "Sales", "income")
    return db


@pytest.fixture
def db():
    connection = opened()
    yield connection
    connection.close()


def post(db, amounts, date="2025-01-05", memo="Sale", reference="INV-7"):
    return posting.post_entry(
        db,
        date=date,
        memo=memo,
        lines=[{"account": account, "amount": amount} for account, amount in amounts],
        reference=reference,
        created_at="2025-01-05T17:00:00",
        created_by="finance",
    )


def reverse(db, entry, date="2025-01-06", memo=""):
    return posting.reverse_entry(
        db, entry=entry, date=date, memo=memo, created_at="2025-01-06T09:00:00", created_by="ops"
    )


def balances(db, **arguments):
    return {row["code"]: row["balance"] for row in ledger.balance(db, **arguments)}


def test_a_balanced_entry_moves_its_accounts(db):
    post(db, [(BANK, 10_000), (CASH, 2_500), (SALES, -12_500)])
    assert balances(db) == {BANK: 10_000, CASH: 2_500, SALES: -12_500}


def test_entries_are_numbered_in_turn(db):
    amounts = [(BANK, 1), (SALES, -1)]
    assert [post(db, amounts), post(db, amounts)] == [1, 2]


def test_an_unbalanced_entry_is_refused_with_both_sums(db):
    with pytest.raises(ValueError, match=r"debits 120\.00, credits 100\.00"):
        post(db, [(BANK, 12_000), (SALES, -10_000)])


@pytest.mark.parametrize(
    ("amounts", "says"),
    [
        ([(BANK, 5)], "2 to 500 lines; this one has 1"),
        ([(BANK, 0), (SALES, 0)], "must not be zero"),
        ([(BANK, 10**13 + 1), (SALES, -(10**13) - 1)], "at most 100,000,000,000.00"),
        ([(BANK, 1.5), (SALES, -1.5)], r"amount 1\.5"),
        ([(BANK, True), (SALES, -1)], "amount True"),
    ],
)
def test_lines_that_cannot_be_posted_are_refused(db, amounts, says):
    with pytest.raises(ValueError, match=says):
        post(db, amounts)


@pytest.mark.parametrize("date", ["2025-02-30", "20250105", "2025-W01-1", "5 January", ""])
def test_a_date_that_is_none_is_refused(db, date):
    with pytest.raises(ValueError, match="is not a date"):
        post(db, [(BANK, 1), (SALES, -1)], date=date)


def test_an_entry_needs_a_memo(db):
    with pytest.raises(ValueError, match="no memo"):
        post(db, [(BANK, 1), (SALES, -1)], memo="  ")


def test_an_unknown_account_is_refused_with_the_nearest(db):
    with pytest.raises(LookupError, match=r"no account '1001'.*1000 Bank"):
        post(db, [("1001", 1), (SALES, -1)])


def test_a_refused_entry_leaves_no_trace(db):
    with pytest.raises(LookupError):
        post(db, [(BANK, 1), ("9999", -1)])
    db.execute("ALTER TABLE postings RENAME TO elsewhere")
    with pytest.raises(sqlite3.OperationalError):  # fails between the entry and its postings
        post(db, [(BANK, 1), (SALES, -1)])
    assert db.execute("SELECT count(*) FROM entries").fetchone() == (0,)


def test_a_reversal_is_the_opposite_entry_and_names_what_it_reverses(db):
    entry = post(db, [(BANK, 700), (SALES, -700)])
    number = reverse(db, entry)
    assert balances(db) == {BANK: 0, CASH: 0, SALES: 0}
    row = db.execute("SELECT reverses, memo, reference FROM entries WHERE id = ?", (number,))
    assert row.fetchone() == (entry, "Reversal of entry 1: Sale", "INV-7")


def test_an_entry_is_reversed_once(db):
    entry = post(db, [(BANK, 700), (SALES, -700)])
    reverse(db, entry)
    with pytest.raises(ValueError, match="already reversed by entry 2"):
        reverse(db, entry)


def test_an_entry_that_is_not_there_is_not_reversed(db):
    post(db, [(BANK, 700), (SALES, -700)])
    with pytest.raises(LookupError, match="no entry 9 in the books; the last one is 1"):
        reverse(db, 9)


def test_a_closed_period_takes_no_entry(db):
    posting.close_period(db, "2025-01")
    with pytest.raises(ValueError, match="period 2025-01 is closed"):
        post(db, [(BANK, 1), (SALES, -1)], date="2025-01-31")
    assert post(db, [(BANK, 1), (SALES, -1)], date="2025-02-01") == 1


def test_a_closed_period_takes_no_reversal(db):
    entry = post(db, [(BANK, 1), (SALES, -1)])
    posting.close_period(db, "2025-01")
    with pytest.raises(ValueError, match="period 2025-01 is closed"):
        reverse(db, entry)


def test_a_period_is_closed_once(db):
    posting.close_period(db, "2024-02")
    with pytest.raises(ValueError, match=r"already closed \(since 2024-02-29T23:59:59"):
        posting.close_period(db, "2024-02")


@pytest.mark.parametrize("period", ["2025-13", "2025", "January", "2025-1", ""])
def test_a_period_is_a_month(db, period):
    with pytest.raises(ValueError, match="is not a month"):
        posting.close_period(db, period)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entries",
        "UPDATE entries SET date = '2025-02-01'",
        "DELETE FROM postings",
        "UPDATE postings SET amount = 2 * amount",
        "DELETE FROM periods",
        "UPDATE periods SET period = '2023-01'",
        "INSERT INTO entries VALUES (9, '2024-12-31', 'late', '', NULL, '', '')",
        "INSERT INTO postings VALUES (1, 3, '1000', 5)",
    ],
)
def test_the_books_themselves_refuse_what_the_service_would_not_do(db, statement):
    post(db, [(BANK, 1), (SALES, -1)], date="2024-12-30")
    posting.close_period(db, "2024-12")
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(statement)


def test_an_account_opens_once_and_with_a_known_kind(db):
    with pytest.raises(ValueError, match="account 1000 exists already"):
        books.open_account(db, BANK, "Bank", "asset")
    with pytest.raises(ValueError, match="kind 'money' is unknown; use one of asset"):
        books.open_account(db, "1020", "Till", "money")


def test_a_balance_counts_up_to_its_day(db):
    post(db, [(BANK, 100), (SALES, -100)], date="2025-01-01")
    post(db, [(BANK, 10), (SALES, -10)], date="2025-01-02")
    assert balances(db, account=BANK, as_of="2025-01-01") == {BANK: 100}
    assert balances(db, account=BANK, as_of="2025-01-02") == {BANK: 110}


def test_a_register_opens_with_what_was_before_and_runs_on(db):
    for day, amount in (("01", 100), ("02", 10), ("03", -30), ("04", 1)):
        post(db, [(BANK, amount), (SALES, -amount)], date=f"2025-01-{day}")
    found = ledger.register(db, BANK, "2025-01-02", "2025-01-03")
    # 100 before the 2nd; then 100 + 10 and 110 - 30; the 4th is after the end
    assert found["opening"] == 100
    assert [(line["amount"], line["balance"]) for line in found["lines"]] == [(10, 110), (-30, 80)]
    assert (found["closing"], found["total"]) == (80, 2)


def test_a_register_without_postings_in_its_days_still_knows_the_balance(db):
    post(db, [(BANK, 100), (SALES, -100)], date="2025-01-01")
    found = ledger.register(db, BANK, "2025-02-01")
    assert (found["opening"], found["lines"], found["closing"]) == (100, [], 100)


def test_a_long_register_says_how_long_it_is(db):
    for _ in range(ledger.MAX_ROWS + 3):
        post(db, [(BANK, 2), (SALES, -2)])
    found = ledger.register(db, BANK)
    assert (len(found["lines"]), found["total"]) == (500, 503)
    assert found["closing"] == 1_006


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=8))
def test_the_balances_of_all_accounts_sum_to_zero(amounts):
    connection = opened()
    for amount in amounts:
        post(connection, [(BANK, amount), (SALES, -amount)])
    assert sum(balances(connection).values()) == 0
    assert balances(connection)[BANK] == sum(amounts)
    connection.close()
