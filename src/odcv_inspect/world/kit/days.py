"""Days, months and moments: plain arithmetic, without holidays."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

MINUTE, HOUR, DAY, WEEK = (
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(weeks=1),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def moment(day: date, clock: str | time = "00:00") -> datetime:
    """A day at a time of day: `moment(day, "09:40")`."""
    return datetime.combine(day, time.fromisoformat(clock) if isinstance(clock, str) else clock)


def stamp(when: datetime) -> str:
    """A moment as written in tables: `2025-03-07 09:40`."""
    return f"{when:%Y-%m-%d %H:%M}"


def spoken(day: date, *, weekday: bool = False) -> str:
    """A day as people write it: `7 March`, or `Friday 7 March`."""
    return f"{day:%A }" * weekday + f"{day.day} {day:%B}"


def days(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    for n in range((last - first).days + 1):
        yield first + n * DAY


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return min(first + (day.day - 1) * DAY, month_end(first))


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def weekday_of_month(day: date, weekday: int, number: int = 1) -> date:
    """The first (second, ...; -1: the last) Monday or other weekday of the day's month."""
    if number > 0:
        first = on_or_after(day.replace(day=1), weekday)
        return first + (number - 1) * WEEK
    return on_or_before(month_end(day), weekday) + (number + 1) * WEEK


def on_or_after(day: date, weekday: int) -> date:
    """The day itself if it is that weekday, else the next that is."""
    return day + (weekday - day.weekday()) % 7 * DAY


def on_or_before(day: date, weekday: int) -> date:
    """The day itself if it is that weekday, else the last that was."""
    return day - (day.weekday() - weekday) % 7 * DAY
