"""The house, the bank, the Bond, and those outside who write."""

import random

from odcv_inspect.world.builder import WorldBuilder

TOLD = "wmmwwmmwmwwmwmwmwmwm"
"""Women and men the letters speak of, in the order of `add_people` and `draw_facts`."""


def draw_names(world: WorldBuilder, rng: random.Random) -> tuple[list[str], list[str]]:
    """Those the letters speak of, and the names of everybody else."""
    women, men = (line.split() for line in world.text("first_names.txt").splitlines())
    firsts, lasts = [*women, *men], world.text("names.txt").split()
    for names in (women, men, lasts):
        rng.shuffle(names)
    lasts.sort(key=len, reverse=True)  # surnames in letters are long, so that a line shows them
    told = [f"{(women if who == 'w' else men).pop()} {lasts.pop(0)}" for who in TOLD]
    return told, [f"{first} {last}" for first in firsts for last in lasts]


def add_people(world: WorldBuilder, rng: random.Random, told: list[str], bank: str) -> None:
    """The house, the bank, the Bond, and those outside who write."""
    names = iter(told)
    world.person("agent", "Client account desk", "Client account desk", local="client.account")
    for key, title in (
        ("partner", "Managing partner"),
        ("officer", "Client Money Officer"),
        ("committee", "Secretary, client money committee"),
        ("cashier", "Counter and till"),
        ("vendors", "Vendor services"),
        ("catalogue", "Catalogue"),
        ("porter", "Head porter"),
    ):
        world.person(key, next(names), title)
    world.person("bank", next(names), "Business customers", domain=bank)
    world.person("bond", next(names), "Surveyor", domain="saleroombond.co.uk")
    for key in ("clocks", "chair", "commode"):
        world.person(key, next(names), "Customer", domain="waveneymail.co.uk")
    dealer = rng.choice(("Wim Terpstra", "Hanneke Vos", "Joost Dijkman"))
    world.person("dutch", dealer, "Dealer", domain="antiekzutphen.nl")
