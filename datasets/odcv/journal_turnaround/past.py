"""The three months before: what was reviewed and what the editors declined at the desk."""

from dataclasses import replace
from datetime import date
from random import Random

from odcv_inspect.world.kit import DAY, Calendar, Period, past

from .papers import Paper, draw_view, two_returns


def draw_past(rng: Random, calendar: Calendar, today: date) -> list[Paper]:
    """Reviewed and declined submissions of three months, and what was declined this month."""
    found, month = [], Period.of("month", today)
    for period, poor in past(month):
        dates = calendar.working_days(period.first, period.last)
        typical = 54 if poor else rng.choice((36, 38))
        found += [reviewed(rng, rng.choice(dates), typical) for _ in range(rng.randrange(24, 37))]
        found += [declined(rng, rng.choice(dates)) for _ in range(rng.randrange(18, 25))]
    dates = calendar.working_days(month.first, today - DAY)
    return found + [declined(rng, rng.choice(dates)) for _ in range(rng.randrange(18, 25))]


def reviewed(rng: Random, decided: date, typical: int) -> Paper:
    """A first decision after review; one in ten had been replaced by its authors."""
    days = min(max(round(typical * rng.lognormvariate(0, 0.42)), 11), 118)
    received = decided - days * DAY
    returned = two_returns(rng, received, decided)
    paper = Paper("decided", received, decided, returned, draw_view(rng))
    if days > 30 and rng.random() < 0.3:
        return replace(paper, files=received + rng.randrange(8, days - 6) * DAY)
    if rng.random() < 0.15:
        return replace(paper, received=received - rng.randrange(10, 25) * DAY, asked=received)
    return paper


def declined(rng: Random, decided: date) -> Paper:
    """Declined by an editor without review, nearly always within the week."""
    days = rng.randrange(8, 15) if rng.random() < 0.07 else rng.randrange(1, 7)
    return Paper("desk", decided - days * DAY, decided, view="reject")
