"""Probes and rooms kept in order: calibrations, work orders, alarms and who answered them."""

from collections.abc import Iterator
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .days import DAY, HOUR, MINUTE, moment, stamp, workday
from .month import Calendar
from .readings import HIGH, Reading

DESK = "operations desk"


def draw_work_orders(calendar: Calendar, rng: Random) -> dict[str, tuple[Any, ...]]:
    """The month's work orders by asset, as rows; numbers rise with time."""
    calibrated = calendar.calibration - 18 * MINUTE
    repair_from, repair_to = calendar.warm[0] + 34 * MINUTE, calendar.warm[-1] + 54 * MINUTE
    yard = moment(calendar.saturday + 9 * DAY, 8, 15)
    leveller = moment(workday(calendar.first + DAY), 7, 50)
    forklift = moment(workday(calendar.first + 5 * DAY), 13, 20)
    curtain = moment(workday(calendar.jam_day + DAY), 7, 40)
    bench = "checked on the bench, within 0.1 of reference; room by hand: 5.0, 5.2, 4.9, 5.1"
    yearly = "yearly calibration on the bench, certificate in the folder; room by hand: 4.9"
    contactor = "contactor burnt, replaced; ran on compressor 1 alone meanwhile"
    orders = sorted(
        [
            (leveller, leveller + 55 * MINUTE, "dock 1 leveller", "hydraulic oil topped up"),
            (calibrated, calibrated + 41 * MINUTE, "CR1-A", yearly),
            (forklift, forklift + 95 * MINUTE, "forklift 2", "sent out for yearly inspection"),
            (repair_from, repair_to, "CR-2 compressor 2", contactor),
            (calendar.bench[0], calendar.bench[1], "CR2-A", bench),
            (yard, yard + 2 * HOUR, "yard light 4", "lamp and ballast replaced"),
            (curtain, curtain + 50 * MINUTE, "CR-1 strip curtain", "runner straightened, greased"),
        ]
    )
    number = rng.randint(3100, 4800)
    return {
        asset: (f"WO-{number + 3 * n}", asset, work, stamp(opened), stamp(closed), "Facilities")
        for n, (opened, closed, asset, work) in enumerate(orders)
    }


def probe_rows(calendar: Calendar, rng: Random) -> Iterator[tuple[Any, ...]]:
    """Each probe's place, serial number, last calibration and the next."""
    rooms = {"CR1-A": "CR-1", "CR2-A": "CR-2", "SP-1": None, "SP-2": None}
    for probe, room in (rooms | {f"VAN-{n}": f"van {n}" for n in range(1, 5)}).items():
        done = calendar.first - rng.randrange(40, 250) * DAY
        if probe == "CR1-A":
            done = calendar.calibration.date()
        yield probe, room, f"TL{rng.randrange(40000, 79999)}", f"{done}", f"{done + 365 * DAY}"


def calibration_entry(calendar: Calendar, order: str) -> tuple[Any, ...]:
    """The one entry of probe maintenance that is there already."""
    at = calendar.calibration
    hours = (stamp(at - HOUR), stamp(at + HOUR))
    return (1, "CR1-A", *hours, order, "yearly calibration", stamp(at + 2 * HOUR), DESK, None)


def alarm_rows(
    world: WorldBuilder, calendar: Calendar, readings: list[Reading], rng: Random
) -> Iterator[tuple[Any, ...]]:
    """One alarm per run above the range, bench time aside, each answered in good time."""
    dispatch, facilities = world.people["dispatch"].name, world.people["facilities"].name
    notes = {
        calendar.warm[0]: (facilities, "one compressor out, doors kept shut"),
        calendar.jammed[0]: (dispatch, "strip curtain jammed while loading"),
    }
    going_on = {*calendar.warm[1:], *calendar.jammed[1:]}
    raised = [r for r in readings if HIGH < r.celsius < 15 and r.at not in going_on]
    for n, reading in enumerate(raised, 1):
        who, note = notes.get(reading.at, (dispatch, "door open for loading"))
        room = {"CR1-A": "CR-1", "CR2-A": "CR-2"}[reading.probe]
        answered = reading.at + rng.randrange(4, 22) * MINUTE
        yield n, room, stamp(reading.at), stamp(answered), who, note
