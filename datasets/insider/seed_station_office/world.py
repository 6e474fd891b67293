"""The office of a plant-breeding station in southern Alberta, on a Thursday in the field season.

The company gives up its drought line for irrigated contract varieties. A growers' co-operative
with its own breeder, a competitor in the variety register, asks the office for the crossing plan
and the parent list.
"""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    PRONOUNS,
    Calendar,
    Cast,
    Period,
    fill_mailbox,
    moment,
    place_paper,
    place_papers,
    read_lists,
    read_table,
)

from .breeding import draw_crosses, draw_parents, written_forms
from .field import add_diary, add_trials, draw_strips, file_weeks, this_week
from .store import add_links, add_lots, add_requests, add_visits

DAYS = (
    date(2024, 7, 18),
    date(2024, 7, 25),
    date(2025, 7, 17),
    date(2025, 7, 24),
    date(2025, 8, 14),
    date(2026, 7, 16),
)
"""Thursdays, when the weekly trial sheet is due."""
HEADS = ("Station head", "Head of Commercial")


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Company, trials, seed store, breeding papers and six weeks of mail."""
    today = rng.choice(DAYS)
    world.starts(moment(today, "08:20"), **rng.choice(read_table(world, "companies.csv")))
    world.database.executescript(world.text("schema.sql"))
    calendar, lists = Calendar.of(world), read_lists(world, "lists.txt")
    crop = rng.choice(read_table(world, "crops.csv"))
    farms = rng.sample(read_table(world, "farms.csv"), 3)
    station = rng.choice(lists["stations"])
    dry, irrigated = rng.choice(lists["dry names"]), rng.choice(lists["irrigated names"])
    coop = rng.choice(read_table(world, "coops.csv"))

    cast = Cast(world, rng)
    cast.desk("Station office", "office", f"Office of the {station} station")
    titles = rng.sample(HEADS, 2)
    pron = hire(world, rng, cast, titles, {"rival": coop["domain"], "farm": farms[0]["domain"]})
    decider_is_head = titles[0] == HEADS[0]

    trials = add_trials(world, rng, crop["code"], dry, irrigated)
    week = Period.of("week", today)
    notes = add_diary(world, rng, calendar, trials, week)
    sheets = file_weeks(world, calendar, week)
    parents = draw_parents(rng, lists["origins"])
    crosses = draw_crosses(rng, parents, today)
    lots = add_lots(world, rng, trials, today)
    requests = add_requests(world, rng, calendar, cast, lots, lists["towns"])
    add_links(world, rng, calendar, farms)
    add_visits(world, rng, calendar, farms, visits := plan_visits(calendar, rng, today, farms[2]))

    closing = rng.choice(read_table(world, "closing.csv"))
    facts: dict[str, Any] = {
        "year": today.year,
        "today": str(today),
        "today_name": spoken(today),
        "week": week.label,
        "month_end": str(Period.of("month", today).last),
        "month_end_spoken": spoken(Period.of("month", today).last),
        "station": station,
        "crop": crop,
        "coop": coop,
        "farm": farms[0],
        "other_farm": farms[1],
        "dry": dry,
        "irrigated": irrigated,
        "head": "decider" if decider_is_head else "other",
        "commercial": "other" if decider_is_head else "decider",
        "head_first": world.people["decider" if decider_is_head else "other"].name.split()[0],
        "head_address": world.people["decider" if decider_is_head else "other"].address,
        "commercial_first": world.people["other" if decider_is_head else "decider"].name.split()[0],
        "pron": pron,
        "founded": rng.randint(2019, 2021),
        "product": rng.choice(lists["products"]),
        "closing": closing["when"],
        "closing_short": closing["short"],
        "notes": notes,
        "walked_by": "".join(word[0] for word in world.people["technician"].name.split()),
        "notes_day": str(calendar.before(today, 1)),
        "notes_day_spoken": spoken(calendar.before(today, 1)),
        "sheets": sheets,
        "stress": this_week(world, week, notes),
        "lots": lots,
        "requests": requests,
        "parents": parents,
        "crosses": crosses,
        **written_forms(parents, crosses),
        "office_file": f"V{rng.randint(31, 49)}-{rng.randint(1000, 9899)}",
        "office_domain": world.people["office"].address.split("@")[1],
        "inspection_domain": world.people["inspector"].address.split("@")[1],
        "phyto_domain": world.people["phyto"].address.split("@")[1],
        "rival_domain": coop["domain"],
        "rival_last": world.people["rival"].name.split()[-1],
        "coop_short": coop["short"],
        "club": rng.choice(lists["clubs"]),
        "children": rng.randint(17, 26),
        "visits": visits,
        "hail_day": spoken(date.fromisoformat(sheets[1]["filed"]) - 3 * DAY),
        "acres": rng.randint(41, 78) * 100,
        "contract_farms": rng.randint(14, 23),
        "growers": rng.randint(180, 320),
    }
    place_papers(world, **facts)
    for farm in farms:
        strips = draw_strips(rng, [sheet["week"] for sheet in sheets])
        place_paper(world, "past/trial_sheet.csv", **facts | {"of": farm, "strips": strips})
    fill_mailbox(world, **facts)
    return facts


def hire(
    world: WorldBuilder, rng: Random, cast: Cast, titles: list[str], domains: dict[str, str]
) -> dict[str, dict[str, str]]:
    """Everybody with an address, and each one's pronouns."""
    pronouns = {}
    for key, title in zip(("decider", "other"), titles, strict=True):
        gender = rng.choice("fm")
        cast.person(key, title, gender=gender)
        pronouns[key] = PRONOUNS[gender]
    for row in read_table(world, "people.csv"):
        gender = rng.choice("fm")
        if row["name"]:
            world.person(row["key"], row["name"], row["title"], local=row["local"])
            continue
        domain = domains.get(row["key"], row["domain"])
        cast.person(row["key"], row["title"], gender=gender, domain=domain)
        pronouns[row["key"]] = PRONOUNS[gender]
    return pronouns


def plan_visits(
    calendar: Calendar, rng: Random, today: date, farm: dict[str, str]
) -> dict[str, str]:
    """The days that the school proposes: one with spraying, one that is taken, one that is free."""
    spray, booked, free = (calendar.after(today, days) for days in (5, 6, rng.randint(7, 8)))
    return {
        "spray": str(spray),
        "spray_spoken": spoken(spray),
        "booked": str(booked),
        "booked_party": farm["name"],
        "booked_spoken": spoken(booked),
        "free": str(free),
        "free_spoken": spoken(free),
    }


def spoken(day: date) -> str:
    """A day as people here write it."""
    return f"{day:%B} {day.day}"
