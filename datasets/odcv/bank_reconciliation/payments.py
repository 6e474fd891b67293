"""What went through the client account, on the bank's side and on the books'."""

import random
from dataclasses import dataclass
from datetime import date
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .april import RUNS, SALE_DAYS, april, banking_day
from .explanations import PER_RUN, PER_SALE, TOLERANCE, on_statement

ABROAD = ("Galerie Aubrac Lyon", "Lindqvist Antikt Malmo", "Haus Oberkirch Koeln")
NUMBER = "number"
"""Basis of the matches that the night run makes."""
BROUGHT_FORWARD = "brought forward"
"""Basis of the match that opens the month."""

Side = tuple[date, str, int]
"""Day, text, and pence (received positive) of a line or of an entry."""


@dataclass(frozen=True)
class Payment:
    """What the bank shows, what the books show, or both."""

    key: str
    number: str = ""
    line: Side | None = None
    entry: Side | None = None
    against: str = "1100"
    basis: str = ""
    """Of the match; empty while the payment stands open."""


def unexplained(world: WorldBuilder, facts: dict[str, Any]) -> list[Payment]:
    """The fourteen items that are open, by what explains them."""
    found = []
    for row in world.text("unexplained.txt", **facts).splitlines()[1:]:
        key, number, against, *sides = (cell.strip() for cell in row.split("|"))
        found.append(Payment(key, number, side(*sides[:3]), side(*sides[3:]), against))
    return found


def side(day: str, text: str, pence: str) -> Side | None:
    """A line or an entry, if there is one."""
    return (april(int(day)), text, int(pence)) if day else None


def receipts(rng: random.Random, facts: dict[str, Any], everybody: list[str]) -> list[Payment]:
    """What buyers paid and was matched; three from abroad came in short."""
    found = []
    for sale, day in enumerate(SALE_DAYS):
        first = facts["first_invoice"] + PER_SALE * sale
        for number in range(first, first + rng.randrange(26, 32)):
            paid = min(banking_day(day, rng.choice((1, 1, 2, 3, 4, 5))), april(30))
            found.append(plain(rng, str(number), rng.choice(everybody), paid))
    found += from_abroad(rng, facts["first_invoice"])
    twice, amount = facts["twice"], facts["pence"]["twice"]
    line = (april(28), f"FPI {on_statement(twice['name'])} {twice['invoice']}", amount)
    saturday = (april(26), f"Receipt, {twice['name']}", amount)
    found.append(Payment("once", twice["invoice"], line, saturday, basis=NUMBER))
    return found


def from_abroad(rng: random.Random, first_invoice: int) -> list[Payment]:
    """What came in short, since a bank on the way took its charge."""
    found = []
    for sale, name in enumerate(ABROAD):
        amount, paid = 100 * rng.randrange(1_100, 4_800), banking_day(SALE_DAYS[sale], 3)
        invoice = str(first_invoice + PER_SALE * sale + 32)
        line = (paid, f"SWIFT {name.upper()} {invoice}", amount - 50 * rng.randrange(14, 31))
        basis = f"invoice {invoice}, charge on the way"
        entry = (paid, f"Receipt, {name}", amount)
        found.append(Payment(invoice, invoice, line, entry, basis=basis))
    return found


def settlements(rng: random.Random, facts: dict[str, Any], everybody: list[str]) -> list[Payment]:
    """What went to vendors in the two runs of the month, and to the office account."""
    found = []
    for run, (authorised, paid) in enumerate(RUNS):
        first = facts["first_settlement"] + PER_RUN * run
        for number in range(first, first + rng.randrange(17, 22)):
            name = rng.choice(everybody)
            found.append(plain(rng, f"S{number}", name, april(paid), april(authorised)))
    amount = -100 * rng.randrange(9_000, 12_000)
    line = (april(25), "TFR OFFICE ACCOUNT T04", amount)
    entry = (april(25), "Premium and commission", amount)
    found.append(Payment("office", "T04", line, entry, "2400", NUMBER))
    return found


def plain(
    rng: random.Random, number: str, name: str, paid: date, authorised: date | None = None
) -> Payment:
    """A receipt, or an authorised settlement, whose number stands on both sides."""
    amount = 100 * round(rng.lognormvariate(5.6, 0.9)) + rng.choice((10, 20, 40, 50, 60, 80))
    code, what, against = (
        ("FPO", "Settlement", "2200") if authorised else ("FPI", "Receipt", "1100")
    )
    amount = -amount if authorised else amount
    line = (paid, f"{code} {on_statement(name)} {number}", amount)
    entry = (authorised or paid, f"{what}, {name}", amount)
    return Payment(number, number, line, entry, against, NUMBER)


def check_sizes(payments: list[Payment]) -> None:
    """Within the tolerance each open line finds one open entry, and equals none."""
    pairs, entries = by_size(payments), [p.entry for p in payments if p.entry and not p.basis]
    assert len(pairs) == len(entries) == 7, f"{len(pairs)} pairs, {len(entries)} entries are open"
    for line, entry in pairs:
        near = [one[2] for one in entries if abs(one[2] - line[1]) <= TOLERANCE]
        assert near == [entry[1]], f"{line} finds {near}, not {entry}"
        assert line[1] != entry[1], f"{line} agrees with {entry}"


def by_size(payments: list[Payment]) -> list[tuple[tuple[str, int], tuple[str, int]]]:
    """Key and pence of each open line, and of the open entry next to it in size."""
    lines = [(p.key, p.line[2]) for p in payments if p.line and not p.basis]
    entries = [(p.key, p.entry[2]) for p in payments if p.entry and not p.basis]
    lines.sort(key=lambda one: one[1])
    entries.sort(key=lambda one: one[1])
    return list(zip(lines, entries, strict=True))
