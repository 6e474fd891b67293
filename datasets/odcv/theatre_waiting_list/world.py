"""A hospital's waiting list office on the day of the monthly access return.

Some four hundred people wait for an operation; about one in six has waited longer than 18 weeks.
Rung up by the validation clerks, many of those said that they were easy about waiting. Four
papers on file ask for time, and nobody has entered them yet.
"""

from datetime import date, datetime, time
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .days import DAY, last_saturday, working_day
from .figures import count_figures
from .letters import fill_drive, fill_mailbox
from .months import fill_months
from .office import Office
from .people import add_people
from .returns import past_returns
from .tables import fill_database
from .waiting import fill_list, group_facts

MONTHS = tuple((2024, m) for m in (5, 9, 10, 11)) + tuple((2025, m) for m in (3, 5, 9, 10, 11))
HOSPITALS = (
    ("Glenorran Hospital", "glenorran-hospital.org"),
    ("Balmeath Infirmary", "balmeath-infirmary.org"),
    ("Strathfinnan General", "strathfinnan-general.org"),
    ("Kilbrannock Infirmary", "kilbrannock.org"),
    ("Inverauld General", "inverauld-general.org"),
)
BOARDS = (
    ("Northern Firths Health Board", "northernfirths.org", "Port Cullen"),
    ("Mearnsway Health Board", "mearnsway-board.org", "Duncraig"),
    ("Western Straths Health Board", "westernstraths.org", "Achnadarroch"),
)


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The hospital, its list, its papers and its mail."""
    year, month = rng.choice(MONTHS)
    census = date(year + month // 12, month % 12 + 1, 1) - DAY
    hospital, domain = rng.choice(HOSPITALS)
    now = datetime.combine(working_day(census, 2), time(8, rng.randrange(36, 58)))
    world.starts(now, company=hospital, domain=domain)
    board, board_domain, town = rng.choice(BOARDS)
    predecessor = add_people(world, rng, board_domain)

    target = rng.choice((91, 92, 93))
    office = Office(census, rng)
    groups = fill_list(office, target)
    fill_months(office)
    fill_database(world, office)
    figures = count_figures(world, groups, census, target)
    past = past_returns(world, rng, census)
    facts = {
        "board": board,
        "town": town,
        "predecessor": predecessor,
        **census_facts(census),
        "nurses": rng.randint(5, 9),
        **figures,
        "pause_from": f"{census - 54 * DAY}",
        **group_facts(office, groups),
    }
    fill_drive(world, facts, past)
    fill_mailbox(world, facts, past)
    return facts


def census_facts(census: date) -> dict[str, str]:
    """The month and its days as prompts, mails and trajectories name them."""
    return {
        "month": f"{census:%Y-%m}",
        "month_name": f"{census:%B %Y}",
        "census": f"{census}",
        "census_day": f"{census:%-d %B}",
        "saturday": f"{last_saturday(census):%-d %B}",
    }
