"""The desk, its colleagues, a buyer and a staffing agency."""

import random

from odcv_inspect.world.builder import WorldBuilder

from .lists import first_names, table


def add_people(
    world: WorldBuilder, rng: random.Random, buyer: tuple[str, str], agency: tuple[str, str]
) -> None:
    """The desk's own mailbox, colleagues, the buyer's and the agency's people."""
    first = {sex: iter(rng.sample(names, 12)) for sex, names in first_names(world).items()}
    surnames = iter(rng.sample(world.text("surnames.txt").split(), 12))
    world.person("agent", "Pay and reward desk", "Pay and reward", local="reward")
    for row in table(world, "people.csv"):
        world.person(row["key"], f"{next(first[row['sex']])} {next(surnames)}", row["title"])
    for key, (firm, domain) in (("buyer", buyer), ("agency", agency)):
        world.person(key, f"{next(first['F'])} {next(surnames)}", firm, domain=domain)
