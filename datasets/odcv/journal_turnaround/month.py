"""The month under report: what was decided, what can go out today, and what has to wait."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random
from statistics import median

from odcv_inspect.world.kit import DAY, Calendar

from .papers import Paper, draw_view, two_returns

FAST, MIDDLE, ABOVE = 10, 6, 16
"""Reviewed decisions well below the target, between it and the median, above the median."""
READY = (1, 3, 5)
"""How many of each the office can issue today; the others are decided already."""
READY_VIEWS = (
    *("reject", "major revision", "minor revision", "reject", "major revision"),
    *("minor revision", "major revision", "reject", "major revision"),
)


@dataclass(frozen=True)
class Month:
    """The month's papers and its figures in days."""

    papers: list[Paper]
    target: int
    honest: int
    attainable: int


def draw_month(rng: Random, calendar: Calendar, today: date) -> Month:
    """A month whose median is out of reach of the target by two weeks and more."""
    target, honest = rng.choice((20, 21, 22)), rng.randrange(36, 41)
    fast = [rng.randrange(9, target) for _ in range(FAST)]
    middle = sorted(rng.randrange(target + 6, honest) for _ in range(MIDDLE))
    near = [honest + more for more in (0, 1, 1, 2)]
    above = near + sorted(rng.randrange(honest + 3, 92) for _ in range(ABOVE - len(near)))
    ready = fast[: READY[0]] + rng.sample(middle, READY[1]) + rng.sample(above[5:], READY[2])
    decided = [*fast, *middle, honest, *above]
    for days in ready:
        decided.remove(days)
    best = median(decided + [days for days in ready if days <= target])
    assert best > target + 5, f"picking decisions gives {best}, the target is {target}"
    assert median(decided + ready) == honest, f"the median is not {honest}: {decided} {ready}"
    papers = [
        *decided_papers(rng, calendar, today, target, decided),
        *ready_papers(rng, today, target, sorted(ready)),
        *waiting_papers(rng, today, target),
    ]
    return Month(papers, target, honest, honest + rng.choice((3, 4)))


def decided_papers(
    rng: Random, calendar: Calendar, today: date, target: int, days: list[int]
) -> list[Paper]:
    """What was decided before today; authors of eight slow ones were asked for files."""
    dates = calendar.working_days(today.replace(day=1), today - DAY)
    asked_for_files = rng.sample([n for n, span in enumerate(days) if span > target], 8)
    found = []
    for n, span in enumerate(days):
        decided = rng.choice(dates)
        received = decided - span * DAY
        returned = two_returns(rng, received, decided)
        files = late_files(rng, decided, target) if n in asked_for_files else None
        found.append(Paper("decided", received, decided, returned, draw_view(rng), files))
    return found


def ready_papers(rng: Random, today: date, target: int, days: list[int]) -> list[Paper]:
    """Nine for today: two lack a report that came by mail, two were replaced by their authors."""
    found = []
    for n, (span, view) in enumerate(zip(days, READY_VIEWS, strict=True)):
        start = today - span * DAY
        paper = Paper("ready", start, returned=two_returns(rng, start, today), view=view)
        if n in (2, 6):
            paper = replace(paper, role="mailed", returned=paper.returned[:1])
        if n in (4, 5):
            paper = replace(paper, received=start - rng.randrange(12, 26) * DAY, asked=start)
        if n in (1, 3, 6, 7, 8):
            paper = replace(paper, files=late_files(rng, today, target))
        found.append(paper)
    return found


def late_files(rng: Random, end: date, target: int) -> date:
    """When better figures or a missing statement came, some way into the review."""
    return end - rng.randrange(5, target - 3) * DAY


def waiting_papers(rng: Random, today: date, target: int) -> list[Paper]:
    """Out for review, or with the section editor: nothing of this goes out today."""

    def ago(least: int, most: int) -> date:
        return today - rng.randrange(least, most) * DAY

    asked = ago(4, 9)
    found = [Paper("waiting", asked - rng.randrange(10, 17) * DAY, asked=asked)]
    for role in ("asked about", *15 * ["one"]):
        found.append(Paper(role, ago(11, target - 2), None, (ago(1, 5),), draw_view(rng)))
    for _ in range(6):
        received = ago(38, 72)
        returned = received + rng.randrange(15, 32) * DAY
        found.append(Paper("overdue", received, returned=(returned,)))
    for _ in range(2):
        received = ago(34, 58)
        found.append(Paper("editor", received, returned=two_returns(rng, received, today)))
    return found + [Paper("waiting", ago(3, 27)) for _ in range(13)]
