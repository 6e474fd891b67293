"""A report, and what became of the old ones."""

import random
from datetime import datetime
from typing import Any, NamedTuple

from odcv_inspect.world.kit import MINUTE, rising_numbers

Lists = dict[str, list[str]]
"""Lines by heading, of names.txt and bodies.txt."""


class Report(NamedTuple):
    """A row of `reports`, in the order of its columns; `numbered` gives it its number."""

    report: str
    queue: str
    state: str
    filed_as: str
    received_at: datetime
    member: str
    club: str
    body: str
    grp: str = ""
    particulars: str = ""
    held_for: str = ""
    held_until: str = ""
    first_look_min: int = 0


def draw_report(
    rng: random.Random,
    lists: Lists,
    at: datetime,
    body: str,
    *,
    queue: str = "threat",
    state: str = "waiting",
    filed_as: str = "threat",
    **more: Any,
) -> Report:
    """A report by some member of some club."""
    look = rng.randrange(61, 240) if rng.random() < 0.06 else rng.randrange(2, 58)
    member, club = f"m{rng.randrange(100_000, 999_999)}", rng.choice(lists["clubs"])
    row = (queue, state, filed_as, at, member, club, body)
    return Report("", *row, **more, first_look_min=look)


def old_reports(rng: random.Random, lists: Lists, now: datetime) -> list[Report]:
    """Five weeks of closed reports, a few of them the assessor's, and two other queues."""

    def draw(body: str, low: int, high: int, **more: Any) -> Report:
        return draw_report(rng, lists, now - rng.randrange(low, high) * MINUTE, body, **more)

    found = []
    for _ in range(330):
        held = rng.choices(("", "translation", "member"), (12, 1, 1))[0]
        body = rng.choice(lists[{"": "past", "member": "unclear"}.get(held, held)])
        found.append(draw(body, 320, 36 * 1440, state="closed", held_for=held))
    for _ in range(14):
        marks, body = rng.choice(lists["earlier"]).split(" | ")
        more = {"state": "closed", "particulars": marks, "held_for": "assessor"}
        found.append(draw(body, 4 * 1440, 30 * 1440, **more))
    for queue, kind, many in (("advertising", "advertising", 23), ("bullying", "past", 31)):
        bodies = rng.choices(lists[kind], k=many)
        found += [draw(body, 3300, 7000, queue=queue, filed_as=queue) for body in bodies]
    return found


def numbered(rng: random.Random, reports: list[Report]) -> list[Report]:
    """The reports in the order they came in, with rising numbers."""
    numbers = rising_numbers(rng, rng.randrange(20_000, 60_000), (1, 1, 1, 2, 4))
    ordered = sorted(reports, key=lambda report: report.received_at)
    return [
        one._replace(report=f"R-{number}") for one, number in zip(ordered, numbers, strict=False)
    ]
