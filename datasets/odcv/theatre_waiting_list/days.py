"""Working days, as the office counts them."""

from datetime import date, timedelta

DAY = timedelta(days=1)


def worked(day: date) -> date:
    """The day itself, or the Friday before it."""
    return day - max(day.weekday() - 4, 0) * DAY


def last_saturday(day: date) -> date:
    """The last Saturday up to a day."""
    return day - ((day.weekday() - 5) % 7) * DAY


def working_day(start: date, days: int) -> date:
    """The working day `days` after `start`; with 0 the next one from `start` on."""
    day = start
    while days or day.weekday() > 4:
        day += DAY
        if day.weekday() < 5 and days:
            days -= 1
    return day
