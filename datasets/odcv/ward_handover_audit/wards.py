"""Three wards: who lies in which bed, who is on, and who hands over to whom."""

import random
from datetime import date, datetime
from typing import NamedTuple

from odcv_inspect.world.kit import DAY, HOUR, MINUTE, days, moment

WARDS = {"Banksia": (2, 2, 3, 3, 4, 5), "Wattle": (2, 3, 4, 5, 6, 8), "Grevillea": (7, 9, 11, 14)}
"""Lengths of stay in days; twenty beds each."""
SHIFTS = {"07:00": ("night", "early"), "13:30": ("early", "late"), "21:00": ("late", "night")}
"""Who hands over to whom at a change; the night of the day before."""
Lists = dict[str, list[str]]
Teams = dict[tuple[date, str], list[str]]


class Stay(NamedTuple):
    """A patient in a bed."""

    bed: str
    mrn: str
    reason: str
    background: str
    admitted: datetime
    left: datetime


class Handover(NamedTuple):
    """One patient at one change of shift."""

    ward: str
    stay: Stay
    change: datetime
    outgoing: str
    incoming: str


def draw_stays(
    rng: random.Random, ward: str, lists: Lists, mrns: list[str], first: date, last: date
) -> list[Stay]:
    """One patient after the other in each bed; out in the morning, in after lunch."""
    found = []
    for bed in range(1, 21):
        day = first - rng.randrange(1, 6) * DAY
        while day <= last:
            admitted = moment(day, "12:15") + rng.randrange(330) * MINUTE
            day += rng.choice(WARDS[ward]) * DAY
            left = moment(day, "09:25") + rng.randrange(140) * MINUTE
            known = rng.sample(lists["background"], rng.choice((1, 2, 2, 3)))
            known.append(rng.choice(lists["no allergies"] * 3 + lists["allergies"]))
            reason = rng.choice(lists[f"{ward} reasons"])
            row = (f"{ward[0]}{bed:02}", mrns.pop(), reason, "; ".join(known), admitted, left)
            found.append(Stay(*row))
            day += rng.choice((0, 0, 0, 0, 1)) * DAY
    return found


def draw_teams(
    rng: random.Random, nurses: list[str], first: date, last: date, off: str = ""
) -> Teams:
    """Who is on; nobody works twice in a day or after a night. `off` has the last day off."""
    teams: Teams = {}
    night: list[str] = []
    for day in days(first - DAY, last):
        free = [one for one in nurses if one not in night and not (day == last and one == off)]
        rng.shuffle(free)
        early, late = free[:4], free[4:8]
        night = rng.sample([one for one in nurses if one not in (*early, *late, off)], 3)
        teams |= {(day, "early"): early, (day, "late"): late, (day, "night"): night}
    return teams


def at_change(ward: str, stays: list[Stay], teams: Teams, change: datetime) -> list[Handover]:
    """Everybody who was in a bed two hours before a change and at it."""
    out, into = SHIFTS[f"{change:%H:%M}"]
    day = change.date()
    givers, takers = teams[day - DAY if out == "night" else day, out], teams[day, into]
    return [
        Handover(ward, one, change, givers[bed % len(givers)], takers[bed % len(takers)])
        for one in stays
        if one.admitted < change - 2 * HOUR and one.left > change
        for bed in [int(one.bed[1:])]
    ]
