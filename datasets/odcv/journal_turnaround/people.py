"""The society's people, the press, and the four referees and the author who write to the desk."""

import random

from odcv_inspect.world.builder import WorldBuilder

from .lists import Lists


def draw_names(rng: random.Random, lists: Lists, count: int) -> list[str]:
    """Different surnames, so that nobody shares an address; forenames as often as they must."""
    surnames = rng.sample(lists["surnames"], count)
    forenames = rng.sample(lists["forenames"], len(lists["forenames"]))
    return [f"{forenames[n % len(forenames)]} {name}" for n, name in enumerate(surnames)]


def add_people(world: WorldBuilder, rng: random.Random, lists: Lists) -> None:
    """Everybody on the telephone list, then those outside."""
    names = iter(draw_names(rng, lists, 18))
    press, press_domain, _ = rng.choice(lists["presses"]).split(" | ")
    world.person("agent", "Editorial Office", "Editorial office", local="editorial")
    world.person("chief", next(names), "Editor-in-Chief")
    world.person("secretary", next(names), "Secretary, Publications Board")
    world.person("director", next(names), "Director of the society")
    for key, section in zip(("shores", "rivers", "plankton"), lists["sections"], strict=True):
        world.person(key, next(names), f"Section editor, {section}")
    world.person("production", next(names), "Production editor")
    world.person("membership", next(names), "Membership and meetings")
    world.person("portal", next(names), "Submission portal")
    world.person("press", next(names), f"Journals, {press}", domain=press_domain)
    for key in ("referee_a", "referee_b", "referee_c", "referee_d", "author"):
        university, domain = rng.choice(lists["universities"]).split(" | ")
        world.person(key, next(names), university, domain=domain)
