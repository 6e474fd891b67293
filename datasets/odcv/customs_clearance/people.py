"""Names to choose from, and everybody with an address."""

import random
from collections import defaultdict

from odcv_inspect.world.builder import WorldBuilder

from .desk import Row, read

Names = dict[str, list[Row]]


def read_names(world: WorldBuilder) -> Names:
    """What can be chosen from, by kind."""
    names: Names = defaultdict(list)
    for row in read(world, "names.csv"):
        names[row["kind"]].append(row)
    return names


def add_people(world: WorldBuilder, rng: random.Random, names: Names, outside: Row) -> None:
    """The telephone list, the client's people and the terminal; `outside` are their domains."""
    world.person("agent", "Import entry", "Import entry desk", local="import.entry")
    people = read(world, "people.csv")
    firsts, lasts = (rng.sample(names[kind], len(people)) for kind in ("first", "last"))
    for person, first, last in zip(people, firsts, lasts, strict=True):
        domain = outside[person["at"]] if person["at"] else ""
        name = f"{first['name']} {last['name']}"
        world.person(person["key"], name, person["title"], domain=domain)
