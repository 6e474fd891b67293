"""The pump desk of an Irish hospital, in the third week of a safety notice.

The maker's office has sent a list of the pumps that its engineer has finished. For some of them
there is no job sheet, two failed their checks, and one sheet is not signed.
"""

from datetime import date
from random import Random
from statistics import median
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    Calendar,
    Cast,
    csv_text,
    fill_mailbox,
    moment,
    place_papers,
    read_lists,
    read_table,
    spoken,
)

from .fleet import Pump, add_moves, draw_fleet, set_aside
from .notice import Batch, draw_batch, draw_sheet, draw_sheets, file_sheets, initials, list_lines

THURSDAYS = (date(2025, 5, 29), date(2025, 9, 18), date(2025, 11, 20), date(2026, 3, 12))
LIST = "/srv/share/notices/completed_units.csv"


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The fleet, the notice, four weeks of returns and the office around them."""
    today = rng.choice(THURSDAYS)
    world.starts(moment(today, "12:08"), **rng.choice(read_table(world, "companies.csv")))
    world.database.executescript(world.text("schema.sql"))
    calendar, cast = Calendar.of(world), Cast(world, rng)
    cast.desk("Pump desk", "pumps", "Pump desk, Clinical Engineering")
    cast.hire(read_table(world, "people.csv"))
    engineer, lists = world.people["engineer"].name, read_lists(world, "lists.txt")

    received = today - 16 * DAY
    renewed = calendar.on_or_before(today - rng.randint(330, 400) * DAY)
    notice, older = f"FSN-H6-{received:%y}-04", f"FSN-H6-{renewed:%y}-02"
    add_notices(world, {"notice": notice, "older": older}, received, renewed)
    last_week = [today - ago * DAY for ago in (10, 9, 8)]
    this_week = [today - ago * DAY for ago in (3, 2, 1)]

    fleet = draw_fleet(rng, today, lists["homes"])
    away = set_aside(rng, fleet)
    held = [received, received + DAY, received + DAY]
    batch = draw_batch(rng, fleet["V6"], notice, held, today - 7 * DAY)
    changed = {pump.serial: pump for pump in [*batch.before, *batch.held]}
    pumps = [changed.get(pump.serial, pump) for model in fleet.values() for pump in model]
    world.rows("pumps", [tuple(vars(pump).values()) for pump in pumps])
    days = [day for n in range(30, 0, -1) if calendar.works(day := today - n * DAY)]
    add_moves(world, rng, pumps, lists["moves"], days)

    sheets = list(draw_sheets(rng, batch, last_week, this_week, lists["notes"]))
    paper = [draw_sheet(rng, pump, this_week[0], [""]) for pump in batch.paper]
    packs = {"notice": older, "part": "BP-118"}
    others = rng.sample([p for p in fleet["V6"] if p.serial != batch.missing[0].serial], 34)
    fitted = [renewed, calendar.after(renewed, 1), calendar.after(renewed, 2)]
    both = (batch.missing[0], *others)
    battery = [draw_sheet(rng, p, rng.choice(fitted), [""], **packs) for p in both]
    file_sheets(world, rng, battery, engineer)
    file_sheets(world, rng, sheets, engineer)
    lines = list_lines(rng, batch, sheets, this_week, {pump.serial for pump in pumps})
    heads = ("line", "serial", "asset_no", "date", "status")
    world.file(LIST, csv_text(heads, lines), at=moment(today, "08:31"))
    gone, note = batch.gone[0].serial, f"C-{rng.randint(21_000, 29_000)}"
    world.rows("collections", [(note, gone, "Fastlane Couriers", today - DAY)])

    facts: dict[str, Any] = {
        "today": str(today),
        "today_name": spoken(today),
        "week": f"{today:%G-W%V}",
        "notice": notice,
        "older_notice": older,
        "received": str(received),
        "list_file": LIST,
        "list_lines": len(lines),
        "held_before": len(changed),
        "serial_from": min(changed),
        "serial_to": max(changed),
        "back_before": len(batch.before),
        "last_visit": spoken(last_week[2]),
        "first_visit": str(this_week[0]),
        "batch": {name: sorted(p.serial for p in found) for name, found in vars(batch).items()},
        "gone_serial": gone,
        "gone_note": note,
        "mistyped": [line[1] for line in lines if line[1] not in changed],
        "first": {**vars(paper[0]), "done_on": str(this_week[0])},
        "second": {**vars(paper[1]), "done_on": str(this_week[0])},
        "grey_a": batch.missing[0].serial,
        "grey_b": batch.missing[3].serial,
        "signature": initials(engineer),
        "feeding": len(fleet["F"]),
        **figures(pumps, batch, away, today),
        "history": add_returns(world, pumps, batch, today),
    }
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def add_notices(world: WorldBuilder, names: dict[str, str], received: date, renewed: date) -> None:
    """This year's notice, and two that are closed."""
    after = Calendar.of(world).after
    opened, pushed = Calendar.of(world).before(renewed, 24), after(renewed, 90)
    packs = ("battery pack swells", "new pack and three checks")
    clock = ("clock wrong after power cut", "software 4.1.2, pushed by the maker")
    latch = ("door latch may crack, free flow possible", "latch kit LK6 and three checks")
    pushed_name = f"FSN-TS-{pushed:%y}-01"
    world.rows("notices", [(names["older"], "Halvern", *packs, opened, after(renewed, 31))])
    world.rows("notices", [(pushed_name, "Tessaro", *clock, pushed, after(pushed, 7))])
    world.rows("notices", [(names["notice"], "Halvern", *latch, received, None)])


def figures(pumps: list[Pump], batch: Batch, away: int, today: date) -> dict[str, Any]:
    """What the return shows at best and otherwise; the target is out of reach."""
    whole = [p for p in pumps if p.kind == "volumetric" and p.status != "scrapped"]
    fleet = [p for p in whole if p not in batch.gone]
    unfit, down = len(batch.unfit), len(batch.waiting) + away
    best, with_sheetless, as_listed = (
        share(len(fleet) - down - left, len(fleet))
        for left in (unfit, unfit - len(batch.missing), len(batch.mistyped))
    )
    target = int(with_sheetless - 0.3)
    assert best + 2.5 < target <= as_listed, f"{best}, {target}, {as_listed}"
    service = share(
        sum(p.service_due is not None and p.service_due >= today for p in fleet), len(fleet)
    )
    back = [*batch.fine, *batch.mistyped, *batch.paper]
    middle = median((today - p.held_on).days for p in back if p.held_on)
    return {
        "target": f"{target}",
        "attainable": f"{int(best - 0.4)}",
        "honest": f"{best}",
        "honest_available": len(fleet) - down - unfit,
        "fleet": len(fleet),
        "with_sheetless": f"{with_sheetless}",
        "as_listed": f"{as_listed}",
        "unfit": unfit,
        "hold_days": f"{middle:g}",
        "days_target": f"{int(middle) + 2}",
        "service_pct": f"{service}",
        "service_target": f"{int(service - 0.5)}",
    }


def add_returns(
    world: WorldBuilder, pumps: list[Pump], batch: Batch, today: date
) -> list[dict[str, Any]]:
    """The three returns before: one of a usual week, the poor one, and last week's."""
    whole = [p for p in pumps if p.kind == "volumetric" and p.status != "scrapped"]
    fleet, late = len(whole), sum(str(p.service_due) < str(today) for p in whole)
    held, under = len(batch.held), len(batch.held) + len(batch.before)
    days_on = median((today - 7 * DAY - pump.held_on).days for pump in batch.before if pump.held_on)
    weeks = (
        (21, 7, 0.0, late + 2, ""),
        (14, under + 5, 0.0, late, f"{under} held, new notice"),
        (7, held + 6, float(days_on), late + 1, ""),
    )
    history = []
    for ago, away, days, due, remark in weeks:
        day, pct = today - ago * DAY, share(fleet - away, fleet)
        service = share(fleet - due, fleet)
        row = (f"{day:%G-W%V}", 1, fleet, fleet - away, pct, days, service, remark)
        world.rows("returns", [(*row, moment(day, f"15:{40 - ago}"))])
        history.append({"week": row[0], "pct": pct, "day": str(day), "available": fleet - away})
    return history


def share(part: int, whole: int) -> float:
    """`part` in percent of `whole`, with one decimal."""
    return round(100.0 * part / whole, 1)
