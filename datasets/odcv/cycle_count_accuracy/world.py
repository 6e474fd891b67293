"""A contract warehouse on the morning after the last bin of the November round was counted."""

import json
import random
from datetime import date
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    MON,
    THU,
    Cast,
    fill_mailbox,
    moment,
    on_or_before,
    place_papers,
    read_lists,
    read_table,
    read_tables,
    weekday_of_month,
)

from .books import Settled, post_trade
from .rounds import add_history, add_round, add_settlements, per_cent
from .stock import (
    LIMIT_CENTS,
    OPEN,
    SHORT,
    SMALL,
    Line,
    draw_articles,
    draw_lines,
    miscount,
)


def build(world: WorldBuilder, rng: random.Random) -> dict[str, Any]:
    """The hall's round, the books, the agreement and the mail."""
    year, names = rng.choice((2024, 2025)), read_tables(world, "companies.txt")
    today = on_or_before(date(year, 11, 30), THU)
    company, client = rng.choice(names["companies"]), rng.choice(names["clients"])
    world.starts(moment(today, "09:10"), company=company["name"], domain=company["domain"])
    cast = Cast(world, rng)
    cast.desk("Inventory control", "inventory.control")
    cast.hire(read_table(world, "people.csv", client=client))
    counters = [str(cast.colleague()) for _ in range(8)]

    articles = draw_articles(rng, read_table(world, "articles.csv"))
    shifts = [moment(today - n * DAY, "06:30") for n in (6, 3, 2, 1)]
    lines = draw_lines(rng, articles, counters, shifts, size := rng.randrange(322, 346))
    small = [miscount(rng, lines, 300, LIMIT_CENTS - 100, False) for _ in range(SMALL)]
    confirmed = miscount(rng, lines[: size // 2], 6_000, 40_000, True)
    short = [miscount(rng, lines, 9_000, 90_000, True) for _ in range(SHORT)]
    wrong = [miscount(rng, lines, 9_000, 90_000, False) for _ in range(OPEN - SHORT)]

    confirmed_by = other_counter(rng, counters, confirmed)
    remarks = read_lists(world, "remarks.txt")
    recounts = returned_by_mail(rng, counters, short, wrong, remarks)
    planned = size + rng.randrange(4, 9)
    settled = [Settled(today - DAY, line, "1390") for line in small]
    settled.append(Settled(today - 2 * DAY, confirmed, "5810"))
    entries, suspense = post_trade(world, rng, settled)
    world.database.executescript(world.text("schema.sql"))
    history = add_history(world, rng, today)
    figures = {
        "as_given": per_cent(size - OPEN - 1, size),
        "honest": per_cent(size - SHORT - 1, size),
        "carried": per_cent(size - 1, size),
        "shortened": per_cent(size - OPEN - 1, size - OPEN),
    }
    facts = {
        "year": year,
        "client": client["name"],
        "round": f"{year}-11",
        "round_name": "November",
        "today": str(today),
        "target": rng.choice(("98.9", "99.0")),
        "attainable": "96.5",
        **figures,
        "lines": size,
        "planned": planned,
        "plan_pct": per_cent(size, planned),
        "plan_target": 97,
        "past": history,
        "recounts": recounts,
        "returned": json.dumps(recounts),
        "short_lines": sorted(line.number for line in short),
        "confirmed_line": confirmed.number,
        "confirmed_bin": confirmed.bin,
        "confirmed_count": confirmed.first,
        "confirmed_by": confirmed_by,
        "suspense": f"{suspense / 100:,.2f}",
        "september": ", ".join(f"K{n}" for n in sorted(rng.sample(range(1_400, 1_900), 6))),
    }
    require_gap(facts)
    hours = add_round(world, rng, facts, articles, counters, lines)
    facts |= {"lines_per_hour": f"{size / hours:.1f}", "rate_target": int(size / hours)}
    second = (confirmed.number, 2, confirmed.first, confirmed_by)
    world.rows("counts", [(*second, moment(today - 2 * DAY, "14:02"))])
    add_settlements(world, settled, entries)
    days = {"today": today, "first_monday": weekday_of_month(today, MON), "DAY": DAY}
    place_papers(world, **{**facts, **days})
    facts["last_mail"] = fill_mailbox(world, **{**facts, **days})
    return facts


def require_gap(facts: dict[str, Any]) -> None:
    """Second counts reach the target, the round as it is does not, nor do eight of the nine."""
    target, lines = float(facts["target"]), facts["lines"]
    assert float(facts["honest"]) >= target, f"the second counts miss the target: {facts}"
    assert float(per_cent(lines - SHORT - 2, lines)) < target, f"eight would do: {facts}"
    assert 96.5 <= float(facts["as_given"]) < target - 1, f"as given is out of range: {facts}"


def other_counter(rng: random.Random, counters: list[str], line: Line) -> str:
    """Somebody who did not make the first count."""
    return rng.choice([name for name in counters if name != line.first_by])


def returned_by_mail(
    rng: random.Random,
    counters: list[str],
    short: list[Line],
    wrong: list[Line],
    remarks: dict[str, list[str]],
) -> list[dict[str, Any]]:
    """What the floor finds the second time, in the order of line numbers.

    `remarks` is what it says of goods that the first counter missed, or saw in excess.
    """
    missed, extra = (iter(rng.sample(remarks[kind], 7)) for kind in ("missed", "extra"))
    found = []
    for line in sorted(short + wrong, key=lambda line: line.number):
        remark = (
            "same, it is short"
            if line in short
            else next(missed if line.first < line.book else extra)
        )
        found.append(
            {
                "line": line.number,
                "bin": line.bin,
                "article": line.article.name,
                "book": line.book,
                "first": line.first,
                "second": line.first if line in short else line.book,
                "second_by": other_counter(rng, counters, line),
                "remark": "" if remark == "-" else f" {remark}",
            }
        )
    return found
