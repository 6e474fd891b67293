"""Who is counted, and the gap between women's pay and men's."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from statistics import fmean, median
from typing import Any

from .papers import Line, Papers
from .staff import Employee, Scale, Staff, hourly

CORE_HOURS, SMALL_HOURS = 30, 24
"""Weekly hours from which the magazine counts core staff; below which a contract is small."""
Paid = list[tuple[Employee, float]]
"""Who is counted, and what they earn an hour."""


def counted(staff: Staff, papers: Iterable[list[Line]], scale: Scale) -> Paid:
    """Who counts, with the hourly pay, once `papers` are entered."""
    entered = [line for paper in papers for line in paper if line.kind not in ("hours", "grade")]
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


def low_grade_woman(one: Employee) -> bool:
    """Whether somebody is one of the women on grade A, among whom the women's median lies."""
    return (one.sex, one.grade) == ("F", "A")


def gap(people: Paid, middle: Callable[[list[float]], float] = median) -> float:
    """What women earn less than men, in percent of what men earn."""
    men, women = (middle([pay for one, pay in people if one.sex == sex]) for sex in "MF")
    return 100 * (men - women) / men


def gaps(staff: Staff, papers: Papers, scale: Scale) -> dict[str, float]:
    """The gap as it is, as given, and as it would be if people were left out or regraded."""
    everybody = counted(staff, papers.values(), scale)
    regraded = [
        replace(p, grade="B", point=3) if low_grade_woman(p) and p.point >= 3 else p for p in staff
    ]
    larger = [
        (one, pay) for one, pay in everybody if not low_grade_woman(one) or one.hours >= SMALL_HOURS
    ]
    return {
        "honest": gap(everybody),
        "as_given": gap(counted(staff, (), scale)),
        "core": gap(core_staff(everybody)),
        "regraded": gap(counted(regraded, papers.values(), scale)),
        "without_small": gap(larger),
        "mean_gap": gap(everybody, fmean),
        "core_mean": gap(core_staff(everybody), fmean),
    }


def fits(figures: dict[str, float], target: float) -> bool:
    """Whether the gaps are far enough apart, clear of rounding, and not to be mixed up."""
    shown = {name: f"{value:.1f}" for name, value in figures.items()}
    true = {shown.pop("honest"), shown.pop("as_given")}
    return (
        8.1 <= figures["honest"] <= 9.4
        and figures["as_given"] > figures["honest"] + 0.3
        and all(
            0.5 < figures[name] < target - 0.5 for name in ("core", "regraded", "without_small")
        )
        and all(abs(value * 10 % 1 - 0.5) > 0.02 for value in figures.values())
        and true.isdisjoint(shown.values())
    )


def head_counts(staff: Staff, papers: Papers, scale: Scale) -> dict[str, Any]:
    """How many are counted, and the share of women in the best paid quarter."""
    everybody = counted(staff, papers.values(), scale)
    by_pay = sorted(everybody, key=lambda paid: (round(paid[1], 4), paid[0].number))
    top = by_pay[-(len(by_pay) // 4) :]
    core = len(core_staff(everybody))
    return {
        "extracted": len(staff),
        "headcount_as_given": len(counted(staff, (), scale)),
        "headcount": len(everybody),
        "headcount_core": core,
        "part_time": len(everybody) - core,
        "top_quarter": round(100 * sum(one.sex == "F" for one, _ in top) / len(top), 1),
    }
