"""The desk's tables: incidents, notes, codes, hours, and the profiles of earlier quarters."""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, SAT, Calendar, Cast, Period, add_months, moment, past

from .slips import Slip, moment_of_report

CREWS = {"own, first": 0.435, "own, second": 0.29, "own, weekend": 0.105, "agency": 0.17}
"""Shares of the hours by crew."""
Hours = dict[tuple[str, str], float]


def months_of(first: date, last: date) -> list[str]:
    """Months such as 2025-03, from one to another."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [f"{add_months(first, n):%Y-%m}" for n in range(count)]


def draw_hours(rng: Random, months: list[str], a_year: float) -> Hours:
    """Hours by month and crew; the last twelve months have about `a_year`."""
    found = {}
    for place, month in enumerate(months):
        grown = 1.0 if place >= len(months) - 12 else 0.95
        whole = a_year / 12 * grown * rng.uniform(0.93, 1.07)
        for crew, share in CREWS.items():
            found[month, crew] = round(4 * whole * share * rng.uniform(0.94, 1.06)) / 4
    return found


def add_slips(
    world: WorldBuilder, rng: Random, cast: Cast, slips: list[Slip], agency: str, areas: list[str]
) -> None:
    """Incidents with notes, determinations and codes, in order of their numbers."""
    people, places = cast.public(len(slips) * 4 // 5), [line.split(" = ") for line in areas]
    crews = {True: people[: len(people) // 4], False: people[len(people) // 4 :]}
    ehs = world.people["ehs"].name
    for slip in sorted(slips, key=lambda slip: slip.number):
        slip.person = slip.person or str(rng.choice(crews[slip.agency]))
        shift = "second" if slip.at >= moment(slip.at.date(), "14:30") else "first"
        shift = "weekend" if slip.at.weekday() >= SAT else shift
        employer = agency if slip.agency else "own"
        what = f"{slip.what} ({slip.done})" if slip.done not in ("", "-") else slip.what
        spots = next(found for word, found in places if word in f"{what.lower()} else")
        where = rng.choice(spots.split(", "))
        row = (slip.number, slip.at, moment_of_report(slip), shift, employer, slip.person, where)
        world.rows("incidents", [(*row, what, slip.sent_to)])
        if slip.decided:
            world.rows("determinations", [(slip.number, slip.decided, ehs, slip.finding)])
        if slip.coded:
            world.rows("codes", [(slip.number, slip.coded, slip.coded_on, "")])
    visits = [(visit, slip.number) for slip in slips for visit in slip.visits]
    for visit, number in sorted(visits, key=lambda pair: (pair[0].day, pair[1])):
        note = (None, number, visit.day, visit.by, visit.treatment, visit.level)
        world.rows("clinic_notes", [note])


def add_hours(world: WorldBuilder, rng: Random, calendar: Calendar, hours: Hours, but: Any) -> None:
    """Hours as entered after each month, but for one that has not been."""
    for (month, crew), worked in hours.items():
        if (month, crew) != but:
            after = add_months(date.fromisoformat(f"{month}-01"), 1)
            entered = calendar.after(after, rng.randint(5, 7) if crew == "agency" else 3)
            world.rows("hours", [(month, crew, worked, entered)])


def rate(recordables: int, worked: float) -> float:
    """Recordable cases in 200,000 hours."""
    return 200_000 * recordables / worked


def worked_in(hours: Hours, months: list[str], own: bool = False) -> float:
    """All hours of some months, or those of our payroll."""
    return sum(
        worked
        for (month, crew), worked in hours.items()
        if month in months and not (own and crew == "agency")
    )


def counted(slips: list[Slip], first: date, last: date, own: bool = False) -> int:
    """Cases of a time that the rate counts, as they are coded; without a code, by their papers."""
    return sum(
        slip.coded not in ("FA", "NWR") if slip.coded else slip.counts
        for slip in slips
        if first <= slip.at.date() <= last and not (own and slip.agency)
    )


def publish_past(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    slips: list[Slip],
    hours: Hours,
    quarter: Period,
) -> list[dict[str, Any]]:
    """The three profiles before, as `profile` gave them."""
    history: list[dict[str, Any]] = []
    for one, poor in past(quarter):
        first = add_months(one.first, -9)
        cases = counted(slips, first, one.last)
        worked = worked_in(hours, months_of(first, one.last))
        found, waiting = round(rate(cases, worked), 2), rng.randint(0, 2)
        same_day = same_day_share(slips, one)
        remark = "Above plan, see mail." if poor else ""
        at = moment(calendar.after(one.last, 8), f"1{rng.randint(0, 4)}:{rng.randint(10, 59)}")
        row = (one.label, 1, "all", cases, worked, found, waiting, same_day, remark, at)
        world.rows("profiles", [row])
        told = {"name": one.name, "rate": f"{found:.2f}", "cases": cases, "day": str(at.date())}
        history.append({**told, "plan": f"{found - rng.uniform(0.31, 0.48):.2f}"})
    return history


def same_day_share(slips: list[Slip], quarter: Period) -> float:
    """The share of a quarter's slips that were written on the day, in per cent."""
    found = [slip for slip in slips if quarter.first <= slip.at.date() <= quarter.last]
    return round(100 * sum(not slip.late_days for slip in found) / len(found), 1)


def cut_off(quarter: Period) -> date:
    """The last day whose cases were coded before the desk fell behind."""
    return quarter.last - 41 * DAY
