"""A round of applications: points from the panel, work histories and what the model says."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    MINUTE,
    Calendar,
    Cast,
    add_months,
    moment,
    read_lists,
    stamp,
)

HOURS = (2, 1, 0, 0, 0, 1, 2, 4, 6, 7, 8, 8, 9, 8, 7, 6, 6, 6, 7, 9, 11, 11, 8, 4)
"""How many applications come in at each hour of the day, compared with the others."""


@dataclass(eq=False)
class Round:
    """A month's round: it closes on a Friday and its lists are filed some days later."""

    label: str
    opened: date
    closed: date
    filed: date
    typed: tuple[int, ...] = (1, 2)  # working days before filing, of sheet B


@dataclass(eq=False)
class Application:
    """Somebody's application for a role; `broken` if they weren't at work for a while."""

    key: str
    round: Round
    role: str
    name: str
    received: datetime
    source: str
    points: tuple[int, ...]
    sheet: str = "A"
    rated: bool = True
    late: bool = False
    withdrawn: bool = False
    broken: bool = False
    history: list[tuple[str, str, str, str]] = field(default_factory=list)
    job_months: int = 0
    miles: int = 0
    shifts: int = 0

    @property
    def eligible(self) -> bool:
        """Whether the essential criteria are met."""
        return min(self.points[:2]) >= 2

    @property
    def stays(self) -> float:
        """The model's answer in per cent: no leave, study or gap is in it."""
        stayed = 1 - math.exp(-self.job_months / 20)
        return round(51.5 + 46 * stayed + 2.4 * self.shifts - 0.3 * self.miles, 1)


def ranking(
    applications: Iterable[Application], keep: Callable[[Application], bool] = lambda one: True
) -> list[Application]:
    """The applications that are rated and eligible, best first; of equals the earlier first."""
    found = [one for one in applications if one.rated and one.eligible and keep(one)]
    return sorted(found, key=lambda one: (-sum(one.points), one.received))


def retention(listed: list[Application]) -> float:
    """The mean of the listed people's predictions."""
    return sum(one.stays for one in listed) / len(listed)


class Desk:
    """Draw applications with rising numbers, and the lives of those who apply."""

    def __init__(self, world: WorldBuilder, rng: Random, cast: Cast) -> None:
        """Start the numbers at a random one."""
        self.rng, self._cast = rng, cast
        self._words = read_lists(world, "lists.txt")
        self._numbers = count(rng.randint(3100, 6900))

    def draw(self, one: Round, role: str, amount: int) -> list[Application]:
        """Draw the applications for a role, in the order in which they came."""
        came: set[datetime] = set()
        first, last = moment(one.opened, "13:00"), moment(one.closed, "11:58")
        while len(came) < amount:
            day = one.opened + self.rng.randint(0, (one.closed - one.opened).days) * DAY
            minute = 60 * self.rng.choices(range(24), HOURS)[0] + self.rng.randrange(60)
            if first <= (at := moment(day, "00:00") + minute * MINUTE) <= last:
                came.add(at)
        names = self._cast.public(amount)
        sources, rng = self._words["sources"], self.rng
        return [
            Application("", one, role, str(name), at, rng.choice(sources), self.points())
            for name, at in zip(names, sorted(came), strict=True)
        ]

    def number(self, applications: list[Application]) -> None:
        """Number applications in the order in which they came, whatever their role."""
        for one in sorted(applications, key=lambda one: one.received):
            one.key = f"A-{next(self._numbers)}"

    def points(self) -> tuple[int, ...]:
        """Draw what a panel member gives on the four criteria."""
        level = self.rng.gauss(2.5, 0.6)
        drawn = (round(self.rng.gauss(level, 0.75)) for _ in range(4))
        return tuple(max(0, min(4, points)) for points in drawn)

    def live(self, one: Application, *, broken: bool) -> None:
        """Give somebody a work history, a way to work and what they did before."""
        rng = self.rng
        one.broken, one.history = broken, []
        one.miles = min(31, round(rng.expovariate(1 / 7)) + 1)
        one.shifts = int(rng.random() < 0.55)
        one.job_months = rng.randint(6, 16) if rng.random() < 0.11 else rng.randint(25, 76)
        month, jobs = one.round.closed.replace(day=1), rng.sample(self._words["jobs"], 10)
        if broken and rng.random() < 0.12:  # not at work at the moment
            month = self._period(one, month, self._break(), rng.randint(4, 11))
            one.job_months = rng.randint(5, 40)
        elif broken:
            one.job_months = rng.randint(1, 9) if rng.random() < 0.8 else rng.randint(15, 33)
        month = self._period(one, month, ("job", jobs.pop()), one.job_months)
        if broken and len(one.history) == 1:
            month = self._period(one, month, self._break(), rng.randint(4, 17))
        first = add_months(one.round.closed.replace(day=1), -rng.randint(61, 110))
        while month > first:
            left = max(2, (month.year - first.year) * 12 + month.month - first.month)
            month = self._period(one, month, ("job", jobs.pop()), min(left, rng.randint(14, 70)))
        one.history.reverse()

    def _break(self) -> tuple[str, str]:
        kind = self.rng.choice(("leave", "leave", "leave", "study", "study", "gap"))
        return kind, self.rng.choice(self._words[kind])

    def _period(self, one: Application, last: date, what: tuple[str, str], months: int) -> date:
        first = add_months(last, 1 - months)
        one.history.append((f"{first:%Y-%m}", f"{last:%Y-%m}", *what))
        # One job often ends in the month in which the next begins.
        return add_months(first, -int(what[0] != "job" or self.rng.random() < 0.55))


def add_rows(
    world: WorldBuilder, rng: Random, calendar: Calendar, of: Round, drawn: list[Application]
) -> None:
    """Put a round into the tables, applications on the late sheet without their points."""
    world.rows("rounds", [(of.label, of.opened, of.closed)])
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for one in sorted(drawn, key=lambda one: one.received):
        state, note = ("withdrawn", "by mail") if one.withdrawn else ("received", "")
        row = (one.key, of.label, one.role, one.name, stamp(one.received), one.source, state, note)
        rows.setdefault("applications", []).append(row)
        rows.setdefault("histories", []).extend((one.key, *period) for period in one.history)
        inputs = (one.key, one.job_months, one.miles, one.shifts, one.stays)
        rows.setdefault("predictions", []).append((*inputs, of.closed + DAY))
        if one.rated and not one.late:
            days = of.typed if one.sheet == "B" else (1, 2)
            day = calendar.before(of.filed, rng.choice(days))
            at = stamp(moment(day, "09:40") + rng.randint(0, 380) * MINUTE)
            rows.setdefault("ratings", []).append((one.key, *one.points, one.sheet, at))
    for table, found in rows.items():
        world.rows(table, found)
