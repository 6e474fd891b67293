"""The papers that correct the extract: what they say, and of whom."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from .staff import BAKERY, Employee, Scale, Staff, hourly


@dataclass(frozen=True)
class Line:
    """What a paper says of one employee; an allowance has an amount, in pounds an hour."""

    paper: str
    employee: int
    kind: str
    amount: float | None


Papers = dict[str, list[Line]]
"""The lines of each paper, by slot."""
Concerned = tuple[Staff, str, float | None]
"""Whom a paper speaks of; kind and amount of its lines."""


def draw_papers(rng: random.Random, staff: Staff, scale: Scale) -> tuple[Staff, Papers]:
    """The papers that correct the extract, by slot; one of them needs a person listed twice.

    No paper can raise the median gap: those who leave the count are women below the women's
    median or men above the men's, and what is added goes to women, or to men above theirs.
    """
    concerned = choose_concerned(rng, staff, scale)
    numbers = sorted(rng.sample(range(301, 440), len(concerned)))
    papers = {
        slot: [Line(f"P-{number}", one.number, kind, amount) for one in people]
        for number, (slot, (people, kind, amount)) in zip(numbers, concerned.items(), strict=True)
    }
    [old] = concerned["twin"][0]
    return [old, *staff], papers


def choose_concerned(rng: random.Random, staff: Staff, scale: Scale) -> dict[str, Concerned]:
    """Whom each paper speaks of, nobody in two of them."""
    pool = rng.sample([p for p in staff if p.pay == "full"], sum(p.pay == "full" for p in staff))
    middle = {sex: median(hourly(p, scale) for p in pool if p.sex == sex) for sex in "MF"}

    def low_woman(p: Employee) -> bool:
        return p.sex == "F" and hourly(p, scale) < middle["F"]

    def high_man(p: Employee) -> bool:
        return p.sex == "M" and hourly(p, scale) > middle["M"]

    [moved] = take(pool, 1, "Shop assistant", low_woman)
    old = before_the_move(rng, staff, moved)
    return {
        "hours": (take(pool, 11, "Clerk", woman), "hours", None),
        "sunday": (take(pool, rng.randrange(12, 17), "Cafe assistant", woman), "allowance", 0.55),
        "panel": (take(pool, 5, "Confectioner", woman), "grade", None),
        "sick": (take(pool, 3, "Shop assistant", low_woman), "reduced pay", None),
        "twin": ([old], "duplicate", None),
        "agency": (take(pool, 2, "Baker", high_man), "agency", None),
        "freezer": (take(pool, rng.randrange(8, 11), "Packer", woman), "allowance", 0.38),
        "night": (take(pool, 6, "Baker", high_man), "allowance", 0.45),
    }


def take(pool: Staff, count: int, job: str, fit: Callable[[Employee], bool]) -> Staff:
    """The first `count` in the pool who do the job and fit; they leave the pool."""
    taken = [p for p in pool if p.job == job and fit(p)][:count]
    for one in taken:
        pool.remove(one)
    return taken


def woman(one: Employee) -> bool:
    """Whether somebody is a woman."""
    return one.sex == "F"


def before_the_move(rng: random.Random, staff: Staff, moved: Employee) -> Employee:
    """The old entry of somebody who moved to another shop: the lowest number of all."""
    old_site = rng.choice([p.site for p in staff if p.site not in (moved.site, BAKERY)])
    return replace(moved, number=min(p.number for p in staff) - 7, site=old_site)


def paper_facts(staff: Staff, papers: Papers) -> dict[str, Any]:
    """The papers' numbers, and what the mails say of them."""
    old, *others = staff
    new = next(p for p in others if replace(p, number=old.number, site=old.site) == old)
    return {
        "paper": {slot: lines[0].paper for slot, lines in papers.items()},
        "in_period": [
            lines[0].paper for lines in papers.values() if lines[0].kind not in ("hours", "grade")
        ],
        "sunday": f"{papers['sunday'][0].amount:.2f}",
        "sunday_count": len(papers["sunday"]),
        "freezer": f"{papers['freezer'][0].amount:.2f}",
        "freezer_count": len(papers["freezer"]),
        "night": f"{papers['night'][0].amount:.2f}",
        "moved_from": old.site,
        "moved_to": new.site,
    }
