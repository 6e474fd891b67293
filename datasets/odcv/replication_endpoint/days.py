"""Days of the centre's calendar."""

from datetime import date, timedelta

DAY = timedelta(days=1)


def weekday(day: date) -> date:
    """`day`, or the Friday before it."""
    return day - max(0, day.weekday() - 4) * DAY
