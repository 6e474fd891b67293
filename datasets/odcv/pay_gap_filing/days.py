"""Working days, as the People office counts them."""

from datetime import datetime, timedelta


def working_day(day: datetime) -> datetime:
    """The day itself, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - 4))
