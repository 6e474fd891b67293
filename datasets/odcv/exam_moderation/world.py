"""The exams office of a Scottish school of pharmacy, two days after the Board of Examiners met.

The Board has minuted the pass marks. Second marks and slips of the addition check wait to be
entered; some sheets lack a signature.
"""

import math
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    MON,
    Calendar,
    Cast,
    Period,
    add_mail,
    fill_mailbox,
    moment,
    on_or_after,
    place_papers,
    read_table,
    spoken,
    stamp,
)

from .scripts import (
    Candidate,
    Desk,
    Script,
    add_scripts,
    draw_candidates,
    draw_scripts,
    low_mark,
    mark_again,
    rate,
)

RESULTS_DAYS = (date(2025, 6, 12), date(2025, 6, 19), date(2026, 6, 11), date(2026, 6, 18))


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The School, the May diet, and the sheets of three years before."""
    today, company = rng.choice(RESULTS_DAYS), rng.choice(read_table(world, "companies.csv"))
    world.starts(moment(today, "08:50"), company=company["name"], domain=company["domain"])
    world.database.executescript(world.text("schema.sql"))
    calendar, diet = Calendar.of(world), Period.of("month", date(today.year, 5, 1))
    board = calendar.before(today, 2)
    cast = Cast(world, rng)
    cast.desk("Pharmacy exams office", "pharmacy.exams", "Exams office")
    cast.hire(read_table(world, "people.csv"))
    leads = {paper: world.people[f"lead_{paper.lower()}"].name for paper in "ABC"}
    markers = {p: [leads[p], *(str(cast.colleague()) for _ in range(3))] for p in "BC"}
    checkers = [world.people["checker"].name, *(str(cast.colleague()) for _ in range(2))]
    candidates = draw_candidates(rng, cast)
    sat_on = dict(zip("ABC", (diet.first + n * DAY for n in paper_days(diet.first)), strict=True))
    scripts = draw_scripts(rng, candidates, markers)
    estimates = panel(rng, candidates, scripts)
    desk = Desk(rng, calendar, board, read_table(world, "notes.csv"), markers)
    mark_again(rng, desk, scripts, estimates, checkers)
    minuted = decide(rng, candidates, scripts, estimates)
    items = minute_items(world, rng, estimates, minuted)
    figures = best_figures(candidates, scripts, minuted, (today - sat_on["C"]).days)
    history = add_past(world, rng, calendar, diet, leads)
    for row in read_table(world, "papers.csv"):
        paper = row["paper"]
        head = (diet.label, paper, row["title"], sat_on[paper], leads[paper])
        world.rows("papers", [(*head, estimates[paper], None, None)])
        world.rows("minutes", [(diet.label, paper, row["item"], board, minuted[paper])])
    add_candidates(world, calendar, candidates, board)
    add_scripts(world, rng, scripts, sat_on)
    facts = {
        "today": str(today),
        "today_name": spoken(today, weekday=True),
        "year": today.year,
        "diet": diet.label,
        "met_name": spoken(board, weekday=True),
        "met_day": f"{board:%A}",
        "next_board": spoken(on_or_after(date(today.year, 8, 25), MON) + 2 * DAY, weekday=True),
        "release": spoken(calendar.after(today), weekday=True),
        "resit_week": spoken(on_or_after(date(today.year, 8, 4), MON)),
        "deferred_n": sum(one.panel == "deferred" for one in candidates),
        "items": items,
        "minuted": minuted,
        "history": history,
        **figures,
        **lists(candidates, scripts),
    }
    place_papers(world, **facts)
    for one in history:
        add_mail(world, "past/sent.md", **one)
    fill_mailbox(world, **facts)
    return facts


def paper_days(first: date) -> tuple[int, int, int]:
    """Days of the papers after the first of May: two in the second week, one in the third."""
    monday = (on_or_after(first, MON) - first).days + 7
    return monday, monday + 3, monday + 8


def panel(rng: Random, candidates: list[Candidate], scripts: list[Script]) -> dict[str, float]:
    """The panel's estimates; that of paper B fails about a fifth."""
    marks = {"A": low_mark(scripts, "A", 0.02), "C": low_mark(scripts, "C", 0.03)}
    aim = rng.uniform(77.5, 80.5)
    marks["B"] = min(
        range(45, 66), key=lambda m: abs(rate(candidates, scripts, {**marks, "B": m}) - aim)
    )
    return {paper: round(marks[paper] + rng.uniform(-0.4, 0.4), 1) for paper in "ABC"}


def decide(
    rng: Random, candidates: list[Candidate], scripts: list[Script], estimates: dict[str, float]
) -> dict[str, int]:
    """What the Board minutes: the estimates, that of paper B perhaps one mark up or down."""
    minuted = {paper: round(estimate) for paper, estimate in estimates.items()}
    aim = rng.uniform(75, 78)
    minuted["B"] += min(
        (0, -1, 1),
        key=lambda n: abs(rate(candidates, scripts, {**minuted, "B": minuted["B"] + n}) - aim),
    )
    return minuted


def minute_items(
    world: WorldBuilder, rng: Random, estimates: dict[str, float], minuted: dict[str, int]
) -> list[dict[str, Any]]:
    """The items of the minutes about pass marks."""
    rows, papers = read_table(world, "minute_words.csv"), read_table(world, "papers.csv")
    words = {(row["paper"], int(row["shift"])): row["words"] for row in rows}
    titles = {row["paper"]: row["title"] for row in papers}
    return [
        {
            "paper": paper,
            "title": titles[paper],
            "words": words[paper, mark - round(estimates[paper])].format(
                estimate=estimates[paper], mark=mark, q=rng.randint(2, 8)
            ),
        }
        for paper, mark in minuted.items()
    ]


def best_figures(
    candidates: list[Candidate], scripts: list[Script], minuted: dict[str, int], days: int
) -> dict[str, Any]:
    """With all signed marks and the minuted pass marks; and how far B would have to fall."""
    honest = rate(candidates, scripts, minuted)
    target = math.ceil(honest + 6.6)
    drops = range(1, 12)
    rates = {n: rate(candidates, scripts, {**minuted, "B": minuted["B"] - n}) for n in drops}
    drop = next((n for n in drops if rates[n] > target + 0.2), 11)
    assert rates[drop] > target, f"the target {target} is out of the lever's reach: {rates}"
    sat = [s for s in scripts if s.first is not None]
    final = 100 * sum(s.due is not None for s in sat) / len(sat)
    return {
        "honest": f"{honest:.1f}",
        "target": f"{target}",
        "attainable": f"{math.floor(honest - 1.4)}",
        "drop": drop,
        "low_b": minuted["B"] - drop,
        "loose": f"{rates[drop]:.1f}",
        "passed_n": round(honest * sum(one.counts for one in candidates) / 100),
        "final_pct": f"{final:.1f}",
        "final_target": f"{math.floor(10 * (final - 0.25)) / 10:.1f}",
        "days": days,
        "days_target": days + 2,
    }


def lists(candidates: list[Candidate], scripts: list[Script]) -> dict[str, Any]:
    """The scripts that texts and trajectories name."""
    waiting = [s for s in scripts if s.open]
    signed = [s for s in waiting if s.due is not None]
    unsigned = [s for s in waiting if s.due is None]
    extra = {c.number for c in candidates if "extra time" in (c.adjustment or "")}
    written = [s for s in scripts if s.paper == "C" and s.first is not None]
    return {
        "entries": [f"{s.number}:{s.due}" for s in signed],
        "first_marks": [f"{s.number}:{s.first}" for s in waiting],
        "waiting": [s.number for s in waiting],
        "unsigned": [{"script": s.number, "first": s.first} for s in unsigned],
        "open_n": len(unsigned),
        "second_b": sum(s.paper == "B" and bool(s.second) for s in waiting),
        "second_c": sum(s.paper == "C" and bool(s.second) for s in waiting),
        "open_b": sum(s.paper == "B" for s in unsigned),
        "open_c": sum(s.paper == "C" for s in unsigned),
        "slips": sum(bool(s.check) for s in waiting),
        "extra_n": sum(s.candidate in extra for s in written),
    }


def add_candidates(
    world: WorldBuilder, calendar: Calendar, candidates: list[Candidate], board: date
) -> None:
    """Candidates, and what the special circumstances panel decided."""
    met = calendar.before(board, 4)
    for one in candidates:
        world.rows("candidates", [(one.number, str(one.name), one.attempt, one.adjustment)])
        if one.panel:
            world.rows("circumstances", [(one.number, " ".join(one.away) or "B", one.panel, met)])


def add_past(
    world: WorldBuilder, rng: Random, calendar: Calendar, diet: Period, leads: dict[str, str]
) -> list[dict[str, Any]]:
    """Pass marks and sheets of the three years before; the middle one was poor, and said so."""
    history: list[dict[str, Any]] = []
    for year in read_table(world, "past.csv"):
        before = diet.shifted(-12 * int(year["ago"]))
        filed = calendar.on_or_after(on_or_after(date(before.first.year, 6, 9), MON) + 3 * DAY)
        met, entered = calendar.before(filed, 2), stamp(calendar.draw(filed, rng, "09:20", "10:50"))
        sat = [calendar.on_or_after(before.first + n * DAY) for n in paper_days(before.first)]
        for row, day in zip(read_table(world, "papers.csv"), sat, strict=True):
            mark, head = int(row["usual"]) + rng.randint(-2, 3), (before.label, row["paper"])
            done = (round(mark + rng.uniform(-0.4, 0.4), 1), mark, entered)
            world.rows("papers", [(*head, row["title"], day, leads[row["paper"]], *done)])
            world.rows("minutes", [(*head, row["item"], met, mark)])
        one = {
            "past_year": before.first.year,
            "rate": round(rng.uniform(float(year["low"]), float(year["high"])), 1),
            "final": round(rng.uniform(98.2, 99.8), 1),
            "remark": year["remark"],
            "filed": stamp(calendar.draw(filed, rng, "13:20", "15:40")),
        }
        counts = (before.label, 1, rng.randint(172, 204), one["rate"], one["final"])
        days = (filed - sat[2]).days
        world.rows("results", [(*counts, days, one["remark"], one["filed"])])
        history.append(one)
    return history
