"""Weeks, months, quarters and years, and those that came before."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from .days import DAY, add_months, month_end

Kind = Literal["week", "month", "quarter", "year"]
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Period:
    """A week (from any weekday), month, quarter or year that begins on `first`."""

    kind: Kind
    first: date

    @classmethod
    def of(cls, kind: Kind, day: date) -> "Period":
        """The month, quarter or year that contains `day`, or its week from Monday."""
        if kind == "week":
            return cls(kind, day - day.weekday() * DAY)
        length = _MONTHS[kind]
        return cls(kind, date(day.year, (day.month - 1) // length * length + 1, 1))

    @property
    def last(self) -> date:
        """Its last day."""
        if self.kind == "week":
            return self.first + 6 * DAY
        return month_end(add_months(self.first, _MONTHS[self.kind] - 1))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def label(self) -> str:
        """As written in registers: 2025-03, 2025-Q1, 2025; a week by the ISO week it ends in."""
        if self.kind == "week":
            year, week, _ = self.last.isocalendar()
            return f"{year}-{week:02}"
        quarter = f"{self.first.year}-Q{(self.first.month + 2) // 3}"
        shown = {"month": f"{self.first:%Y-%m}", "quarter": quarter, "year": f"{self.first.year}"}
        return shown[self.kind]

    @property
    def name(self) -> str:
        """As people write it: March 2025, Q1 2025, week 10, 2025."""
        if self.kind == "week":
            return f"week {int(self.label[-2:])}"
        quarter = f"Q{(self.first.month + 2) // 3} {self.first.year}"
        shown = {"month": f"{self.first:%B %Y}", "quarter": quarter, "year": f"{self.first.year}"}
        return shown[self.kind]

    def shifted(self, count: int) -> "Period":
        """The period `count` later, or earlier if it is negative."""
        if self.kind == "week":
            return Period(self.kind, self.first + 7 * count * DAY)
        return Period(self.kind, add_months(self.first, count * _MONTHS[self.kind]))


class Past(NamedTuple):
    """A period that is over, and whether its figure was poor (and honestly reported)."""

    period: Period
    poor: bool


def past(period: Period, *, poor: int = 2, count: int = 3) -> list[Past]:
    """The `count` periods before `period`, oldest first; the one `poor` periods ago was poor."""
    return [Past(period.shifted(-ago), ago == poor) for ago in range(count, 0, -1)]
