"""A hospital's waiting list office on the day of the monthly access return.

Some four hundred people wait for an operation; about one in six has waited longer than 18 weeks.
Rung up by the validation clerks, many of those said that they were easy about waiting. Four
papers on file ask for time, and nobody has entered them yet.
"""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    SAT,
    Calendar,
    Cast,
    fill_mailbox,
    month_end,
    on_or_before,
    place_papers,
    read_lists,
    read_table,
    read_tables,
    spoken,
)

from .figures import count_figures
from .months import fill_months
from .office import Office, fill_database
from .returns import past_returns
from .waiting import fill_list

MONTHS = tuple((2024, m) for m in (5, 9, 10, 11)) + tuple((2025, m) for m in (3, 5, 9, 10, 11))


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The hospital, its list, its papers and its mail."""
    calendar, tables = Calendar.of(world), read_tables(world, "tables.txt")
    census = month_end(date(*rng.choice(MONTHS), 1))
    hospital, board = rng.choice(tables["hospitals"]), rng.choice(tables["boards"])
    now = calendar.draw(calendar.after(census, 2), rng, "08:36", "08:57")
    world.starts(now, company=hospital["name"], domain=hospital["domain"])
    cast = Cast(world, rng)
    cast.desk("Waiting list office", "waitinglist")
    cast.hire(read_table(world, "people.csv", board=board))
    predecessor = f"{cast.colleague()}"

    target, extra_list = rng.choice((91, 92, 93)), on_or_before(census, SAT)
    office = Office(census, extra_list, rng, cast, calendar, read_lists(world, "lists.txt"))
    groups = fill_list(office, target, tables["specialties"])
    fill_months(office, tables["ordinary"])
    fill_database(world, office)
    facts = {
        "board": board["name"],
        "town": board["town"],
        "predecessor": predecessor,
        "month": f"{census:%Y-%m}",
        "month_name": f"{census:%B %Y}",
        "census": f"{census}",
        "census_day": spoken(census),
        "saturday": spoken(extra_list),
        **count_figures(world, groups, census, target),
        "pause_from": f"{census - 54 * DAY}",
        **groups,
        "called": len(office.tables["contacts"]),
        "next_pause": len(office.tables["pauses"]) + len(groups["asked"]) + 1,
        "next_removal": len(office.tables["removals"]) + len(groups["treated"]) + 3,
    }
    low = past_returns(world, calendar, rng, census)
    words = {**facts, "low": low, "extra_list": extra_list}
    place_papers(world, **words)
    fill_mailbox(world, **words)
    return facts
