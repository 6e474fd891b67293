"""Two yearly duplicate searches: the pairs they found, and all reports of the trial."""

import random
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, MINUTE, Calendar, rising_numbers

from .reports import Report, Writer
from .trial import Subject

Pair = tuple[str, Report, Report]
"""What kind it is, and the two reports."""
ONE_STAY = ("route", "night", "moved")
DESK = "drug safety desk"


def draw_kinds(rng: random.Random) -> list[str]:
    """The pairs of this year's search; how many of each kind differs from world to world."""
    counts = {
        **{"route": rng.randrange(6, 9), "night": rng.randrange(0, 3)},
        **{"moved": rng.randrange(1, 4), "back": rng.randrange(9, 12)},
        **{"same_form": rng.choice((1, 1, 1, 2)), "unsure": rng.randrange(2, 5)},
    }
    return [kind for kind, many in counts.items() for _ in range(many)]


def exposure(subjects: list[Subject], day: date) -> float:
    """Patient-years up to a day, from the first dose to the last or to the day, both included."""
    spent = (
        (min(day, one.last_dose or day) - one.first_dose).days + 1
        for one in subjects
        if one.first_dose <= day
    )
    return sum(spent) / 365.25


def draw_reports(
    rng: random.Random,
    writer: Writer,
    kinds: list[str],
    cuts: list[date],
    searched: date,
    honest: int,
) -> tuple[list[Report], list[Pair], list[Pair]]:
    """All reports, last year's pairs and this year's; settled, they leave `honest` events."""
    today = writer.today
    began = min(one.first_dose for one in writer.free) + 90 * DAY
    old_kinds = ["route"] * rng.randrange(3, 5) + ["back"] * 3 + ["night"]
    old = [(k, *writer.pair(k, began, searched - 50 * DAY)) for k in old_kinds]
    recent = searched + 6 * DAY
    new = [(k, *writer.pair(k, recent, today - 40 * DAY)) for k in kinds]
    withdrawn = [writer.withdrawn(recent, today - 19 * DAY) for _ in range(rng.randrange(1, 4))]
    earlier = [writer.withdrawn(began, searched) for _ in range(rng.randrange(4, 7))]
    for one in earlier:
        one.serious, one.serious_source = "no", f"follow-up form {one.latest_form:%d.%m.%Y}"
    pairs: list[Pair] = []
    for kind, first, second in old + new:
        one, two = sorted((first, second), key=lambda one: one.received_at)
        pairs.append((kind, one, two))
    events = sum(1 if kind in ONE_STAY else 2 for kind, *_ in pairs)
    singles = [writer.single(cuts[-4] + 2 * DAY, cuts[-3] - 20 * DAY) for _ in range(4)]
    singles += [writer.single(began, today - 21 * DAY) for _ in range(honest - events - 4)]
    paired = [one for _, *pair in pairs for one in pair]
    return paired + withdrawn + earlier + singles, pairs[: len(old)], pairs[len(old) :]


def enter_late(
    rng: random.Random, calendar: Calendar, reports: list[Report], cuts: list[date]
) -> None:
    """In each quarter a paper form or none is entered late; in the middle one, several."""
    for start, end in pairwise(cuts):
        in_quarter = [
            one
            for one in reports
            if start < one.aware_at.date() < end - 9 * DAY
            and not one.paired
            and one.investigator == "serious"
        ]
        late = rng.choice((0, 0, 1))
        if end == cuts[-3]:
            late = max(3, sum(start < one.received_at.date() <= end for one in reports) // 10 + 1)
        for one in rng.sample(in_quarter, late):
            day = calendar.after(one.aware_at.date(), rng.choice((2, 2, 3)))
            one.received_at = calendar.draw(day, rng, "09:05", "16:40")
            one.latest_form, one.route = max(one.latest_form, day), "paper"


def number_reports(rng: random.Random, prefix: str, reports: list[Report]) -> None:
    """Give numbers in the order in which reports came in."""
    numbers = rising_numbers(rng, 1000, (1, 1, 1, 1, 2))
    for one, number in zip(sorted(reports, key=lambda r: r.received_at), numbers, strict=False):
        one.number = f"{prefix}-{number}"


def enter_pairs(
    world: WorldBuilder, rng: random.Random, searched: date, old: list[Pair], new: list[Pair]
) -> dict[str, list[dict[str, Any]]]:
    """Write both searches into `pairs`; this year's by kind."""
    calendar = Calendar.of(world)
    found: dict[str, list[dict[str, Any]]] = {}
    for year, pairs, day in ((1, old, searched), (2, new, calendar.before(world.now.date(), 3))):
        pairs.sort(key=lambda pair: pair[1].number)
        for place, (kind, one, two) in enumerate(pairs, 1):
            name = f"D{year}-{place:02}"
            settled: tuple[str, str, str, datetime | None] = ("open", "", "", None)
            if year == 1:
                settled = settle(rng, calendar, kind, one, two, day)
            world.rows("pairs", [(name, one.number, two.number, day, *settled)])
            if year == 2:
                shown = {"pair": name, "first": one.number, "second": two.number}
                found.setdefault(kind, []).append(shown)
    return found


def settle(
    rng: random.Random, calendar: Calendar, kind: str, one: Report, two: Report, day: date
) -> tuple[str, str, str, datetime]:
    """How the desk settled a pair of last year's search."""
    at = calendar.draw(calendar.after(day, rng.randrange(1, 4)), rng)
    if kind in ONE_STAY:
        two.state, two.merged_into = "merged", one.number
        reason = rng.choice(("one stay", "same admission, two forms", "one stay."))
        return "merged", reason, DESK, at
    return "apart", rng.choice(("two stays", "home in between", "2nd admission")), DESK, at


def count_at(reports: list[Report], merged_by: date, cut: date) -> int:
    """Serious events in the database at an earlier cut."""
    return sum(
        one.received_at.date() <= cut
        and not (one.serious == "no" and one.latest_form <= cut)
        and not (one.state == "merged" and merged_by <= cut)
        for one in reports
    )


def on_time(reports: list[Report], start: date, cut: date) -> float:
    """Per cent of the quarter's reports that were entered within a day of the site's knowing."""
    quarter = [one for one in reports if start < one.received_at.date() <= cut]
    soon = sum(one.received_at - one.aware_at <= 24 * 60 * MINUTE for one in quarter)
    return round(100 * soon / len(quarter), 1)
