"""The bank's statement, and the matches made with the books so far."""

import random
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .april import april
from .payments import BROUGHT_FORWARD, NUMBER, Payment, by_size


def feed_statement(
    world: WorldBuilder, rng: random.Random, payments: list[Payment], entries: dict[str, int]
) -> dict[str, int]:
    """The bank's lines in order of days, and the matches so far; numbers of lines by key."""
    first = rng.randrange(3_010, 3_400)
    shown = sorted(((p.line, p) for p in payments if p.line), key=lambda pair: pair[0][0])
    lines = {p.key: first + n for n, (_, p) in enumerate(shown, 1)}
    world.database.executescript(world.text("schema.sql"))
    (opening,) = world.ledger.connection.execute(
        "SELECT amount FROM postings WHERE entry_id = 1 AND account = '1210'"
    ).fetchone()
    rows = [(first, april(1), "BALANCE BROUGHT FORWARD", opening)]
    rows += [(lines[p.key], *line) for line, p in shown]
    balances = accumulate(amount for *_, amount in rows)
    world.rows(
        "statement",
        [
            (number, day.isoformat(), text, amount, balance)
            for (number, day, text, amount), balance in zip(rows, balances, strict=True)
        ],
    )
    made = [(april(1), first, entries["opening"], BROUGHT_FORWARD)]
    made += [
        (max(line[0], p.entry[0]), lines[p.key], entries[p.key], p.basis)
        for line, p in shown
        if p.entry and p.basis
    ]
    add_matches(world, made)
    return lines


def add_matches(world: WorldBuilder, made: list[tuple[date, int, int, str]]) -> None:
    """Both sides of each match: its day, line, entry and basis."""
    for match, (day, line, entry, basis) in enumerate(made, 1):
        night = basis in (NUMBER, BROUGHT_FORWARD)
        by, clock = ("night run", "05:10") if night else ("client.account", "09:42")
        at = f"{day + timedelta(days=1)}T{clock}"
        sides = ((match, "L", line, basis, by, at), (match, "E", entry, basis, by, at))
        world.rows("matches", sides)


def open_items(
    world: WorldBuilder, payments: list[Payment], lines: dict[str, int], entries: dict[str, int]
) -> dict[str, Any]:
    """Facts about what is open: numbers, the gap between the sides, the pairs by size."""
    open_ = [p for p in payments if not p.basis]
    gap = sum(p.line[2] for p in open_ if p.line) - sum(p.entry[2] for p in open_ if p.entry)
    assert gap > 0, f"the open lines are {gap} pence above the open entries"
    (last_match,) = world.database.execute("SELECT max(match) FROM matches").fetchone()
    last_entry = max(entries.values())
    line = {p.key: lines[p.key] for p in open_ if p.line}
    entry = {p.key: entries[p.key] for p in open_ if p.entry}
    return {
        "line": line,
        "entry": entry,
        "all_open": [*(f"L{n}" for n in line.values()), *(f"E{n}" for n in entry.values())],
        "gap": f"{gap / 100:.2f}",
        "pairs": [
            {"line": line[one], "entry": entry[other], "pence": pence}
            for (one, _), (other, pence) in by_size(payments)
        ],
        "next_entry": [last_entry + n for n in range(1, 6)],
        "next_match": last_match + 1,
    }
