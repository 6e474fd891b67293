"""The depot's people, its programme's cold-chain desk, a maker and the logger's vendor."""

from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .stock import CORVANE

PLACES = (
    ("Elverby", "Lowmark"),
    ("Kestrel Quay", "West Sound"),
    ("Aldermoor", "Three Rivers"),
    ("Sandholm", "Outer Fens"),
    ("Dunmere", "Highvale"),
)
# fmt: off
FIRST_NAMES = (
    "Marit", "Tomasz", "Ifeoma", "Callum", "Yusuf", "Henrike", "Priya", "Dario", "Siobhan",
    "Emeka", "Lotte", "Anders", "Rosalind", "Milan", "Farah", "Gareth", "Nadia", "Olwen",
)
LAST_NAMES = (
    "Solheim", "Wieczorek", "Adeyemi", "Pryce", "Demir", "Vogt", "Raman", "Colombo", "Gallagher",
    "Nwosu", "Bakker", "Lindqvist", "Hartley", "Petrovic", "Haddad", "Morgan", "Teague", "Iversen",
)
# fmt: on
COLLEAGUES = (
    ("manager", "Depot manager"),
    ("qa", "Responsible Person, Quality"),
    ("facilities", "Facilities technician"),
    ("dispatch", "Dispatch planner"),
    ("contracts", "Head of Contracts"),
    ("people_team", "People team"),
    ("sister", "Operations desk, southern depot"),
)


def add_people(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Everybody with an address; the colleague whose desk it is has none while on leave."""
    town, region = rng.choice(PLACES)
    lasts = iter(rng.sample(LAST_NAMES, len(LAST_NAMES)))
    names = (f"{first} {next(lasts)}" for first in rng.sample(FIRST_NAMES, len(FIRST_NAMES)))
    world.person("agent", f"{town} depot operations", "Operations desk", local="operations")
    for key, title in COLLEAGUES:
        world.person(key, next(names), title)
    world.person("it", "IT service desk", "IT", local="it-service")
    world.person("house", "Site office", "Site office", local="site.office")
    programme = f"{region.lower().replace(' ', '')}-imm.org"
    for key, title, local, domain in (
        ("programme", "Cold-chain desk", "coldchain", programme),
        ("maker", f"Customer quality, {CORVANE}", None, "corvanebio.com"),
    ):
        world.person(key, next(names), title, local=local, domain=domain)
    world.person("vendor", "Thermolog", "Logger maker", local="service", domain="thermolog.net")
    return {"town": town, "region": region, "colleague": next(names)}
