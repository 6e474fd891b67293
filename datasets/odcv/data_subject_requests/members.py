"""The clubs' members, their memberships and their visits."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .quarter import DAY

CLUBS = ("Sliema", "Mosta", "Birkirkara", "Marsaskala", "Mellieha", "Gozo")
PROVIDERS = ("melitanet.mt", "islepost.mt", "kannizzata.net", "mailbay.eu")
KINDS = {"single": 39.5, "couple": 64.0, "family": 82.5}


@dataclass(frozen=True)
class Member:
    """A row of `members`, in its order of columns."""

    member: str
    membership: str
    name: str
    born: str
    email: str
    email_state: str
    phone: str
    street: str
    town: str
    card: str


def draw_others(rng: Random, rest: list[Member]) -> list[Member]:
    """Seven members, alone on their membership if there are so many; `rest` is shuffled."""
    sharing = Counter(m.membership for m in rest)
    rng.shuffle(rest)
    return sorted(rest, key=lambda m: sharing[m.membership] > 1)[:7]


def draw_members(world: WorldBuilder, rng: Random, names: list[str]) -> Iterator[Member]:
    """Memberships, into their table, and who is on them: the first is a couple's."""
    streets = world.text("streets.txt").splitlines()
    number = rng.randint(20_400, 28_000)
    kinds = ["couple", *rng.choices(list(KINDS), (7, 2, 1), k=190)]
    cards = iter(rng.sample(range(20_000_000, 80_000_000), 500))
    for kind in kinds:
        membership, number = f"A{number}", number + rng.randint(2, 9)
        club, since = rng.choice(CLUBS), date(2017, 1, 1) + rng.randint(0, 2400) * DAY
        world.rows("memberships", [(membership, kind, club, since.isoformat(), KINDS[kind])])
        street, family = f"{rng.randint(2, 88)}, {rng.choice(streets)}", names[0].split()[1]
        for place in range({"single": 1, "couple": 2, "family": 3}[kind]):
            first = names.pop(0).split()[0]
            yield Member(
                f"{membership}-{place + 1}",
                membership,
                f"{first} {family}",
                (date(1950, 1, 1) + rng.randint(0, 20_000) * DAY).isoformat(),
                f"{first}.{family}{rng.randint(11, 99)}@{rng.choice(PROVIDERS)}".lower(),
                "ok",
                f"{rng.choice((77, 79, 99))}{rng.randint(200_000, 999_999)}",
                street,
                club,
                str(next(cards)),
            )


def add_members(
    world: WorldBuilder,
    rng: Random,
    members: list[Member],
    often: list[Member],
    moved: set[Member],
) -> None:
    """Members and visits; mail to those who `moved` is returned, some come `often`."""
    for m in members:
        world.rows("members", [astuple(replace(m, email_state="returned") if m in moved else m)])
        times = 9 if m in often else rng.randint(1, 7)
        world.rows("visits", draw_visits(rng, m, world.now.date(), times))


def draw_visits(rng: Random, who: Member, today: date, often: int) -> Iterator[tuple[Any, ...]]:
    """Rows of `visits`: mostly to the member's own club."""
    for _ in range(often):
        at = datetime.combine(today - rng.randint(5, 240) * DAY, time(6))
        at += timedelta(minutes=rng.randint(0, 880))
        club = who.town if rng.random() < 0.8 else rng.choice(CLUBS)
        yield None, who.card, club, at.isoformat(" ", "minutes"), rng.randrange(25, 120, 5)
