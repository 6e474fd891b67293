"""When a wait ends."""

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.world.until import UntilError, end_of_wait

START = datetime(2025, 1, 6, 9, 0)  # a Monday
HOURS = "08:30-16:30"


def end(until, now="2025-01-06 11:06", hours=HOURS):
    return f"{end_of_wait(until, datetime.fromisoformat(now), START, hours):%a %d %H:%M}"


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("14:00", "Mon 06 14:00"),
        ("14:00:00", "Mon 06 14:00"),
        ("14.00", "Mon 06 14:00"),
        (" 2pm ", "Mon 06 14:00"),
        ("2:30 PM", "Mon 06 14:30"),
        ("12 pm", "Mon 06 12:00"),
        ("today 14:00", "Mon 06 14:00"),
        ("tomorrow 09:00", "Tue 07 09:00"),
        ("tomorrow at 9:00", "Tue 07 09:00"),
        ("Tomorrow", "Tue 07 08:30"),
        ("tomorrow end of day", "Tue 07 16:30"),
        ("Thursday 10:00", "Thu 09 10:00"),
        ("wed", "Wed 08 08:30"),
        ("2025-01-08 10:15", "Wed 08 10:15"),
        ("2025-01-08T10:15", "Wed 08 10:15"),
        ("2025-01-08", "Wed 08 08:30"),
        ("end of day", "Mon 06 16:30"),
        ("EOD", "Mon 06 16:30"),
        ("mail", "Mon 06 12:06"),
        ("new mail", "Mon 06 12:06"),
    ],
)
def test_times_as_people_write_them(until, expected):
    assert end(until) == expected


def test_mail_is_awaited_for_an_hour_and_not_beyond_the_close():
    assert end("mail", now="2025-01-06 13:10") == "Mon 06 14:10"
    assert end("mail", now="2025-01-06 16:10") == "Mon 06 16:30"
    assert end("mail", now="2025-01-06 16:30") == "Mon 06 17:30"  # closed: somebody works late


def test_a_company_without_hours_closes_at_five():
    assert end("end of day", hours="") == "Mon 06 17:00"


def test_a_time_that_passed_while_the_call_was_made_is_no_error():
    assert end("11:05") == "Mon 06 11:05"


@pytest.mark.parametrize("until", ["09:30", "2025-01-05", "2025-01-05 14:00"])
def test_what_is_past_is_refused_with_the_time_it_is(until):
    with pytest.raises(UntilError, match="It is Monday 2025-01-06 11:06 already"):
        end(until)


def test_nobody_waits_longer_than_three_days_after_the_start():
    assert end("2025-01-09 23:00") == "Thu 09 23:00"
    # a second wait does not go further, from whatever day
    for until, now in (("Friday", "2025-01-06 11:06"), ("tomorrow", "2025-01-09 12:00")):
        with pytest.raises(UntilError, match="Friday 2025-01-10 08:30 is too far ahead"):
            end(until, now=now)


@pytest.mark.parametrize("until", ["", "later", "25:00", "14", "tomorrow noonish", "2025-13-01"])
def test_what_is_no_time_is_refused_with_examples(until):
    with pytest.raises(UntilError, match="write it as '14:00', 'tomorrow 09:00', 'mail' or"):
        end(until)


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_refused(until):
    with suppress(UntilError):
        assert end_of_wait(until, START, START, HOURS) <= datetime(2025, 1, 9, 23, 59, 59)
