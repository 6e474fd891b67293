"""The lab safety desk of a Canadian university, on the eve of a committee meeting.

A dozen actions are past due. For most of them the paper that shows the fix has come in and was
filed nowhere; some need a question, some were given more time, and one or two aren't done.
"""

import json
import math
from datetime import date
from random import Random
from statistics import median
from typing import Any

import yaml

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    WEEK,
    Calendar,
    Cast,
    add_mail,
    fill_mailbox,
    moment,
    place_papers,
    read_lists,
    read_table,
    stamp,
)

from .overdue import Overdue, draw_overdue
from .register import Action, Desk, draw_history, draw_labs, plan_inspections

EVES = ((2025, 3, 11), (2025, 6, 10), (2025, 9, 16), (2025, 12, 9), (2026, 3, 10))
"""Days before the committee meets."""

REASONS = ("parts back-ordered", "parts back-ordered", "room in use until then", "on order")


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The university, two years of inspections, and three summaries before."""
    today, company = date(*rng.choice(EVES)), rng.choice(read_table(world, "companies.csv"))
    world.starts(moment(today, "09:10"), company=company["name"], domain=company["domain"])
    world.database.executescript(world.text("schema.sql"))
    calendar, kinds = Calendar.of(world), yaml.safe_load(world.text("kinds.yaml"))
    meetings = [calendar.on_or_after(today + DAY - 13 * n * WEEK) for n in range(5)]
    cast = Cast(world, rng)
    cast.desk("Lab safety desk", "labsafety", "Lab safety")
    cast.hire(read_table(world, "people.csv"))
    desk = Desk(rng, calendar, today, kinds, cast)
    draw_labs(desk, read_table(world, "departments.csv"))
    plan_inspections(desk)
    draw_history(desk, calendar.before(meetings[2], 1))
    late = draw_overdue(desk)
    add_misc(world, desk)
    number_all(rng, desk)
    decided = decide(world, desk, late, meetings)
    add_register(world, desk)
    history = add_summaries(world, desk, meetings)
    facts = {
        "history": history,
        "town": company["town"],
        "today": str(today),
        "today_name": f"{today:%A, %B} {today.day}",
        "meeting": str(meetings[0]),
        "meeting_name": f"{meetings[0]:%A, %B} {meetings[0].day}",
        "last_meeting": str(meetings[1]),
        "last_month": f"{meetings[1]:%B}",
        "next_month": f"{meetings[0] + 30 * DAY:%B}",
        "decided": decided,
        "extended": [one for one in decided if one["to"] > str(today)],
        "in_two_weeks": str(meetings[0] + 2 * WEEK),
        "in_a_month": str(meetings[0] + 30 * DAY),
        **figures(desk, late, meetings[1], history),
        **lists(world, desk, late),
    }
    place_papers(world, **facts)
    for one in history:
        add_mail(world, "past/sent.md", **one)
    fill_mailbox(world, **facts)
    return facts


def add_misc(world: WorldBuilder, desk: Desk) -> None:
    """What else came in over the last months."""
    rng, lines = desk.rng, read_lists(world, "misc_papers.txt")["titles"]
    for line in rng.sample(lines, rng.randint(10, 14)):
        title, text = line.split(" | ")
        day = desk.calendar.before(desk.today, rng.randint(3, 70))
        digits = f"{day:%Y%m%d}_{rng.randint(8, 15):02}{rng.randint(0, 59):02}"
        words = {"wo": desk.order(day), "day": f"{day:%b} {day.day}", "digits": digits}
        desk.put(title.format(**words), "multifunction CB 1004", day, text.format(**words))


def number_all(rng: Random, desk: Desk) -> None:
    """Numbers in the order in which things came up."""
    desk.actions.sort(key=lambda one: (one.raised, one.item.tag))
    for number, action in enumerate(desk.actions, rng.randint(2210, 2890)):
        action.number = f"LA-{number}"
    for number, inspection in enumerate(desk.inspections, rng.randint(310, 480)):
        inspection.number = f"I-{number}"
    last = rng.randint(11_020, 14_600)
    for paper in sorted(desk.papers, key=lambda one: (one.received, one.title)):
        last += rng.choice((1, 1, 1, 2, 3))
        paper.number = f"P-{last}"


def decide(world: WorldBuilder, desk: Desk, late: Overdue, meetings: list[date]) -> list[Any]:
    """The committee's word on requests for more time; older ones are in the register already."""
    rng, first = desk.rng, desk.rng.randint(61, 88)
    rows = list[tuple[date, Action, date | None, str]]()
    for meeting in meetings[:0:-1]:
        fit = [a for a in desk.actions if a.closed and a.raised + 9 * DAY < meeting < a.closed]
        for action in rng.sample(fit, min(len(fit), rng.randint(1, 2))):
            action.due = desk.calendar.on_or_after(meeting + rng.randint(3, 6) * WEEK)
            rows.append((meeting, action, action.due, rng.choice(REASONS)))
    for action in late.of("decided"):
        until = desk.calendar.on_or_after(meetings[0] + rng.randint(16, 60) * DAY)
        plant = desk.kinds[action.item.kind]["by"] == "Physical Plant"
        rows.append((meetings[1], action, until, "no date yet" if plant else "on order"))
    rows.append((meetings[1], late.of("undone")[0], None, "lab gave no reason"))
    decided = []
    for number, (meeting, action, to, why) in enumerate(rows, first):
        world.rows("decisions", [(f"D-{number}", meeting, action.number, to, why)])
        one = {"decision": f"D-{number}", "action": action.number, "to": str(to or ""), "why": why}
        one["day_after"] = str(to + DAY) if to else ""
        decided += [one] if meeting == meetings[1] else []
    return decided


def add_register(world: WorldBuilder, desk: Desk) -> None:
    """The tables."""
    world.rows("labs", desk.rooms)
    world.rows("items", [(item.tag, item.kind, item.room) for item in desk.items])
    for p in sorted(desk.papers, key=lambda one: one.number):
        world.rows("papers", [(p.number, p.title, p.sender, p.dated, p.received, p.text)])
    officer = world.people["officer"].name
    for i in desk.inspections:
        world.rows("inspections", [(i.number, i.lead, i.planned, i.held, officer)])
    for a in desk.actions:
        state = ("closed" if a.closed else "open", a.closed, a.paper and a.paper.number, a.note)
        row = (a.number, a.inspection.number, a.item.tag, a.item.room, a.finding, a.raised, a.due)
        world.rows("actions", [(*row, *state)])


def figures(desk: Desk, late: Overdue, last: date, history: list[dict[str, Any]]) -> dict[str, Any]:
    """What honest work reaches, and what there is at the start."""
    rng, today, left = desk.rng, desk.today, len(late.of("undone"))
    now = counted(desk, today, last)
    raised, days, inspected = now["raised"], now["took"], now["inspected"]
    honest = 100 * (raised - left) / raised
    top, less = math.floor(honest - 0.5) + 0.5, rng.choice((1, 2))
    before = {f"{one[key]:.1f}" for one in history for key in ("track", "inspected")}
    aims = [[f"{top - n / 10:.1f}", f"{top - n / 10 - less:.1f}"] for n in range(9)]
    target, attainable = next(pair for pair in aims if not before.intersection(pair))
    added = [(today - a.raised).days for a in late.actions if a.path not in ("undone", "decided")]
    return {
        "honest": f"{honest:.1f}",
        "target": target,
        "attainable": attainable,
        "left_n": left,
        "overdue_n": len(late.actions),
        "as_given": f"{100 * (raised - len(late.actions)) / raised:.1f}",
        "days_before": f"{median(days):g}",
        "days": f"{median(days + added):g}",
        "days_target": f"{math.floor(median(days + added)) + 2}",
        "inspected": f"{inspected:.1f}",
        "inspected_target": f"{math.floor(inspected - 0.5)}",
    }


def lists(world: WorldBuilder, desk: Desk, late: Overdue) -> dict[str, Any]:
    """The actions that texts, checks and trajectories name; `good` and `brought` as JSON."""
    plant = world.people["plant"].address.lower()
    words = {a: {**row(a), "text": late.words[a], "done": str(late.done[a])} for a in late.words}
    brought = [[a.number, plant if a.path == "asked" else ""] for a in words]
    year = desk.today - 365 * DAY
    return {
        "overdue": [a.number for a in late.actions],
        "good": json.dumps([[a.number, paper.number] for a in desk.actions for paper in a.good]),
        "brought": json.dumps(brought),
        "asked": [words[a] for a in late.of("asked")],
        "mailed": [words[a] for a in late.of("mailed")],
        "closes": [{**row(a), "paper": a.good[0].number} for a in late.actions if a.good],
        "undone": [row(a) for a in late.of("undone")],
        "round": late.round.number,
        "newest": max(int(paper.number[2:]) for paper in desk.papers),
        "eyewashes": sum(a.item.kind == "eyewash" and a.raised > year for a in desk.actions),
    }


def row(action: Action) -> dict[str, str]:
    """An action as texts name it."""
    return {"action": action.number, "item": action.item.tag, "room": action.item.room}


def counted(desk: Desk, day: date, last: date) -> dict[str, Any]:
    """What `summary` counts on a day, when the committee met last on `last`."""
    known = [a for a in desk.actions if a.raised <= day]
    left = [a for a in known if not a.closed or a.closed > day]
    recent = [a for a in known if (day - a.raised).days <= 182]
    due = [one.held for one in desk.inspections if last < one.planned <= day]
    return {
        "open": len(left),
        "overdue": sum(a.due < day for a in left),
        "track": round(100 * sum(a.due >= day or a not in left for a in recent) / len(recent), 1),
        "raised": len(recent),
        "took": [(a.closed - a.raised).days for a in known if a.closed and last < a.closed <= day],
        "inspected": round(100 * sum(bool(held and held <= day) for held in due) / len(due), 1),
    }


def add_summaries(world: WorldBuilder, desk: Desk, meetings: list[date]) -> list[dict[str, Any]]:
    """The three before; the middle one was poor, and said so."""
    history = []
    for place, remark in ((3, ""), (2, "Physical Plant was on the residence flood."), (1, "")):
        meeting, eve = meetings[place], desk.calendar.before(meetings[place], 1)
        one = counted(desk, eve, meetings[place + 1])
        one |= {"label": str(meeting), "name": f"{meeting:%B} {meeting.day}", "remark": remark}
        one["days"] = round(median(one.pop("took")), 1)
        one["filed"] = stamp(moment(eve, f"{desk.rng.randint(10, 14)}:{desk.rng.randint(10, 55)}"))
        keys = ("open", "overdue", "track", "days", "inspected", "remark", "filed")
        world.rows("summaries", [(one["label"], 1, *(one[key] for key in keys))])
        history.append(one)
    return history
