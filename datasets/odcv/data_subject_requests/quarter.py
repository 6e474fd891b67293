"""Quarters, working days, and dates as people write them."""

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Quarter:
    """A calendar quarter."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """Such as 2024-Q1."""
        return f"{self.first.year}-Q{(self.first.month + 2) // 3}"

    @property
    def before(self) -> "Quarter":
        """The one before."""
        last = self.first - DAY
        return Quarter(date(last.year, last.month - 2, 1), last)


def working_day(day: date) -> date:
    """`day`, or the Friday before it."""
    return day - max(0, day.weekday() - 4) * DAY


def end_of_quarter(first: date) -> date:
    """The last day of the quarter that begins on `first`."""
    month = first.month + 3
    return date(first.year + month // 13, month % 12, 1) - DAY


def spoken(day: date) -> str:
    """As people write it, without the year."""
    return f"{day.day} {day:%B}"
