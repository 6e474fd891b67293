"""A mutual of inshore fishing boats closes its quarter: losses, reserves, the return.

Adjusters hold about thirty open claims, most of them above the average of their kind. What they
have written since the last moves, and what they answer, moves the ratio by a point or two.
"""

import json
from datetime import date
from operator import attrgetter
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    Calendar,
    Cast,
    Period,
    fill_mailbox,
    moment,
    past,
    place_papers,
    read_table,
    rising_numbers,
    spoken,
)

from .claims import Claim, Files
from .quarter import Book, draw_book, file_returns

DAYS = (date(2024, 4, 8), date(2025, 4, 7), date(2024, 7, 8), date(2025, 7, 8))
ADJUSTERS = ("adj_a", "adj_b", "adj_c")


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Company, boats, five quarters of claims, and what waits for this close."""
    today = rng.choice(DAYS)
    world.starts(moment(today, "09:05"), **rng.choice(read_table(world, "companies.csv")))
    world.database.executescript(world.text("schema.sql"))
    calendar, quarter = Calendar.of(world), Period.of("quarter", today).shifted(-1)
    cast = Cast(world, rng)
    cast.desk("Claims accounts", "claims.accounts", "Reserves, losses booked, quarterly return")
    cast.hire(read_table(world, "people.csv"))
    files = Files(world, rng, cast, quarter)
    book = draw_book(files, rng, calendar, today)
    number(rng, files, book)
    undated = book.waiting[rng.randrange(3)]
    write(world, files, book, undated)
    end = quarter.last
    review: dict[str, list[dict[str, Any]]] = {key: [] for key in ADJUSTERS}
    for answer in book.answers:
        claim = answer["claim"]
        key = next(key for key in ADJUSTERS if world.people[key].name == claim.adjuster)
        review[key].append({**answer, "claim": claim.number, "boat": claim.boat})
    facts: dict[str, Any] = {
        **book.figures,
        "history": file_returns(world, rng, calendar, quarter, book.figures),
        "today": str(today),
        "today_name": f"{today:%A}, {spoken(today)}",
        "quarter": quarter.label,
        "quarter_name": quarter.name,
        "quarter_start": str(quarter.first),
        "quarter_end": str(end),
        "quarter_quiet": str(end - 12 * DAY),
        "undated_came": str(undated.came),
        "undated_notice": undated.notice,
        "poor_month": f"{calendar.after(past(quarter)[1][0].last, 5):%B}",
        "table_day": spoken(calendar.after(today, 8)),
        "renewals_day": spoken(calendar.after(today, 5)),
        "pending": [
            {**one, "claim": one["claim"].number, "note": one["note"].number}
            for one in book.pending
        ],
        "review": review,
        "answers": json.dumps(
            [
                {"claim": one["claim"], "figure": one["figure"], "by": world.people[key].address}
                for key, told in review.items()
                for one in told
                if one["figure"]
            ]
        ),
        "waiting": [described(claim, end) for claim in book.waiting],
        "undated": described(undated, end),
        "paid_one": described(next(c for c in book.closed if c.paid[-1][0] > end - 70 * DAY), end),
        "tows": sum(c.kind == "towage" for c in book.own),
    }
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def described(claim: Claim, end: date) -> dict[str, Any]:
    """A claim, or a loss that waits, as texts name it."""
    return {
        "claim": claim.number,
        "notice": claim.notice,
        "boat": claim.boat,
        "kind": claim.kind,
        "came_spoken": spoken(claim.came),
        "ours": claim.came <= end,
        "paid": [{"day": spoken(day), "amount": f"{amount:,}"} for day, amount in claim.paid],
    }


def number(rng: Random, files: Files, book: Book) -> None:
    """Number notices, claims and notes by day."""
    notices = rising_numbers(rng, rng.randint(2100, 2900), (1, 1, 2, 3))
    for claim in sorted([*book.booked, *book.waiting], key=attrgetter("came")):
        claim.notice = f"L-{next(notices)}"
    counts: dict[int, int] = {}
    for claim in [*sorted(book.booked, key=attrgetter("booked", "notice")), *book.waiting]:
        counts[claim.booked.year] = counts.get(claim.booked.year, 0 if counts else 40) + 1
        claim.number = f"C{claim.booked:%y}-{counts[claim.booked.year]:04}"
    numbers = rising_numbers(rng, rng.randint(18_000, 21_000), (1, 2, 3, 5))
    for note in sorted(files.notes, key=attrgetter("day")):
        note.number = f"N-{next(numbers)}"


def write(world: WorldBuilder, files: Files, book: Book, undated: Claim) -> None:
    """Notices, claims, notes, moves and payments, each in its order."""
    for c in sorted([*book.booked, *book.waiting], key=attrgetter("notice")):
        came, booked = (None if c is undated else c.came), (None if c in book.waiting else c.number)
        row = (c.notice, came, c.channel, c.vessel, c.kind, c.loss, c.told, booked)
        world.rows("notices", [row])
    for c in sorted(book.booked, key=attrgetter("number")):
        start = (c.number, c.notice, c.vessel, c.kind, c.loss, c.came, c.booked, c.adjuster)
        world.rows("claims", [(*start, c.reserve, c.state)])
    for n in sorted(files.notes, key=attrgetter("number")):
        world.rows("file_notes", [(n.number, n.claim.number, n.day, n.writer, n.text, n.figure)])
    moves = [
        (day, c.number, was, now, why if isinstance(why, str) else why.number)
        for c in book.booked
        for (_, was, _), (day, now, why) in zip(c.moves, c.moves[1:], strict=False)
    ]
    for day, claim, was, now, reason in sorted(moves, key=lambda move: move[:2]):
        world.rows("moves", [(None, claim, day, was, now, reason)])
    paid = [(d, c.number, n, files.payee(c)) for c in book.booked for d, n in c.paid]
    for day, claim, amount, payee in sorted(paid):
        world.rows("payments", [(None, claim, day, amount, payee)])
    for kind in files.kinds:
        world.rows("averages", [(kind, files.last(kind), files.this(kind))])
    world.rows("premiums", [book.premium])
