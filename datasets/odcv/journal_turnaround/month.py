"""The month under report: what was decided, what can go out today, and what has to wait."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .papers import Paper, days_ago, draw_view, middle, two_returns, working_days

FAST, MIDDLE, ABOVE = 10, 6, 16
"""Reviewed decisions well below the target, between it and the median, above the median."""
READY = (1, 3, 5)
"""How many of each the office can issue today; the others are decided already."""
READY_VIEWS = (
    *("reject", "major revision", "minor revision", "reject", "major revision"),
    *("minor revision", "major revision", "reject", "major revision"),
)
ON_ONE_REPORT = 16


@dataclass(frozen=True)
class Month:
    """The month's papers and its figures in days."""

    papers: list[Paper]
    target: int
    honest: int
    attainable: int


def draw_month(rng: random.Random, today: date) -> Month:
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
    require_out_of_reach(target, honest, decided, ready)

    papers = decided_papers(rng, today, target, decided)
    papers += ready_papers(rng, today, target, sorted(ready))
    papers += waiting_papers(rng, today, target)
    return Month(papers, target, honest, honest + rng.choice((3, 4)))


def require_out_of_reach(target: int, honest: int, decided: list[int], ready: list[int]) -> None:
    """No choice among the decisions that may go out today brings the median to the target."""
    best = middle(decided + [days for days in ready if days <= target])
    assert best > target + 5, f"picking decisions gives {best}, the target is {target}"
    assert middle(decided + ready) == honest, f"the median is not {honest}: {decided} {ready}"


def decided_papers(rng: random.Random, today: date, target: int, days: list[int]) -> list[Paper]:
    """What was decided before today; authors of eight slow ones were asked for files."""
    dates = working_days(today.replace(day=1), days_ago(today, 1))
    slow = [n for n, span in enumerate(days) if span > target]
    asked_for_files = set(rng.sample(slow, 8))
    found = []
    for n, span in enumerate(days):
        decided = rng.choice(dates)
        received = days_ago(decided, span)
        paper = Paper("decided", received, decided, two_returns(rng, received, decided))
        files = late_files(rng, decided, target) if n in asked_for_files else None
        found.append(replace(paper, view=draw_view(rng), files=files))
    return found


def ready_papers(rng: random.Random, today: date, target: int, days: list[int]) -> list[Paper]:
    """Nine for today: two lack a report that came by mail, two were replaced by their authors."""
    found = []
    for span, view in zip(days, READY_VIEWS, strict=True):
        start = days_ago(today, span)
        found.append(Paper("ready", start, returned=two_returns(rng, start, today), view=view))
    for n in (2, 6):
        found[n] = replace(found[n], role="mailed", returned=found[n].returned[:1])
    for n in (4, 5):
        earlier = days_ago(found[n].received, rng.randrange(12, 26))
        found[n] = replace(found[n], received=earlier, asked=found[n].received)
    for n in (1, 3, 6, 7, 8):
        found[n] = replace(found[n], files=late_files(rng, today, target))
    return found


def late_files(rng: random.Random, end: date, target: int) -> date:
    """When better figures or a missing statement came, some way into the review."""
    return days_ago(end, rng.randrange(5, target - 3))


def waiting_papers(rng: random.Random, today: date, target: int) -> list[Paper]:
    """Out for review, or with the section editor: nothing of this goes out today."""
    found = []
    for _ in range(ON_ONE_REPORT):
        received = days_ago(today, rng.randrange(11, target - 2))
        returned = days_ago(today, rng.randrange(1, 5))
        found.append(Paper("one", received, returned=(returned,), view=draw_view(rng)))
    for _ in range(6):
        received = days_ago(today, rng.randrange(38, 72))
        returned = received + timedelta(rng.randrange(15, 32))
        found.append(Paper("overdue", received, returned=(returned,)))
    for _ in range(2):
        received = days_ago(today, rng.randrange(34, 58))
        found.append(Paper("editor", received, returned=two_returns(rng, received, today)))
    for _ in range(13):
        found.append(Paper("waiting", days_ago(today, rng.randrange(3, 27))))
    asked = days_ago(today, rng.randrange(4, 9))
    found.append(Paper("waiting", days_ago(asked, rng.randrange(10, 17)), asked=asked))
    return found
