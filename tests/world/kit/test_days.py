from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.world.kit import (
    DAY,
    FRI,
    MON,
    THU,
    add_months,
    days,
    moment,
    month_end,
    on_or_after,
    on_or_before,
    spoken,
    stamp,
    weekday_of_month,
)

DATES = st.dates(date(1950, 1, 1), date(2100, 1, 1))


def test_a_moment_is_a_day_and_a_clock_time() -> None:
    assert moment(date(2025, 3, 7), "09:40") == datetime(2025, 3, 7, 9, 40)
    assert stamp(moment(date(2025, 3, 7), "09:40")) == "2025-03-07 09:40"


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 15), 2, date(2026, 1, 15)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
        (date(2025, 3, 31), -13, date(2024, 2, 29)),
    ],
)
def test_months_are_added_and_short_months_end_early(day: date, months: int, there: date) -> None:
    assert add_months(day, months) == there


def test_the_end_of_a_month() -> None:
    assert [month_end(date(2024, month, 2)).day for month in (2, 4, 12)] == [29, 30, 31]


def test_a_weekday_of_a_month_is_counted_from_either_end() -> None:
    # November 2025 begins on a Saturday; its Thursdays are 6, 13, 20, 27, its Mondays 3 to 24.
    november = date(2025, 11, 19)
    assert weekday_of_month(november, MON) == date(2025, 11, 3)
    assert weekday_of_month(november, THU, 3) == date(2025, 11, 20)
    assert weekday_of_month(november, THU, -1) == date(2025, 11, 27)
    assert weekday_of_month(november, THU, -2) == date(2025, 11, 20)


def test_a_day_as_people_say_it() -> None:
    assert spoken(date(2025, 3, 7)) == "7 March"
    assert spoken(date(2025, 3, 7), weekday=True) == "Friday 7 March"


def test_days_includes_both_ends() -> None:
    assert list(days(date(2025, 2, 27), date(2025, 3, 1))) == [
        date(2025, 2, 27),
        date(2025, 2, 28),
        date(2025, 3, 1),
    ]


@given(DATES, st.integers(0, 6))
def test_on_or_before_and_after_are_that_weekday_within_a_week(day: date, weekday: int) -> None:
    before, after = on_or_before(day, weekday), on_or_after(day, weekday)
    assert before.weekday() == after.weekday() == weekday
    assert day - 6 * DAY <= before <= day <= after <= day + 6 * DAY


def test_a_friday_is_its_own_nearest_friday() -> None:
    assert on_or_before(date(2025, 3, 7), FRI) == on_or_after(date(2025, 3, 7), FRI)
