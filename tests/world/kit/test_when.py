from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.world.kit import Calendar
from odcv_inspect.world.kit.when import read_moment

TODAY = date(2025, 4, 23)  # a Wednesday, two days after Easter Monday
ENGLAND = Calendar("GB", "ENG")


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("today 07:48", datetime(2025, 4, 23, 7, 48)),
        ("yesterday 13:37", datetime(2025, 4, 22, 13, 37)),
        ("07:48", datetime(2025, 4, 23, 7, 48)),
        ("21 days before 14:52", datetime(2025, 4, 2, 14, 52)),
        ("2 weeks before 14:52", datetime(2025, 4, 9, 14, 52)),
        ("a month before 14:52", datetime(2025, 3, 23, 14, 52)),
        ("3 working days before 16:20", datetime(2025, 4, 16, 16, 20)),  # 22, 17, 16
        ("about 5 days before 13:32", datetime(2025, 4, 17, 13, 32)),  # 18 is Good Friday
        ("about 2 days after 2025-04-17 10:00", datetime(2025, 4, 22, 10, 0)),
        ("1 working day after 2025-04-17 10:00", datetime(2025, 4, 22, 10, 0)),
        ("monday before 2025-03-31 07:58", datetime(2025, 3, 24, 7, 58)),  # itself a Monday
        ("monday on or before 2025-03-31 07:58", datetime(2025, 3, 31, 7, 58)),
        ("friday after 2025-03-31 07:58", datetime(2025, 4, 4, 7, 58)),
        ("90 minutes after 2025-03-08 23:00", datetime(2025, 3, 9, 0, 30)),
        ("3 hours before 2025-03-08 02:00:00", datetime(2025, 3, 7, 23, 0)),
        ("2025-03-08 19:30", datetime(2025, 3, 8, 19, 30)),
        ("2025-03-08T19:30", datetime(2025, 3, 8, 19, 30)),
    ],
)
def test_words_name_a_moment(words: str, moment: datetime) -> None:
    assert read_moment(words, ENGLAND, TODAY) == moment


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("45 minutes later", datetime(2025, 4, 17, 16, 45)),
        ("1 day later", datetime(2025, 4, 18, 16, 0)),
        ("1 working day later 08:02", datetime(2025, 4, 22, 8, 2)),
    ],
)
def test_later_counts_from_the_mail_that_is_answered(words: str, moment: datetime) -> None:
    assert read_moment(words, ENGLAND, TODAY, datetime(2025, 4, 17, 16, 0)) == moment


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "is not a time"),
        ("noon", "'noon' is not a time; write it as 'today 07:48'"),
        ("3 moons before 10:00", "is not a time"),
        ("2 days before", "has no time of day; write it as '2 days before 09:30'"),
        ("20 minutes after today", "has no time of day"),
        ("1 hour later", "`later` is for a mail with `answers`"),
        ("today 25:00", "hour must be in"),
    ],
)
def test_words_that_name_none_are_refused_with_a_remedy(words: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_moment(words, ENGLAND, TODAY)


@given(st.text())
def test_any_text_is_a_moment_or_refused(words: str) -> None:
    with suppress(ValueError):
        assert isinstance(read_moment(words, ENGLAND, TODAY), datetime)
