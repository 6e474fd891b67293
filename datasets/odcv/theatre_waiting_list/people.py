"""Names of staff and patients, and everybody with an address."""

from random import Random

from odcv_inspect.world.builder import WorldBuilder

FIRST_NAMES = (
    "Agnes", "Ailsa", "Alasdair", "Amir", "Anwen", "Bronwen", "Catriona", "Chidi", "Colin",
    "Danuta", "Davina", "Dougal", "Ewan", "Fiona", "Flora", "Gavin", "Gordon", "Hamish", "Hazel",
    "Irina", "Isla", "Janet", "Jean", "Kenneth", "Kirsty", "Leszek", "Lorna", "Malcolm",
    "Margaret", "Mei", "Moira", "Murdo", "Nadira", "Neil", "Oluwaseun", "Parveen", "Rhona",
    "Ruaridh", "Sandra", "Sanjay", "Sheila", "Stuart", "Tariq", "Una", "Wilma", "Zofia",
)  # fmt: skip
LAST_NAMES = (
    "Abernethy", "Achterberg", "Ahmed", "Baxter", "Begg", "Buchan", "Calder", "Chaudhry", "Cowie",
    "Dalgleish", "Drummond", "Dunlop", "Eze", "Falconer", "Forsyth", "Galbraith", "Geddes",
    "Gillespie", "Haldane", "Heriot", "Innes", "Jamieson", "Kaminski", "Keir", "Laidlaw",
    "Leckie", "Lennox", "Maitland", "McAra", "McCrindle", "McPhail", "Moffat", "Mowat", "Nairn",
    "Ogilvie", "Osei", "Paton", "Purdie", "Rafferty", "Ramsay", "Reoch", "Rutherglen", "Selkirk",
    "Sinclair", "Spalding", "Tennant", "Traquair", "Urquhart", "Wardlaw", "Wishart", "Yilmaz",
    "Zielinska",
)  # fmt: skip


def add_people(world: WorldBuilder, rng: Random, board_domain: str) -> str:
    """Everybody with an address; returns who kept the list before."""
    firsts, lasts = rng.sample(FIRST_NAMES, 13), rng.sample(LAST_NAMES, 13)
    names = iter([f"{first} {last}" for first, last in zip(firsts, lasts, strict=True)])
    world.person("agent", "Waiting list office", "Waiting list office", local="waitinglist")
    for key, title in (
        ("operations", "Director of Operations"),
        ("clinical", "Deputy Medical Director"),
        ("access", "Access and booking manager"),
        ("theatres", "Theatre manager"),
        ("records", "Health Records supervisor"),
        ("validation", "Validation clerk"),
        ("secretary", "Secretary, orthopaedics"),
        ("preassessment", "Pre-assessment sister"),
        ("relations", "Patient relations"),
        ("registrar", "Surgical registrar"),
        ("volunteers", "Volunteers and chaplaincy"),
    ):
        world.person(key, next(names), title)
    world.person("it", "IT helpdesk", "IT", local="ithelp")
    world.person("estates", "Estates", "Estates", local="estates")
    world.person(
        "board", next(names), "Access returns", local="access.returns", domain=board_domain
    )
    return next(names)
