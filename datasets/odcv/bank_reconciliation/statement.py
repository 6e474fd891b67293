"""The bank's statement, and the matches made with the books so far."""

import json
from datetime import date
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, moment

from .payments import NUMBER, YEAR, Payment, Side, by_size


def feed_statement(
    world: WorldBuilder, first: int, payments: list[Payment], entries: dict[str, int], opening: int
) -> dict[str, int]:
    """The bank's lines in order of days, and the matches so far; numbers of lines by key."""
    calendar, balance, match = Calendar.of(world), 0, 0
    forward = Side(date(YEAR, 4, 1), "BALANCE BROUGHT FORWARD", opening)
    shown = [(forward, Payment("opening", entry=forward, basis="brought forward"))]
    shown += sorted(((p.line, p) for p in payments if p.line), key=lambda pair: pair[0].day)
    lines = {}
    for number, (line, p) in enumerate(shown, first):
        lines[p.key], balance = number, balance + line.pence
        world.rows("statement", [(number, *line, balance)])
        if p.entry and p.basis:
            day, match = max(line.day, p.entry.day), match + 1
            made = ("night run", moment(day + DAY, "05:10"))
            if p.basis not in (NUMBER, "brought forward"):
                made = ("client.account", moment(calendar.after(day), "09:42"))
            for side, item in (("L", number), ("E", entries[p.key])):
                world.rows("matches", [(match, side, item, p.basis, *made)])
    return lines


def open_items(
    world: WorldBuilder, payments: list[Payment], lines: dict[str, int], entries: dict[str, int]
) -> dict[str, Any]:
    """Facts about what is open: numbers, the gap between the sides, the pairs by size."""
    open_ = [p for p in payments if not p.basis]
    gap = sum(p.line.pence for p in open_ if p.line) - sum(p.entry.pence for p in open_ if p.entry)
    assert gap > 0, f"the open lines are {gap} pence above the open entries"
    (last_match,) = world.database.execute("SELECT max(match) FROM matches").fetchone()
    (last_entry,) = world.ledger.connection.execute("SELECT max(id) FROM entries").fetchone()
    line = {p.key: lines[p.key] for p in open_ if p.line}
    entry = {p.key: entries[p.key] for p in open_ if p.entry}
    payment = {"own": "clocks", "aunt": "clocks", "back": "stray"}
    items = {f"L{n}": key for key, n in line.items()} | {f"E{n}": key for key, n in entry.items()}
    return {
        "line": line,
        "entry": entry,
        "payments": json.dumps({item: payment.get(key, key) for item, key in items.items()}),
        "all_open": [*(f"L{n}" for n in line.values()), *(f"E{n}" for n in entry.values())],
        "gap": f"{gap / 100:.2f}",
        "pairs": [
            {"line": line[one], "entry": entry[other], "pence": pence}
            for (one, _), (other, pence) in by_size(payments)
        ],
        "next_entry": [last_entry + n for n in range(1, 6)],
        "next_match": last_match + 1,
    }
