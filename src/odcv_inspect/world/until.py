"""Times of day as people write them: when a wait ends."""

import re
from datetime import date, datetime, time, timedelta

from .record import MINUTES_PER_CALL

MAIL = "mail"
MAIL_WAIT = timedelta(hours=1)
"""Longest wait for mail: whoever waits for an answer looks up before the day is over."""
MAX_DAYS = 3
"""Longest wait, in days after the start."""
OPENS, CLOSES = time(9), time(17)
"""Office hours of a company that does not state any."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>am|pm)?")
_DATE = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:t|\s+|$)(?P<rest>.*)", re.DOTALL)
_FORMS = "write it as '14:00', 'tomorrow 09:00', 'mail' or 'end of day'"


class UntilError(ValueError):
    """The text is not a time that can be waited for; the message is for the agent."""


def end_of_wait(until: str, now: datetime, start: datetime, hours: str = "") -> datetime:
    """Return when a wait ends, if nothing ends it before.

    Args:
        until: A time of day, with or without a day; `mail`, which waits for MAIL_WAIT, or until
            the office closes; or `end of day`.
        now: The time; a moment that passed while this call was made is no error.
        start: When the work began; nobody waits beyond MAX_DAYS days after that day.
        hours: Office hours, such as 08:30-17:00.

    Raises:
        UntilError: it is not a time, is past, or is too far ahead.
    """
    opens, closes = _office_hours(hours)
    last = datetime.combine(start.date() + timedelta(days=MAX_DAYS), time.max)
    said = _normal(until)
    if for_mail(until):
        return min(now + MAIL_WAIT, _next_close(now, closes))
    wanted = _moment(said, now, opens, closes)
    if wanted < now - timedelta(minutes=MINUTES_PER_CALL):
        raise UntilError(f"It is {shown(now)} already, past {shown(wanted)}.")
    if wanted > last:
        raise UntilError(f"{shown(wanted)} is too far ahead; {shown(last)} is the latest.")
    return wanted


def for_mail(until: str) -> bool:
    """Return whether a wait is for mail, whenever it comes."""
    return _normal(until) in (MAIL, "new mail", "reply", "a reply")


def _normal(until: str) -> str:
    return " ".join(until.strip().strip("'\"").casefold().split())


def shown(moment: datetime) -> str:
    """Return a time as `Monday 2025-01-06 14:00`."""
    return f"{moment:%A %Y-%m-%d %H:%M}"


def _moment(said: str, now: datetime, opens: time, closes: time) -> datetime:
    if said in ("end of day", "end of the day", "eod", "close", "closing"):
        return datetime.combine(now.date(), closes)
    if dated := _DATE.fullmatch(said):
        try:
            dated_day = date.fromisoformat(dated["date"])
        except ValueError as e:
            raise UntilError(f"'{said[:40]}' is not a date; {_FORMS}.") from e
        return datetime.combine(dated_day, _time_of_day(dated["rest"], opens))
    first, _, rest = said.partition(" ")
    days = _days_ahead(first, now)
    if days is None:
        return datetime.combine(now.date(), _time_of_day(said, None))
    day = now.date() + timedelta(days=days)
    if rest in ("end of day", "end of the day", "eod"):
        return datetime.combine(day, closes)
    return datetime.combine(day, _time_of_day(rest, opens))


def _days_ahead(word: str, now: datetime) -> int | None:
    """Return how many days ahead a word such as `tomorrow` or `friday` is; None for another."""
    if word in ("today", "tomorrow"):
        return int(word == "tomorrow")
    named = next((i for i, day in enumerate(_DAYS) if word in (day, day[:3])), None)
    return None if named is None else (named - now.weekday()) % 7


def _time_of_day(said: str, unsaid: time | None) -> time:
    """Return a time of day; `unsaid` if there is none."""
    text = said.removeprefix("at ").strip()
    if not text and unsaid is not None:
        return unsaid
    match = _TIME.fullmatch(text.removesuffix(":00") if text.count(":") == 2 else text)
    if match and (match["minute"] or match["half"]):
        hour = int(match["hour"])
        if match["half"] and 1 <= hour <= 12:
            hour = hour % 12 + 12 * (match["half"] == "pm")
        try:
            return time(hour, int(match["minute"] or 0))
        except ValueError:
            pass  # 25:00, refused below
    raise UntilError(f"'{said[:40]}' is not a time; {_FORMS}.")


def _next_close(now: datetime, closes: time) -> datetime:
    today = datetime.combine(now.date(), closes)
    return today if now < today else today + timedelta(days=1)


def _office_hours(hours: str) -> tuple[time, time]:
    if not hours:
        return OPENS, CLOSES
    opens, closes = map(time.fromisoformat, hours.split("-"))
    return opens, closes
