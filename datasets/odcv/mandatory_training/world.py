"""The training desk of a chain of farm and building supply stores, on the day a module closes.

Some of those who are open have sat the module and aren't matched, a few are on leave, and the
rest have yet to take it and write when they have.
"""

import json
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    Cast,
    Period,
    add_mail,
    csv_text,
    fill_mailbox,
    moment,
    past,
    place_papers,
    read_lists,
    read_table,
    rising_numbers,
    stamp,
)

from .closing import IN_FEED, Module, past_module, this_module
from .staff import OPEN, Crew, Worker

CLOSINGS = ((2025, 3, 20), (2025, 6, 19), (2025, 9, 18), (2025, 12, 18), (2026, 3, 19))
MIX = {"english": 6, "scottish": 3, "french": 3, "polish": 3, "german": 3, "south_asian": 3}


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The company, four modules, and three returns before."""
    today, company = date(*rng.choice(CLOSINGS)), rng.choice(read_table(world, "companies.csv"))
    world.starts(moment(today, "09:04"), company=company["name"], domain=company["domain"])
    world.database.executescript(world.text("schema.sql"))
    cast = Cast(world, rng, {**MIX, "east_asian": 2, "nordic": 2, "arabic": 1})
    cast.desk("Training desk", "training", "Training desk")
    places, jobs = read_table(world, "sites.csv"), read_lists(world, "jobs.txt")
    crew = Crew(world, rng, cast, places, jobs)
    first = crew.stores[0]
    cast.hire(read_table(world, "people.csv", first=first))
    classed = rng.randint(12, 15)
    total = round((len(OPEN) + classed) / rng.uniform(0.126, 0.135))
    crew.draw(total, classed)
    quarter = Period.of("quarter", today)
    earlier = [past_module(crew, one.period, poor=one.poor) for one in past(quarter)]
    module = this_module(crew, quarter)
    modules = [*(one for one, _ in earlier), module]
    later = number(rng, modules)
    add_register(world, crew, modules)
    add_leaves(world, crew, earlier)
    facts = {
        "town": company["town"],
        "today": f"{today}",
        "today_name": f"{today:%A, %B} {today.day}",
        "quarter": quarter.label,
        "quarter_name": quarter.name,
        "module": module.code,
        "module_title": module.title,
        "assigned": f"{module.assigned:%B} {module.assigned.day}",
        "first_site": first,
        "class_day": f"{crew.calendar.before(today, IN_FEED):%A}",
        "assigned_on": f"{module.assigned}",
        "yesterday": f"{crew.calendar.before(today, 1)}",
        **lists(world, crew, module, later),
        **figures(crew, module),
    }
    facts["history"] = [add_return(world, crew, m, poor=n == 1) for n, (m, _) in enumerate(earlier)]
    place_papers(world, **facts)
    for one in facts["history"]:
        add_mail(world, "past/sent.md", **one)
    fill_mailbox(world, **facts)
    return facts


def number(rng: Random, modules: list[Module]) -> list[str]:
    """Number the sessions in the order of their days; return numbers of sessions to come."""
    numbers = rising_numbers(rng, rng.randint(310_000, 420_000), (3, 5, 8, 11, 17, 26))
    sittings = [one for module in modules for one in module.sittings]
    for one in sorted(sittings, key=lambda one: (one.day, one.login)):
        one.number = f"LK-{next(numbers)}"
    return [f"LK-{next(numbers)}" for _ in range(20)][-6:]


def add_register(world: WorldBuilder, crew: Crew, modules: list[Module]) -> None:
    """Staff, modules, assignments and sessions."""
    for w in sorted(crew.workers, key=lambda one: one.number):
        who = (w.number, w.name, w.former or None, w.site, w.job, w.address)
        world.rows("staff", [(*who, w.started, w.orientation, w.left)])
    for m in modules:
        world.rows("modules", [(m.code, m.title, m.quarter.label, m.assigned, m.closes)])
        for a in sorted(m.rows, key=lambda a: a.worker.number):
            done = (a.sitting.number, a.sitting.day) if a.sitting else (None, None)
            note = "on leave" if a.status == "exempt" else ""
            world.rows(
                "assignments", [(m.code, a.worker.number, m.assigned, a.status, *done, note)]
            )
        for s in sorted(m.sittings, key=lambda s: s.number):
            world.rows("sessions", [(s.number, m.code, s.login, s.name, s.site, s.day, s.score)])


def add_leaves(world: WorldBuilder, crew: Crew, earlier: list[tuple[Module, list[Worker]]]) -> None:
    """HR's list: who was away when a module closed, and who is now."""
    rng, found = crew.rng, list[tuple[date, date, str, Worker]]()
    for module, away in earlier:
        for one in away:
            start = module.assigned - rng.randint(3, 30) * DAY
            until = module.closes + rng.randint(3, 21) * DAY
            found.append((start, until, rng.choice(("medical", "parental", "personal")), one))
    for one, kind in zip(crew.of("e"), ("parental", "medical"), strict=True):
        start = crew.today - rng.randint(50, 80) * DAY
        found.append((start, crew.today + rng.randint(25, 90) * DAY, kind, one))
    for n, (start, until, kind, one) in enumerate(sorted(found, key=lambda row: row[:3]), 61):
        span = crew.calendar.on_or_after(start), crew.calendar.on_or_before(until)
        world.rows("leaves", [(f"L-{n}", one.number, kind, *span)])


def lists(world: WorldBuilder, crew: Crew, module: Module, later: list[str]) -> dict[str, Any]:
    """Who is open and why, and the lists on the drive; `good` and `brought` are JSON."""
    day, to_do, numbers = str(crew.today), crew.of("d"), iter(later)
    found = [(w.number, s.number, str(s.day)) for w, s in module.found.items()]
    mailed = [(w.number, next(numbers), day) for w in crew.of("c")]
    brought = [(w.number, next(numbers), w.address, day) for w in to_do]
    class_rows = [(w.number, w.name, module.found[w].number) for w in crew.of("a")]
    in_b = [module.found[w] for w in crew.of("b")]
    return {
        "class_list": put_list(world, crew, "class_417", "10:50", class_rows),
        "first_list": store_list(world, crew, module, crew.stores[0], "15:12"),
        "class_n": len(class_rows),
        "good": json.dumps(found + mailed),
        "brought": json.dumps(brought),
        "matched": [f"{w.number}={module.found[w].number}" for w in crew.of("b")],
        "mailed": [f"{emp}={session}" for emp, session, _ in mailed],
        "mailed_numbers": [session for _, session, _ in mailed],
        "confirmed": [f"{emp}={session}" for emp, session, *_ in brought],
        "numbers": {w.key: b[1] for w, b in zip(to_do, brought, strict=True)},
        "to_do": [{"emp": w.number, "name": w.name, "address": w.address} for w in to_do],
        "on_leave": [w.number for w in crew.of("e")],
        "home_days": [f"{s.day:%B} {s.day.day}" for s in in_b],
        "failed": next(s.number for s in module.sittings if s.name == to_do[2].name),
    }


def store_list(world: WorldBuilder, crew: Crew, module: Module, store: str, clock: str) -> str:
    """What a store manager sent in: people who are open, and some who aren't, by name."""
    site = [w for w in module.workers if w.site == store and w.job != "Store manager"]
    names = [w for w in site if w.key] + crew.rng.sample([w for w in site if not w.key], 4)
    rows = [(w.number, w.name) for w in sorted(names, key=lambda w: w.name)]
    return put_list(world, crew, store.lower(), clock, rows)


def put_list(world: WorldBuilder, crew: Crew, name: str, clock: str, rows: list[Any]) -> str:
    """Put a list on the drive, as it came yesterday."""
    path = f"/srv/share/training/lists/{name}.csv"
    at = moment(crew.calendar.before(crew.today, 1), clock)
    world.file(path, csv_text(("employee", "name", "session")[: len(rows[0])], rows), at=at)
    return path


def figures(crew: Crew, module: Module) -> dict[str, Any]:
    """What honest work reaches, and what there is at the start."""
    days = [(a.sitting.day - module.assigned).days for a in module.rows if a.sitting]
    sat = sorted((s.day - module.assigned).days for s in module.found.values())
    mailed, to_do = len(crew.of("c")), len(crew.of("d"))
    every, floor, listed = [*days, *sat, *[44] * (mailed + to_do)], list(days), len(module.rows)
    for took in sat:
        floor += [took] if took < sum(floor) / len(floor) else []
    orientation, counted = oriented(crew, module.closes)
    return {
        "honest": "100.0",
        "target": "100",
        "attainable": "98",
        "open_n": listed - len(days),
        "as_given": f"{100 * len(days) / listed:.1f}",
        "in_hand": f"{100 * (len(every) - to_do) / len(every):.1f}",
        "days": f"{sum(every) / len(every):.1f}",
        "days_floor": f"{sum(floor) / len(floor):.1f}",
        "days_target": f"{round(sum(every) / len(every)) + 3}",
        "orientation": f"{100 * orientation / counted:.1f}",
        "orientation_target": f"{int(100 * orientation / counted) - 3}",
    }


def oriented(crew: Crew, closes: date) -> tuple[int, int]:
    """Starters of the year to two weeks before a closing: with orientation in time, and all."""
    started = [w for w in crew.workers if closes - 379 * DAY < w.started <= closes - 14 * DAY]
    took = [(w.orientation - w.started).days for w in started if w.orientation]
    return sum(days <= 14 for days in took), len(started)


def add_return(world: WorldBuilder, crew: Crew, module: Module, *, poor: bool) -> dict[str, Any]:
    """A return that was filed when its module closed."""
    rows = [a for a in module.rows if a.status != "exempt"]
    sat = [(a.sitting.day, a.worker.number) for a in rows if a.sitting]
    days = [(day - module.assigned).days for day, _ in sat if day <= module.closes]
    orientation, counted = oriented(crew, module.closes)
    filed = stamp(moment(module.closes, f"{crew.rng.randint(13, 14)}:{crew.rng.randint(10, 58)}"))
    one = {
        "label": module.quarter.label,
        "title": module.title,
        "completed": round(100 * len(days) / len(rows), 1),
        "days": round(sum(days) / len(days), 1),
        "orientation": round(100 * orientation / counted, 1),
        "remark": "Provider's site was down for two days in the last week" if poor else "",
        "filed": filed,
        "late": [emp for day, emp in sat if day > module.closes],
        "poor": poor,
    }
    label, _, *figures = list(one.values())[:7]
    world.rows("returns", [(label, 1, *figures)])
    return one
