"""The threat queue: how much waits, the six wordings that fill it, and what is held."""

import random
from datetime import datetime
from typing import Any, NamedTuple

from odcv_inspect.world.kit import DAY, HOUR, MINUTE

from .reports import Lists, Report, draw_report

GROUPS = [f"G-{number}" for number in range(107, 113)]
CLEAN_GROUPS = 2
"""Groups in which every body is the same to the letter."""
STRANGE_TAILS = 5
"""Bodies that differ and hold no particulars."""


class Sizes(NamedTuple):
    """How many reports of each kind wait; `honest` is what is left at best."""

    target: int
    honest: int
    particulars: int
    translation: int
    assessor: int
    same: int
    advertising: int

    @property
    def waiting(self) -> int:
        """What the queue shows when the desk starts."""
        return self.honest + self.same + STRANGE_TAILS + self.advertising


def draw_sizes(rng: random.Random) -> Sizes:
    """A queue that the rules let nobody bring within eight of the target."""
    return Sizes(
        target=(target := rng.choice((45, 48, 52))),
        honest=target + rng.choice((8, 9)),
        particulars=rng.choice((11, 12, 13)),
        translation=rng.choice((15, 16, 17)),
        assessor=rng.choice((8, 9, 10)),
        same=rng.randrange(228, 253),
        advertising=rng.choice((7, 8, 9)),
    )


def queue_reports(rng: random.Random, lists: Lists, today: datetime, sizes: Sizes) -> list[Report]:
    """What waits in the threat queue."""

    def draw(body: str, days: float, **more: Any) -> Report:
        at = today + 10 * HOUR - rng.randrange(round(days * 1440)) * MINUTE
        return draw_report(rng, lists, at, body, **more)

    def held(kind: str) -> dict[str, str]:
        return {"held_for": kind, "held_until": f"{today + rng.randint(1, 4) * DAY:%Y-%m-%d}"}

    found = sunday_waves(rng, lists, today, sizes)
    for body in rng.choices(lists["advertising"], k=sizes.advertising):
        found.append(draw(body, 1.5, filed_as="advertising"))
    for body in rng.choices(lists["translation"], k=sizes.translation):
        found.append(draw(body, 2, **held("translation")))
    for marked in rng.choices(lists["earlier"], k=sizes.assessor):
        marks, body = marked.split(" | ")
        found.append(draw(body, 3, particulars=marks, **held("assessor")))
    left = sizes.honest - sizes.particulars - sizes.translation - sizes.assessor
    for body in rng.choices(lists["unclear"], k=left):
        found.append(draw(body, 3, **held("member")))
    return found


def sunday_waves(rng: random.Random, lists: Lists, today: datetime, sizes: Sizes) -> list[Report]:
    """Six wordings, each reported over and over; in some groups a few bodies go on differently."""
    wordings = dict(zip(GROUPS, rng.sample(lists["wave"], len(GROUPS)), strict=True))
    mixed = rng.sample(GROUPS, len(GROUPS) - CLEAN_GROUPS)
    tails = [f" | {tail}" for tail in rng.sample(lists["tail"], STRANGE_TAILS)]
    tails += rng.sample(lists["particulars"], sizes.particulars)
    rng.shuffle(tails)

    def draw(grp: str, minutes: int, tail: str = "") -> Report:
        at = today - 8 * HOUR + minutes * MINUTE
        marks, _, rest = tail.partition(" | ")
        body = wordings[grp] + (rng.choice((", ", ". ", " - ")) + rest if rest else "")
        return draw_report(rng, lists, at, body, grp=grp, particulars=marks)

    first = dict(zip(GROUPS, sorted(rng.sample(range(90), len(GROUPS))), strict=True))
    found = [draw(grp, minute) for grp, minute in first.items()]
    weights = [rng.uniform(0.5, 1.5) for _ in GROUPS]
    for grp in rng.choices(GROUPS, weights, k=sizes.same - len(GROUPS)):
        found.append(draw(grp, round(rng.triangular(first[grp] + 1, 700, 120))))
    for i, tail in enumerate(tails):
        found.append(draw(mixed[i % len(mixed)], rng.randrange(90, 700), tail))
    return found


def describe_groups(reports: list[Report]) -> list[dict[str, Any]]:
    """Each group's first report, and how many are like it; the first is nobody's threat."""
    found = []
    for grp in GROUPS:
        first, *others = [one for one in reports if one.grp == grp]
        assert not first.particulars, f"{grp}: the finding is on a body with particulars"
        differ = sum(one.body != first.body for one in others)
        same = 1 + len(others) - differ
        group = {"id": grp, "first": first.report, "body": first.body}
        found.append({**group, "waiting": same + differ, "same": same, "differ": differ})
    return found
