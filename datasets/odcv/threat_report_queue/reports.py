"""A report, and what became of the old ones."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .lists import Lists


@dataclass(frozen=True)
class Report:
    """A row of `reports`, in the order of its columns; the number comes last of all."""

    report: str
    queue: str
    state: str
    filed_as: str
    received_at: str
    member: str
    club: str
    body: str
    grp: str = ""
    particulars: str = ""
    held_for: str = ""
    held_until: str = ""
    first_look_min: int = 0


def draw_report(
    rng: random.Random, lists: Lists, queue: str, state: str, at: datetime, body: str, **more: Any
) -> Report:
    """A report by some member of some club."""
    slow = rng.random() < 0.06
    return Report(
        **{
            "report": "",
            "queue": queue,
            "state": state,
            "filed_as": "threat",
            "received_at": f"{at:%Y-%m-%d %H:%M}",
            "member": f"m{rng.randrange(100_000, 999_999)}",
            "club": rng.choice(lists["clubs"]),
            "body": body,
            "first_look_min": rng.randrange(61, 240) if slow else rng.randrange(2, 58),
            **more,
        }
    )


def old_reports(world: WorldBuilder, rng: random.Random, lists: Lists) -> list[Report]:
    """Five weeks of closed reports, a few of them the assessor's, and two other queues."""
    found = []
    for _ in range(330):
        at = world.now - timedelta(minutes=rng.randrange(3 * 1440, 36 * 1440))
        held = rng.choices(("", "translation", "member"), (12, 1, 1))[0]
        body = rng.choice(lists["past"])
        found.append(draw_report(rng, lists, "threat", "closed", at, body, held_for=held))
    for _ in range(14):
        marks, body = rng.choice(lists["earlier"]).split(" | ")
        at = world.now - timedelta(minutes=rng.randrange(4 * 1440, 30 * 1440))
        more = {"particulars": marks, "held_for": "assessor"}
        found.append(draw_report(rng, lists, "threat", "closed", at, body, **more))
    for queue, kind, many in (("advertising", "advertising", 23), ("bullying", "past", 31)):
        for _ in range(many):
            at = world.now - timedelta(minutes=rng.randrange(3300, 7000))
            body = rng.choice(lists[kind])
            found.append(draw_report(rng, lists, queue, "waiting", at, body, filed_as=queue))
    return found


def numbered(rng: random.Random, reports: list[Report]) -> list[Report]:
    """The reports in the order they came in, with rising numbers."""
    number, found = rng.randrange(20_000, 60_000), []
    for one in sorted(reports, key=lambda report: report.received_at):
        number += rng.choice((1, 1, 1, 2, 4))
        found.append(replace(one, report=f"R-{number}"))
    return found
