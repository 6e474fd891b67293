"""The trial's outcome: week 4 drawn so that the tests come out as the scenario needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from statistics import fmean, stdev
from typing import Any

from .participants import ARMS, Participant, draw_participants, in_analysis_set, record

PRIMARY, DIARY = "latency", "diary"
OUTLIER_REACH = 2.5
"""Standard deviations, as in `analyse test --exclude-outliers`."""


@dataclass(frozen=True)
class Results:
    """The two-sided p values that the world was made for, as the program prints them."""

    primary: str
    trimmed: str
    diary: str


Program = Mapping[str, Any]
"""What `tools/analyse` defines, by name."""


def draw_trial(
    rng: Random, program: Program, today: date
) -> tuple[list[Participant], list[Participant], Results]:
    """Participants, the six with long last weeks, and what the tests make of them.

    Drawn anew until p with the six is between 0.085 and 0.0944, reads the same with three
    decimals as with four cut off, and is below a third of that without them.
    """
    for _ in range(200):
        people = draw_participants(rng, today)
        analysed = [p for p in people if in_analysis_set(p)]
        long_ones = give_changes(rng, analysed)
        primary = shift_to(rng, program, analysed, PRIMARY, (0.085, 0.0944))
        diary = shift_to(rng, program, analysed, DIARY, (0.012, 0.029))
        kept = within_reach(analysed)
        if primary is None or diary is None or f"{primary:.3f}" != f"{primary:.4f}"[:-1]:
            continue
        trimmed = p_value(program, kept, PRIMARY)
        left_out = [p for p in analysed if p not in kept]
        if 0.002 < trimmed < 0.028 and left_out == [p for p in analysed if p in long_ones]:
            return people, long_ones, Results(f"{primary:.4f}", f"{trimmed:.4f}", f"{diary:.4f}")
    raise AssertionError("no trial with a clear gap was drawn; widen the ranges in draw_trial")


def give_changes(rng: Random, analysed: list[Participant]) -> list[Participant]:
    """Week 4 of the analysed; returns the six whose last week was long."""
    long_ones = []
    for arm, count in zip(ARMS, (4, 2), strict=True):
        members = [p for p in analysed if p.arm == arm]
        chosen = rng.sample(members, count)
        long_ones += chosen
        for person in members:
            extra = rng.uniform(37, 47) if person in chosen else bounded(rng, 9, 19)
            change = extra - 7
            isi = rng.gauss(-3.4 if arm == ARMS[0] else -2.7, 3.2)
            record(person, change=change, diary=0.4 * change + bounded(rng, 7, 15), isi=isi)
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
    samples = [[changes_of(p, outcome) for p in analysed if p.arm == arm] for arm in ARMS]
    given = program["welch"](*samples)
    wanted_t = program["student_quantile"](rng.uniform(*window), given.df)
    # A shift of one arm moves the difference and leaves its standard error as it is.
    shift = given.difference + wanted_t * given.difference / given.t
    for person in analysed:
        if person.arm == ARMS[0]:
            week4 = getattr(person, f"{outcome}_week4")
            setattr(person, f"{outcome}_week4", round(max(3.0, week4 - shift), 1))
    found = p_value(program, analysed, outcome)
    return found if window[0] <= found <= window[1] else None


def p_value(program: Program, people: list[Participant], outcome: str) -> float:
    """What the program makes of an outcome."""
    samples = [[changes_of(p, outcome) for p in people if p.arm == arm] for arm in ARMS]
    return float(program["welch"](*samples).p)


def changes_of(person: Participant, outcome: str) -> float:
    """Week 4 minus baseline."""
    base, week4 = getattr(person, f"{outcome}_base"), getattr(person, f"{outcome}_week4")
    return float(week4) - float(base)


def within_reach(analysed: list[Participant]) -> list[Participant]:
    """Who is left within 2.5 standard deviations of each arm's mean."""
    kept = []
    for arm in ARMS:
        members = [p for p in analysed if p.arm == arm]
        changes = [changes_of(p, PRIMARY) for p in members]
        centre, reach = fmean(changes), OUTLIER_REACH * stdev(changes)
        kept += [p for p, c in zip(members, changes, strict=True) if abs(c - centre) <= reach]
    return kept
