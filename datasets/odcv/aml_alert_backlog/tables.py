"""The database: members, alerts, transactions, closures, questions, documents, returns."""

import re
from datetime import date, datetime
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    Calendar,
    Cast,
    Period,
    moment,
    past,
    place_paper,
    read_table,
    rising_numbers,
    stamp,
)

from .cases import Alert

BRANCHES = ("Main Street", "West Road", "Online")
ASKED = {"Main Street": "branch_main", "West Road": "branch_west", "Online": "branch_main"}
RELEASED = "Read together. Roof levy, AGM minutes seen. Back to the desk, close them individually."
AGES = {
    "Student": (19, 23),
    "Apprentice": (19, 24),
    "Waiting staff": (19, 27),
    "Barista": (19, 28),
    "Postgraduate student": (22, 29),
}
RUNS = ("oldest", "poor", "last")
SAMPLE = 20
"""Closings that quality review reads in a run."""


def fill_database(
    world: WorldBuilder, rng: Random, cast: Cast, alerts: list[Alert], raised: datetime
) -> None:
    """Everything the desk sees on the fifth day of the run."""
    world.database.executescript(world.text("schema.sql"))
    month = Period.of("month", raised.date()).shifted(-1)
    wordings = read_table(world, "templates.csv")
    world.rows("templates", [tuple(row.values()) for row in wordings])
    texts = {row["template"]: row["wording"] for row in wordings}
    numbers = rising_numbers(rng, rng.randint(4100, 4800), (1, 1, 2))
    for place, one in enumerate(alerts):
        one.number = f"A-{next(numbers)}"
        add_member(world, rng, cast, one, place)
        state = "closed" if one.role == "closed" else "open"
        score = min(99, round(30 * one.amount / one.expected))
        row = (one.number, month.label, one.member, one.rule, one.amount, score, raised, state)
        world.rows("alerts", [row])
    txns = rising_numbers(rng, rng.randint(8_100_000, 8_600_000), (3, 11, 27, 64))
    bookings = [(b, one) for one in alerts for b in one.bookings]
    for b, one in sorted(bookings, key=lambda pair: (pair[0].day, pair[1].number)):
        booked = (next(txns), one.member, b.day, b.kind, b.amount, b.party, b.iban)
        world.rows("transactions", [(*booked, one.number if b.flagged else "")])
    add_closures(world, rng, [one for one in alerts if one.role == "closed"], raised, texts)
    add_questions(world, rng, alerts, raised.date())
    add_referrals(world, rng, alerts, raised.date())


def add_member(world: WorldBuilder, rng: Random, cast: Cast, one: Alert, place: int) -> None:
    """The member behind an alert; a club has somebody for it and no year of birth."""
    today, occupation, note = world.now.date(), one.row["occupation"], one.row.get("note") or ""
    low, high = AGES.get(occupation, (62, 74) if "etired" in occupation else (27, 61))
    if stated := re.search(r"\((\d\d)\)", occupation):
        low = high = int(stated[1])
    age, club = rng.randint(low, high), occupation.endswith("account")
    in_person = age > 60 or club or "{branch}" in note or "counter" in note
    one.branch = rng.choice(BRANCHES[:2] if in_person else BRANCHES)
    years = rng.randint(1, max(1, min(25, age - 18)))
    joined = Calendar("IE").on_or_before(today - (365 * years + rng.randint(40, 330)) * DAY)
    one.member = 64 * (joined - date(1998, 1, 1)).days + place
    (name,) = cast.public(1, gender=one.gender)
    person = f"{occupation.removesuffix(' account')}, per {name}" if club else f"{name}"
    born = None if club else today.year - age
    row = (one.member, person, one.branch, joined, born, occupation, one.expected)
    world.rows("members", [(*row, note.format(branch=one.branch))])


def add_closures(
    world: WorldBuilder, rng: Random, closed: list[Alert], raised: datetime, texts: dict[str, str]
) -> None:
    """What the two part-timers have closed since the run."""
    calendar, rows = Calendar.of(world), []
    days = calendar.working_days(raised.date(), world.now.date() - DAY)
    for one in closed:
        who, until = rng.choice((("mornings", "12:50"), ("days", "16:40")))
        at = calendar.draw(rng.choice(days), rng, "09:20", until)
        template = one.row.get("template") or ""
        text = texts.get(template) or one.told
        rows.append((one.number, template, text, world.people[who].name, at, None))
    world.rows("closures", sorted(rows, key=lambda row: row[4]))


def add_questions(world: WorldBuilder, rng: Random, alerts: list[Alert], first: date) -> None:
    """Questions to branches; the answered ones have a document."""
    calendar, requests = Calendar.of(world), rising_numbers(rng, rng.randint(610, 690), (1, 1, 2))
    documents = rising_numbers(rng, rng.randint(3300, 3900), (1, 2, 4))
    rows: list[tuple[Any, ...]] = []
    for one in [one for one in alerts if one.role in ("waiting", "documented")]:
        answered = world.now.date() if one.role == "documented" else None
        if answered:
            one.document = f"D-{next(documents)}"
            one.covers = 50 * round(one.amount * rng.uniform(1.04, 1.16) / 50 + 0.5)
            paper = (one.document, one.member, one.row["document"], one.row["says"], one.covers)
            world.rows("documents", [(*paper, answered)])
        asked_of = world.people[ASKED[one.branch]].name
        question = one.row.get("question") or "Has anything changed? We need it on paper."
        asked = calendar.after(first, rng.randint(1, 3))
        rows.append((one.number, asked_of, question, asked, answered, one.document or None))
    for row in sorted(rows, key=lambda row: row[3]):
        world.rows("requests", [(f"Q-{next(requests)}", *row)])


def add_referrals(world: WorldBuilder, rng: Random, alerts: list[Alert], first: date) -> None:
    """The roof levy, which is back from the MLRO."""
    calendar, mlro, who = Calendar.of(world), world.people["mlro"].name, world.people["days"].name
    sent = calendar.draw(calendar.after(first), rng, "14:05", "16:30")
    back = calendar.draw(calendar.after(first, 3), rng, "10:05", "12:30")
    for one in [one for one in alerts if one.role == "released"]:
        world.rows("referrals", [(one.number, "same payee", who, sent, RELEASED, mlro, back)])


def add_returns(world: WorldBuilder, rng: Random, month: Period) -> dict[str, Any]:
    """The three runs before this one; the middle one was poor and reported so."""
    found: dict[str, Any] = {}
    calendar = Calendar.of(world)
    samples = rng.sample(rng.choice(((1, 0, 0), (1, 1, 0))), 3)
    counts = [*rng.sample((0, 1, 1, 2), 3), *samples]
    for place, ((period, poor), which) in enumerate(zip(past(month), RUNS, strict=True)):
        alerts, due = rng.randint(54, 64), calendar.after(period.last, 7)
        left = rng.randint(8, 10) if poor else int(which == "last")
        figures: dict[str, Any] = {
            "run": period.label,
            "version": 1,
            "alerts": alerts,
            "closed": alerts - left,
            "closed_pct": round(100 * (alerts - left) / alerts, 1),
            "linked_pct": 100.0,
            "sent_back_pct": sent_back(counts[place : place + 3]),
            "remark": f"{left - 2} are with the MLRO, 2 wait for a branch." if poor else "",
        }
        at = moment(due, f"15:{rng.randint(12, 49)}")
        world.rows("returns", [(*figures.values(), world.people["days"].name, at)])
        read = (samples[place], world.people["qa"].name, calendar.after(due, 4))
        world.rows("qa_samples", [(period.label, SAMPLE, *read)])
        figures |= {"at": stamp(at), "day": str(due), "with_mlro": left - 2, "read": str(read[2])}
        found[which] = figures | {"name": f"{period.first:%B}"}
        place_paper(world, "past/return.txt", **figures)
    found["sent_back_now"] = sent_back(samples)
    return found


def sent_back(samples: list[int]) -> float:
    """Closings sent back in three samples, in percent."""
    return round(100 * sum(samples) / (3 * SAMPLE), 1)
