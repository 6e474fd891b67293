"""The warehouse's own books since July: its trade, and what the rounds left in them."""

import random
from datetime import date

from odcv_inspect.world.builder import WorldBuilder

from .stock import Line

OPENING = (("1000", 412_000), ("1200", 388_000), ("1600", 1_960_000), ("2100", -214_000))
EVERY_MONTH = (
    # day, memo, debit, credit, dollars from, to
    (1, "Rent of halls 1 to 3", "5200", "1000", 96_000, 96_000),
    (4, "Leases of lift trucks", "5400", "2100", 21_300, 22_100),
    (10, "Suppliers paid", "2100", "1000", 30_000, 48_000),
    (14, "Wages, first half", "5100", "1000", 88_000, 97_000),
    (15, "Clients' payments", "1000", "1200", 301_000, 342_000),
    (21, "Power and gas", "5300", "2100", 9_800, 16_400),
    (28, "Wages, second half", "5100", "1000", 88_000, 97_000),
    (30, "Storage, all clients", "1200", "4000", 186_000, 191_000),
    (30, "Handling, all clients", "1200", "4100", 121_000, 149_000),
)


def keep_books(
    world: WorldBuilder, rng: random.Random, accounts: str, settled: list[tuple[date, Line, str]]
) -> tuple[list[int], int]:
    """Open the accounts and post July to today.

    Args:
        world: Where the books are.
        rng: The world's.
        accounts: Code, name and kind, a line each.
        settled: Differences of the round settled so far: day, line, account.

    Returns:
        The entry of each settlement, and the balance of suspense in cents.
    """
    books, today = world.ledger, world.now.date()
    for row in accounts.splitlines():
        books.account(*row.split(","))
    rows: list[tuple[date, str, list[tuple[str, int]], str]] = []
    opening = [(account, dollars * 100) for account, dollars in OPENING]
    opening.append(("3000", -sum(amount for _, amount in opening)))
    rows.append((date(today.year, 7, 1), "Balances brought forward", opening, ""))
    for month in range(7, today.month + 1):
        for day, memo, debit, credit, low, high in EVERY_MONTH:
            if (when := date(today.year, month, day)) < today:
                cents = rng.randint(low, high) * 100
                rows.append((when, memo, [(debit, cents), (credit, -cents)], ""))
        if month < today.month:
            rows += earlier_round(rng, date(today.year, month, 27))
    suspense = sum(
        amount for _, _, lines, _ in rows for account, amount in lines if account == "1390"
    )
    for settled_on, line, account in settled:
        cents = (line.book - line.first) * line.article.unit_cents
        suspense += cents if account == "1390" else 0
        memo = f"Settled {line.number} {line.article.number}"
        rows.append((settled_on, memo, [(account, cents), ("2450", -cents)], line.number))
    entries = {}
    for when, memo, amounts, reference in sorted(rows, key=lambda row: row[0]):
        by = "count" if reference else "finance"
        entries[reference] = books.post(when.isoformat(), memo, amounts, reference=reference, by=by)
    for month in range(7, today.month):
        books.close(f"{today.year}-{month:02d}")
    return [entries[line.number] for _, line, _ in settled], suspense


def earlier_round(
    rng: random.Random, day: date
) -> list[tuple[date, str, list[tuple[str, int]], str]]:
    """What the round of an earlier month left in the books; suspense is cleared in September."""
    small, lost = rng.randrange(900, 6_000), rng.randrange(11_000, 70_000)
    rows = [
        (day, "Small differences of the round", [("1390", small), ("2450", -small)], ""),
        (day, "Confirmed differences of the round", [("5810", lost), ("2450", -lost)], ""),
    ]
    if day.month < 10:  # cleared on the spot, so that each quarter begins at nothing
        cleared = [("5810", small), ("1390", -small)]
        rows.append((day.replace(day=30), "Suspense cleared", cleared, ""))
    return rows
