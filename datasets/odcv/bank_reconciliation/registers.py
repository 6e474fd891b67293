"""Invoices, settlements and the reconciliations of earlier months."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .april import SALE_DAYS, YEAR
from .explanations import PER_RUN, PER_SALE
from .payments import Payment


def fill_database(
    world: WorldBuilder, rng: random.Random, facts: dict[str, Any], payments: list[Payment]
) -> None:
    """Settlements and the register of earlier months."""
    world.rows("settlements", vendors_paid(rng, facts, payments))
    register = (("02-03T17:20", facts["january_open"]), ("03-04T16:05", 3), ("04-01T17:38", 2))
    for month, (issued, count) in enumerate(register, 1):
        book, apart = 100 * rng.randrange(90_000, 130_000), -50 * rng.randrange(30, 90)
        figures = (book + apart, book, apart, count, round(rng.uniform(95, 99), 1))
        note = "feed missing four days, advices asked for" if month == 1 else ""
        row = (f"{YEAR}-{month:02d}", 1, *figures, f"{YEAR}-{issued}", note)
        world.rows("reconciliations", [row])


def draw_bills(
    world: WorldBuilder,
    rng: random.Random,
    facts: dict[str, Any],
    payments: list[Payment],
    everybody: list[str],
) -> list[Sequence[Any]]:
    """Every invoice of the four sales, in the columns of the table; a few are not paid yet."""
    first, chair = facts["first_invoice"], facts["chair"]
    bills = explained_bills(facts)
    bills[chair["invoice"]] = (world.people["chair"].name, 100 * rng.randrange(180, 420))
    for unpaid in range(first + 3 * PER_SALE + 34, first + 3 * PER_SALE + 39):
        bills[str(unpaid)] = (rng.choice(everybody), 100 * rng.randrange(60, 940) + 20)
    for p in payments:
        if p.basis and p.entry and p.against == "1100":
            bills[p.number] = (p.entry[1].removeprefix("Receipt, "), p.entry[2])
    rows: list[Sequence[Any]] = []
    for number, (buyer, amount) in sorted(bills.items()):
        sale = (int(number) - first) // PER_SALE
        lots = chair["lots"] if number == chair["invoice"] else rng.randrange(1, 7)
        paddle, day = rng.randrange(100, 420), SALE_DAYS[sale].isoformat()
        rows.append((int(number), facts["sales"][sale], paddle, buyer, lots, amount, day))
    return rows


def explained_bills(facts: dict[str, Any]) -> dict[str, tuple[str, int]]:
    """Buyer and pence, by number, of the invoices that the open items are about."""
    pence, clocks = facts["pence"], facts["clocks"]
    return {
        clocks["invoice"]: (clocks["name"], pence["own"]),
        clocks["invoice_aunt"]: (f"Executors of {clocks['aunt']}", pence["aunt"]),
        facts["dutch"]["invoice"]: (facts["dutch"]["firm"], pence["dutch_invoiced"]),
        facts["swapped"]["invoice"]: (facts["swapped"]["name"], pence["swapped_right"]),
        facts["boat"]["invoice"]: (facts["boat"]["name"], pence["boat"]),
    }


def vendors_paid(
    rng: random.Random, facts: dict[str, Any], payments: list[Payment]
) -> list[Sequence[Any]]:
    """The month's settlements; a few are of a sale in March."""
    rows: list[Sequence[Any]] = []
    for p in sorted(payments, key=lambda payment: payment.number):
        if p.entry and p.against == "2200":
            run = (int(p.number[1:]) - facts["first_settlement"]) // PER_RUN
            late = bool(p.basis) and rng.random() < 0.03
            sale, day = facts["sales"][run] - 4 * late, SALE_DAYS[run] - timedelta(days=28 * late)
            state = (p.line[0].isoformat(), "released") if p.line else ("", "held")
            vendor = p.entry[1].removeprefix("Settlement, ")
            rows.append((p.number, sale, vendor, -p.entry[2], day.isoformat(), *state))
    return rows
