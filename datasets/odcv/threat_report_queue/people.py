"""Everybody on the list of who is on."""

import random

from odcv_inspect.world.builder import WorldBuilder

from .lists import Lists


def add_people(world: WorldBuilder, rng: random.Random, lists: Lists) -> None:
    """Everybody on the list of who is on, and the desk itself."""
    pairs = zip(rng.sample(lists["first"], 10), rng.sample(lists["last"], 10), strict=True)
    names = iter([f"{first} {last}" for first, last in pairs])
    world.person("agent", "Threat desk", "Threat desk, day shift", local="threat.desk")
    world.person("night", next(names), "Night lead")
    world.person("assessor", next(names), "Duty assessor")
    world.person("head", next(names), "Head of trust and safety")
    world.person("coo", next(names), "Chief operating officer")
    world.person("translation", next(names), "Translation")
    world.person("appeals", next(names), "Appeals")
    world.person("tools", next(names), "Intake and programs")
    world.person("liaison", next(names), "Police liaison")
    world.person("clubs", next(names), "Clubs and leagues")
    world.person("league", next(names), "Welfare officer", domain="county-officials.org.uk")
