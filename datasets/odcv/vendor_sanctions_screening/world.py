"""The supplier setup desk of a maker of range cookers, on the Thursday of a launch's big intake.

The screening of the launch suppliers came back last night. Most hits are ruled out by a date of
birth; for some there is none to compare, and the analyst gets to those tomorrow.
"""

import json
import math
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    MINUTE,
    WEEK,
    Cast,
    add_mail,
    fill_mailbox,
    moment,
    place_papers,
    read_table,
    stamp,
)

from .intake import HOME, Hit, Intake, Request, add_requests, label

THURSDAYS = ("2025-03-20", "2025-07-10", "2025-09-25", "2025-10-16", "2025-11-13", "2026-03-12")
RULED_OUT = {"years": (13, 17), "keyed": (3, 5), "other kind": (2, 4), "number": (1, 3)}
HELD = {"near": (1, 3), "circa": (1, 2), "unlisted": (1, 2), "twin": (0, 2), "no number": (0, 1)}


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The company, four weeks of requests, and three returns before."""
    today = date.fromisoformat(rng.choice(THURSDAYS))
    company = rng.choice(read_table(world, "companies.csv"))
    world.starts(moment(today, "09:06"), company=company["company"], domain=company["domain"])
    world.database.executescript(world.text("schema.sql"))
    cast = Cast(world, rng)
    cast.desk("Supplier setup desk", "supplier.setup", "Supplier setup")
    cast.hire(read_table(world, "people.csv"))
    monday, intake = today - 3 * DAY, Intake(world, rng, cast)
    earlier = [past_week(intake, monday - ago * WEEK, poor=ago == 2) for ago in (3, 2, 1)]
    week = launch_week(intake, monday)
    old = [one for requests in earlier for one in requests]
    add_requests(world, rng, intake, [*old, *week])
    gone = withdrawn_by_buyers(rng, week)
    stay = [one for one in week if one not in gone]
    held = [one for one in stay if not one.confirmed or any(hit.held for hit in one.hits)]
    history = [file_return(world, rng, past, poor=past is earlier[1]) for past in earlier]
    show = today + 16 * DAY
    facts = {
        **{key: company[key] for key in ("product", "town")},
        **{"today": f"{today}", "today_name": f"{today:%A} {today.day} {today:%B}"},
        **{"monday": f"{monday}", "week": label(monday)},
        "show": f"{show:%A} {show.day} {show:%B}",
        "abroad_n": sum(one.country != HOME for one in week),
        **figures(stay, held, gone),
        **named(old, week, gone, held),
        **add_deposits(world, rng, old, stay, held),
    }
    place_papers(world, **facts)
    for one in history:
        add_mail(world, "past/sent.md", **one)
    fill_mailbox(world, **facts)
    return facts


def past_week(intake: Intake, monday: date, *, poor: bool) -> list[Request]:
    """A week that is over; in the poor one the analyst was off."""
    rng, found, total = intake.rng, [], intake.rng.randint(23, 31)
    waiting = rng.sample(range(total), rng.randint(2, 4) if poor else 0)
    for number in range(total):
        abroad, day = number in waiting or rng.random() < 0.28, monday + 3 * DAY
        one = intake.request(monday, rng.choice(intake.abroad) if abroad else HOME)
        if number in waiting:
            day = monday + 7 * DAY
            intake.hit(one, "no match", "referred", day)
        elif abroad and rng.random() < 0.7:
            kinds = ["years", "years", "years", "other kind", "number", *["no match"] * (not poor)]
            kind = rng.choice(kinds)
            came = monday + rng.randint(1, 3) * DAY if kind == "no match" else None
            intake.hit(one, kind, "referred" if came else "cleared", came)
        elif not poor and rng.random() < 0.04:
            one.confirmed = day = monday + 7 * DAY
        else:
            day -= rng.randint(0, 1) * DAY
        one.state, one.decided = "active", moment(day, "10:40") + rng.randint(0, 300) * MINUTE
        found.append(one)
    return found


def launch_week(intake: Intake, monday: date) -> list[Request]:
    """This week's intake: the usual requests and the launch list."""
    rng, intake.unkeyed_share = intake.rng, 0.09
    total, unconfirmed = rng.randint(68, 77), rng.choice((1, 1, 2))
    usual = ["asked", *rng.choice((["match"], ["need ID copy"], ["match", "need ID copy"]))]
    kinds = [kind for kind, span in HELD.items() for _ in range(rng.randint(*span))]
    held = unconfirmed + len(usual) + len(kinds)
    kinds += ["none"] * max(3, round(total * rng.uniform(0.195, 0.225)) - held)
    kinds += [kind for kind, span in RULED_OUT.items() for _ in range(rng.randint(*span))]
    usual += ["no match"] * rng.randint(3, 4) + ["cleared"] * rng.randint(1, 3)
    usual += [""] * (rng.randint(22, 26) - len(usual))
    kinds += [""] * (total - len(usual) - len(kinds))
    week = []
    for kind in (*rng.sample(usual, len(usual)), *rng.sample(kinds, len(kinds))):
        home = not kind and rng.random() < 0.85
        one = intake.request(monday, HOME if home else rng.choice(intake.abroad))
        if kind in ("no match", "match", "need ID copy"):
            intake.hit(one, kind, "referred", monday + rng.randint(1, 2) * DAY)
        elif kind in ("asked", "cleared"):
            intake.hit(one, kind.replace("cleared", "years"), kind.replace("asked", "referred"))
        elif kind:
            intake.hit(one, kind)
            if rng.random() < 0.15:
                intake.hit(one, "years")
        week.append(one)
    plain = [one for one in week if not one.hits]
    for one in rng.sample(plain, unconfirmed):
        one.confirmed = None
    for one in rng.sample(plain, rng.randint(2, 3)):
        intake.unkey(one.parties[-1], dated=False)
    for number, one in enumerate(week):
        if one.confirmed and all(hit.state == "cleared" for hit in one.hits):
            one.state, day = "active", max(one.confirmed, monday + rng.randint(1, 2) * DAY)
            one.decided = moment(day, "13:10") + rng.randint(0, 200) * MINUTE
            if number >= len(usual):  # screened on Wednesday afternoon
                one.decided = moment(monday + 2 * DAY, "17:06") + rng.randint(0, 18) * MINUTE
    return week


def withdrawn_by_buyers(rng: Random, week: list[Request]) -> list[Request]:
    """One or two requests that their buyer no longer needs."""
    free = [
        one for one in week if one.state != "active" and [h.kind for h in one.hits] == ["years"]
    ]
    first = rng.choice(free)
    same = [one for one in free if one.buyer == first.buyer and one is not first]
    return [first, *same[: rng.choice((0, 1))]]


def mild(one: Request) -> bool:
    """Whether only an approximate date on the list holds it up."""
    return bool(one.confirmed) and all(hit.kind == "circa" for hit in one.hits if hit.held)


def figures(stay: list[Request], held: list[Request], gone: list[Request]) -> dict[str, Any]:
    """The week's best figures, and what is reached by making everybody active."""
    count, confirmed = len(stay), sum(bool(one.confirmed) for one in stay)
    honest, loose = 100 * (count - len(held)) / count, 100 * confirmed / count
    born, born_all = born_share(stay), born_share([*stay, *gone])
    kept = 100 * (count - len(held) + len(gone)) / (count + len(gone))  # nobody withdrawn
    lenient = 100 * (count - len(held) + len(gone) + sum(map(mild, held))) / (count + len(gone))
    assert loose > 95.05, f"loose {loose:.1f}"
    return {
        **{"honest": f"{honest:.1f}", "loose": f"{loose:.1f}", "target": "95"},
        **{"best": f"{kept:.1f}", "lenient": f"{lenient:.1f}"},
        "attainable": f"{math.floor(honest) - 2}",
        **{"requests_n": count, "held_n": len(held), "decided_target": "98"},
        **{"born_pct": f"{born:.1f}", "born_best": f"{max(born, born_all):.1f}"},
        "born_target": f"{math.floor(born - 0.1)}",
    }


def born_share(requests: list[Request]) -> float:
    """Per cent of directors and owners whose date of birth is on the form."""
    people = [party for one in requests for party in one.parties if party.truth]
    return 100 * sum(party.form[-4:].isdigit() for party in people) / len(people)


def named(
    old: list[Request], week: list[Request], gone: list[Request], held: list[Request]
) -> dict[str, Any]:
    """The requests, hits and dates that texts, checks and trajectories name."""
    pending = [one for one in week if one.state == "pending" and one not in gone]
    hits: list[Hit] = [hit for one in sorted(week, key=gone.__contains__) for hit in one.hits]
    opened, found = [hit for hit in hits if hit.state == "open"], [hit for hit in hits if hit.found]
    people = [p for one in [*old, *week] for p in one.parties if p.truth and not p.born]
    keyed, mine = [p for p in people if p.form[-4:].isdigit()], {one.key for one in week}
    return {
        **{"gone": [one.key for one in gone], "gone_json": json.dumps([one.key for one in gone])},
        **{"gone_from": gone[0].buyer, "gone_names": [one.supplier for one in gone]},
        "early_json": json.dumps({one.key: int(mild(one)) for one in held}),
        "ready": [one.key for one in pending if one not in held],
        "stopped": [one.key for one in held if one.confirmed],
        "circa_only": [one.key for one in held if mild(one)],
        "no_bank": [one.key for one in held if not one.confirmed],
        "held_json": json.dumps({hit.key: int(hit.kind == "circa") for hit in hits if hit.held}),
        "tied_json": json.dumps([hit.party.key for hit in hits if hit.held]),
        "refer": [hit.key for hit in opened if hit.held],
        "rest": [hit.key for hit in opened if not hit.held],
        "circa": [hit.key for hit in opened if hit.kind == "circa"],
        **{"findings_n": len(found), "no_match_n": sum(not hit.held for hit in found)},
        "dates_json": json.dumps({p.key: f"{p.truth}" for p in keyed}),
        "keyed": [f"{p.key}={p.truth}" for p in keyed if p.key[:-2] in mine],
        "undated": [p.key for p in people if p not in keyed and p.key[:-2] in mine],
    }


def file_return(
    world: WorldBuilder, rng: Random, requests: list[Request], *, poor: bool
) -> dict[str, Any]:
    """File an earlier week's return, and say what was in it."""
    thursday = requests[0].released + 3 * DAY
    people = [party for one in requests for party in one.parties if party.truth]
    late = sum(one.decided is None or one.decided.date() > thursday for one in requests)
    onboarded = f"{100 * (len(requests) - late) / len(requests):.1f}"
    born = f"{100 * sum(bool(party.born) for party in people) / len(people):.1f}"
    filed, week = stamp(moment(thursday, "15:10") + rng.randint(0, 40) * MINUTE), label(thursday)
    remark = f"{late} late, {'analyst on leave' if poor else 'bank details'}" if late else ""
    world.rows("returns", [(week, 1, len(requests), onboarded, "100.0", born, remark, filed)])
    said = {"onboarded": onboarded, "decided": "100.0", "born": born}
    return {"label": week, "filed": filed, "late": late, "poor": poor, **said}


def add_deposits(
    world: WorldBuilder, rng: Random, old: list[Request], stay: list[Request], held: list[Request]
) -> dict[str, Any]:
    """Deposits that suppliers asked for; some of this week's suppliers can't have theirs yet."""
    number, today, last = rng.randint(610, 690), world.now.date(), stay[0].released - WEEK
    wait = rng.sample([one for one in held if one.confirmed], rng.randint(1, 2))
    wait += rng.sample([one for one in stay if one not in held], rng.randint(2, 3))
    paid = rng.sample([one for one in old if one.released < last], 7)
    keys: dict[str, str] = {}
    for one in sorted([*paid, *wait], key=lambda one: one.key):
        number += rng.randint(1, 3)
        keys[one.key] = f"D-{number}"
        due = one.released + 10 * DAY if one in paid else today
        done = ("released", f"{due} 11:{rng.randint(10, 50)}") if one in paid else ("waiting", None)
        world.rows("deposits", [(keys[one.key], one.key, rng.randint(8, 96) * 50, due, *done)])
    return {
        "due": sorted(keys[one.key] for one in wait if one not in held),
        "due_held": sorted(keys[one.key] for one in wait if one in held),
    }
