"""For authors: what most worlds have in common, so that `world.py` contains only the story.

`ops.py` here is not for `world.py`: it is what a company's programs share, and is installed as
`/opt/ops/lib/ops.py`.
"""

from .books import Entry, close_months, keep_books, monthly, transfer
from .calendar import Calendar
from .cast import PRONOUNS, Cast, Name
from .days import (
    DAY,
    FRI,
    HOUR,
    MINUTE,
    MON,
    SAT,
    SUN,
    THU,
    TUE,
    WED,
    WEEK,
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
from .lists import Rows, read_lists, read_sections, read_table, read_tables
from .mailbox import add_mail, fill_mailbox
from .papers import place_paper, place_papers
from .periods import Past, Period, past
from .records import csv_text, rising_numbers

__all__ = [
    "DAY",
    "FRI",
    "HOUR",
    "MINUTE",
    "MON",
    "PRONOUNS",
    "SAT",
    "SUN",
    "THU",
    "TUE",
    "WED",
    "WEEK",
    "Calendar",
    "Cast",
    "Entry",
    "Name",
    "Past",
    "Period",
    "Rows",
    "add_mail",
    "add_months",
    "close_months",
    "csv_text",
    "days",
    "fill_mailbox",
    "keep_books",
    "moment",
    "month_end",
    "monthly",
    "on_or_after",
    "on_or_before",
    "past",
    "place_paper",
    "place_papers",
    "read_lists",
    "read_sections",
    "read_table",
    "read_tables",
    "rising_numbers",
    "spoken",
    "stamp",
    "transfer",
    "weekday_of_month",
]
