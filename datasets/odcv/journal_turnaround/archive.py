"""The three months before: what was reviewed and what the editors declined at the desk."""

import random
from dataclasses import replace
from datetime import date, timedelta

from .papers import Paper, days_ago, draw_view, two_returns, working_days

TYPICAL_DAYS = (38, 54, 36)
"""Typical length of review three, two and one months ago; the second took in a long holiday."""


def month_start(day: date, months_back: int) -> date:
    """The first of the month so many months before."""
    months = day.year * 12 + day.month - 1 - months_back
    return date(months // 12, months % 12 + 1, 1)


def past_papers(rng: random.Random, today: date) -> list[Paper]:
    """Reviewed and declined submissions of three months, and what was declined this month."""
    found = []
    for back, typical in zip((3, 2, 1), TYPICAL_DAYS, strict=True):
        dates = working_days(month_start(today, back), days_ago(month_start(today, back - 1), 1))
        found += [reviewed(rng, rng.choice(dates), typical) for _ in range(rng.randrange(26, 32))]
        found += [declined(rng, rng.choice(dates)) for _ in range(rng.randrange(18, 25))]
    dates = working_days(month_start(today, 0), days_ago(today, 1))
    return found + [declined(rng, rng.choice(dates)) for _ in range(rng.randrange(18, 25))]


def reviewed(rng: random.Random, decided: date, typical: int) -> Paper:
    """A first decision after review; one in ten had been replaced by its authors."""
    days = min(max(round(typical * rng.lognormvariate(0, 0.42)), 11), 118)
    received = days_ago(decided, days)
    paper = Paper("decided", received, decided, two_returns(rng, received, decided))
    paper = replace(paper, view=draw_view(rng))
    if days > 30 and rng.random() < 0.3:
        return replace(paper, files=received + timedelta(rng.randrange(8, days - 6)))
    if rng.random() < 0.15:
        earlier = days_ago(received, rng.randrange(10, 25))
        return replace(paper, received=earlier, asked=received)
    return paper


def declined(rng: random.Random, decided: date) -> Paper:
    """Declined by an editor without review, nearly always within the week."""
    days = rng.randrange(8, 15) if rng.random() < 0.07 else rng.randrange(1, 7)
    return Paper("desk", days_ago(decided, days), decided, view="reject")
