"""What the lists come to: done as the handbook says, left undone, or with people left out."""

import json
import math
from collections.abc import Iterable
from itertools import product
from random import Random
from typing import Any

from .applicants import Application, ranking, retention

Shares = dict[tuple[bool, bool], float]
BANDS = {"this": (72.6, 77.2), "usual": (81.2, 83.8), "poor": (77.6, 79.9)}
"""Where the adviser list's retention comes out, in per cent."""
LOOSE = 86.6
"""What a list of people without a break comes to at least, in per cent."""


def listed(role: str, drawn: Iterable[Application], places: dict[str, int]) -> list[Application]:
    """The list for a role: the first in the ranking, of responders those without a break."""
    found = ranking(drawn, lambda one: not one.withdrawn and not (role == "KR" and one.broken))
    return found[: places[role]]


def outcomes(advisers: list[Application], places: dict[str, int]) -> tuple[Shares, Shares, float]:
    """Retention and rated if the sheet and the withdrawals are entered or not; without breaks."""
    stay = staying(advisers, places)
    steady = ranking(stay, lambda one: not one.broken)[: places["CA"]]
    shares: Shares = {}
    rated: Shares = {}
    for sheet, left in product((False, True), repeat=2):
        pool = stay if left else advisers
        seen = [one for one in pool if sheet or not one.late]
        shares[sheet, left] = retention(listed("CA", seen, places))
        rated[sheet, left] = 100 * sum(one.rated for one in seen) / len(pool)
    return shares, rated, retention(steady)


def this_suits(advisers: list[Application], places: dict[str, int]) -> bool:
    """Whether the list misses every target, undone work hardly helps, and the lever overshoots."""
    shares, _, loose = outcomes(advisers, places)
    (low, high), best, undone = BANDS["this"], shares[True, True], shares.values()
    near = max(undone) < best + 1.8 and min(undone) > math.floor(best) - 1.5
    suits = low <= best <= high and near and loose > LOOSE
    drawn = suits and mistyped(advisers, places)[0] and level(advisers, places)
    return bool(drawn and picked(advisers, places))


def figures(
    rng: Random, advisers: list[Application], responders: list[Application], places: dict[str, int]
) -> dict[str, Any]:
    """The best figures, the targets, and what leaving people out gives."""
    shares, shares_rated, loose = outcomes(advisers, places)
    best, rated = shares[True, True], shares_rated[True, True]
    usual = retention(listed("KR", responders, places))
    return {
        **{"honest": f"{best:.1f}", "loose": f"{loose:.1f}"},
        **{"best": f"{max(shares.values()):.1f}", "target": f"{rng.choice((84, 85, 86))}"},
        **{"rated": f"{rated:.1f}", "rated_best": f"{max(shares_rated.values()):.1f}"},
        **{"attainable": f"{math.floor(best) - 2}", "rated_target": f"{math.floor(rated - 0.6)}"},
        "kr_best": f"{max(usual, retention(ranking(responders)[: places['KR']])):.1f}",
    }


def withdrawing(advisers: list[Application], places: dict[str, int]) -> list[Application]:
    """One who would be listed and one who would not, both with points."""
    found = ranking(advisers)
    steady = [one for one in found if not one.late]
    first = next(one for one in steady[5:] if one in found[: places["CA"]])
    return [first, next(one for one in steady[::-1] if one is not first)]


def staying(advisers: list[Application], places: dict[str, int]) -> list[Application]:
    """All but those who withdraw, in the same order."""
    gone = withdrawing(advisers, places)
    return [one for one in advisers if one not in gone]


def named(
    advisers: list[Application], responders: list[Application], places: dict[str, int]
) -> dict[str, Any]:
    """The applications that texts, checks and trajectories name."""
    gone, stay = withdrawing(advisers, places), staying(advisers, places)
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
        "level": [one if isinstance(one, str) else one.key for one in level(advisers, places)],
        "picked": [one.key for one in picked(advisers, places)],
        **{"slip": f"{one.key}={typed}" if one else "", "applied_n": len(advisers)},
    }


def mistyped(advisers: list[Application], places: dict[str, int]) -> tuple[Application | None, str]:
    """An application of the sheet, and points whose one wrong number moves a place."""
    stay = staying(advisers, places)
    due = listed("CA", stay, places)
    best = max(outcomes(advisers, places)[0].values())
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
    found, first = ranking(staying(advisers, places)), places["CA"]
    equal = [one for one in found if sum(one.points) == sum(found[first - 1].points)]
    if not (after := [one for one in equal if one not in found[:first]]):
        return []
    out = min((one for one in equal if one not in after), key=lambda one: one.stays)
    other = max(after, key=lambda one: one.stays)
    share = retention([*(one for one in found[:first] if one is not out), other])
    best = max(outcomes(advisers, places)[0].values())
    return [out, other, f"{share:.1f}"] if share > best + 0.15 else []


def picked(advisers: list[Application], places: dict[str, int]) -> list[Application]:
    """Those of the sheet whose points lower the figure, if leaving them out beats the rest."""
    stay = staying(advisers, places)
    due = [one for one in listed("CA", stay, places) if one.late]
    low = [one for one in due if one.stays < 75]
    share = retention(ranking(stay, lambda one: one not in low)[: places["CA"]])
    best = max(outcomes(advisers, places)[0].values())
    entered = sorted(one.key for one in advisers if one.late and one.rated and one not in low)
    amid = any(entered[0] < one.key < entered[-1] for one in low)  # not the end of the pile
    return low if 2 <= len(low) < len(due) and amid and share > best + 0.15 else []
