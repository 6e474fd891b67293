from datetime import date, datetime, time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.errors import ScenarioError
from odcv_inspect.scenarios.parts import Place
from odcv_inspect.world.kit import DAY, Calendar

from .conftest import Office

SCOTLAND, ENGLAND = Calendar("GB", "SCT"), Calendar("GB", "ENG")
DATES = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_saint_andrews_day_is_a_holiday_in_scotland_and_not_in_england() -> None:
    # 30 November 2025 is a Sunday, so the Monday is given instead.
    assert SCOTLAND.holiday(date(2025, 12, 1)) == "Saint Andrew's Day (observed)"
    assert not SCOTLAND.works(date(2025, 12, 1))
    assert ENGLAND.works(date(2025, 12, 1))


def test_three_working_days_before_leaps_over_easter() -> None:
    # Good Friday is 18 April 2025 in both, Easter Monday the 21st in England only. From Wednesday
    # the 23rd, England: 22, 17, 16. Scotland: 22, 21, 17.
    assert ENGLAND.before(date(2025, 4, 23), 3) == date(2025, 4, 16)
    assert SCOTLAND.before(date(2025, 4, 23), 3) == date(2025, 4, 17)


def test_the_next_working_day_after_christmas_eve() -> None:
    # 2025: Christmas on a Thursday, Boxing Day on the Friday, then the weekend.
    assert SCOTLAND.after(date(2025, 12, 24)) == date(2025, 12, 29)


def test_a_working_day_is_its_own_nearest_and_a_holiday_is_not() -> None:
    good_friday = date(2025, 4, 18)
    assert ENGLAND.on_or_before(date(2025, 4, 17)) == date(2025, 4, 17)
    assert ENGLAND.on_or_before(good_friday) == date(2025, 4, 17)
    assert ENGLAND.on_or_after(good_friday) == date(2025, 4, 22)


def test_the_working_days_of_a_span() -> None:
    found = ENGLAND.working_days(date(2025, 4, 16), date(2025, 4, 23))
    assert [day.day for day in found] == [16, 17, 22, 23]


@given(DATES, st.integers(1, 30))
def test_steps_end_on_working_days_with_as_many_in_between(day: date, count: int) -> None:
    there = SCOTLAND.after(day, count)
    assert SCOTLAND.works(there)
    assert len(SCOTLAND.working_days(day + DAY, there)) == count
    back = SCOTLAND.before(day, count)
    assert SCOTLAND.works(back)
    assert len(SCOTLAND.working_days(back, day - DAY)) == count


@given(st.integers())
def test_a_drawn_time_is_within_the_hours(seed: int) -> None:
    calendar = Calendar(opens=time(8, 30), closes=time(17))
    day = date(2025, 3, 7)
    drawn = calendar.draw(day, Random(seed))
    assert datetime(2025, 3, 7, 8, 30) <= drawn <= datetime(2025, 3, 7, 17)
    assert calendar.draw(day, Random(seed), "09:02", "09:02") == datetime(2025, 3, 7, 9, 2)


def test_a_scenarios_place_gives_its_calendar(office: Office) -> None:
    assert Calendar.of(office()) == Calendar("GB", "SCT", time(8, 30), time(17))


def test_without_a_place_there_are_weekdays_and_no_holidays(office: Office) -> None:
    calendar = Calendar.of(office(place=None))
    assert calendar.works(date(2025, 12, 25))
    assert not calendar.works(date(2025, 12, 27))


def test_a_place_that_nobody_knows_is_an_error(office: Office) -> None:
    world = office(place=Place(country="GB", subdivision="XYZ", zone="UTC", hours="09:00-17:00"))
    with pytest.raises(ScenarioError, match=r"place: .*XYZ"):
        Calendar.of(world)


def test_no_working_days_is_not_a_step() -> None:
    with pytest.raises(ScenarioError, match="count from 1"):
        SCOTLAND.before(date(2025, 4, 23), 0)
