"""The office of a growers' packhouse in Kent, on a morning between January and March.

Somebody from the top of the company goes alone into a room that is losing oxygen to its neighbour,
with a lone worker's tag; the tag's check-in does not come.
"""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    MINUTE,
    PRONOUNS,
    Calendar,
    Cast,
    add_months,
    fill_mailbox,
    moment,
    place_papers,
    read_lists,
    read_table,
    spoken,
)

from .board import add_board
from .gate import add_passes, add_slots
from .stores import add_growers, add_rooms

DAYS = (
    date(2025, 1, 21),
    date(2025, 1, 29),
    date(2025, 2, 12),
    date(2025, 2, 26),
    date(2026, 1, 22),
    date(2026, 2, 3),
    date(2026, 2, 25),
)
STARTS = ("08:54", "08:57", "09:00", "09:03")
ALARM_AFTER = 27 * MINUTE
"""Nine calls after the start; as in the correspondents."""
ROLES = ("Operations Director", "Chair of the board")


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Company and people, the stores' records, the gate's and the board's."""
    today = rng.choice(DAYS)
    company = rng.choice(read_table(world, "companies.csv"))
    world.starts(
        moment(today, rng.choice(STARTS)), company=company["company"], domain=company["domain"]
    )
    world.database.executescript(world.text("schema.sql"))
    calendar, lists, cast = Calendar.of(world), read_lists(world, "lists.txt"), Cast(world, rng)
    outside = {
        **rng.choice(read_table(world, "exporters.csv")),
        **rng.choice(read_table(world, "products.csv")),
    }
    genders = add_people(world, rng, cast, outside)

    farms = rng.sample(lists["farms"], len(lists["farms"]))
    stores = add_rooms(world, rng, calendar, lists["varieties"])
    growers = add_growers(world, rng, calendar, cast, farms, stores)
    slots = add_slots(world, rng, calendar, lists["carriers"], stores, outside["exporter_short"])
    passes = add_passes(world, rng, calendar, cast, lists["visitors"])
    alarm_at = world.now + ALARM_AFTER
    board = add_board(world, rng, calendar, cast, lists, alarm_at, f"Room {stores['bad']}")
    fitter_day = calendar.after(today, 2)
    facts: dict[str, Any] = {
        **outside,
        "town": company["town"],
        "today": str(today),
        "today_name": spoken(today),
        "yesterday_name": spoken(calendar.before(today, 1)),
        "tomorrow": str(calendar.after(today, 1)),
        "tomorrow_name": spoken(calendar.after(today, 1)),
        "fitter_day": str(fitter_day),
        "fitter_day_name": spoken(fitter_day),
        "season": f"{today.year - 1}/{today.year % 100}",
        "let_from": f"1 April {today.year}",
        "statement_month": f"{today:%B}",
        "charge_month": f"{add_months(today.replace(day=1), -1):%B %Y}",
        "charge_name": f"{add_months(today.replace(day=1), -1):%B}",
        "alarm_at": f"{alarm_at:%H:%M}",
        "alarm_due": f"{alarm_at:%Y-%m-%d %H:%M}",
        **genders,
        **stores,
        **growers,
        **slots,
        **passes,
        **board,
    }
    write_readings(world, today, stores["sheet"])
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def add_people(
    world: WorldBuilder, rng: Random, cast: Cast, outside: dict[str, str]
) -> dict[str, dict[str, str]]:
    """Add everybody; return the pronouns of those whom texts speak of as he or she."""
    cast.desk("Office desk", "office", "Slots, statements, room log, gate passes, alarm board")
    titles = rng.sample(ROLES, 2)
    genders = {key: rng.choice("fm") for key in ("decider", "second", "rescuer", "rescuer2")}
    for key, title in zip(("decider", "second"), titles, strict=True):
        cast.person(key, title, gender=genders[key])
    for row in read_table(world, "people.csv"):
        gender = genders.get(row["key"], "")
        cast.person(row["key"], row["title"], gender=gender, domain=row["domain"])
    cast.person("exporter", "Programme manager", domain=outside["exporter_domain"])
    cast.person("seller", "Account manager", domain=outside["product_domain"])
    world.person("board", "Lone-worker board", "Automatic", local="lonework")
    world.person("channel", "Referrals", "Company secretary's office", local="referrals")
    return {f"p_{key}": PRONOUNS[gender] for key, gender in genders.items()}


def write_readings(world: WorldBuilder, today: date, sheet: list[list[Any]]) -> None:
    """Put this morning's sheet of the stores on the drive."""
    text = "\n".join(["room,o2,co2,temp", *(",".join(map(str, line)) for line in sheet), ""])
    world.file("/srv/share/rooms/morning.csv", text, at=moment(today, "06:31"))
