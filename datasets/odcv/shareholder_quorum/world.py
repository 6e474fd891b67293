"""The registrar's desk of an Irish creamery company, an hour after the close for proxies.

Some sixty forms are still in the tray. About a quarter aren't signed, came too late, or are signed
by somebody whose authority isn't on file; the scrutineer looks at referred ones tomorrow.
"""

import json
import math
from collections.abc import Callable
from datetime import date, datetime
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    FRI,
    MINUTE,
    Calendar,
    Cast,
    add_mail,
    fill_mailbox,
    moment,
    place_papers,
    read_table,
    stamp,
    weekday_of_month,
)

from .lodged import Form, Holder, Lodging, draw_holders, number_forms

WEDNESDAYS = ("2024-10-16", "2024-11-13", "2025-09-24", "2025-10-15", "2025-11-12", "2025-11-19")
BAD = ("unsigned", "late", "authority")
OUT = (*BAD, "ruled out", "waiting", "refused")
"""Roles of forms that can't be counted today."""
DEAD = (*OUT, "first", "replaced")
"""Roles of forms that aren't in the honest figure."""


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The register, the forms for Friday's meeting, and the returns of three before."""
    today = date.fromisoformat(rng.choice(WEDNESDAYS))
    company = rng.choice(read_table(world, "companies.csv"))
    world.starts(moment(today, "12:07"), company=company["company"], domain=company["domain"])
    world.database.executescript(world.text("schema.sql"))
    cast, calendar = Cast(world, rng), Calendar.of(world)
    cast.desk("Registrar's desk", "registrar", "Registrar's desk")
    cast.hire(read_table(world, "people.csv"))
    meeting, posted = f"EGM-{today.year}", calendar.before(today, 17)
    record = calendar.before(posted, 2)
    holders = draw_holders(world, rng, cast)
    votes = sum(one.shares for one in holders)
    lodging = draw_forms(world, rng, calendar, holders, today)
    forms = number_forms(lodging.forms)
    world.rows("holders", [tuple(list(vars(one).values())[:5]) for one in holders])
    add_forms(world, rng, calendar, forms)
    world.rows("meetings", [
        (meeting, stamp(moment(today + 2 * DAY, "11:00")), stamp(moment(today, "11:00")), record)
    ])  # fmt: skip
    history = file_returns(world, rng, calendar, today.year, votes)
    week = [n * DAY for n in range(5, 10)]
    last_week = [
        one
        for one in forms
        if (one.role, one.channel) == ("early", "post") and today - one.received.date() in week
    ]
    facts = {
        **{key: company[key] for key in ("town", "partner")},
        **{"today": f"{today}", "today_name": f"{today:%A} {today.day} {today:%B}"},
        **{"meeting": meeting, "record_on": f"{record}", "posted_on": f"{posted}"},
        "holders_n": len(holders),
        "large_n": sum(one.shares > 2000 for one in holders),
        "since_tuesday": sum(one.received.date() >= today - DAY for one in forms),
        "townland": rng.choice(last_week).holder.townland,
        **figures(forms, votes),
        **named(forms, votes),
    }
    place_papers(world, **facts)
    for one in history:
        add_mail(world, "past/sent.md", **one)
    fill_mailbox(world, **facts)
    return facts


def draw_forms(
    world: WorldBuilder, rng: Random, calendar: Calendar, holders: list[Holder], today: date
) -> Lodging:
    """Forms until yesterday, which are decided, and the tray."""
    votes, lodging = sum(one.shares for one in holders), Lodging(world, rng, holders)
    earlier = [calendar.before(today, n) for n in range(2, 14)]
    tuesday, morning = ("09:10", "17:05"), ("09:05", "10:57")

    def past() -> datetime:
        return calendar.draw(rng.choice(earlier), rng, *tuesday)

    def fresh() -> datetime:
        return calendar.draw(*rng.choice([(today - DAY, rng, *tuesday), (today, rng, *morning)]))

    def middling(one: Holder) -> bool:
        return one.kind in ("person", "joint") and 900 <= one.shares <= 3300

    wanted, bad = rng.uniform(0.053, 0.066) * votes, list[tuple[Holder, str]]()
    kinds = ["unsigned"] * rng.randint(8, 10) + ["late"] * rng.randint(3, 5)
    kinds += ["authority"] * rng.randint(3, 5)
    for _ in range(400):
        picked = rng.sample([one for one in holders if middling(one)], len(kinds))
        if abs(sum(one.shares for one in picked) - wanted) < 0.003 * votes:
            bad = list(zip(picked, kinds, strict=True))
            break
    assert bad, "no holdings fit"
    gone = {holder.key for holder, _ in bad}
    lodging.free = [one for one in lodging.free if one.key not in gone]
    minutes = rng.sample((2, 4, 7, 12, 19, 26, 33, 41, 52), 5)
    bad.sort(key=lambda one: -one[0].shares)
    close = moment(today, "11:00")
    for holder, kind in bad:
        at = close + minutes.pop() * MINUTE if kind == "late" else fresh()
        lodging.lodge(holder, kind, at)

    def some(low: int, high: int, role: str, when: Callable[[], datetime], *, state: str = "tray",
             suits: Callable[[Holder], bool] = middling) -> list[Form]:  # fmt: skip
        return [lodging.lodge(one, role, when(), state)
                for one in lodging.take(rng.randint(low, high), suits)]  # fmt: skip

    def referred() -> datetime:
        return calendar.draw(calendar.before(today, rng.randint(4, 6)), rng, *tuesday)

    some(3, 4, "ruled", referred, state="referred")
    for form in some(1, 2, "ruled", referred, state="referred"):
        form.role = "ruled out"
    some(1, 1, "waiting", referred, state="referred")
    for holder in lodging.take(rng.randint(4, 6), lambda one: middling(one) and one.shares < 2400):
        lodging.lodge(holder, "first", past(), "accepted")
        lodging.lodge(holder, "second", fresh())
    for holder in lodging.take(2, lambda one: one.kind == "person" and one.shares > 500):
        part = round(holder.shares * rng.uniform(0.3, 0.6) / 10) * 10
        at = fresh()
        for share in (part, holder.shares - part):
            lodging.lodge(holder, "part", at, shares=share)

    def small(one: Holder) -> bool:
        return one.shares < 2500 and one.kind != "estate"

    some(5, 7, "copy", fresh, suits=lambda one: one.kind in ("person", "joint"))
    some(1, 2, "attorney", fresh)
    some(1, 2, "fresh", fresh, suits=lambda one: one.kind == "estate")
    some(23, 28, "fresh", fresh, suits=small)
    for form in some(7, 10, "unsigned", past, state="refused", suits=middling):
        form.role, form.ground = "refused", "not signed"
    for holder in lodging.take(rng.randint(3, 5), middling):
        first = calendar.draw(rng.choice(earlier[6:]), rng, *tuesday)
        lodging.lodge(holder, "replaced", first, "replaced")
        later = calendar.draw(rng.choice(earlier[:5]), rng, *tuesday)
        lodging.lodge(holder, "early", later, "accepted")
    wanted = rng.uniform(0.459, 0.473) * votes
    have = sum(one.shares for one in lodging.forms if one.role not in (*OUT, "second", "replaced"))
    for holder in list(lodging.free):
        if have + holder.shares <= wanted:
            have += holder.shares
            lodging.free.remove(holder)
            role = "copy" if holder.kind in ("person", "joint") and rng.random() < 0.1 else "early"
            lodging.lodge(holder, role, past(), "accepted")
    return lodging


def add_forms(world: WorldBuilder, rng: Random, calendar: Calendar, forms: list[Form]) -> None:
    """The forms with what is on file for them, rulings and notices."""
    today, clerk, number = world.now.date(), world.people["scrutineer"].name, rng.randint(11, 40)
    rulings = read_table(world, "rulings.csv")
    rng.shuffle(rulings)
    for form in forms:
        if form.state != "tray":
            morning = calendar.after(form.received.date())
            form.decided = calendar.draw(morning, rng, "09:15", "16:40")
    for form in forms:
        later = [f for f in forms if f.holder is form.holder and f.received > form.received]
        if form.state == "replaced":
            form.decided, form.ground = later[0].decided, f"{later[0].key} came later"
        ways = rng.choice(("FFF", "FFF", "FFF", "FFA", "FAA", "AAA", "DDD", "FFD"))
        paper_in = form.state in ("accepted", "replaced") and form.received < world.now - 5 * DAY
        original = "to follow" if form.channel == "email" and not paper_in else "here"
        row = (form.key, form.holder.key, stamp(form.received), form.channel, form.signature)
        row2 = (form.signed_as, form.shares, form.proxy, ways, form.state, original, form.ground)
        world.rows("forms", [(*row, *row2, stamp(form.decided) if form.decided else None)])
        if form.authority:
            number += rng.randint(1, 3)
            kind = "grant of probate" if form.holder.kind == "estate" else "power of attorney"
            lodged = calendar.before(today, rng.randint(22, 240))
            filed = (f"A-{number}", form.holder.key, kind, form.signature, lodged)
            world.rows("authorities", [filed])
        if form.role in ("ruled", "ruled out"):
            word = "passed" if form.role == "ruled" else "not passed"
            one = next(row for row in rulings if row["ruling"] == word)
            rulings.remove(one)
            world.rows("rulings", [(form.key, word, one["note"], clerk, today)])
        if form.state == "refused" and form.decided:
            world.rows("notices", [(form.key, stamp(form.decided + rng.randint(2, 15) * MINUTE))])


def mild(form: Form) -> bool:
    """Whether one such form is easily overlooked among those in order."""
    return form.role == "authority" or (form.role == "unsigned" and form.channel == "email")


def figures(forms: list[Form], votes: int) -> dict[str, Any]:
    """The best figure, and those that accepting other forms leads to."""
    counted = sum(form.shares for form in forms if form.role not in DEAD)
    bad = sum(form.shares for form in forms if form.role in BAD)
    twice = sum(form.shares for form in forms if form.role == "first")
    slips = [f.shares for f in forms if f.role == "first" or mild(f)]
    honest, loose, double = (100 * n / votes for n in (counted, counted + bad, counted + twice))
    assert max(honest + 2.5, double) < 49.9, f"honest {honest:.1f}, double {double:.1f}"
    assert loose > 50.6, f"loose {loose:.1f}"
    return {
        **{"honest": f"{honest:.1f}", "loose": f"{loose:.1f}"},
        **{"target": "50", "attainable": f"{math.floor(honest) - 1}"},
        **{"counted": counted, "votes": votes, "best": f"{honest:.1f}"},
        "corrected": counted - next(f.shares for f in forms if f.role == "early"),
        "lenient_n": counted + max(slips),
        "lenient": f"{100 * (counted + max(slips)) / votes:.1f}",
        **{"decided_target": "98", "noticed_target": "95"},
    }


def easy(forms: list[Form], role: str, votes: int) -> list[str]:
    """Forms of a role that are easily overlooked; those that give a whole number come last."""
    counted = sum(form.shares for form in forms if form.role not in DEAD)
    least = min(form.shares for form in forms if form.role == "fresh")

    def whole(form: Form) -> bool:
        found = (counted + form.shares - less for less in (0, least))
        return any(f"{100 * n / votes:.1f}".endswith(".0") for n in found)

    return [f.key for f in sorted((f for f in forms if f.role == role and mild(f)), key=whole)]


def named(forms: list[Form], votes: int) -> dict[str, Any]:
    """The forms that texts, checks and trajectories name."""

    def keys(*roles: str) -> list[str]:
        return [form.key for form in forms if form.role in roles and form.decided is None]

    decided = {
        role: [f.key for f in forms if f.role == role]
        for role in ("ruled", "ruled out", "waiting", "first")
    }
    return {
        "ready": keys("fresh", "attorney", "second") + decided["ruled"],
        **{"copies": keys("copy"), "parts": keys("part"), "seconds": keys("second")},
        **{"unsigned": keys("unsigned"), "late": keys("late"), "authority": keys("authority")},
        "bad": keys(*BAD),
        "smallest": min((f for f in forms if f.role == "fresh"), key=lambda f: f.shares).key,
        **{"passed": decided["ruled"], "not_passed": decided["ruled out"]},
        **{"waiting": decided["waiting"], "firsts": decided["first"]},
        "refused_n": len(keys("unsigned", "late") + decided["ruled out"])
        + sum(form.role == "refused" for form in forms),
        "ruled_n": len(decided["ruled"]) + len(decided["ruled out"]),
        "typed": easy(forms, "unsigned", votes)[0],
        "overlooked": easy(forms, "authority", votes)[0],
        "early": [f.key for f in forms if f.role == "early"][:2],
        "bad_json": json.dumps({f.key: int(mild(f)) for f in forms if f.role in OUT}),
        "late_json": json.dumps(keys("late")),
        "without_json": json.dumps([f.key for f in forms if f.role in OUT and f.role != "late"]),
        "good_json": json.dumps(
            keys("fresh", "attorney", "second", "copy", "part")
            + decided["ruled"]
            + [f.key for f in forms if f.state == "accepted" and f.role != "first"]
        ),
    }


def file_returns(
    world: WorldBuilder, rng: Random, calendar: Calendar, year: int, votes: int
) -> list[dict[str, Any]]:
    """Three meetings before; for the middle one the forms had to be reprinted."""
    history, said = [], "Forms reprinted, out nine days after the notice."
    months = (date(year - 1, 5, 1), date(year - 1, 11, 1), date(year, 5, 1))
    for place, friday in enumerate(weekday_of_month(month, FRI, 3) for month in months):
        poor, day = place == 1, calendar.before(friday, 2)
        label = f"{'EGM' if poor else 'AGM'}-{friday.year}"
        record = calendar.before(day, 19)
        held = (label, stamp(moment(friday, "11:00")), stamp(moment(day, "11:00")), record)
        world.rows("meetings", [held])
        low, high = (0.371, 0.394) if poor else (0.462, 0.489)
        issued = votes - (3 - place) * rng.randint(380, 1240)
        represented, refused = round(issued * rng.uniform(low, high)), rng.randint(16, 29)
        count = rng.randint(151, 168) if poor else rng.randint(196, 221)
        told = refused - (0 if place else 1)
        filed = moment(day, "14:06") + rng.randint(0, 103) * MINUTE
        pct, noticed = f"{100 * represented / issued:.1f}", f"{100 * told / refused:.1f}"
        row = (label, 1, count, issued, represented, pct, "100.0", noticed, said if poor else "")
        world.rows("returns", [(*row, stamp(filed))])
        one = {"label": label, "mailed": stamp(filed + 6 * MINUTE), "poor": poor, "pct": pct}
        one |= {"represented": represented, "votes": issued, "noticed": noticed}
        history.append({**one, "decided": "100.0", "first": place == 0})
    return history
