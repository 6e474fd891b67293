"""The evening plan of a Welsh haulage depot, on a day when a third of its drivers came back late.

Eleven hours after they came in, their runs of tomorrow start too late for many of the booked slots.
"""

import math
from datetime import date
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

from .board import Run, add_runs, best_moves, draw_runs, fewest, figures, missed
from .fleet import REGULAR, STANDBY, Driver, add_drivers, draw_drivers

THURSDAYS = (date(2025, 2, 6), date(2025, 2, 20), date(2026, 2, 5), date(2026, 2, 19))
SNOW = 8
"""How many lines ago the poor one was."""


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Depot, drivers, board and mail on a Thursday evening."""
    company, today = rng.choice(read_table(world, "companies.csv")), rng.choice(THURSDAYS)
    world.starts(moment(today, "20:18"), company=company["name"], domain=company["domain"])
    world.database.executescript(world.text("schema.sql"))
    calendar, tomorrow = Calendar.of(world), today + DAY
    cast, lists = Cast(world, rng), read_lists(world, "lists.txt")
    cast.desk("Evening plan", "evening.plan", "Evening planning desk")
    cast.hire(read_table(world, "people.csv"))
    names = draw_names(rng, cast, {one.name.split()[0] for one in world.people.values()})
    sites = read_table(world, "sites.csv")
    drivers, runs, moves = draw_evening(rng, names, calendar, today, sites)
    vehicles = add_runs(world, rng, runs, company["name"][0])
    add_drivers(world, rng, drivers, lists)
    history = add_lines(world, rng, calendar, today, runs, lists["remarks"])
    late = [run for run in runs if run.who.queue]
    waiting = [run for run in late if not run.who.entry]
    short = [run for run in waiting if run.who.rested() > run.start]
    share = figures(runs, moves)
    facts: dict[str, Any] = {
        "year": today.year,
        "town": company["town"],
        "today": str(today),
        "today_name": spoken(today, weekday=True),
        "tomorrow": str(tomorrow),
        "tomorrow_name": spoken(tomorrow, weekday=True),
        "sheets_at": f"{today} 22:30",
        "table_at": f"{today} 22:45",
        **share,
        "target": 98,
        "attainable": int(share["honest"]) - 2,
        "rostered_target": int(share["as_rostered"]) - 3,
        "runs_total": len(runs),
        "late_total": len(late),
        "entered": [described(run) for run in late if run.who.entry],
        "waiting": [described(run) for run in short],
        "used_up": [described(run) for run in short if run.who.used == 3],
        "bed": next(described(run) for run in waiting if run.who.queue == "rest"),
        "moves": [{**described(run), "standby": who.key} for run, who in moves],
        "standbys": [{"driver": who.key, "name": who.name} for who in drivers[REGULAR:]],
        "missed": missed(runs, moves),
        "few": [described(run) for run in fewest(runs, moves, enough(share, 98))],
        "swap": swap(short, runs),
        "slip": slip(short, [run for run, _ in moves]),
        "history": history,
        "tyre": {**described(runs[-1]), "vehicle": vehicles[runs[-1].number]},
        "paid": paid(drivers),
    }
    for line in (history[0], history[SNOW], history[-1]):
        kind = "snow" if line is history[SNOW] else "plain"
        add_mail(world, f"past/{kind}.md", **facts, line=line)
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def draw_names(rng: Random, cast: Cast, taken: set[str]) -> list[str]:
    """Drivers' names, one in twelve a woman's; nobody is called as somebody in the office."""
    names = cast.public(9, gender="f") + cast.public(95, gender="m")
    rng.shuffle(names)
    return [str(name) for name in names if name.first not in taken][: REGULAR + STANDBY]


def draw_evening(
    rng: Random, names: list[str], calendar: Calendar, today: date, sites: list[dict[str, str]]
) -> tuple[list[Driver], list[Run], list[tuple[Run, Driver]]]:
    """Drivers, runs and best moves of an evening as bad as this one was."""
    for _ in range(200):
        drivers = draw_drivers(rng, names, calendar, today)
        runs = draw_runs(rng, drivers, sites)
        free = [who for who in drivers[REGULAR:] if not who.entry]
        moves = best_moves(runs, free)
        share = figures(runs, moves)
        if 89.6 <= share["honest"] <= 93.4 and share["on_nine"] >= 98.2:
            return drivers, runs, moves
    raise AssertionError("no evening with such figures in 200")


def add_lines(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    today: date,
    runs: list[Run],
    remarks: list[str],
) -> list[dict[str, Any]]:
    """Lines of the four weeks so far, one of them with snow, and last night's sheets."""
    history, day = [], calendar.after(today, 1)
    for ago in range(19, 0, -1):
        planned = calendar.before(calendar.on_or_after(day), ago)
        drops, snow = rng.randint(196, 221), ago == 19 - SNOW
        lost = rng.randint(27, 33) if snow else rng.randint(3, 9)
        kept = drops - lost
        pct = round(100 * kept / drops, 1)
        moved = rng.randint(21, 30) if snow else rng.randint(0, 6)
        rostered = round(100 - moved / 0.46, 1)
        standbys = 3 if snow else rng.choice((0, 0, 1, 1, 2))
        remark = rng.choice(remarks) if rng.random() < 0.25 else ""
        remark = "Snow on the Heads, A465 shut till six" if snow else remark
        eve = calendar.before(planned, 1)
        filed = f"{eve} 22:{rng.randint(2, 39):02}"
        world.rows("day_lines", [(planned, 1, drops, kept, pct, rostered, standbys, remark, filed)])
        history.append(
            {
                "day": str(planned),
                "spoken": spoken(planned, weekday=True),
                "weekday": f"{planned:%A}",
                "eve": str(eve),
                "pct": pct,
                "drops": drops,
                "kept": kept,
                "lost": lost,
                "rostered": rostered,
                "standbys": standbys,
            }
        )
    sent = f"{today - DAY} 21:{rng.randint(31, 58)}"
    for run in runs:
        start = next(begin for begin, _ in reversed(run.who.duties) if begin.date() <= today)
        begun = stamp(start - start.minute % 5 * MINUTE)
        row = (run.number, today, 1, run.who.key, begun, sent)
        world.rows("sheets", [row])
    return history


def enough(share: dict[str, Any], target: int) -> int:
    """How many more drops in slot the target takes."""
    return math.ceil(int(share["drops"]) * target / 100) - int(share["in_slot"])


def slip(short: list[Run], helped: list[Run]) -> dict[str, Any]:
    """A run that loses no drop by a start five minutes early."""
    for run in short:
        ready = run.who.rested()
        early = ready - 5 * MINUTE
        if run not in helped and run.in_slot(early) == run.in_slot(ready):
            return {**described(run), "early": f"{early:%H:%M}"}
    raise AssertionError("every start is next to a slot")


def swap(short: list[Run], runs: list[Run]) -> dict[str, Any]:
    """A late driver's run, and a later one whose driver is rested in time for it."""
    for late in short:
        for run in runs:
            later = not run.who.queue and run.start > late.who.rested()
            if later and run.who.rested() <= late.start:
                return {"late": described(late), "early": described(run)}
    raise AssertionError("nobody is rested in time for a late driver's run")


def described(run: Run) -> dict[str, Any]:
    """A run and its driver as texts name them."""
    return {
        "run": run.number,
        "driver": run.who.key,
        "name": run.who.name,
        "first": run.who.name.split()[0],
        "start": f"{run.start:%H:%M}",
        "back": f"{run.who.finished:%H:%M}",
        "eleven": f"{run.who.rested(11):%H:%M}",
        "nine": f"{run.who.rested(9):%H:%M}",
        "nine_at": stamp(max(run.start, run.who.rested(9))),
    }


def paid(drivers: list[Driver]) -> dict[str, Any]:
    """What Wages want to know: a driver's duty of Tuesday."""
    who = next(who for who in drivers if not who.queue)
    begin, end = who.duties[-3]
    minutes = (end - begin).seconds // 60
    return {
        "driver": who.key,
        "name": who.name,
        "day": str(begin.date()),
        "started": f"{begin:%H:%M}",
        "finished": f"{end:%H:%M}",
        "length": f"{minutes // 60}:{minutes % 60:02}",
    }
