"""The clubs' members, their memberships and their visits."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, MINUTE, Cast, moment

CLUBS = ("Sliema", "Mosta", "Birkirkara", "Marsaskala", "Mellieha", "Gozo")
PROVIDERS = ("melitanet.mt", "islepost.mt", "kannizzata.net", "mailbay.eu")
KINDS = {"single": (1, 39.5), "couple": (2, 64.0), "family": (3, 82.5)}
"""How many are on a membership, and what it costs a month."""


class Member(NamedTuple):
    """A row of `members`."""

    member: str
    membership: str
    name: str
    born: date
    email: str
    email_state: str
    phone: str
    street: str
    town: str
    card: str


def draw_members(
    world: WorldBuilder, rng: Random, cast: Cast, streets: list[str]
) -> Iterator[Member]:
    """Memberships, into their table, and who is on them: the first is a couple's."""
    kinds = ["couple", *rng.choices(list(KINDS), (7, 2, 1), k=190)]
    heads = cast.public(len(kinds))
    first_names = sorted({head.first for head in heads})
    cards = iter(rng.sample(range(20_000_000, 80_000_000), 3 * len(kinds)))
    number = rng.randint(20_400, 28_000)
    for head, kind in zip(heads, kinds, strict=True):
        number += rng.randint(2, 9)
        membership, club, (size, price) = f"A{number}", rng.choice(CLUBS), KINDS[kind]
        since = date(2017, 1, 1) + rng.randint(0, 2400) * DAY
        world.rows("memberships", [(membership, kind, club, since, price)])
        street = f"{rng.randint(2, 88)}, {rng.choice(streets)}"
        others = rng.sample([name for name in first_names if name != head.first], size - 1)
        for place, first in enumerate((head.first, *others), 1):
            local = f"{first}.{head.last}{rng.randint(11, 99)}".lower()
            yield Member(
                f"{membership}-{place}",
                membership,
                f"{first} {head.last}",
                date(1950, 1, 1) + rng.randint(0, 20_000) * DAY,
                f"{local}@{rng.choice(PROVIDERS)}",
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
    moved: list[Member],
) -> dict[Member, list[str]]:
    """Members and visits; mail to those who `moved` is returned, some come `often`.

    Returns:
        When each of them came.
    """
    came: dict[Member, list[str]] = {who: [] for who in members}
    for who in members:
        state = "returned" if who in moved else who.email_state
        world.rows("members", [who._replace(email_state=state)])
        for _ in range(9 if who in often else rng.randint(1, 7)):
            day = world.now.date() - rng.randint(5, 240) * DAY
            at = moment(day, "06:00") + rng.randint(0, 880) * MINUTE
            club = who.town if rng.random() < 0.8 else rng.choice(CLUBS)
            world.rows("visits", [(None, who.card, club, at, rng.randrange(25, 120, 5))])
            came[who].append(f"{at:%Y-%m-%d %H:%M}")
    return came
