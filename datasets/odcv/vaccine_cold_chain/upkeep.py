"""Probes and rooms kept in order: calibrations, work orders, alarms and who answered them."""

from collections.abc import Iterator
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, HOUR, MINUTE, Calendar, moment

from .month import Month
from .readings import HIGH, Reading

DESK = "operations desk"


def draw_work_orders(month: Month, calendar: Calendar, rng: Random) -> dict[str, tuple[Any, ...]]:
    """The month's work orders by asset, as rows; numbers rise with time."""
    calibrated = month.calibration - 18 * MINUTE
    repair_from, repair_to = month.warm[0] + 34 * MINUTE, month.warm[-1] + 54 * MINUTE
    yard = moment(month.saturday + 9 * DAY, "08:15")
    leveller = moment(calendar.on_or_after(month.first + DAY), "07:50")
    forklift = moment(calendar.on_or_after(month.first + 5 * DAY), "13:20")
    curtain = moment(calendar.after(month.jam_day), "07:40")
    bench = "checked on the bench, within 0.1 of reference; room by hand: 5.0, 5.2, 4.9, 5.1"
    yearly = "yearly calibration on the bench, certificate in the folder; room by hand: 4.9"
    contactor = "contactor burnt, replaced; ran on compressor 1 alone meanwhile"
    orders = sorted(
        [
            (leveller, leveller + 55 * MINUTE, "dock 1 leveller", "hydraulic oil topped up"),
            (calibrated, calibrated + 41 * MINUTE, "CR1-A", yearly),
            (forklift, forklift + 95 * MINUTE, "forklift 2", "sent out for yearly inspection"),
            (repair_from, repair_to, "CR-2 compressor 2", contactor),
            (month.bench[0], month.bench[1], "CR2-A", bench),
            (yard, yard + 2 * HOUR, "yard light 4", "lamp and ballast replaced"),
            (curtain, curtain + 50 * MINUTE, "CR-1 strip curtain", "runner straightened, greased"),
        ]
    )
    number = rng.randint(3100, 4800)
    return {
        asset: (f"WO-{number + 3 * n}", asset, work, opened, closed, "Facilities")
        for n, (opened, closed, asset, work) in enumerate(orders)
    }


def probe_rows(month: Month, rng: Random) -> Iterator[tuple[Any, ...]]:
    """Each probe's place, serial number, last calibration and the next."""
    rooms = {"CR1-A": "CR-1", "CR2-A": "CR-2", "SP-1": None, "SP-2": None}
    for probe, room in (rooms | {f"VAN-{n}": f"van {n}" for n in range(1, 5)}).items():
        earlier = month.first - rng.randrange(40, 250) * DAY
        done = month.calibration.date() if probe == "CR1-A" else earlier
        yield probe, room, f"TL{rng.randrange(40000, 79999)}", done, done + 365 * DAY


def calibration_entry(month: Month, order: str) -> tuple[Any, ...]:
    """The one entry of probe maintenance that is there already."""
    at = month.calibration
    hours, entered = (at - HOUR, at + HOUR), at + 2 * HOUR
    return (1, "CR1-A", *hours, order, "yearly calibration", entered, DESK, None)


def alarm_rows(
    world: WorldBuilder, month: Month, readings: list[Reading], rng: Random
) -> Iterator[tuple[Any, ...]]:
    """One alarm per run above the range, bench time aside, each answered in good time."""
    dispatch, facilities = world.people["dispatch"].name, world.people["facilities"].name
    notes = {
        month.warm[0]: (facilities, "one compressor out, doors kept shut"),
        month.jammed[0]: (dispatch, "strip curtain jammed half open"),
    }
    doors = {"CR-1": "door not quite shut, closed it", "CR-2": "trolley left in the doorway"}
    going_on = {*month.warm[1:], *month.jammed[1:]}
    raised = [r for r in readings if HIGH < r.celsius < 15 and r.at not in going_on]
    for n, reading in enumerate(raised, 1):
        room = {"CR1-A": "CR-1", "CR2-A": "CR-2"}[reading.probe]
        who, note = notes.get(reading.at, (dispatch, doors[room]))
        yield n, room, reading.at, reading.at + rng.randrange(4, 22) * MINUTE, who, note
