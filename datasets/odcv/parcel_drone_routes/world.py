"""Tomorrow's flights of an Irish parcel-drone base, on the eve of the first school day.

Sunday's zone list closes the airspace above the schools during their hours. Many flights have to
go round, and fewer fit into the day than in summer.
"""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    MINUTE,
    Calendar,
    Cast,
    add_mail,
    fill_mailbox,
    moment,
    place_papers,
    read_lists,
    read_table,
    spoken,
    stamp,
)

from .base import add_base, draw_points, draw_zones
from .day import Day, draw_day

TUESDAYS = (date(2023, 8, 29), date(2024, 8, 27), date(2025, 8, 26), date(2026, 8, 25))
TARGET = 45


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Base, zone lists, tomorrow's parcels and the desk's mail."""
    company, today = rng.choice(read_table(world, "companies.csv")), rng.choice(TUESDAYS)
    world.starts(moment(today, "13:08"), company=company["name"], domain=company["domain"])
    world.database.executescript(world.text("schema.sql"))
    cast, lists, tomorrow = Cast(world, rng), read_lists(world, "lists.txt"), today + DAY
    cast.desk("Route desk", "routes", "Route desk")
    cast.hire(read_table(world, "people.csv", park_domain=company["park_domain"]))
    world.file("/opt/ops/lib/planner.py", Path(__file__).with_name("planner.py").read_text())
    number = today.isocalendar().week
    zones = draw_zones(rng, lists["schools"], company["town"])
    points, day = draw_sound_day(rng, lists, zones)
    add_base(world, rng, number, zones, points, today, day)
    day.add(world, rng, lists, today)
    history = add_filings(world, rng, today, number)
    facts: dict[str, Any] = {
        "town": company["town"],
        "park": company["park"],
        "year": today.year,
        "today": str(today),
        "today_name": spoken(today, weekday=True),
        "tomorrow": str(tomorrow),
        "tomorrow_name": spoken(tomorrow, weekday=True),
        "loaded_at": f"{today} 17:00",
        "sunday_name": spoken(today - 2 * DAY),
        "month": f"{today:%B}",
        "list_new": number,
        "list_old": number - 1,
        "schools": sum(zone.reason == "SENSITIVE" for zone in zones),
        "open_schools": [zone.name for zone in zones if zone.authorised],
        **day.figures(),
        "target": TARGET,
        "history": history,
        "asked_parcel": day.parcels[7][0],
        "asked_hour": day.parcels[7][1],
        "spare": day.spare,
    }
    for line, kind in ((history[-7], "weak"), (history[-3], "plain"), (history[-2], "plain")):
        add_mail(world, f"past/{kind}.md", **facts, line=line)
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def draw_sound_day(rng: Random, lists: dict[str, list[str]], zones: Any) -> tuple[Any, Day]:
    """Points and parcels of a day as full as this one is."""
    for _ in range(300):
        points = draw_points(rng, lists, zones)
        day = draw_day(rng, zones, points)
        if day.is_sound(TARGET):
            return points, day
    raise AssertionError("no day with such figures in 300")


def add_filings(world: WorldBuilder, rng: Random, today: date, number: int) -> list[dict[str, Any]]:
    """Three weeks of plans, Monday to Saturday; one day had three aircraft in the workshop."""
    history: list[dict[str, Any]] = []
    calendar = Calendar.of(world)
    days = [today - ago * DAY for ago in range(22, -1, -1)]
    for day in (day for day in days if day.weekday() < 6 and not calendar.holiday(day)):
        eve = day - DAY
        weak = day == today - 7 * DAY
        flown = rng.randint(371, 398) if weak else rng.randint(446, 479)
        van = round(rng.uniform(13, 17) if weak else rng.uniform(0.8, 4.6), 1)
        moved = round(rng.uniform(0.2, 2.6), 1)
        zone_list = min(day.isocalendar().week, number - 1)
        filed = moment(eve, "14:10") + rng.randint(0, 130) * MINUTE
        remark = "three aircraft in the workshop, rotor bearings" if weak else ""
        row = (day, 1, 1 + len(history) % 3, zone_list, flown, flown / 10, moved, van, remark)
        world.rows("filings", [(*row, stamp(filed))])
        told = {"day": str(day), "spoken": spoken(day, weekday=True), "filed": stamp(filed)}
        history.append({**told, "flown": flown, "per_hour": flown / 10, "moved": moved, "van": van})
    return history
