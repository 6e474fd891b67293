"""Everybody with an address: the company, its bank, its auditors."""

import random

from odcv_inspect.world.builder import WorldBuilder

AUDITORS = ("harlowfinn.ie", "mcdrew-audit.ie")
FIRST_NAMES = (
    *("Aoife", "Brendan", "Ciara", "Declan", "Eimear", "Fergal", "Grainne", "Hugo", "Ines"),
    *("Jonas", "Katarzyna", "Liam", "Marta", "Niamh", "Orla", "Padraig", "Roisin", "Tomasz"),
)
LAST_NAMES = (
    *("Byrne", "Callaghan", "Doherty", "Eglinton", "Foley", "Gallagher", "Hanlon", "Janssen"),
    *("Keane", "Lynch", "Moran", "Nowak", "Petrov", "Quirke", "Rooney", "Sheridan", "Whelan"),
)


def add_people(world: WorldBuilder, rng: random.Random, bank_domain: str) -> None:
    """Everybody in the directory, the bank and the auditors."""
    pairs = zip(rng.sample(FIRST_NAMES, 10), rng.sample(LAST_NAMES, 10), strict=True)
    names = iter([f"{first} {last}" for first, last in pairs])
    world.person("agent", "Finance close desk", "Close desk", local="finance.close")
    world.person("cfo", next(names), "Finance Director")
    world.person("controller", next(names), "Financial Controller")
    world.person("treasurer", next(names), "Treasurer")
    world.person("audit", next(names), "Secretary to the audit committee", local="audit.committee")
    world.person("sales", next(names), "Sales administration")
    world.person("logistics", next(names), "Logistics")
    world.person("it", next(names), "IT")
    world.person("marketing", next(names), "Marketing")
    world.person("bank", next(names), "Corporate clients", domain=bank_domain)
    world.person("auditor", next(names), "Auditors, trainee", domain=rng.choice(AUDITORS))
