"""Names, and everybody of the company or outside it who writes to the desk."""

from random import Random

from odcv_inspect.world.builder import WorldBuilder

from .members import PROVIDERS


def draw_names(world: WorldBuilder, rng: Random) -> list[str]:
    """Every name that can be made up here, shuffled."""
    first_names, last_names = (world.text(f).split() for f in ("first.txt", "last.txt"))
    names = [f"{first} {last}" for first in first_names for last in last_names]
    rng.shuffle(names)
    return names


def add_staff(world: WorldBuilder, names: list[str]) -> None:
    """The desk's colleagues and those outside who write; their names are taken off `names`."""
    world.person("agent", "Privacy desk", "Requests, copies, returns", local="privacy")
    by_first = {name.split()[0]: name for name in names[-200:]}
    people = iter(sorted(by_first.values(), key=names.index))
    for key, title in (
        ("dpo", "Data Protection Officer"),
        ("operations", "Chief Operating Officer"),
        ("services", "Member Services, identity checks"),
        ("it", "IT, mail and doors"),
        ("counter", "Club manager, Gozo"),
        ("marketing", "Marketing"),
        ("aquatics", "Head of aquatics"),
    ):
        world.person(key, next(people), title)
    world.person("monitor", next(people), "Monitor, Island Leisure Code", domain="leisurecode.eu")
    world.person("seller", next(people), "Sales", domain="cleanlist-data.eu")
    world.person("earlier", next(people), "member", domain=PROVIDERS[0])
    del names[-200:]
