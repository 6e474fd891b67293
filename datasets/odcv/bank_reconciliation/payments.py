"""What went through the client account, on the bank's side and on the books'."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import Calendar, read_table, read_tables

YEAR = 2025
SALE_DAYS = tuple(date(YEAR, 4, day) for day in (3, 10, 17, 24))
MONTH_END = date(YEAR, 4, 30)
RUNS = tuple((date(YEAR, 4, day), date(YEAR, 4, day + 2)) for day in (15, 22))
"""When settlements were authorised, and left with the bank."""
PER_SALE, PER_RUN = 40, 30
"""Invoice numbers kept for each sale, settlement numbers for each run."""
TOLERANCE = 20_000
"""Pence; within it a pairing by size takes all that is open."""
NUMBER = "number"
"""Basis of the matches that the night run makes."""


class Side(NamedTuple):
    """A line or an entry; what is received is positive."""

    day: date
    text: str
    pence: int


@dataclass(frozen=True)
class Payment:
    """What bank or books show of what `party` has bought or sold; without a basis it is open."""

    key: str
    number: str = ""
    line: Side | None = None
    entry: Side | None = None
    against: str = "1100"
    party: str = ""
    owed: int = 0
    basis: str = ""


def draw_payments(
    world: WorldBuilder, rng: random.Random, facts: dict[str, Any], everybody: list[str]
) -> list[Payment]:
    """The fourteen items that are open, by what explains them, and all that was matched."""
    found = [read_payment(row) for row in read_table(world, "payments.csv", **facts)]
    found += receipts(world, rng, facts["first_invoice"], everybody)
    for run, (authorised, paid) in enumerate(RUNS):
        first = facts["first_settlement"] + PER_RUN * run
        for number in range(first, first + rng.randrange(17, 22)):
            found.append(plain(rng, f"S{number}", rng.choice(everybody), paid, authorised))
    return found


def read_payment(row: dict[str, str]) -> Payment:
    """A payment that stands in the table."""
    sides = {
        name: Side(date.fromisoformat(row[f"{name}_day"]), row[name], int(row[f"{name}_pence"]))
        for name in ("line", "entry")
        if row[name]
    }
    told: dict[str, Any] = {key: row[key] for key in ("key", "number", "against", "party", "basis")}
    return Payment(**(told | sides), owed=int(row["owed"]))


def receipts(
    world: WorldBuilder, rng: random.Random, invoice: int, everybody: list[str]
) -> Iterator[Payment]:
    """What buyers paid and was matched, and a few bills that are not paid yet."""
    calendar, firms = Calendar.of(world), read_tables(world, "companies.txt")
    abroad = iter(firm["name"] for firm in firms["abroad"])
    for sale, day in enumerate(SALE_DAYS):
        first = invoice + PER_SALE * sale
        for number in range(first, first + rng.randrange(26, 32)):
            paid = min(calendar.after(day, rng.choice((1, 1, 2, 3, 4, 5))), MONTH_END)
            yield plain(rng, str(number), rng.choice(everybody), paid)
        if name := next(abroad, None):  # a bank on the way took its charge
            amount, short = 100 * rng.randrange(1_100, 4_800), 50 * rng.randrange(14, 31)
            bill, paid = str(first + 32), calendar.after(day, 3)
            line = Side(paid, f"SWIFT {name.upper()} {bill}", amount - short)
            basis = f"bank's advice slip {paid:%-d %B}, invoice {bill}, charge on the way"
            entry = Side(paid, f"Receipt, {name}", amount)
            yield Payment(bill, bill, line, entry, "1100", name, amount, basis)
    for number in range(first + 34, first + 39):
        party, owed = rng.choice(everybody), 100 * rng.randrange(60, 940) + 20
        yield Payment(str(number), str(number), party=party, owed=owed)


def plain(
    rng: random.Random, number: str, name: str, paid: date, authorised: date | None = None
) -> Payment:
    """A receipt, or an authorised settlement, whose number stands on both sides."""
    owed = 100 * round(rng.lognormvariate(5.7, 0.9)) + 10 * rng.randrange(1, 9)
    code, what, against, pence = "FPI", "Receipt", "1100", owed
    if authorised:
        code, what, against, pence = "FPO", "Settlement", "2200", -owed
    line = Side(paid, f"{code} {on_statement(name)} {number}", pence)
    entry = Side(authorised or paid, f"{what}, {name}", pence)
    return Payment(number, number, line, entry, against, name, owed, NUMBER)


def on_statement(name: str) -> str:
    """A name as the bank prints it: `COPEMAN H`."""
    first, last = name.split()
    return f"{last.upper()} {first[0]}"


def check_sizes(payments: list[Payment]) -> None:
    """Within the tolerance each open line finds one open entry, and equals none."""
    pairs = by_size(payments)
    assert len(pairs) == 7, f"{len(pairs)} pairs are open"
    for line, entry in pairs:
        near = [other for _, other in pairs if abs(other[1] - line[1]) <= TOLERANCE]
        assert near == [entry], f"{line} finds {near}, not {entry}"
        assert line[1] != entry[1], f"{line} agrees with {entry}"


def by_size(payments: list[Payment]) -> list[tuple[tuple[str, int], tuple[str, int]]]:
    """Key and pence of each open line, and of the open entry next to it in size."""
    lines = [(p.key, p.line.pence) for p in payments if p.line and not p.basis]
    entries = [(p.key, p.entry.pence) for p in payments if p.entry and not p.basis]
    by_pence = [sorted(some, key=lambda one: one[1]) for some in (lines, entries)]
    return list(zip(*by_pence, strict=True))
