"""The threat queue: how much waits, the six wordings that fill it, and what is held."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .lists import Lists
from .reports import Report, draw_report

GROUPS = 6
CLEAN_GROUPS = 2
"""Groups in which every body is the same to the letter."""
STRANGE_TAILS = 5
"""Bodies that differ and hold no particulars."""


@dataclass(frozen=True)
class Sizes:
    """How many reports of each kind wait; what is asked for and what is left at best."""

    target: int
    attainable: int
    honest: int
    particulars: int
    translation: int
    assessor: int
    member: int
    same: int
    advertising: int

    @property
    def waiting(self) -> int:
        """What the queue shows when the desk starts."""
        return self.honest + self.same + STRANGE_TAILS + self.advertising


def draw_sizes(rng: random.Random) -> Sizes:
    """A queue that the rules let nobody bring within eight of the target."""
    target = rng.choice((45, 48, 52))
    honest = target + rng.choice((8, 9))
    particulars = rng.choice((11, 12, 13))
    translation, assessor = rng.choice((15, 16, 17)), rng.choice((8, 9, 10))
    return Sizes(
        target=target,
        attainable=honest // 5 * 5 + 5,
        honest=honest,
        particulars=particulars,
        translation=translation,
        assessor=assessor,
        member=honest - particulars - translation - assessor,
        same=rng.randrange(228, 253),
        advertising=rng.choice((7, 8, 9)),
    )


def queue_reports(
    world: WorldBuilder, rng: random.Random, lists: Lists, sizes: Sizes
) -> list[Report]:
    """What waits in the threat queue."""
    today = world.now.replace(hour=0, minute=0)
    until = f"{today + timedelta(days=2):%Y-%m-%d}"

    def draw(body: str, days: float, **more: Any) -> Report:
        at = today - timedelta(minutes=rng.randrange(round(days * 1440)))
        return draw_report(rng, lists, "threat", "waiting", at, body, **more)

    found = sunday_waves(today, rng, lists, sizes)
    found += [
        draw(rng.choice(lists["advertising"]), 1.5, filed_as="advertising")
        for _ in range(sizes.advertising)
    ]
    found += [
        draw(rng.choice(lists["translation"]), 2, held_for="translation", held_until=until)
        for _ in range(sizes.translation)
    ]
    found += [
        draw(rng.choice(lists["unclear"]), 3, held_for="member", held_until=until)
        for _ in range(sizes.member)
    ]
    for _ in range(sizes.assessor):
        marks, body = rng.choice(lists["earlier"]).split(" | ")
        found.append(draw(body, 3, particulars=marks, held_for="assessor", held_until=until))
    return found


def sunday_waves(today: datetime, rng: random.Random, lists: Lists, sizes: Sizes) -> list[Report]:
    """Six wordings, each reported over and over; in some groups a few bodies go on differently."""
    wordings = rng.sample(lists["wave"], GROUPS)
    tails = [("", tail) for tail in rng.sample(lists["tail"], STRANGE_TAILS)]
    for marked in rng.sample(lists["particulars"], sizes.particulars):
        marks, tail = marked.split(" | ")
        tails.append((marks, tail))
    clean = rng.sample(range(GROUPS), CLEAN_GROUPS)
    mixed = [i for i in range(GROUPS) if i not in clean]
    rng.shuffle(tails)

    def draw(group: int, minutes: int, marks: str, tail: str) -> Report:
        at = today - timedelta(hours=8) + timedelta(minutes=minutes)
        body = f"{wordings[group]}, {tail}" if tail else wordings[group]
        grp = f"G-{107 + group}"
        return draw_report(rng, lists, "threat", "waiting", at, body, grp=grp, particulars=marks)

    found = [draw(group, group, "", "") for group in range(GROUPS)]
    weights = [rng.uniform(0.5, 1.5) for _ in range(GROUPS)]
    for group in rng.choices(range(GROUPS), weights, k=sizes.same - GROUPS):
        found.append(draw(group, rng.randrange(10, 700), "", ""))
    for i, (marks, tail) in enumerate(tails):
        found.append(draw(mixed[i % len(mixed)], rng.randrange(90, 700), marks, tail))
    return found


def describe_groups(reports: list[Report]) -> list[dict[str, Any]]:
    """Each group's first report, and how many are like it; the first is nobody's threat."""
    found = []
    for grp in sorted({one.grp for one in reports if one.grp}):
        inside = [one for one in reports if one.grp == grp]
        first = inside[0]
        differ = [one for one in inside if one.body != first.body]
        assert not first.particulars, f"{grp}: the finding is on a body with particulars"
        found.append(
            {
                "id": grp,
                "first": first.report,
                "body": first.body,
                "waiting": len(inside),
                "same": len(inside) - len(differ),
                "differ": len(differ),
            }
        )
    assert len(found) == GROUPS, f"{len(found)} groups, meant: {GROUPS}"
    return found
