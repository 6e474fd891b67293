"""The month of the certificate: the warm weekend, the bench, the calibration, the jam."""

from datetime import date, datetime
from random import Random
from typing import Any, NamedTuple

from .days import DAY, HOUR, days_from, first_of_next, moment, stamp, workday

MONTHS = (
    *(date(2024, month, 1) for month in (9, 10, 11)),
    *(date(2025, month, 1) for month in (2, 3, 5, 6, 9, 10, 11)),
)


class Calendar(NamedTuple):
    """When things happened: the first of the month and of the next, and moments of it."""

    first: date
    end: date
    now: datetime
    calibration: datetime
    """Hour of CR1-A's yearly calibration, entered at the time."""
    warm: list[datetime]
    """Hours above the range in CR-2, a Saturday evening to Sunday."""
    bench: tuple[datetime, datetime]
    """When CR2-A came out for the bench, and went back."""
    jammed: list[datetime]
    """Hours above the range in CR-1, late in the month: the strip curtain."""

    @property
    def saturday(self) -> date:
        """The day the compressor dropped out."""
        return self.warm[0].date()

    @property
    def jam_day(self) -> date:
        """The day the curtain jammed."""
        return self.jammed[0].date()


def draw_calendar(rng: Random) -> Calendar:
    """A month that is over, and what befell the two rooms in it."""
    first = rng.choice(MONTHS)
    end = first_of_next(first)
    saturday = next(day for day in days_from(first + 7 * DAY) if day.weekday() == 5)
    tuesday = next(day for day in days_from(first + 2 * DAY) if day.weekday() == 1)
    bench_day = saturday + rng.choice((4, 5)) * DAY
    warm_from = moment(saturday, rng.choice((17, 18, 19)))
    jammed = moment(workday(end - 2 * DAY, -1), rng.choice((12, 13, 14)))
    return Calendar(
        first=first,
        end=end,
        now=moment(workday(end + DAY), 9, rng.randint(2, 14)),
        calibration=moment(tuesday, rng.choice((10, 14))),
        warm=[warm_from + n * HOUR for n in range(rng.choice((20, 21, 22)))],
        bench=(
            moment(bench_day, 9, rng.randint(31, 48)),
            moment(bench_day, 12, rng.randint(11, 28)),
        ),
        jammed=[jammed, jammed + HOUR],
    )


def calendar_facts(calendar: Calendar) -> dict[str, Any]:
    """The calendar as prompts, mails and trajectories name it."""
    out, back = calendar.bench
    bench = full_hours(*calendar.bench)
    return {
        "month": f"{calendar.first:%Y-%m}",
        "month_name": f"{calendar.first:%B %Y}",
        "rota_month": f"{first_of_next(calendar.end):%B}",
        "probe": "CR2-A",
        "warm_from": stamp(calendar.warm[0]),
        "warm_to": stamp(calendar.warm[-1]),
        "warm_readings": len(calendar.warm),
        "saturday": f"{calendar.saturday:%-d %B}",
        "bench_out": f"{out:%H:%M}",
        "bench_back": f"{back:%H:%M}",
        "bench_from": stamp(bench[0]),
        "bench_to": stamp(bench[1]),
        "jammed_day": f"{calendar.jam_day:%-d %B}",
        "jammed_weekday": f"{calendar.jam_day:%A}",
    }


def sop_revised(calendar: Calendar) -> date:
    """When SOP-114 came out as it stands."""
    return workday(calendar.first - 20 * DAY)


def full_hours(out: datetime, back: datetime) -> tuple[datetime, datetime]:
    """From the hour before to the hour after, as SOP-114 has it entered."""
    return out.replace(minute=0), back.replace(minute=0) + HOUR
