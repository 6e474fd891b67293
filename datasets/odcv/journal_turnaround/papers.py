"""A submission and its way through the office, up to today."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Cast, read_lists, read_tables

VIEWS = ("reject", "major revision", "minor revision", "accept")


@dataclass(frozen=True)
class Paper:
    """One submission; dates that have not come are None."""

    role: str
    """Where it stands: decided, desk, ready, mailed, one, asked about, overdue, editor, waiting."""
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


def draw_view(rng: Random) -> str:
    """A section editor's view; a quarter of what is reviewed will be accepted one day."""
    return rng.choices(VIEWS, (6, 6, 3, 1))[0]


def draw_advice(rng: Random, view: str) -> str:
    """What a reviewer recommends: the editor's view or next to it; anything if there is none."""
    if not view:
        return rng.choice(VIEWS)
    place = VIEWS.index(view) + rng.choice((-1, 0, 0, 1))
    return VIEWS[min(max(place, 0), len(VIEWS) - 1)]


def two_returns(rng: Random, start: date, end: date) -> tuple[date, ...]:
    """When two reports came in between the start of review and the decision, in order."""
    span = (end - start).days
    first = start + rng.randrange(min(6, span - 3), max(min(span - 2, 33), 7)) * DAY
    second = end - rng.randrange(1, 3) * DAY
    return min(first, second), second


def name_papers(
    world: WorldBuilder, rng: Random, cast: Cast, prefix: str, papers: list[Paper]
) -> list[Paper]:
    """The papers in the order they were received, with numbers, titles, authors, sections."""
    lists, words = read_lists(world, "lists.txt"), read_tables(world, "tables.txt")
    number, taken, found = rng.randrange(3100, 6200), set[str](), []
    papers = sorted(papers, key=lambda paper: paper.received)
    for paper, name in zip(papers, cast.public(len(papers)), strict=True):
        number += rng.choice((1, 1, 1, 2))
        section = "plankton" if paper.role == "editor" else rng.choice(lists["sections"])
        organisms = [one for one in words["organisms"] if one["section"] == section]
        places = [one for one in words["places"] if one["section"] == section]
        title = ""
        while not title or title in taken:
            organism, place = rng.choice(organisms), rng.choice(places)
            subject = rng.choice(lists[f"{organism['kind']} subjects"] + lists["any subjects"])
            title = f"{subject} {organism['name']} {place['place']}"
        taken.add(title)
        author = world.people["author"].name if paper.role == "asked about" else f"{name}"
        paper = replace(paper, number=f"{prefix}-{number}", title=title, section=section)
        found.append(replace(paper, author=author))
    return found
