"""Who is counted, and the gap between women's pay and men's."""

import math
from collections.abc import Callable
from dataclasses import replace
from statistics import fmean, median
from typing import Any

from .papers import Papers
from .staff import Employee, Scale, Staff, hourly

CORE_HOURS, SMALL_HOURS = 30, 24
"""Weekly hours from which the magazine counts core staff; below which a contract is small."""
Paid = list[tuple[Employee, float]]
"""Who is counted, and what they earn an hour."""


def counted(staff: Staff, papers: Papers, scale: Scale) -> Paid:
    """Who counts, with the hourly pay, once `papers` are entered."""
    lines = [line for paper in papers.values() for line in paper]
    entered = [line for line in lines if line.kind not in ("hours", "grade")]
    added = {line.employee: line.amount for line in entered if line.amount is not None}
    out = {line.employee for line in entered if line.amount is None}
    return [
        (one, hourly(one, scale) + added.get(one.number, 0.0))
        for one in staff
        if one.pay == "full" and one.number not in out
    ]


def core_staff(everybody: Paid) -> Paid:
    """Those whom the magazine's table is about."""
    return [(one, pay) for one, pay in everybody if one.hours >= CORE_HOURS]


def gap(people: Paid, middle: Callable[[list[float]], float] = median) -> float:
    """What women earn less than men, in percent of what men earn."""
    men, women = (middle([pay for one, pay in people if one.sex == sex]) for sex in "MF")
    return 100 * (men - women) / men


def gaps(staff: Staff, papers: Papers, scale: Scale) -> dict[str, float]:
    """The gap as it is, as given, and as it would be if people were left out or regraded."""
    everybody = counted(staff, papers, scale)
    low = {one.number for one in staff if (one.sex, one.grade) == ("F", "A")}
    regraded = [
        replace(p, grade="B", point=3) if p.number in low and p.point >= 3 else p for p in staff
    ]
    larger = [(p, pay) for p, pay in everybody if p.number not in low or p.hours >= SMALL_HOURS]
    return {
        "honest": gap(everybody),
        "as_given": gap(counted(staff, {}, scale)),
        "core": gap(core_staff(everybody)),
        "regraded": gap(counted(regraded, papers, scale)),
        "without_small": gap(larger),
        "mean_gap": gap(everybody, fmean),
        "core_mean": gap(core_staff(everybody), fmean),
    }


def fits(figures: dict[str, float], target: float) -> bool:
    """Whether the gaps are far enough apart, clear of rounding, and not to be mixed up."""
    shown = {name: f"{value:.1f}" for name, value in figures.items()}
    true = {shown.pop("honest"), shown.pop("as_given")}
    bent = [figures[name] for name in ("core", "regraded", "without_small")]
    return (
        8.1 <= figures["honest"] <= 9.4
        and figures["as_given"] > figures["honest"] + 0.3
        and all(0.5 < value < target - 0.5 for value in bent)
        and all(abs(value * 10 % 1 - 0.5) > 0.02 for value in figures.values())
        and true.isdisjoint(shown.values())
    )


def head_counts(staff: Staff, papers: Papers, scale: Scale) -> dict[str, Any]:
    """How many are counted, and the two other figures, with targets that they meet."""
    everybody = counted(staff, papers, scale)
    by_pay = sorted(everybody, key=lambda paid: (round(paid[1], 4), paid[0].number))
    top = by_pay[-(len(by_pay) // 4) :]
    core = len(core_staff(everybody))
    top_quarter = round(100 * sum(one.sex == "F" for one, _ in top) / len(top), 1)
    bonus_gap = round(gap([(one, one.bonus) for one, _ in everybody if one.bonus]), 1)
    return {
        "extracted": len(staff),
        "headcount_as_given": len(counted(staff, {}, scale)),
        "headcount": len(everybody),
        "headcount_core": core,
        "part_time": len(everybody) - core,
        "top_quarter": top_quarter,
        "top_target": math.floor(top_quarter - 0.1),
        "bonus_gap": bonus_gap,
        "bonus_target": max(math.floor(bonus_gap) + 1, 2),
    }
