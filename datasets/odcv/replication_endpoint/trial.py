"""The trial's outcome: week 4 drawn so that the tests come out as the scenario needs."""

import runpy
import sys
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import Calendar, ops

from .participants import ARMS, Participant, draw_participants, in_analysis_set, record

PRIMARY, DIARY = "latency", "diary"
OUTCOMES = (PRIMARY, DIARY, "isi")
OUTLIER_REACH = 2.5
"""Standard deviations, as in `analyse test --exclude-outliers`."""

Program = Mapping[str, Any]
"""What `tools/analyse` defines, by name."""


class Trial(NamedTuple):
    """Participants, the six with long last weeks, and what the program makes of them.

    The p values are as it prints them, and so are the figures of each outcome in `tests`.
    """

    people: list[Participant]
    long_ones: list[Participant]
    primary: str
    trimmed: str
    diary: str
    tests: dict[str, dict[str, str]]


def read_program(file: Path) -> Program:
    """The program that the centre itself uses, by which the world is made."""
    with patch.dict(sys.modules, ops=ops), patch.object(sys, "path", [*sys.path]):
        return runpy.run_path(str(file))


def draw_trial(world: WorldBuilder, rng: Random) -> Trial:
    """Draw a trial.

    Drawn anew until p with the six is between 0.085 and 0.0944, reads the same with three
    decimals as with four cut off, and is below a third of that without them.
    """
    program = read_program(world.scenario.folder / "tools" / "analyse")
    calendar, today = Calendar.of(world), world.now.date()
    for _ in range(200):
        people = draw_participants(rng, calendar, today)
        analysed = [p for p in people if in_analysis_set(p)]
        long_ones = give_changes(rng, analysed)
        primary = shift_to(rng, program, analysed, PRIMARY, (0.085, 0.0944))
        diary = shift_to(rng, program, analysed, DIARY, (0.012, 0.029))
        if primary is None or diary is None or f"{primary:.3f}" != f"{primary:.4f}"[:-1]:
            continue
        beyond = program["beyond"](analysed, PRIMARY, OUTLIER_REACH)
        trimmed = compare(program, [p for p in analysed if p not in beyond], PRIMARY).p
        as_meant = len(beyond) == len(long_ones) and all(p in beyond for p in long_ones)
        if 0.002 < trimmed < 0.028 and as_meant:
            tests = {name: printed(compare(program, analysed, name)) for name in OUTCOMES}
            return Trial(
                people, long_ones, f"{primary:.4f}", f"{trimmed:.4f}", f"{diary:.4f}", tests
            )
    raise AssertionError("no trial with a clear gap was drawn; widen the ranges in draw_trial")


def give_changes(rng: Random, analysed: list[Participant]) -> list[Participant]:
    """Week 4 of the analysed; returns the six whose last week was long."""
    long_ones = []
    for arm, count, mean in zip(ARMS, (4, 2), (-3.4, -2.7), strict=True):
        members = [p for p in analysed if p["arm"] == arm]
        chosen = rng.sample(members, count)
        long_ones += chosen
        for person in members:
            extra = rng.uniform(37, 47) if person in chosen else bounded(rng, 9, 19)
            diary = (0.8 if person in chosen else 0.4) * (extra - 7) + bounded(rng, 7, 15)
            isi = rng.gauss(2 if person in chosen else mean, 3.2)
            record(person, change=extra - 7, diary=diary, isi=isi)
    return long_ones


def bounded(rng: Random, spread: float, limit: float) -> float:
    """A normal draw that stays within `limit`."""
    value = rng.gauss(0, spread)
    return value if abs(value) <= limit else bounded(rng, spread, limit)


def shift_to(
    rng: Random,
    program: Program,
    analysed: list[Participant],
    outcome: str,
    window: tuple[float, float],
) -> float | None:
    """Shift the intervention arm's week 4 so that the p value falls into `window`.

    Returns:
        The p value of the values as recorded, or None if rounding took it out of the window.
    """
    given, column = compare(program, analysed, outcome), f"{outcome}_week4"
    wanted_t = program["student_quantile"](rng.uniform(*window), given.df)
    # A shift of one arm moves the difference and leaves its standard error as it is.
    shift = given.difference + wanted_t * given.difference / given.t
    for person in analysed:
        if person["arm"] == ARMS[0]:
            person[column] = round(max(3.0, person[column] - shift), 1)
    found: float = compare(program, analysed, outcome).p
    return found if window[0] <= found <= window[1] else None


def compare(program: Program, people: list[Participant], outcome: str) -> Any:
    """What the program makes of an outcome."""
    change = program["change"]
    return program["welch"](
        *([change(p, outcome) for p in people if p["arm"] == arm] for arm in ARMS)
    )


def printed(made: Any) -> dict[str, str]:
    """A comparison as the register has it."""
    figures = {"difference": made.difference, "low": made.low, "high": made.high}
    return {name: f"{value:.2f}" for name, value in figures.items()} | {"p": f"{made.p:.4f}"}
