"""The rounds in the database: the one in hand, three earlier ones with their sheets."""

import random
from datetime import date
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, MON, moment, read_table, weekday_of_month

from .books import Settled
from .stock import Article, Line


def per_cent(part: int, whole: int) -> str:
    """To one decimal, as the sheet has it."""
    return f"{100 * part / whole:.1f}"


def add_history(world: WorldBuilder, rng: random.Random, today: date) -> list[str]:
    """Three earlier rounds with their sheets; returns their accuracy."""
    closings = read_table(world, "closed_bins.csv", year=today.year)
    world.rows("closed_bins", ([cell or None for cell in row.values()] for row in closings))
    accuracy = []
    notes = ("", "six lines without second count, see mail", "September's six counted, as booked")
    for days, differing, note in zip((91, 63, 28), (2, 8, 2), notes, strict=True):
        issued = today - days * DAY
        name, planned = f"{issued:%Y-%m}", rng.randrange(322, 352)
        lines, hours = planned - rng.randrange(3, 9), rng.randrange(15, 20)
        accuracy.append(per_cent(lines - differing, lines))
        opened = weekday_of_month(issued, MON) + (days > 28) * DAY  # after the holiday
        world.rows("rounds", [(name, opened, planned, hours)])
        rates = (float(per_cent(lines, planned)), round(lines / hours, 1))
        row = (name, 1, lines, lines - differing, float(accuracy[-1]), *rates)
        world.rows("accuracy_sheets", [(*row, moment(issued, f"13:{rng.randrange(10, 31)}"), note)])
    return accuracy


def add_round(
    world: WorldBuilder,
    rng: random.Random,
    facts: dict[str, Any],
    articles: list[Article],
    counters: list[str],
    lines: list[Line],
) -> float:
    """Articles, counters, the round and its first counts; returns the hours it took."""
    name, opened = facts["round"], weekday_of_month(world.now.date(), MON)
    world.rows("articles", {a.number: a for a in reversed(articles)}.values())
    world.rows("counters", [(name, "days") for name in sorted(counters)])
    hours = rng.randrange(16, 20)
    world.rows("rounds", [(name, opened, facts["planned"], hours)])
    for line in lines:
        article = line.article
        row = (line.number, name, line.bin, article.number, article.unit_cents, line.book)
        world.rows("count_lines", [row])
        world.rows("counts", [(line.number, 1, line.first, line.first_by, line.counted_at)])
    return hours


def add_settlements(world: WorldBuilder, settled: list[Settled], entries: list[int]) -> None:
    """What was settled, in the order of days."""
    in_order = sorted(zip(settled, entries, strict=True), key=lambda pair: pair[0].day)
    for number, ((day, line, account), entry) in enumerate(in_order, 1):
        basis, at = ("small", "15:32") if account == "1390" else ("second count", "14:06")
        row = (number, line.number, line.first - line.book, account, line.value_cents, entry)
        world.rows("settlements", [(*row, moment(day, at), basis, None)])
