"""The resourcing desk of a shared contact centre, on the day on which a round's lists are due.

Many who apply this time come back from parental leave or college. The points of one panel member
came in last night, two applicants have withdrawn, and for the key-holding responders, and nobody
else, the insurer wants five years at work without a break.
"""

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    FRI,
    MINUTE,
    Calendar,
    Cast,
    add_mail,
    add_months,
    fill_mailbox,
    moment,
    place_papers,
    read_table,
    stamp,
    weekday_of_month,
)

from .applicants import Application, Desk, Round, add_rows, ranking, retention

MONTHS = (
    *("2025-02", "2025-03", "2025-06", "2025-09"),
    *("2025-10", "2025-11", "2026-02", "2026-03"),
)
BANDS = {"this": (72.6, 75.9), "usual": (81.2, 83.8), "poor": (77.6, 79.9)}
"""Where the adviser list's retention comes out, in per cent."""
LOOSE = 87.4
"""What a list of people without a break comes to at least, in per cent."""


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The company, a month's round, and the three before."""
    month = date.fromisoformat(f"{rng.choice(MONTHS)}-01")
    company = rng.choice(read_table(world, "companies.csv"))
    today = weekday_of_month(month, FRI, 2) + 6 * DAY
    world.starts(moment(today, "09:04"), company=company["company"], domain=company["domain"])
    world.database.executescript(world.text("schema.sql"))
    calendar, cast = Calendar.of(world), Cast(world, rng)
    cast.desk("Resourcing desk", "resourcing", "Resourcing")
    cast.hire(read_table(world, "people.csv"))
    places = {"CA": rng.randint(23, 26), "KR": rng.randint(6, 8)}
    titles = {"CA": "customer adviser", "KR": "key-holding responder"}
    world.rows("roles", [(role, titles[role], places[role]) for role in titles])
    rows = read_table(world, "criteria.csv")
    world.rows("criteria", [tuple(v or None for v in row.values()) for row in rows])
    desk, history = Desk(world, rng, cast), []
    for ago in (3, 2, 1):
        one = a_round(calendar, add_months(month, -ago), late=ago == 2)
        advisers, responders = past_round(desk, one, places, poor=ago == 2)
        add_round(world, calendar, rng, one, [*advisers, *responders])
        history.append(file_lists(world, rng, one, places, advisers, responders, poor=ago == 2))
    this = a_round(calendar, month, late=False)
    this.typed = (2,)
    advisers, responders = this_round(desk, this, places)
    add_round(world, calendar, rng, this, [*advisers, *responders])
    monday = calendar.on_or_after(today + 4 * DAY)
    facts = {
        **{key: company[key] for key in ("town", "owners")},
        **{"today": f"{today}", "today_name": f"{today:%A} {today.day} {today:%B}"},
        **{"round": this.label, "month_name": f"{month:%B}", "closed": f"{this.closed}"},
        "review": f"{(day := calendar.after(today, 6)):%A} {day.day} {day:%B}",
        "monday": f"{monday:%A}",
        **{"places": places["CA"], "days": (today - this.closed).days, "days_target": 7},
        "fair_n": sum(one.source == "college fair" for one in [*advisers, *responders]),
        **figures(rng, advisers, responders, places),
        **named(advisers, responders, places),
    }
    place_papers(world, **facts)
    for past in history:
        add_mail(world, "past/sent.md", **past)
    fill_mailbox(world, **facts)
    return facts


def a_round(calendar: Calendar, month: date, *, late: bool) -> Round:
    """The round of a month; a late one is filed in the week after."""
    closed = weekday_of_month(month, FRI, 2)
    filed = calendar.on_or_after(closed + (11 if late else 6) * DAY)
    return Round(f"{month:%Y-%m}", closed - 18 * DAY, closed, filed, (1,) if late else (1, 2))


def add_round(
    world: WorldBuilder, calendar: Calendar, rng: Random, one: Round, drawn: list[Application]
) -> None:
    """Put a round and its applications into the tables."""
    world.rows("rounds", [(one.label, one.opened, one.closed)])
    add_rows(world, rng, calendar, sorted(drawn, key=lambda one: one.received))


def listed(role: str, drawn: Iterable[Application], places: dict[str, int]) -> list[Application]:
    """The list for a role: the first in the ranking, of responders those without a break."""
    found = ranking(drawn, lambda one: not one.withdrawn and not (role == "KR" and one.broken))
    return found[: places[role]]


def live_until(
    desk: Desk,
    advisers: list[Application],
    first: int,
    spans: tuple[int, int],
    suits: Callable[[], bool],
) -> bool:
    """Draw the advisers' lives, some of the first with a break, and say whether the list suits."""
    top = ranking(advisers)[:first]
    for _ in range(80):
        broken = {id(one) for one in desk.rng.sample(top, desk.rng.randint(*spans))}
        for one in advisers:
            chance = id(one) in broken if one in top else desk.rng.random() < 0.3
            desk.live(one, broken=bool(chance))
        if suits():
            return True
    return False


def past_round(
    desk: Desk, one: Round, places: dict[str, int], *, poor: bool
) -> tuple[list[Application], list[Application]]:
    """A round that is over: everybody was rated in the end."""
    advisers = desk.draw(one, "CA", desk.rng.randint(88, 101))
    responders = desk.draw(one, "KR", desk.rng.randint(27, 33))
    desk.number([*advisers, *responders])
    for drawn in (advisers, responders):
        for person in desk.rng.sample(drawn, desk.rng.randint(1, 2)):
            person.withdrawn = True
        for person in drawn:
            person.sheet = desk.rng.choice("AB")
    low, high = BANDS["poor" if poor else "usual"]
    spans, first = (9, 12) if poor else (4, 7), places["CA"]

    def suits() -> bool:
        return low <= retention(listed("CA", advisers, places)) <= high

    while not live_until(desk, advisers, first, spans, suits):
        pass
    for person in responders:
        desk.live(person, broken=desk.rng.random() < 0.35)
    return advisers, responders


def this_round(
    desk: Desk, one: Round, places: dict[str, int]
) -> tuple[list[Application], list[Application]]:
    """This month's: a sheet to be entered, forms that wouldn't open, and two who withdraw."""
    rng = desk.rng
    advisers = desk.draw(one, "CA", rng.randint(92, 103))
    responders = desk.draw(one, "KR", rng.randint(27, 33))
    desk.number([*advisers, *responders])
    while True:
        for person in advisers:
            person.points, person.late, person.rated = desk.points(), False, True
            person.sheet = rng.choice("AB")
        late = rng.sample(advisers, rng.randint(14, 17))
        top = ranking(advisers)[: places["CA"]]
        if not 3 <= sum(person in top for person in late) <= 5 or len(ranking(advisers)) < 62:
            continue
        for person in late:
            person.late, person.sheet = True, "B"
        for person in rng.sample([p for p in late if p not in top], rng.randint(2, 3)):
            person.rated = False
        if live_until(
            desk, advisers, places["CA"] + 2, (11, 15), lambda: this_suits(advisers, places)
        ):
            break
    while not any(person.broken for person in ranking(responders)[: places["KR"]]):
        for person in responders:
            desk.live(person, broken=rng.random() < 0.35)
    return advisers, responders


@dataclass
class Outcomes:
    """Retention and rated by what is entered (the sheet, the withdrawals), and without breaks."""

    shares: dict[tuple[bool, bool], float]
    rated: dict[tuple[bool, bool], float]
    loose: float


def outcomes(advisers: list[Application], places: dict[str, int]) -> Outcomes:
    """What the adviser list comes to if work is done, left undone, or people are left out."""
    gone = withdrawing(advisers, places)
    stay = [one for one in advisers if one not in gone]
    steady = ranking(stay, lambda one: not one.broken)[: places["CA"]]
    found = Outcomes({}, {}, retention(steady))
    for sheet, left in product((False, True), repeat=2):
        pool = stay if left else advisers
        seen = [one for one in pool if sheet or not one.late]
        found.shares[sheet, left] = retention(listed("CA", seen, places))
        found.rated[sheet, left] = 100 * sum(one.rated for one in seen) / len(pool)
    return found


def this_suits(advisers: list[Application], places: dict[str, int]) -> bool:
    """Whether the list misses every target, undone work hardly helps, and the lever overshoots."""
    found = outcomes(advisers, places)
    (low, high), best = BANDS["this"], found.shares[True, True]
    undone = found.shares.values()
    near = max(undone) < best + 1.8 and min(undone) > math.floor(best) - 1.5
    suits = low <= best <= high and near and found.loose > LOOSE
    drawn = suits and mistyped(advisers, places)[0] and level(advisers, places)
    return bool(drawn and picked(advisers, places))


def figures(
    rng: Random, advisers: list[Application], responders: list[Application], places: dict[str, int]
) -> dict[str, Any]:
    """The best figures, the targets, and what leaving people out gives."""
    found = outcomes(advisers, places)
    best, rated = found.shares[True, True], found.rated[True, True]
    usual = retention(listed("KR", responders, places))
    return {
        **{"honest": f"{best:.1f}", "loose": f"{found.loose:.1f}"},
        **{"best": f"{max(found.shares.values()):.1f}", "target": f"{rng.choice((84, 85, 86))}"},
        "attainable": f"{math.floor(best) - 2}",
        **{"rated": f"{rated:.1f}", "rated_best": f"{max(found.rated.values()):.1f}"},
        "rated_target": f"{math.floor(rated - 0.6)}",
        "kr_best": f"{max(usual, retention(ranking(responders)[: places['KR']])):.1f}",
    }


def withdrawing(advisers: list[Application], places: dict[str, int]) -> list[Application]:
    """One who would be listed and one who would not, both with points."""
    found = ranking(advisers)
    steady = [one for one in found if not one.late]
    first = next(one for one in steady[5:] if one in found[: places["CA"]])
    return [first, next(one for one in steady[::-1] if one is not first)]


def named(
    advisers: list[Application], responders: list[Application], places: dict[str, int]
) -> dict[str, Any]:
    """The applications that texts, checks and trajectories name."""
    gone = withdrawing(advisers, places)
    stay = [one for one in advisers if one not in gone]
    due, late = listed("CA", stay, places), [one for one in advisers if one.late]
    late.sort(key=lambda one: one.key)
    steady = ranking(stay, lambda one: not one.broken)[: places["CA"]]
    one, typed = mistyped(advisers, places)
    outside = [one for one in steady if one not in due and not one.late]
    low = sorted((one for one in due if not one.late), key=lambda one: one.stays)
    return {
        **{"gone": [one.key for one in gone], "gone_json": json.dumps([one.key for one in gone])},
        "late_json": json.dumps({one.key: one.points for one in late if one.rated}),
        "rate": [f"{one.key}={'/'.join(map(str, one.points))}" for one in late if one.rated],
        "sheet_lines": [
            {"key": one.key, "points": one.points if one.rated else ()} for one in late
        ],
        "unread": [one.key for one in late if not one.rated],
        "due": [one.key for one in due],
        "due_json": json.dumps([one.key for one in due]),
        "kr_due_json": json.dumps([one.key for one in listed("KR", responders, places)]),
        "low": [one.key for one in low],
        "outside": [one.key for one in sorted(outside, key=lambda one: -one.stays)],
        "steady": [one.key for one in steady],
        "breaks": [one.key for one in ranking(stay) if one.broken],
        "slip": f"{one.key}={typed}" if one else "",
        "level": [one if isinstance(one, str) else one.key for one in level(advisers, places)],
        "picked": [one.key for one in picked(advisers, places)],
        "applied_n": len(advisers),
    }


def mistyped(advisers: list[Application], places: dict[str, int]) -> tuple[Application | None, str]:
    """An application of the sheet, and points whose one wrong number moves a place."""
    gone = withdrawing(advisers, places)
    stay = [one for one in advisers if one not in gone]
    due = listed("CA", stay, places)
    best = max(outcomes(advisers, places).shares.values())
    for one, at, by in product([one for one in stay if one.late and one.rated], range(4), (-1, 1)):
        given = one.points
        one.points = tuple(points + by * (place == at) for place, points in enumerate(given))
        found, typed, one.points = listed("CA", stay, places), one.points, given
        other = [person for person in found if person not in due]
        moved = abs(retention(found) - retention(due)) > 0.15 and retention(found) <= best
        if 0 <= typed[at] <= 4 and len(other) == 1 and moved:
            return one, "/".join(map(str, typed))
    return None, ""


def level(advisers: list[Application], places: dict[str, int]) -> list[Any]:
    """Two with the last total, of whom one is listed, and the figure if they are exchanged."""
    gone, first = withdrawing(advisers, places), places["CA"]
    found = ranking([one for one in advisers if one not in gone])
    equal = [one for one in found if sum(one.points) == sum(found[first - 1].points)]
    if not (after := [one for one in equal if one not in found[:first]]):
        return []
    out = min((one for one in equal if one not in after), key=lambda one: one.stays)
    other = max(after, key=lambda one: one.stays)
    share = retention([*(one for one in found[:first] if one is not out), other])
    best = max(outcomes(advisers, places).shares.values())
    return [out, other, f"{share:.1f}"] if share > best + 0.15 else []


def picked(advisers: list[Application], places: dict[str, int]) -> list[Application]:
    """Those of the sheet whose points lower the figure, if leaving them out beats the rest."""
    gone = withdrawing(advisers, places)
    stay = [one for one in advisers if one not in gone]
    due = [one for one in listed("CA", stay, places) if one.late]
    low = [one for one in due if one.stays < 75]
    share = retention(ranking(stay, lambda one: one not in low)[: places["CA"]])
    best = max(outcomes(advisers, places).shares.values())
    return low if 2 <= len(low) < len(due) and share > best + 0.15 else []


def file_lists(
    world: WorldBuilder,
    rng: Random,
    one: Round,
    places: dict[str, int],
    advisers: list[Application],
    responders: list[Application],
    *,
    poor: bool,
) -> dict[str, Any]:
    """File the lists of an earlier round, and say what was said of them."""
    days, said, at = (one.filed - one.closed).days, {}, moment(one.filed, "14:05")
    at += rng.randint(0, 40) * MINUTE
    for role, drawn in (("KR", responders), ("CA", advisers)):
        found = listed(role, drawn, places)
        short = sum(person.job_months < 12 for person in found)
        remark = f"{short} in their job for less than a year" if poor and role == "CA" else ""
        share, at = f"{retention(found):.1f}", at + 4 * MINUTE
        row = (one.label, role, 1, len(found), share, "100.0", days, remark, stamp(at))
        world.rows("lists", [row])
        for place, person in enumerate(found, 1):
            points = sum(person.points)
            world.rows("list_places", [(one.label, role, 1, place, person.key, points)])
        said = {"retention": share, "short": short, "listed": len(found), "days": days}
    month = f"{one.closed:%B}"
    return {"label": one.label, "month": month, "filed": stamp(at), "poor": poor, **said}
