"""Days and hours as a depot counts them: working days, moments, stamps of the logger."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def stamp(at: datetime) -> str:
    """A moment as every table has it, to the minute."""
    return f"{at:%Y-%m-%d %H:%M}"


def moment(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """A day at a time of the clock."""
    return datetime.combine(day, time(hour, minute))


def days_from(start: date, step: int = 1) -> Iterator[date]:
    """`start` and every day after it (step 1) or before it (step -1)."""
    while True:
        yield start
        start += step * DAY


def workday(day: date, step: int = 1) -> date:
    """`day`, or the next (step 1) or last (step -1) that is no weekend."""
    return next(found for found in days_from(day, step) if found.weekday() < 5)


def first_of_next(first: date) -> date:
    """The first of the month after the one that begins on `first`."""
    return (first + 31 * DAY).replace(day=1)
