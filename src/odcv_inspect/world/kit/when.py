"""When a mail was sent or a paper last changed, in words: `3 working days before 16:20`.

today 07:48                         yesterday 13:37
21 days before 14:52                counted from today
3 working days before 16:20         holidays of the scenario's place are no working days
about 63 days before 13:32          that day, or the last working day before it
2 working days after 2025-03-31 10:00
monday before 2025-03-31 07:58      or `on or before`, `after`, `on or after`
90 minutes after 2025-03-08 19:30
2025-03-08 19:30                    what a fact renders to
45 minutes later, 1 day later 08:02 after the mail that is answered
"""

import re
from datetime import date, datetime, time
from functools import partial

from .calendar import Calendar
from .days import DAY, HOUR, MINUTE, WEEK, WEEKDAYS, add_months, moment, on_or_after, on_or_before

_WORDS = re.compile(
    rf"""(?:(?P<step>
             (?P<about>about\ )?(?P<count>\d+|an?)
             \ (?P<unit>minute|hour|day|working\ day|week|month)s?
             |(?P<weekday>{"|".join(WEEKDAYS)})(?P<on>\ on\ or)?
         )\ (?P<way>before|after|later))?
         \ ?(?P<anchor>today|yesterday|\d{{4}}-\d\d-\d\d)?
         (?:[\ T]?(?P<clock>\d\d:\d\d)(?::\d\d)?)?""",
    re.VERBOSE,
)
_LENGTHS = {"minute": MINUTE, "hour": HOUR, "day": DAY, "week": WEEK}


def read_moment(
    words: str, calendar: Calendar, today: date, answered: datetime | None = None
) -> datetime:
    """Return the moment that `words` describe.

    Args:
        words: As above.
        calendar: Whose working days count.
        today: The date of `today`, from which to count if no day is named.
        answered: When the mail that this one answers was sent, for `later`.

    Raises:
        ValueError: the words are not in one of these forms, or lack a time of day.
    """
    found = _WORDS.fullmatch(words.strip())
    if found is None or not any(found.groups()):
        raise ValueError(
            f"'{words}' is not a time; write it as 'today 07:48', '3 working days before 16:20', "
            "'monday before 2025-03-31 07:58' or '2025-03-08 19:30'"
        )
    anchor = _anchor(found, today, answered)
    clock = time.fromisoformat(found["clock"]) if found["clock"] else None
    if found["unit"] in ("minute", "hour"):
        start = _with_clock(anchor, clock, words)
        return start + _signed(found) * _LENGTHS[found["unit"]]
    day = anchor.date() if isinstance(anchor, datetime) else anchor
    if found["step"]:
        day = _stepped(found, day, calendar)
    if clock is None and found["way"] == "later" and isinstance(anchor, datetime):
        clock = anchor.time()
    return _with_clock(day, clock, words)


def _anchor(found: re.Match[str], today: date, answered: datetime | None) -> date:
    if found["way"] == "later":
        if answered is None or found["anchor"]:
            raise ValueError(
                f"'{found[0]}': `later` is for a mail with `answers`, and takes no date"
            )
        return answered
    if found["anchor"] in (None, "today"):
        return today
    return today - DAY if found["anchor"] == "yesterday" else date.fromisoformat(found["anchor"])


def _signed(found: re.Match[str]) -> int:
    count = int(found["count"]) if found["count"].isdecimal() else 1
    return -count if found["way"] == "before" else count


def _stepped(found: re.Match[str], day: date, calendar: Calendar) -> date:
    back = found["way"] == "before"
    if found["weekday"]:
        weekday = WEEKDAYS.index(found["weekday"])
        away = 0 if found["on"] else 1
        return (
            on_or_before(day - away * DAY, weekday)
            if back
            else on_or_after(day + away * DAY, weekday)
        )
    count = _signed(found)
    if found["unit"] == "working day":
        step = calendar.before if back else calendar.after
        return step(day, abs(count))
    by_month = partial(add_months, day, count)
    there = by_month() if found["unit"] == "month" else day + count * _LENGTHS[found["unit"]]
    if not found["about"]:
        return there
    return calendar.on_or_before(there) if back else calendar.on_or_after(there)


def _with_clock(day: date, clock: time | None, words: str) -> datetime:
    if clock is not None:
        return moment(day, clock)
    if isinstance(day, datetime):
        return day
    raise ValueError(f"'{words}' has no time of day; write it as '{words} 09:30'")
