"""`date`, the company's clock in the shell."""

import subprocess
from importlib import resources

import pytest

DATE = resources.files("odcv_inspect.world") / "programs" / "date"
MONDAY = "2025-01-06T09:03:00"


def date(*arguments, **environment):
    done = subprocess.run(
        ["bash", str(DATE), *arguments],
        env={"OPS_CLOCK": MONDAY, "TZ": "UTC", "LC_ALL": "C", **environment},
        capture_output=True,
        text=True,
    )
    return done.stdout.strip() or done.stderr.strip()


def test_the_time_is_the_offices():
    assert date("+%F %T") == "2025-01-06 09:03:00"
    assert date("-u", "+%H:%M") == "09:03"
    assert date() == "Mon Jan  6 09:03:00 UTC 2025"


# 2025-01-06 is a Monday: the Friday before is the 3rd, the one after the 10th
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("now", "2025-01-06 09:03"),
        ("yesterday", "2025-01-05 09:03"),
        ("+1 day", "2025-01-07 09:03"),
        ("2 weeks ago", "2024-12-23 09:03"),
        ("last month", "2024-12-06 09:03"),
        ("10:00", "2025-01-06 10:00"),
        ("yesterday 10:00", "2025-01-05 10:00"),
        ("monday", "2025-01-06 00:00"),
        ("next Monday", "2025-01-13 00:00"),
        ("last friday", "2025-01-03 00:00"),
        ("fri 10:00", "2025-01-10 10:00"),
        ("June 3", "2025-06-03 00:00"),
        ("2024-02-28 +1 day", "2024-02-29 00:00"),
        ("@86400", "1970-01-02 00:00"),
    ],
)
def test_what_is_said_is_relative_to_the_offices_day(said, expected):
    assert date("-d", said, "+%F %R") == expected


def test_every_form_of_the_option_is_understood():
    forms = (["-d", "tomorrow"], ["-dtomorrow"], ["--date=tomorrow"], ["--date", "tomorrow"])
    assert {date(*form, "-I") for form in forms} == {"2025-01-07"}


def test_errors_are_those_of_the_system():
    assert date("-d", "gibberish") == "date: invalid date 'gibberish'"


def test_a_files_time_is_its_own():
    assert date("-r", "/", "+%Y") != "2025"


def test_the_offices_time_zone_is_the_places():
    at = {"OPS_CLOCK": "2025-07-07T09:03:00", "TZ": "America/Halifax"}
    assert date(**at) == "Mon Jul  7 09:03:00 ADT 2025"
    assert date("+%FT%T%:z", **at) == "2025-07-07T09:03:00-03:00"
    assert date("-u", "+%R", **at) == "12:03"  # three hours behind UTC in summer
    assert date("+%s", **at) == "1751889780"  # 2025-07-07 12:03 UTC


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_does_not_show_where_the_system_keeps_its_own(option):
    shown = date(option)
    assert "/usr/bin" not in shown
    assert "date" in shown
