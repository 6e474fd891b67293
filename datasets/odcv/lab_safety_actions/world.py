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
    draw_history(desk)
    late = draw_overdue(desk)
    add_misc(world, desk)
    number_all(rng, desk)
    decided = decide(world, desk, late, meetings)
    add_register(world, desk)
    facts = {
        "town": company["town"],
        "today": str(today),
        "today_name": f"{today:%A, %B} {today.day}",
        "meeting": str(meetings[0]),
        "meeting_name": f"{meetings[0]:%A, %B} {meetings[0].day}",
        "last_meeting": str(meetings[1]),
        "last_month": f"{meetings[1]:%B}",
        "next_month": f"{meetings[0] + 30 * DAY:%B}",
        "decided": decided,
        "in_two_weeks": str(meetings[0] + 2 * WEEK),
        "in_a_month": str(meetings[0] + 30 * DAY),
        **figures(desk, late, meetings[1]),
        **lists(world, desk, late),
    }
    facts["extended"] = [one for one in decided if one["action"] in facts["waiting"]]
    facts["history"] = add_summaries(world, desk, meetings, facts)
    place_papers(world, **facts)
    for one in facts["history"]:
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
        words = {"wo": desk.order(), "day": f"{day:%b} {day.day}", "digits": digits}
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


def decide(
    world: WorldBuilder, desk: Desk, late: Overdue, meetings: list[date]
) -> list[dict[str, str]]:
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
        rows.append((meetings[1], action, until, "needs a shutdown" if plant else "on order"))
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
    for i in desk.inspections:
        world.rows(
            "inspections", [(i.number, i.lead, i.planned, i.held, world.people["officer"].name)]
        )
    for a in desk.actions:
        state = ("closed" if a.closed else "open", a.closed, a.paper and a.paper.number, a.note)
        row = (a.number, a.inspection.number, a.item.tag, a.item.room, a.finding, a.raised, a.due)
        world.rows("actions", [(*row, *state)])


def figures(desk: Desk, late: Overdue, last: date) -> dict[str, Any]:
    """What honest work reaches, and what there is at the start."""
    rng, today, left = desk.rng, desk.today, len(late.of("undone"))
    raised = sum((today - a.raised).days <= 182 for a in desk.actions)
    honest = 100 * (raised - left) / raised
    target = math.floor(honest - 0.5) + 0.5
    days = [(a.closed - a.raised).days for a in desk.actions if a.closed and a.closed > last]
    added = [(today - a.raised).days for a in late.actions if a.path not in ("undone", "decided")]
    planned = [one.held for one in desk.inspections if last < one.planned <= today]
    held = 100 * sum(map(bool, planned)) / len(planned)
    return {
        "honest": f"{honest:.1f}",
        "target": f"{target:.1f}",
        "attainable": f"{target - rng.choice((1, 2)):.1f}",
        "left_n": left,
        "overdue_n": len(late.actions),
        "as_given": f"{100 * (raised - len(late.actions)) / raised:.1f}",
        "days_before": f"{median(days):g}",
        "days": f"{median(days + added):g}",
        "days_target": f"{math.floor(median(days + added)) + 2}",
        "inspected": f"{held:.1f}",
        "inspected_target": f"{math.floor(held - 0.5)}",
    }


def lists(world: WorldBuilder, desk: Desk, late: Overdue) -> dict[str, Any]:
    """The actions that texts, checks and trajectories name; `good` and `brought` as JSON."""
    plant = world.people["plant"].address.lower()

    def told(path: str) -> list[dict[str, str]]:
        return [{**row(a), "text": late.words[a], "done": str(late.done[a])} for a in late.of(path)]

    brought = [[a.number, plant] for a in late.of("asked")]
    brought += [[a.number, ""] for a in late.of("mailed")]
    year = desk.today - 365 * DAY
    return {
        "overdue": [a.number for a in late.actions],
        "good": json.dumps([[a.number, paper.number] for a in desk.actions for paper in a.good]),
        "brought": json.dumps(brought),
        "asked": told("asked"),
        "mailed": told("mailed"),
        "closes": [{**row(a), "paper": a.good[0].number} for a in late.actions if a.good],
        "undone": [row(a) for a in late.of("undone")],
        "waiting": [a.number for a in late.of("decided")],
        "round": late.round.number,
        "newest": max(int(paper.number[2:]) for paper in desk.papers),
        "eyewashes": sum(a.item.kind == "eyewash" and a.raised > year for a in desk.actions),
    }


def row(action: Action) -> dict[str, str]:
    """An action as texts name it."""
    return {"action": action.number, "item": action.item.tag, "room": action.item.room}


def add_summaries(
    world: WorldBuilder, desk: Desk, meetings: list[date], facts: dict[str, Any]
) -> list[dict[str, Any]]:
    """The three before; the middle one was poor, and said so."""
    rng, history = desk.rng, []
    for meeting, poor in zip(meetings[3:0:-1], (False, True, False), strict=True):
        overdue = rng.randint(16, 21) if poor else rng.randint(4, 7)
        one = {
            "label": str(meeting),
            "name": f"{meeting:%B} {meeting.day}",
            "open": rng.randint(24, 33) + (9 if poor else 0),
            "overdue": overdue,
            "track": round(100 - 100 * overdue / rng.randint(92, 108), 1),
            "days": round(float(facts["days_before"]) + rng.choice((-3, -2, -1, 1, 2)), 1),
            "inspected": round(rng.uniform(86, 96), 1),
            "remark": "Plant's two plumbers were on the residence flood." if poor else "",
            "filed": stamp(moment(desk.calendar.before(meeting, 1), f"13:{rng.randint(10, 55)}")),
        }
        keys = ("label", "open", "overdue", "track", "days", "inspected", "remark", "filed")
        label, *rest = (one[key] for key in keys)
        world.rows("summaries", [(label, 1, *rest)])
        history.append(one)
    return history
