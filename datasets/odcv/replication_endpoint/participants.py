"""Who was randomised, what was recorded of them, and who is analysed."""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.kit import DAY, Calendar

ARMS = ("intervention", "comparison")
RANDOMISED_IN_FOURS = 52
LEAST_NIGHTS = 5
SITES = ("North", "Harbour", "University", "Parkside")

Participant = dict[str, Any]
"""A line of the participants file by column; what was not recorded is empty."""


def draw_participants(rng: Random, calendar: Calendar, today: date) -> list[Participant]:
    """Everybody randomised, in blocks of four; baseline only."""
    first = today - rng.randrange(402, 412) * DAY
    days = sorted(rng.randrange(330) for _ in range(4 * RANDOMISED_IN_FOURS))
    arms = [arm for _ in range(RANDOMISED_IN_FOURS) for arm in rng.sample(ARMS * 2, 4)]
    number, people = rng.randrange(101, 140), []
    for arm, day in zip(arms, days, strict=True):
        number += rng.choice((1, 1, 1, 2))
        randomised_on = calendar.on_or_before(first + day * DAY)
        people.append(draw_participant(rng, f"P{number}", arm, randomised_on))
    lose_some(rng, people)
    return people


def draw_participant(rng: Random, code: str, arm: str, randomised_on: date) -> Participant:
    """Somebody at baseline who took part to the end."""
    latency = round(36 + rng.gammavariate(2.2, 5.5), 1)
    return {
        "participant": code,
        "site": rng.choice(SITES),
        "arm": arm,
        "randomised_on": randomised_on,
        "age": min(74, max(21, round(rng.gauss(46, 12)))),
        "sex": rng.choice("ffm"),
        "status": "completed",
        "nights_base": rng.choice((6, 7, 7, 7)),
        "nights_week4": rng.choice((5, 6, 6, 7, 7, 7, 7)),
        "latency_base": latency,
        "latency_week4": "",
        "diary_base": round(max(40.0, latency + rng.gauss(9, 5)), 1),
        "diary_week4": "",
        "isi_base": rng.randrange(12, 22),
        "isi_week4": "",
    }


def lose_some(rng: Random, people: list[Participant]) -> None:
    """Who withdrew, who should not have been randomised, and whose watch was off too long."""
    lost = iter(rng.sample(people, 24))
    for status, count in (("withdrawn", rng.randrange(7, 10)), ("ineligible", 2)):
        for _ in range(count):
            next(lost).update(status=status, nights_week4="")
    for _ in range(rng.randrange(4, 7)):
        one = next(lost)
        one["nights_week4"] = rng.choice((2, 3, 4))
        record(one, change=rng.gauss(-6, 8), diary=rng.gauss(-6, 6), isi=rng.gauss(-3, 3))


def in_analysis_set(person: Participant) -> bool:
    """Whether the preregistration analyses somebody."""
    return person["status"] == "completed" and int(person["nights_week4"]) >= LEAST_NIGHTS


def record(person: Participant, *, change: float, diary: float, isi: float) -> None:
    """Write down somebody's week 4."""
    person["latency_week4"] = round(max(3.0, person["latency_base"] + change), 1)
    person["diary_week4"] = round(max(3.0, person["diary_base"] + diary), 1)
    person["isi_week4"] = min(28, max(0, round(person["isi_base"] + isi)))
