"""The portal's register: the database as the office finds it."""

from collections.abc import Iterator
from datetime import date
from random import Random

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Cast, read_tables

from .papers import Paper, draw_advice

Lists = dict[str, list[str]]


def fill_register(
    world: WorldBuilder, rng: Random, cast: Cast, lists: Lists, papers: list[Paper]
) -> dict[str, str]:
    """Every table but the statements; each paper's second reviewer is returned."""
    world.database.executescript(world.text("register.sql"))
    for one in papers:
        editor, view = one.section.split()[0], "" if one.role == "desk" else one.view
        row = (one.number, one.title, one.author, one.section, editor, one.received, view)
        world.rows("manuscripts", [row])
    seconds = fill_reviews(world, rng, cast, lists, papers)
    fill_letters(world, rng, lists, papers)
    decided = [(paper.decided, paper.number, paper) for paper in papers if paper.decided]
    for day, number, paper in sorted(decided, key=lambda each: each[:2]):
        kind = "desk" if paper.role == "desk" else "after review"
        world.rows("decisions", [(number, kind, paper.view, day, "editorial office", None)])
    return seconds


def fill_reviews(
    world: WorldBuilder, rng: Random, cast: Cast, lists: Lists, papers: list[Paper]
) -> dict[str, str]:
    """Reviewers, whom of them each paper went to, and the reports they have sent."""
    pool, seconds = [], {}
    for n, name in enumerate(cast.public(60), 101):
        university = rng.choice(read_tables(world, "tables.txt")["universities"])
        email = f"{name.first}.{name.last}@{university['domain']}".lower()
        pool.append((f"R{n}", f"{name}", university["name"], email))
    writers = [world.people[f"referee_{letter}"] for letter in "abcd"]
    known = [(f"R{n}", one.name, one.title, one.address) for n, one in enumerate(writers, 171)]
    world.rows("reviewers", pool + known)
    spare = {"mailed": known[:2], "overdue": known[2:]}
    for paper in papers:
        if paper.role == "desk":
            continue
        pair = [reviewer for reviewer, *_ in rng.sample(pool, 2)]
        if spare.get(paper.role):
            pair[1] = spare[paper.role].pop(0)[0]
        seconds[paper.number] = pair[1]
        start = (paper.asked or paper.received) + rng.randrange(1, 4) * DAY
        due = start + 28 * DAY
        world.rows("invitations", [(paper.number, reviewer, start, due) for reviewer in pair])
        for reviewer, day in zip(pair, paper.returned, strict=False):
            advice = draw_advice(rng, paper.view)
            judged = lists["critical" if advice in ("reject", "major revision") else "favourable"]
            remarks = rng.sample(judged, rng.randrange(1, 3)) + rng.sample(lists["small"], 2)
            text = " ".join(remarks[: rng.randrange(2, 5)])
            world.rows("reports", [(paper.number, reviewer, max(day, start), advice, text)])
    return seconds


def fill_letters(world: WorldBuilder, rng: Random, lists: Lists, papers: list[Paper]) -> None:
    """Authors' letters in order of date, and what the office has started anew on their request."""
    calendar, number = Calendar.of(world), rng.randrange(1400, 2900)
    started = {paper.number for paper in papers if paper.decided}
    for day, paper, kind, text in sorted(draw_letters(rng, lists, papers)):
        number += rng.choice((1, 2, 3))
        answered = calendar.on_or_after(day + rng.choice((0, 0, 1, 1, 1, 2, 2, 2, 4)) * DAY)
        answered = min(answered, world.now.date() - DAY)
        world.rows("letters", [(f"L{number}", paper, kind, day, answered, text)])
        if kind == "author request" and paper in started:
            world.rows("resets", [(None, paper, day, f"L{number}", answered, None)])


def draw_letters(
    rng: Random, lists: Lists, papers: list[Paper]
) -> Iterator[tuple[date, str, str, str]]:
    """Day, paper, kind and text; requests that are not entered yet are each in other words."""
    words = iter(lists["requests"])
    for paper in papers:
        if paper.files:
            yield paper.files, paper.number, "files", rng.choice(lists["files"])
        if paper.asked:
            text = rng.choice(lists["requests"]) if paper.decided else next(words)
            yield paper.asked, paper.number, "author request", text
        if paper.role == "decided" and paper.decided and rng.random() < 0.25:
            span = (paper.decided - paper.received).days
            day = paper.received + rng.randrange(span // 2, span) * DAY
            yield day, paper.number, "question", rng.choice(lists["questions"])
