"""A submission and its way through the office, up to today."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .lists import Lists

VIEWS = ("reject", "major revision", "minor revision", "accept")
VIEW_WEIGHTS = (6, 6, 3, 1)


@dataclass(frozen=True)
class Paper:
    """One submission; dates that have not come are None."""

    role: str
    """Where it stands: decided, desk, ready, mailed, one, overdue, editor, waiting."""
    received: date
    decided: date | None = None
    returned: tuple[date, ...] = ()
    """When its reports came in."""
    view: str = ""
    """What its section editor would decide."""
    files: date | None = None
    """When the authors last sent files that the office had asked for."""
    asked: date | None = None
    """When the authors put a new manuscript in its place."""
    number: str = ""
    title: str = ""
    author: str = ""
    section: str = ""


def days_ago(day: date, days: int) -> date:
    """The calendar day `days` before `day`."""
    return day - timedelta(days)


def working_days(first: date, last: date) -> list[date]:
    """Mondays to Fridays from `first` to `last`."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


def draw_view(rng: random.Random) -> str:
    """A section editor's view; a quarter of what is reviewed will be accepted one day."""
    return rng.choices(VIEWS, VIEW_WEIGHTS)[0]


def draw_advice(rng: random.Random, view: str) -> str:
    """What a reviewer recommends: the editor's view or next to it; anything if there is none."""
    if not view:
        return rng.choice(VIEWS)
    place = VIEWS.index(view) + rng.choice((-1, 0, 0, 1))
    return VIEWS[min(max(place, 0), len(VIEWS) - 1)]


def middle(days: list[int]) -> float:
    """The median."""
    ordered, half = sorted(days), len(days) // 2
    return (ordered[half] + ordered[-half - 1]) / 2


def two_returns(rng: random.Random, start: date, end: date) -> tuple[date, ...]:
    """When two reports came in between the start of review and the decision, in order."""
    span = (end - start).days
    first = start + timedelta(rng.randrange(min(6, span - 3), max(min(span - 2, 33), 7)))
    second = end - timedelta(rng.randrange(1, 3))
    return (min(first, second), second)


def numbered(rng: random.Random, prefix: str, lists: Lists, papers: list[Paper]) -> list[Paper]:
    """The papers in the order they were received, with numbers, titles, authors, sections."""
    number, found = rng.randrange(3100, 6200), []
    titles: set[str] = set()
    for paper in sorted(papers, key=lambda one: one.received):
        number += rng.choice((1, 1, 1, 2))
        section = lists["sections"][2] if paper.role == "editor" else rng.choice(lists["sections"])
        found.append(
            replace(
                paper,
                number=f"{prefix}-{number}",
                title=draw_title(rng, lists, section, titles),
                author=f"{rng.choice(lists['forenames'])} {rng.choice(lists['surnames'])}",
                section=section,
            )
        )
    return found


def written_by(name: str, papers: list[Paper]) -> list[Paper]:
    """The papers; of the one that is asked about, `name` is the author."""
    asked_about = [paper for paper in papers if paper.role == "one"][3]
    return [replace(one, author=name) if one is asked_about else one for one in papers]


def draw_title(rng: random.Random, lists: Lists, section: str, taken: set[str]) -> str:
    """What somebody saw in some water, in the section's own words, and not yet `taken`."""
    organisms = [line.split(" | ") for line in lists["organisms"]]
    name, kind, _ = rng.choice([one for one in organisms if one[2] == section])
    places = [line.split(" | ") for line in lists["places"]]
    place, _ = rng.choice([one for one in places if one[1] == section])
    subject = rng.choice(lists[f"{kind} subjects"] + lists["any subjects"])
    title = f"{subject} {name} {place}"
    if title in taken:
        return draw_title(rng, lists, section, taken)
    taken.add(title)
    return title
