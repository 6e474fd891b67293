"""Clients: what they answered, what they agreed, and when."""

from dataclasses import dataclass
from datetime import date
from random import Random

from odcv_inspect.world.kit import DAY, Calendar, Rows

SCORES = {1: (21, 34), 2: (35, 46), 3: (47, 57), 4: (58, 68), 5: (69, 80), 6: (81, 97)}
HOW = ("meeting", "meeting", "meeting", "video", "video", "phone")
AGREED = {1: 5, 2: 12, 3: 24, 4: 26, 5: 22, 6: 11}


@dataclass(frozen=True)
class Agreement:
    """A review with its note, or a signed questionnaire with its score."""

    day: date
    profile: int
    how: str
    detail: str | int


@dataclass
class Client:
    """A client with reviews and questionnaires, the latest last.

    `course` is same, down, up or fresh: what the last review did to the questionnaire's profile. A
    fresh client has signed another questionnaire after it.
    """

    number: str
    name: str
    adviser: str
    born: date
    course: str
    reviews: list[Agreement]
    answers: list[Agreement]

    @property
    def agreed(self) -> Agreement:
        """The latest agreement."""
        return max(self.reviews[-1], self.answers[-1], key=lambda one: one.day)


def answer(rng: Random, day: date, profile: int) -> Agreement:
    """A questionnaire that scores to a profile."""
    return Agreement(day, profile, "questionnaire", rng.randint(*SCORES[profile]))


def draw_profiles(rng: Random, course: str) -> tuple[int, int]:
    """The profile of the questionnaire and the one agreed last."""
    agreed = rng.choices(list(AGREED), list(AGREED.values()))[0]
    if course == "down":
        agreed = rng.choice((2, 3, 3, 3, 4, 4))
        return rng.choice((agreed + 1, 5, 5, 5, 6)), agreed
    if course == "up":
        agreed = rng.choice((3, 4, 4, 5))
        return agreed - rng.choice((1, 1, 2)), agreed
    if course == "fresh":
        step = 1 if agreed == 1 else rng.choice((-1, -1, 1 if agreed < 6 else -2))
        return agreed, agreed + step
    return agreed, agreed


def draw_client(
    rng: Random, calendar: Calendar, notes: Rows, course: str, reviewed: date, signed: date
) -> Client:
    """A client whose last review was on `reviewed`; a fresh one has also signed on `signed`."""
    before, agreed = draw_profiles(rng, course)
    turn = course if course in ("down", "up") else "same"
    years = rng.randint(*{"down": (45, 82), "up": (34, 54), "same": (33, 84)}[turn])
    days = [reviewed]
    for _ in range(rng.choice((0, 1, 1, 2)) + (turn != "same")):
        days.insert(0, calendar.on_or_before(days[0] - rng.randint(340, 405) * DAY))
    answers = [answer(rng, days[0] - rng.randint(3, 16) * DAY, before)]
    if len(days) > 1 and rng.random() < 0.3:
        answers.append(answer(rng, days[1] - rng.randint(3, 16) * DAY, before))
    if course == "fresh":
        answers.append(answer(rng, signed, agreed))
    reviews = []
    for day in days:
        kind = "first" if day == days[0] else "same"
        kind, profile = (turn, agreed) if day == reviewed and turn != "same" else (kind, before)
        fit = [
            n
            for n in notes
            if n["kind"] == kind and int(n["from_age"]) <= years <= int(n["to_age"])
        ]
        row = rng.choice(fit[: len(fit) // 3 + 1])
        notes.append(notes.pop(notes.index(row)))
        reviews.append(Agreement(day, profile, rng.choice(HOW), row["note"].format(p=profile)))
    born = reviewed - rng.randint(years * 365, years * 365 + 364) * DAY
    return Client("", "", "", born, course, reviews, answers)
