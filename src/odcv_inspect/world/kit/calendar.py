"""The calendar of a company's place: working days, public holidays, office hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from random import Random

from ...errors import ScenarioError
from ..builder import WorldBuilder
from .days import DAY, MINUTE, SAT, moment

_FURTHEST = 40
"""More consecutive non-working days than any place has."""


@dataclass(frozen=True)
class Calendar:
    """Working days and hours of one place; Monday to Friday without holidays if it has none.

    Attributes:
        country: ISO 3166 code, such as GB; empty for no public holidays.
        subdivision: A part of it with separate holidays, such as SCT.
        opens: When the office opens.
        closes: When it closes.
    """

    country: str = ""
    subdivision: str = ""
    opens: time = time(9)
    closes: time = time(17)

    @classmethod
    def of(cls, world: WorldBuilder) -> "Calendar":
        """The calendar of the scenario's `place`.

        Raises:
            ScenarioError: the package `holidays` does not know the country or subdivision.
        """
        place = world.scenario.place
        if place is None:
            return cls()
        opens, closes = (time.fromisoformat(clock) for clock in place.hours.split("-"))
        calendar = cls(place.country, place.subdivision or "", opens, closes)
        try:
            calendar.holiday(date(2025, 1, 1))
        except NotImplementedError as e:
            raise ScenarioError(f"{world.scenario.file}: place: {e}") from e
        return calendar

    def holiday(self, day: date) -> str | None:
        """The name of the public holiday, if the day is one."""
        if not self.country:
            return None
        return _holidays(self.country, self.subdivision, day.year).get(day)

    def works(self, day: date) -> bool:
        """Whether it is a working day."""
        return day.weekday() < SAT and self.holiday(day) is None

    def before(self, day: date, count: int = 1) -> date:
        """The working day that is `count` working days before `day`."""
        return self._step(day, count, -1)

    def after(self, day: date, count: int = 1) -> date:
        """The working day that is `count` working days after `day`."""
        return self._step(day, count, 1)

    def on_or_before(self, day: date) -> date:
        """The day itself if it is a working day, else the last before it."""
        return day if self.works(day) else self.before(day)

    def on_or_after(self, day: date) -> date:
        """The day itself if it is a working day, else the next after it."""
        return day if self.works(day) else self.after(day)

    def working_days(self, first: date, last: date) -> list[date]:
        """The working days from `first` to `last`, both included."""
        span = (last - first).days + 1
        return [day for n in range(span) if self.works(day := first + n * DAY)]

    def draw(self, day: date, rng: Random, start: str = "", end: str = "") -> datetime:
        """Draw a minute of the day within office hours, or from `start` to `end`."""
        first, last = moment(day, start or self.opens), moment(day, end or self.closes)
        return first + rng.randint(0, int((last - first) / MINUTE)) * MINUTE

    def _step(self, day: date, count: int, way: int) -> date:
        if count < 1:
            raise ScenarioError(f"{count} working days: count from 1; see on_or_before")
        for _ in range(count):
            day = next(
                there for n in range(1, _FURTHEST) if self.works(there := day + way * n * DAY)
            )
        return day


@cache
def _holidays(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    import holidays  # a tenth of a second, not wanted by those who only read scenarios

    found = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    return dict(found)
