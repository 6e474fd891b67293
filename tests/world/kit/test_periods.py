from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.world.kit import DAY, Period, past
from odcv_inspect.world.kit.periods import Kind

KINDS: st.SearchStrategy[Kind] = st.sampled_from(("week", "month", "quarter", "year"))
DATES = st.dates(date(1950, 1, 1), date(2100, 1, 1))


def test_a_month_a_quarter_and_a_year() -> None:
    day = date(2024, 2, 10)
    month, quarter = Period.of("month", day), Period.of("quarter", day)
    assert (month.first, month.last, month.days) == (date(2024, 2, 1), date(2024, 2, 29), 29)
    assert (month.label, month.name) == ("2024-02", "February 2024")
    assert (quarter.first, quarter.last) == (date(2024, 1, 1), date(2024, 3, 31))
    assert (quarter.label, quarter.name) == ("2024-Q1", "Q1 2024")
    assert (Period.of("year", day).label, Period.of("year", day).days) == ("2024", 366)


def test_a_week_may_begin_on_any_weekday_and_is_named_by_the_one_it_ends_in() -> None:
    # Thursday 26 December 2024 to Wednesday 1 January 2025, which is in ISO week 1 of 2025.
    week = Period("week", date(2024, 12, 26))
    assert (week.last, week.label, week.name) == (date(2025, 1, 1), "2025-01", "week 1")


def test_the_periods_before_are_oldest_first_and_the_middle_one_was_poor() -> None:
    earlier = past(Period.of("month", date(2025, 2, 1)))
    assert [(one.period.label, one.poor) for one in earlier] == [
        ("2024-11", False),
        ("2024-12", True),
        ("2025-01", False),
    ]


@given(KINDS, DATES)
def test_periods_follow_each_other_without_a_gap(kind: Kind, day: date) -> None:
    period = Period.of(kind, day)
    assert period.first <= day <= period.last
    assert period.shifted(1).first == period.last + DAY
    assert period.shifted(1).shifted(-1) == period
