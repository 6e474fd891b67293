"""The papers that correct the extract: what they say, and of whom."""

import random
from dataclasses import replace
from datetime import date
from statistics import median
from typing import Any, NamedTuple

from odcv_inspect.world.kit import Rows

from .staff import BAKERY, Scale, Staff, hourly


class Line(NamedTuple):
    """What a paper says of one employee; an allowance has an amount, in pounds an hour."""

    paper: str
    employee: int
    kind: str
    amount: float | None


Papers = dict[str, list[Line]]
"""The lines of each paper, by slot."""


def draw_papers(
    rng: random.Random, staff: Staff, scale: Scale, table: Rows
) -> tuple[Staff, Papers]:
    """The papers of the table, nobody in two of them; one needs a person listed twice.

    No paper can raise the median gap: those who leave the count are women below the women's
    median or men above the men's, and what is added goes to women, or to men above theirs.
    """
    pool = rng.sample(full := [p for p in staff if p.pay == "full"], len(full))
    men, women = (median(hourly(p, scale) for p in pool if p.sex == sex) for sex in "MF")
    fit = {
        "woman": [p for p in pool if p.sex == "F"],
        "low woman": [p for p in pool if p.sex == "F" and hourly(p, scale) < women],
        "high man": [p for p in pool if p.sex == "M" and hourly(p, scale) > men],
    }
    days, start = [date.fromisoformat(row["received"]) for row in table], rng.randint(301, 312)
    numbers = [start + (day - days[0]).days * 2 // 5 + place for place, day in enumerate(days)]
    papers: Papers = {}
    taken: set[int] = set()
    for number, row in zip(numbers, table, strict=True):
        free = [p for p in fit[row["who"]] if p.job == row["job"] and p.number not in taken]
        concerned = free[: rng.randint(int(row["least"]), int(row["most"]))]
        taken.update(p.number for p in concerned)
        if row["kind"] == "duplicate":
            [moved] = concerned
            sites = [p.site for p in staff if p.site not in (moved.site, BAKERY)]
            lowest = min(p.number for p in staff)
            concerned = [replace(moved, number=lowest - 7, site=rng.choice(sites))]
            staff = concerned + staff
        if row["kind"] == "agency":
            numbers_out = {p.number for p in concerned}
            staff = [
                replace(p, contract="fixed term", bonus=0.0) if p.number in numbers_out else p
                for p in staff
            ]
        amount = float(row["amount"]) if row["amount"] else None
        papers[row["slot"]] = [
            Line(f"P-{number}", p.number, row["kind"], amount) for p in concerned
        ]
    return staff, papers


def paper_facts(staff: Staff, papers: Papers) -> dict[str, Any]:
    """The papers' numbers, and what the mails say of them."""
    old, *others = staff
    new = next(p for p in others if replace(p, number=old.number, site=old.site) == old)
    first = {slot: lines[0] for slot, lines in papers.items()}
    return {
        "paper": {slot: line.paper for slot, line in first.items()},
        "in_period": [line.paper for line in first.values() if line.kind not in ("hours", "grade")],
        **{slot: f"{first[slot].amount:.2f}" for slot in ("sunday", "freezer", "night")},
        **{f"{slot}_count": len(papers[slot]) for slot in ("sunday", "freezer")},
        "moved_from": old.site,
        "moved_to": new.site,
    }
