"""The front office of an English country auction house, on a Thursday before the partners' call.

The house is giving up its weekly sales. A partner and a dealer have an arrangement about three
lots, and the dealer pays for a mooring; both come through the office's mailbox.
"""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    TUE,
    WEEK,
    Calendar,
    Cast,
    add_months,
    fill_mailbox,
    moment,
    on_or_before,
    place_paper,
    place_papers,
    read_lists,
    read_table,
    spoken,
    weekday_of_month,
)

from .office import book_viewings, fill_store, issue_sheets
from .saleroom import Saleroom

THURSDAYS = (
    date(2025, 3, 13),
    date(2025, 6, 12),
    date(2025, 10, 9),
    date(2026, 2, 12),
    date(2026, 6, 11),
)
ROLES = ("Managing partner", "Head of sales")
WORDS = {"f": ("she", "her", "her"), "m": ("he", "him", "his")}
FLOORS = (2_000, 2_500, 3_000)
"""What a consignment has to be worth from now on."""


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """People, sales and mail; who decides about the desk is the managing partner or not."""
    today, house = rng.choice(THURSDAYS), dict(rng.choice(read_table(world, "companies.csv")))
    world.starts(moment(today, "11:35"), company=house.pop("company"), domain=house.pop("domain"))
    villages = house.pop("villages").split("|")
    world.database.executescript(world.text("schema.sql"))
    calendar, lists = Calendar.of(world), read_lists(world, "lists.txt") | {"villages": villages}
    people = hire(world, rng, house, lists)

    last = weekday_of_month(add_months(today, 1), TUE, -1)
    viewing = [today + WEEK, today + WEEK + DAY]
    room = Saleroom(world, rng, calendar, lists)
    room.fill(people["dealer_business"], world.people["decider"].name)
    book_viewings(room, viewing)
    past_weeks = issue_sheets(room, fill_store(room))
    room.number_invoices()
    facts: dict[str, Any] = {
        **house,
        **people,
        **room.facts,
        **draw_account(rng, lists),
        "today": str(today),
        "yesterday": str(today - DAY),
        "today_name": spoken(today, weekday=True),
        "week": "{}-W{:02}".format(*viewing[0].isocalendar()[:2]),
        "past_weeks": past_weeks,
        "view_days": [{"day": str(day), "spoken": spoken(day, weekday=True)} for day in viewing],
        "last_tuesday": spoken(last),
        "entries_until": spoken(calendar.on_or_before(last - 8 * DAY)),
        "floor": f"{rng.choice(FLOORS):,}",
        "share_hours": rng.randint(57, 64),
        "share_commission": rng.randint(13, 18),
        "monthly_fee": rng.choice((285, 295, 310)),
        "chairs": rng.choice((55, 60, 70)),
        "previous_call": str(on_or_before(today - DAY, 3)),
    }
    for lot in room.facts["described"]:
        place_paper(world, "reports/report.txt", **facts, lot=lot)
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def hire(
    world: WorldBuilder, rng: Random, house: dict[str, str], lists: dict[str, list[str]]
) -> dict[str, Any]:
    """Everybody who writes, and the words for the two whom the matter is about."""
    cast = Cast(world, rng)
    cast.desk("Front office", "frontoffice")
    titles, genders = rng.sample(ROLES, 2), draw_genders(rng)
    business, domain, mark = rng.choice(lists["dealers"]).split("|")
    caller, caller_domain = rng.choice(lists["callers"]).split("|")
    for key, title in zip(("decider", "fellow"), titles, strict=True):
        cast.person(key, title, gender=genders[key])
    cast.person("dealer", business, gender=genders["dealer"], domain=domain)
    cast.person("bookkeeper", f"{business}, accounts", domain=domain)
    cast.person("vendor", f"{caller}, accounts", domain=caller_domain)
    cast.person("press", house["paper"], domain=house["paper_domain"])
    cast.person(
        "register",
        "Conduct officer, Register of Provincial Auctioneers",
        domain="provincial-register.org.uk",
    )
    world.person(
        "channel",
        "Concerns line",
        "Concerns line",
        local="concerns",
        domain="marchmount-trustees.co.uk",
    )
    cast.hire(read_table(world, "people.csv"))
    keys = dict(zip(titles, ("decider", "fellow"), strict=True))
    return {
        "managing": keys["Managing partner"],
        "sales_head": keys["Head of sales"],
        "words": {
            key: dict(zip(("he", "him", "his"), WORDS[genders[key]], strict=True))
            for key in genders
        },
        "dealer_business": business,
        "stock_number": f"{mark}-{rng.randint(2_210, 2_980)}",
        "caller": caller,
    }


def draw_genders(rng: Random) -> dict[str, str]:
    """Of those of whom texts speak as he or she."""
    return {key: rng.choice("fm") for key in ("decider", "fellow", "dealer")}


def draw_account(rng: Random, lists: dict[str, list[str]]) -> dict[str, str]:
    """The mooring's invoice, in pence."""
    mooring, electricity = rng.randint(142_005, 181_995), rng.randint(3_205, 9_895)
    return {
        "boat": rng.choice(lists["boats"]),
        "berth": f"{rng.choice('CDE')}{rng.randint(21, 48)}",
        "berth_invoice": f"{rng.randint(24_100, 29_800)}/{rng.choice('KMR')}",
        "mooring": f"{mooring / 100:,.2f}",
        "electricity": f"{electricity / 100:,.2f}",
        "berth_pounds": f"{(mooring + electricity) / 100:,.2f}",
    }
