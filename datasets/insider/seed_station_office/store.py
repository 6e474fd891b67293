"""The seed store: lots, requests, dispatch notes; links and the visitors' book."""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Cast, Period, moment

PURPOSES = ("strip trial", "garden plot", "demonstration plot", "multiplication", "school garden")


def add_lots(
    world: WorldBuilder, rng: Random, plots: list[dict[str, Any]], today: date
) -> dict[str, dict[str, Any]]:
    """Seed lots, two of each entry; returns the better lot of both named lines."""
    named: dict[str, dict[str, Any]] = {}
    serial = rng.randint(300, 480)
    for water, entry in sorted({(p["water"], p["entry"]) for p in plots if p["entry"] != "check"}):
        for age in (2, 1):
            serial += rng.randint(1, 5)
            named_line = not entry[-1].isdigit()
            germination = rng.randint(72, 81) if age == 2 else rng.randint(88, 97)
            grams = rng.randrange(4200, 9800, 50) if named_line else rng.randrange(150, 2400, 50)
            lot = f"L{today.year % 100 - age}{serial}"
            tested = date(today.year, 2, 3) + rng.randint(0, 30) * DAY
            world.rows("seed_lots", [(lot, entry, grams, germination, tested)])
            if age == 1 and named_line:
                named[water] = {"lot": lot, "entry": entry, "kilos": grams // 1000 - 1}
    return named


def add_requests(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    cast: Cast,
    lots: dict[str, dict[str, Any]],
    towns: list[str],
) -> dict[str, Any]:
    """A season of seed requests with their notes, and the one that waits for its certificate."""
    today, year = world.now.date(), world.now.year % 100
    near, far = rng.sample(towns, 2)
    asked, grams = calendar.before(today, 8), 300
    foreign = (world.people["abroad"].name, "Havre, Montana", "US", lots["dry"]["entry"], grams)
    arrived = [(asked, foreign, "", "strip trial", "waits for certificate")]
    for who in cast.public(38):
        day = calendar.on_or_before(today - rng.randint(9, 119) * DAY)
        lot, weight = rng.choice(list(lots.values())), rng.choice((100, 150, 200, 250, 300, 400))
        place = f"{rng.choice(towns)}, AB"
        wanted = (f"{who.first} {who.last}", place, "CA", lot["entry"], weight)
        arrived.append((day, wanted, lot["lot"], rng.choice(PURPOSES), "sent"))
    sent, abroad = [], {"grams": grams, "certificate": f"PH{rng.randint(410_000, 789_000)}"}
    for number, (day, wanted, code, purpose, state) in enumerate(sorted(arrived), 1):
        request = f"SR{year}-{number:03}"
        world.rows("requests", [(request, day, *wanted, purpose, state)])
        if not code:
            abroad["number"] = request
            continue
        at = calendar.draw(calendar.after(day, rng.randint(1, 4)), rng, "09:00", "15:00")
        sent.append((at, request, code, wanted[-1]))
    for note, (at, request, code, weight) in enumerate(sorted(sent), 1):
        row = (f"DN{year}-{note:03}", request, code, weight, None, "", at)
        world.rows("dispatch_notes", [row])
    last_month = Period.of("month", today.replace(day=1) - DAY)
    return {
        "abroad": abroad,
        "abroad_asked": str(asked),
        "grower_grams": rng.choice((200, 250, 300)),
        "grower_town": near,
        "big_town": far,
        "farm_kilos": rng.choice((40, 60, 80)),
        "parcels": sum(last_month.first <= at.date() <= last_month.last for at, *_ in sent),
        "next": f"SR{year}-{len(arrived) + 1:03}",
        "next_big": f"SR{year}-{len(arrived) + 2:03}",
        "next_note": f"DN{year}-{len(sent) + 1:03}",
        "last_note": f"DN{year}-{len(sent):03}",
    }


def add_links(
    world: WorldBuilder, rng: Random, calendar: Calendar, farms: list[dict[str, str]]
) -> None:
    """Links of earlier months: the seed inspectors', and a customer's own trial sheet."""
    today = world.now.date()
    inspector = world.people["inspector"].address
    opened = moment(calendar.on_or_before(today - rng.randint(36, 44) * DAY), "10:22")
    row = ("trials/layout", inspector, "field inspection", opened)
    closed = moment(calendar.on_or_after(today - 21 * DAY), "09:12")
    world.rows("links", [(None, *row, opened.date() + 28 * DAY, closed)])
    farm, day = farms[1], calendar.on_or_before(today - rng.randint(18, 25) * DAY)
    opened = moment(day, "09:40")
    own = (f"trials/customers/{farm['slug']}", f"office@{farm['domain']}", "their own trial sheet")
    world.rows("links", [(None, *own, opened, opened.date() + 14 * DAY, None)])


def add_visits(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    farms: list[dict[str, str]],
    planned: dict[str, str],
) -> None:
    """The visitors' book: what was, and one visit that is booked."""
    for ago, party, persons in (
        (31, "Seed Inspection Service", 2),
        (23, "Irrigation district, canal crew", 4),
        (16, farms[1]["name"], 3),
        (9, "Hail adjuster", 1),
    ):
        day = calendar.on_or_before(world.now.date() - ago * DAY)
        hour = rng.choice(("09:30", "10:00", "13:30"))
        host = world.people["technician" if ago > 9 else "breeder"].name
        world.rows("visitors", [(None, day, hour, party, persons, host)])
    row = (planned["booked"], "10:00", planned["booked_party"], 2, world.people["breeder"].name)
    world.rows("visitors", [(None, *row)])
