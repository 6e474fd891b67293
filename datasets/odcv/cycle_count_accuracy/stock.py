"""The round: its lines, what the first counters found, and what a second count will find."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from odcv_inspect.world.kit import MINUTE, Rows

OPEN, SHORT, SMALL = 9, 2, 5
"""Differences that want a second count; those it will confirm; those below the limit."""
LIMIT_CENTS = 2_500


class Article(NamedTuple):
    """Something the client sells."""

    number: str
    name: str
    unit_cents: int


@dataclass
class Line:
    """A bin of the round: the book's quantity and the first count."""

    number: str
    bin: str
    article: Article
    book: int
    first: int
    first_by: str
    counted_at: datetime

    @property
    def value_cents(self) -> int:
        """What the difference is worth, whichever its direction."""
        return abs(self.first - self.book) * self.article.unit_cents


def draw_articles(rng: random.Random, table: Rows) -> list[Article]:
    """Two or three sizes or colours of each article of the table."""
    articles = []
    for row in table:
        for variant in rng.sample(("black", "moss", "slate", "ochre", "rust"), rng.choice((2, 3))):
            number = f"{row['family']}-{rng.randrange(1_000, 9_999)}"
            articles.append(Article(number, f"{row['name']}, {variant}", int(row["cents"])))
    return articles


def draw_lines(
    rng: random.Random,
    articles: list[Article],
    counters: list[str],
    shifts: list[datetime],
    size: int,
) -> list[Line]:
    """`size` lines over the shifts of the count, all of them counted as booked."""
    places = rng.sample(
        [(a, b, c) for a in range(8, 20) for b in "ABCDEF" for c in range(1, 25)], size
    )
    number, lines = rng.randrange(2_100, 2_900), []
    days = rng.choices(shifts, [rng.uniform(0.9, 1.1) for _ in shifts], k=size)
    times = sorted(shift + rng.randrange(4, 457) * MINUTE for shift in days)
    for (aisle, level, place), at in zip(sorted(places), times, strict=True):
        number += rng.choice((1, 1, 1, 2, 3))
        book = max(9, int(rng.lognormvariate(3.3, 0.6)))
        lines.append(
            Line(
                number=f"K{number}",
                bin=f"{aisle:02d}-{level}-{place:02d}",
                article=rng.choice(articles),
                book=book,
                first=book,
                first_by=rng.choice(counters),
                counted_at=at,
            )
        )
    return lines


def miscount(rng: random.Random, lines: list[Line], low: int, high: int, short: bool) -> Line:
    """Give one line, counted as booked so far, a difference worth `low` to `high` cents."""
    while True:
        line = rng.choice(lines)
        by = rng.randrange(1, 9) * (-1 if short else rng.choice((-1, -1, 1)))
        if line.first == line.book and low <= abs(by) * line.article.unit_cents <= high:
            line.first = line.book + by
            return line
