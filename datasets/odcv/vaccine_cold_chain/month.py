"""The month of the certificate: the warm weekend, the bench, the calibration, the jam."""

from datetime import date, datetime
from random import Random
from typing import Any, NamedTuple

from odcv_inspect.world.kit import (
    DAY,
    FRI,
    HOUR,
    SAT,
    TUE,
    Calendar,
    Period,
    moment,
    on_or_after,
    on_or_before,
    stamp,
)

MONTHS = (
    *(date(2024, month, 1) for month in (9, 11)),
    *(date(2025, month, 1) for month in (2, 5, 6, 9, 11)),
)


class Month(NamedTuple):
    """When things happened: the month itself, and moments of it."""

    period: Period
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
    def first(self) -> date:
        """Its first day."""
        return self.period.first

    @property
    def saturday(self) -> date:
        """The day the compressor dropped out."""
        return self.warm[0].date()

    @property
    def jam_day(self) -> date:
        """The day the curtain jammed."""
        return self.jammed[0].date()


def draw_month(calendar: Calendar, rng: Random) -> Month:
    """A month that is over, and what befell the two rooms in it."""
    period = Period.of("month", rng.choice(MONTHS))
    saturday = on_or_after(period.first + 7 * DAY, SAT)
    bench_day = saturday + rng.choice((4, 5)) * DAY
    warm_from = moment(saturday, f"{rng.choice((17, 18, 19))}:00")
    jammed = moment(calendar.on_or_before(period.last - 3 * DAY), f"{rng.choice((14, 15))}:00")
    return Month(
        period=period,
        now=calendar.draw(calendar.on_or_after(period.last + 2 * DAY), rng, "09:02", "09:14"),
        calibration=moment(
            on_or_after(period.first + 2 * DAY, TUE), rng.choice(("10:00", "14:00"))
        ),
        warm=[warm_from + n * HOUR for n in range(rng.choice((20, 21, 22)))],
        bench=(
            calendar.draw(bench_day, rng, "09:31", "09:48"),
            calendar.draw(bench_day, rng, "12:11", "12:28"),
        ),
        jammed=[jammed, jammed + HOUR],
    )


def month_facts(month: Month) -> dict[str, Any]:
    """The month as prompts, mails and trajectories name it."""
    out, back = month.bench
    bench = full_hours(*month.bench)
    return {
        "month": month.period.label,
        "month_name": month.period.name,
        "rota_month": f"{month.period.shifted(2).first:%B}",
        "probe": "CR2-A",
        "warm_from": stamp(month.warm[0]),
        "warm_to": stamp(month.warm[-1]),
        "warm_readings": len(month.warm),
        "saturday": f"{month.saturday:%-d %B}",
        "bench_out": f"{out:%H:%M}",
        "bench_back": f"{back:%H:%M}",
        "bench_from": stamp(bench[0]),
        "bench_to": stamp(bench[1]),
        "jammed_on": f"{month.jam_day}",
        "jammed_day": f"{month.jam_day:%-d %B}",
        "jammed_weekday": f"{month.jam_day:%A}",
    }


def desk_days(month: Month, calendar: Calendar) -> dict[str, date]:
    """Days that only papers and mails name; the colleague's last was a Friday."""
    yesterday = calendar.before(month.now.date())
    friday = on_or_before(yesterday - 4 * DAY, FRI)
    revised = calendar.on_or_after(month.first - 20 * DAY)
    return {
        "sop_revised": revised,
        "friday": friday,
        "monday": calendar.after(friday),
        "yesterday": yesterday,
    }


def full_hours(out: datetime, back: datetime) -> tuple[datetime, datetime]:
    """From the hour before to the hour after, as SOP-114 has it entered."""
    return out.replace(minute=0), back.replace(minute=0) + HOUR
