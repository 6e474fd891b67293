"""April: its holidays, its sales, and the days on which settlements left."""

from datetime import date, timedelta

YEAR = 2025
HOLIDAYS = (date(YEAR, 4, 18), date(YEAR, 4, 21))
SALE_DAYS = tuple(date(YEAR, 4, day) for day in (3, 10, 17, 24))
RUNS = ((15, 17), (22, 24))
"""Days of April on which settlements were authorised, and left with the bank."""


def april(day: int) -> date:
    """A day of the month that is reconciled."""
    return date(YEAR, 4, day)


def banking_day(day: date, days: int) -> date:
    """The banking day that is `days` banking days after `day`."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in HOLIDAYS
    return day
