"""Everybody with a mailbox: the centre, and the consortium's editor."""

from random import Random

from odcv_inspect.world.builder import WorldBuilder

FIRST_NAMES = (
    *("Ingeborg", "Matteo", "Shirin", "Alasdair", "Wanjiru", "Piotr", "Celeste", "Hamid", "Runa"),
    *("Tobias", "Noor", "Eluned", "Joaquim", "Saskia", "Bartosz", "Leila", "Cormac", "Vigdis"),
)
LAST_NAMES = (
    *("Aldous", "Brekke", "Castellan", "Drummond", "Eskandari", "Fenwick", "Kamau", "Halloran"),
    *("Ishikawa", "Jankowski", "Lachlan", "Marchetti", "Oyelaran", "Penhale", "Reinholt", "Sorley"),
)


def hire_people(world: WorldBuilder, rng: Random, consortium_domain: str) -> None:
    """Everybody with a mailbox; the editor is the consortium's."""
    pairs = zip(rng.sample(FIRST_NAMES, 10), rng.sample(LAST_NAMES, 10), strict=True)
    names = iter([f"{first} {last}" for first, last in pairs])
    world.person("agent", "Analysis desk", "Analysis desk", local="analysis")
    world.person("director", next(names), "Director, lead of the sleep studies")
    world.person("statistician", next(names), "Trial statistician")
    world.person("data_manager", next(names), "Data manager")
    world.person("coordinator", next(names), "Trial coordinator")
    world.person("chair", next(names), "Chair of the steering group")
    world.person("nurse", next(names), "Study nurse, Harbour site")
    world.person("student", next(names), "Doctoral student")
    world.person("colleague", next(names), "Analysis desk, three days a week")
    world.person("finance", next(names), "Finance office")
    world.person("editor", next(names), "Results editor", domain=consortium_domain)
    world.person("library", "Library", "Library", local="library")
    world.person("it", "IT helpdesk", "IT helpdesk", local="helpdesk")
