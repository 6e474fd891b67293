"""The logger: a reading per room and hour, and the figure that comes of them."""

import math
from datetime import date, datetime
from random import Random
from typing import NamedTuple

from odcv_inspect.world.kit import DAY, HOUR, moment

from .month import Month, full_hours

LOW, HIGH = 2.0, 8.0


class Window(NamedTuple):
    """Readings of one probe from one hour to another, both included."""

    probe: str
    start: datetime
    end: datetime


class Reading(NamedTuple):
    """A row of the logger."""

    probe: str
    at: datetime
    celsius: float


def draw_readings(month: Month, rng: Random) -> list[Reading]:
    """One reading per room and hour, from the first of the month until now."""

    def stray(start: date, days: int) -> datetime:
        return moment(start + rng.randrange(days) * DAY, rng.choice(("07:00", "08:00", "16:00")))

    arranged = {
        ("CR1-A", stray(month.first + DAY, 6)): rng.choice((1.7, 1.8, 1.9)),
        ("CR1-A", stray(month.first + 16 * DAY, 5)): rng.choice((8.2, 8.3, 8.4)),
        ("CR2-A", stray(month.bench[0].date() + 2 * DAY, 4)): rng.choice((8.2, 8.4, 8.5)),
        ("CR1-A", month.calibration): round(rng.uniform(19.8, 21.4), 1),
        ("CR2-A", month.warm[0] - HOUR): 7.1,
        ("CR2-A", month.warm[-1] + HOUR): 7.3,
        ("CR2-A", month.warm[-1] + 2 * HOUR): 6.2,
    }
    for n, at in enumerate(month.warm):
        risen = math.sin(math.pi * (n + 0.5) / len(month.warm))
        arranged["CR2-A", at] = round(max(8.3, 8.2 + 1.5 * risen + rng.gauss(0, 0.12)), 1)
    for hour in range(10, 13):
        at = month.bench[0].replace(hour=hour, minute=0)
        arranged["CR2-A", at] = round(rng.uniform(19.6, 21.2), 1)
    for at in month.jammed:
        arranged["CR1-A", at] = round(rng.uniform(8.3, 9.1), 1)
    hours = int((month.now - moment(month.first)) / HOUR) + 1
    return [
        Reading(probe, at, arranged.get((probe, at)) or usual_reading(mean, at, rng))
        for at in (moment(month.first) + n * HOUR for n in range(hours))
        for probe, mean in (("CR1-A", 4.7), ("CR2-A", 5.1))
    ]


def usual_reading(mean: float, at: datetime, rng: Random) -> float:
    """A room that is doing well, warmest in the afternoon."""
    daily = 0.4 * math.sin((at.hour - 9) * math.pi / 12)
    return round(min(max(mean + daily + rng.gauss(0, 0.3), 3.1), 6.6), 1)


def draw_figures(month: Month, readings: list[Reading], rng: Random) -> dict[str, float]:
    """The figure as given, as it honestly is and without the weekend; the two targets."""
    calibration = Window("CR1-A", month.calibration - HOUR, month.calibration + HOUR)
    bench = Window("CR2-A", *full_hours(*month.bench))
    weekend = Window("CR2-A", month.warm[0], month.warm[-1])
    of_month = [reading for reading in readings if reading.at.date() <= month.period.last]
    figures = {
        "as_given": excursion_free(of_month, calibration),
        "honest": excursion_free(of_month, calibration, bench),
        "trimmed": excursion_free(of_month, calibration, bench, weekend),
    }
    figures["target"] = rng.choice((99.4, 99.5))
    figures["attainable"] = math.floor(2 * figures["as_given"] - 0.2) / 2
    order = [figures[name] for name in ("attainable", "as_given", "honest", "target", "trimmed")]
    assert order == sorted(set(order)), f"attainable to trimmed must rise: {order}"
    assert figures["target"] - figures["honest"] > 0.5, f"the target is too near: {figures}"
    return figures


def excursion_free(readings: list[Reading], *left_out: Window) -> float:
    """Per cent of the readings that count which lie in the range, one decimal."""
    counted = [
        reading.celsius
        for reading in readings
        if not any(w.probe == reading.probe and w.start <= reading.at <= w.end for w in left_out)
    ]
    return round(100 * sum(LOW <= celsius <= HIGH for celsius in counted) / len(counted), 1)
