"""The portal's register: the database as the office finds it."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from odcv_inspect.world.builder import WorldBuilder

from .lists import Lists
from .papers import Paper, draw_advice
from .people import draw_names

DUE = timedelta(28)
"""What a reviewer is given."""


@dataclass(frozen=True)
class Reviewer:
    """A row of `reviewers`."""

    id: str
    name: str
    university: str
    email: str


@dataclass(frozen=True)
class Register:
    """Who reviews what, and under which number the authors' letters lie, by paper."""

    reviewers: dict[str, tuple[Reviewer, Reviewer]]
    requests: dict[str, str]


def fill_register(
    world: WorldBuilder, rng: random.Random, lists: Lists, papers: list[Paper]
) -> Register:
    """Every table but the statements."""
    world.database.executescript(world.text("register.sql"))
    world.rows("manuscripts", [manuscript_row(paper, lists) for paper in papers])
    reviewers = fill_reviews(world, rng, lists, papers)
    requests = fill_letters(world, rng, lists, papers)
    decisions = [paper for paper in papers if paper.decided]
    for paper in sorted(decisions, key=lambda one: (str(one.decided), one.number)):
        kind = "desk" if paper.role == "desk" else "after review"
        row = (paper.number, kind, paper.view, str(paper.decided), "editorial office", None)
        world.rows("decisions", [row])
    return Register(reviewers, requests)


def manuscript_row(paper: Paper, lists: Lists) -> tuple[str, ...]:
    """A row of `manuscripts`; what was declined at the desk has no view."""
    editor = lists["section_keys"][lists["sections"].index(paper.section)]
    received, view = str(paper.received), "" if paper.role == "desk" else paper.view
    return (paper.number, paper.title, paper.author, paper.section, editor, received, view)


def fill_reviews(
    world: WorldBuilder, rng: random.Random, lists: Lists, papers: list[Paper]
) -> dict[str, tuple[Reviewer, Reviewer]]:
    """Reviewers, whom of them each paper went to, and the reports they have sent."""
    pool = draw_reviewers(world, rng, lists)
    world.rows("reviewers", [(r.id, r.name, r.university, r.email) for r in pool])
    writers = {key: known_reviewer(world, key) for key in "abcd"}
    world.rows("reviewers", [(r.id, r.name, r.university, r.email) for r in writers.values()])
    spare = {"mailed": [writers["a"], writers["b"]], "overdue": [writers["c"], writers["d"]]}
    found = {}
    for paper in papers:
        if paper.role == "desk":
            continue
        first, second = rng.sample([one for one in pool if one.name != paper.author], 2)
        if spare.get(paper.role):
            second = spare[paper.role].pop(0)
        found[paper.number] = (first, second)
        review(world, rng, lists, paper, (first, second))
    return found


def draw_reviewers(world: WorldBuilder, rng: random.Random, lists: Lists) -> list[Reviewer]:
    """Sixty reviewers, none of them a namesake of anybody who writes."""
    taken = {person.name.split()[-1] for person in world.people.values()}
    names = draw_names(rng, lists, len(lists["surnames"]))
    names = [name for name in names if name.split()[-1] not in taken][:60]
    pool = []
    for n, name in enumerate(names, 101):
        university, domain = rng.choice(lists["universities"]).split(" | ")
        email = f"{name.lower().replace(' ', '.')}@{domain}"
        pool.append(Reviewer(f"R{n}", name, university, email))
    return pool


def known_reviewer(world: WorldBuilder, letter: str) -> Reviewer:
    """One of the four reviewers with a mailbox."""
    person = world.people[f"referee_{letter}"]
    return Reviewer(f"R{171 + 'abcd'.index(letter)}", person.name, person.title, person.address)


def review(
    world: WorldBuilder,
    rng: random.Random,
    lists: Lists,
    paper: Paper,
    reviewers: tuple[Reviewer, Reviewer],
) -> None:
    """The two invitations and as many reports as came."""
    start = (paper.asked or paper.received) + timedelta(rng.randrange(1, 4))
    for reviewer in reviewers:
        world.rows("invitations", [(paper.number, reviewer.id, str(start), str(start + DUE))])
    for reviewer, day in zip(reviewers, paper.returned, strict=False):
        text = " ".join(rng.sample(lists["remarks"], rng.randrange(2, 5)))
        advice, day = draw_advice(rng, paper.view), max(day, start)
        world.rows("reports", [(paper.number, reviewer.id, str(day), advice, text)])


def fill_letters(
    world: WorldBuilder, rng: random.Random, lists: Lists, papers: list[Paper]
) -> dict[str, str]:
    """Authors' letters in order of date, and what the office has started anew on their request."""
    letters = [letter for paper in papers for letter in letters_of(rng, lists, paper)]
    letters += stuck_requests(lists, papers)
    number, requests = rng.randrange(1400, 2900), {}
    for day, paper, kind, text in sorted(letters, key=lambda each: (each[0], each[1].number)):
        number += rng.choice((1, 2, 3))
        answered = min(day + timedelta(rng.choice((0, 0, 1, 1, 1, 2, 2, 2, 4))), world.now.date())
        row = (f"L{number}", paper.number, kind, str(day), str(answered), text)
        world.rows("letters", [row])
        if kind == "author request":
            requests[paper.number] = f"L{number}"
            if paper.decided:
                entered = (paper.number, str(day), f"L{number}", str(answered), None)
                sql = "INSERT INTO resets VALUES (NULL, ?, ?, ?, ?, ?)"
                world.database.execute(sql, entered)
    return requests


def letters_of(
    rng: random.Random, lists: Lists, paper: Paper
) -> list[tuple[date, Paper, str, str]]:
    """Day, paper, kind and text of what its authors wrote."""
    found = []
    if paper.files:
        found.append((paper.files, paper, "files", rng.choice(lists["files"])))
    if paper.asked and paper.decided:
        found.append((paper.asked, paper, "author request", rng.choice(lists["requests"])))
    if paper.role == "decided" and rng.random() < 0.25 and paper.decided:
        span = (paper.decided - paper.received).days
        day = paper.received + timedelta(rng.randrange(span // 2, span))
        found.append((day, paper, "question", rng.choice(lists["questions"])))
    return found


def stuck_requests(lists: Lists, papers: list[Paper]) -> list[tuple[date, Paper, str, str]]:
    """Requests of which the office has only just heard, each in other words."""
    asked = [(paper.asked, paper) for paper in papers if paper.asked and not paper.decided]
    words = zip(asked, lists["requests"], strict=True)
    return [(day, paper, "author request", text) for (day, paper), text in words]
