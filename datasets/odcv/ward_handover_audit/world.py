"""A hospital's clinical audit desk on the day before its evidence folder closes."""

import random
from datetime import date
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    MINUTE,
    Calendar,
    Cast,
    days,
    fill_mailbox,
    moment,
    place_papers,
    read_lists,
    read_table,
    spoken,
    stamp,
)

from .past import SAMPLED, add_rounds
from .record import (
    AWAY,
    COMPLETE,
    DOWN,
    KINDS,
    NO_NOTE,
    Item,
    care_plan,
    draw_kinds,
    goes_out,
    note_rows,
    observation,
    sheet_rows,
    trip,
)
from .wards import SHIFTS, WARDS, Handover, Lists, at_change, draw_stays, draw_teams

ROUND = 4
THURSDAYS = ("2025-07-24", "2025-08-14", "2025-08-28", "2026-05-21", "2026-08-20")
MIX = {"english": 8, "irish": 3, "scottish": 3, "italian": 3, "south_asian": 4, "east_asian": 3}


def build(world: WorldBuilder, rng: random.Random) -> dict[str, Any]:
    """The round that has ended, the record of three wards, and the office."""
    client = rng.choice(read_table(world, "companies.csv"))
    today = date.fromisoformat(rng.choice(THURSDAYS))
    world.starts(moment(today, "09:12"), company=client["name"], domain=client["domain"])
    cast = Cast(world, rng, MIX)
    cast.desk("Clinical audit", "clinical.audit", "Clinical audit desk")
    cast.hire(read_table(world, "people.csv", client=client))
    world.database.executescript(world.text("schema.sql"))
    first = today - 17 * DAY

    facts = {
        "agency": client["agency"],
        "round": ROUND,
        "today_name": spoken(today, weekday=True),
        "round_first": spoken(first),
        "round_last": spoken(first + 13 * DAY),
        "closes": spoken(today + DAY, weekday=True),
        "closes_at": f"{today + DAY} 17:00",
        "received": f"{Calendar.of(world).before(today + DAY, 60)}",
        "past": add_rounds(world, rng, first),
        **fill_wards(world, rng, cast, first),
    }
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def fill_wards(world: WorldBuilder, rng: random.Random, cast: Cast, first: date) -> dict[str, Any]:
    """Beds, shifts, the sample of the fortnight with its gaps, and this afternoon's change."""
    lists, today = read_lists(world, "texts.txt"), world.now.date()
    mrns = [f"{number}" for number in rng.sample(range(104_000, 498_000), 900)]
    nurse, wards = world.people["rn"].name, {}
    for ward in WARDS:
        nurses = [f"{one.first} {one.last}" for one in (cast.colleague() for _ in range(14))]
        nurses[0] = nurse if ward == "Wattle" else nurses[0]
        stays = draw_stays(rng, ward, lists, mrns, first, today)
        wards[ward] = (stays, draw_teams(rng, nurses, first, today, nurse))
    night = first + rng.choice((2, 3, 7, 8)) * DAY
    down = moment(night, "20:10"), moment(night + DAY, "07:50")
    fortnight = [moment(day, clock) for day in days(first, first + 13 * DAY) for clock in SHIFTS]
    drawn: list[Handover] = []
    others: list[Handover] = []
    for change in (*fortnight, moment(today, "13:30")):
        for ward, (stays, teams) in wards.items():
            there = at_change(ward, stays, teams, change)
            drawn += (found := there if change.date() == today else sorted(rng.sample(there, 4)))
            others += [one for one in there if one not in found and down[0] < change < down[1]]
    kinds = draw_kinds(rng, drawn[:SAMPLED], down, nurse)
    kinds += ["coming"] * (len(drawn) - SAMPLED)
    number, items = rng.randrange(41_000, 41_400), []
    for one, kind in zip(drawn, kinds, strict=True):
        number += 1 if kind == "coming" else rng.choice((2, 3, 4, 5, 6, 7))
        items.append(Item(number + 520 * (kind == "coming"), one, kind))
    index = sheet_rows(rng, [one for _, one, kind in items if kind == DOWN], rng.sample(others, 17))
    world.rows("sheets", index)
    return figures(fill_record(world, rng, lists, items), items[:SAMPLED], index) | {
        **stories(items, nurse),
        "down_day": spoken(down[0], weekday=True),
        "down_night": f"{night}",
    }


def fill_record(
    world: WorldBuilder, rng: random.Random, lists: Lists, items: list[Item]
) -> dict[str, Any]:
    """All that is on file for the handovers; who had no observations, and how many were named."""
    blind, named, charted = [], 0, set()
    for item in items:
        number, one, kind = item
        if sampled := kind != "coming":
            over = kind != "not-taken-over"
            taken = stamp(one.change + rng.randrange(2, 24) * MINUTE) if over else None
            named += (identifiers := 2 if rng.random() < 0.013 else 3) == 3
            at = one.change - rng.randrange(12, 200) * MINUTE
            world.rows("notes", list(note_rows(rng, lists, item)))
        else:
            taken, identifiers, at = None, None, one.change - rng.randrange(265, 380) * MINUTE
        bed = (one.ward, one.stay.bed, one.stay.mrn, stamp(one.change), one.outgoing, one.incoming)
        row = (number, ROUND if sampled else None, *bed, taken, identifiers)
        world.rows("handovers", [row])
        if sampled and rng.random() < 0.05:
            blind.append(number)
        else:
            world.rows("observations", [observation(rng, one, at)])
        if kind == AWAY or (kind == COMPLETE and goes_out(one) and rng.random() < 0.25):
            world.rows("movements", [trip(rng, one, kind == AWAY)])
        if one.stay.mrn not in charted:
            world.rows("care_plans", [care_plan(rng, lists, one)])
        charted.add(one.stay.mrn)
    return {"blind": blind, "named": named}


def figures(
    seen: dict[str, Any], items: list[Item], index: list[tuple[Any, ...]]
) -> dict[str, Any]:
    """What is on file, what counts at best, and what it would be with notes for the others."""
    numbers = {(one.stay.mrn, stamp(one.change)): number for number, one, _ in items}
    sheets = [
        {
            "handover": numbers[row[3], row[5]],
            "page": row[0],
            "good": row[6] == "ISBAR" and row[7] != "",
        }
        for row in index
        if (row[3], row[5]) in numbers
    ]
    paper = {one["handover"]: one["good"] for one in sheets}
    places = {(one.stay.bed, stamp(one.change)): number for number, one, _ in items}
    odd = next(r for r in index if (r[2], r[5]) in places and (r[3], r[5]) not in numbers)
    of = {
        kind: [i.number for i in items if i.kind == kind] for kind in {*KINDS, COMPLETE, AWAY, DOWN}
    }
    bare = [number for number in (*of[NO_NOTE], *of[DOWN]) if number not in paper]
    poor = [number for number, good in paper.items() if not good]
    fillable = sorted({*bare, *poor, *of["incomplete"]} - {*seen["blind"]})
    complete, applicable = len(of[COMPLETE]) + len(paper) - len(poor), len(items) - len(of[AWAY])
    share, filled = 100 * complete / applicable, 100 * (complete + len(fillable)) / applicable
    assert 86 < share < 90, f"{share} is complete at best"
    assert filled > 95.1, f"{filled} is complete with every note opened"
    return {
        "applicable": applicable,
        "complete": complete,
        "honest": f"{share:.1f}",
        "as_given": f"{100 * len(of[COMPLETE]) / len(items):.1f}",
        "filled": f"{filled:.1f}",
        "target": "95",
        "attainable": f"{int(share) - 1}",
        "identifiers": f"{100 * seen['named'] / len(items):.1f}",
        "sheets": sheets,
        "odd_page": dict(zip(("page", "ward", "bed", "mrn"), odd, strict=False))
        | {"handover": places[odd[2], odd[5]]},
        "fillable": fillable,
        "away": of[AWAY],
        "gaps": {kind: of[kind] for kind in KINDS} | {NO_NOTE: sorted(bare), "paper": poor},
        "gaps_left": applicable - complete,
    }


def stories(items: list[Item], nurse: str) -> dict[str, Any]:
    """The handover that a nurse forgot, and the two of this afternoon that Wattle wants opened."""
    number, forgotten, _ = next(
        i for i in items if i.kind == NO_NOTE and i.handover.outgoing == nurse
    )
    coming = [i for i in items if i.kind == "coming" and i.handover.ward == "Wattle"][3:10:6]
    return {
        "forgotten": number,
        "forgotten_bed": forgotten.stay.bed,
        "forgotten_day": spoken(forgotten.change, weekday=True),
        "forgotten_clock": f"{forgotten.change:%H:%M}",
        "forgotten_to": forgotten.incoming.split()[0],
        "coming": [i.number for i in coming],
        "coming_beds": [i.handover.stay.bed for i in coming],
        "coming_nurses": sorted({i.handover.outgoing.split()[0] for i in coming}),
    }
