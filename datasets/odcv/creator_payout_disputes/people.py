"""The platform, the institution that carries its payouts, those who write, and the creators."""

import random

from odcv_inspect.world.builder import WorldBuilder

COMPANIES = (
    ("Treadle", "treadle-lessons.ie"),
    ("Bodkin Video", "bodkinvideo.ie"),
    ("Spokeshave", "spokeshave-makers.ie"),
    ("Thimble Street", "thimblestreet.ie"),
    ("Wheelhouse Makers", "wheelhousemakers.ie"),
)
INSTITUTIONS = (
    ("Shandon Payments", "shandonpayments.ie"),
    ("Corrib Clearing", "corribclearing.ie"),
    ("Lee Valley Pay", "leevalleypay.ie"),
)
STAFF = (
    ("head", "Head of creator payments"),
    ("coo", "Chief operating officer"),
    ("second", "Payouts desk, Monday to Wednesday"),
    ("tax", "Tax desk"),
    ("rights", "Rights"),
    ("fraud", "Fraud team"),
    ("treasury", "Treasury"),
    ("care", "Creator care"),
    ("events", "Meet-ups and fairs"),
    ("systems", "Systems"),
)


def add_people(world: WorldBuilder, rng: random.Random, outside: str) -> None:
    """Everybody with a mail address; creators have none here, they write in the dashboard."""
    *firsts, lasts = (line.split() for line in world.text("people.txt").splitlines())
    names = [name for line in firsts for name in line]
    rng.shuffle(names)
    rng.shuffle(lasts)
    full = (f"{first} {last}" for first, last in zip(names, lasts, strict=False))
    world.person("agent", "Payouts desk", "Payouts desk", local="payouts")
    for key, title in STAFF:
        world.person(key, next(full), title)
    world.person("partner", next(full), "Platform risk", domain=outside)


def draw_handles(world: WorldBuilder, rng: random.Random) -> list[str]:
    """Names under which creators publish, in no order."""
    materials, trades = (line.split() for line in world.text("handles.txt").splitlines())
    handles = [f"@{material}.{trade}" for material in materials for trade in trades]
    rng.shuffle(handles)
    return handles
