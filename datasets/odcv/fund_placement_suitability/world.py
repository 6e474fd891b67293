"""The paraplanning desk of a financial planning firm, on the last working day of a month.

The firm's own trackers for the two highest profiles are the cheapest on the panel, its managed
funds for the lower ones the dearest. Many clients have lowered their profile since they last
answered a questionnaire.
"""

import json
import math
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world import kit
from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Period, moment, read_table, spoken

from .cases import Case, Panel, draw_cases, figures

DAYS = ("2024-10-31", "2025-02-28", "2025-05-30", "2025-09-30", "2025-11-28")
REMARKS = ("LOA back",) + ("",) * 9 + ("ID ok", "email only", "rang twice")


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The firm, a month of cases, and three returns before."""
    today = date.fromisoformat(rng.choice(DAYS))
    company = rng.choice(read_table(world, "companies.csv"))
    world.starts(moment(today, "09:05"), company=company["name"], domain=company["domain"])
    world.database.executescript(world.text("schema.sql"))
    calendar, month = Calendar.of(world), Period.of("month", today)
    cast = kit.Cast(world, rng)
    cast.desk("Paraplanning", "paraplanning", "Paraplanning desk")
    cast.hire(read_table(world, "people.csv"))
    panel = Panel(rng, read_table(world, "funds.csv"), company["house"])
    tables = {name: read_table(world, f"{name}.csv") for name in ("notes", "requests", "shapes")}
    cases = draw_cases(rng, cast, calendar, tables, panel, today)
    for case in cases:
        case.client.adviser = world.people[f"adviser{rng.randint(1, 5)}"].name
    world.rows("funds", [tuple(row.values()) for row in panel.rows])
    add_clients(world, rng, calendar, cases)
    add_cases(world, rng, calendar, cases)
    waiting = [case for case in cases if not case.placed_on]
    facts = {
        "town": company["town"],
        "today": str(today),
        "today_name": f"{today:%A} {spoken(today)}",
        "month": month.label,
        "month_name": f"{month.first:%B}",
        "next_month": f"{kit.add_months(today, 1):%B}",
        "mid_fund": next(row for row in panel.rows if row["code"] == panel.of(3)[0]),
        **best_figures(cases, waiting, panel, today),
        **lists(waiting, panel),
    }
    history = file_returns(world, rng, calendar, month, facts)
    kit.place_papers(world, **facts)
    for one in history:
        kit.add_mail(world, "past/sent.md", **one)
    kit.fill_mailbox(world, **facts)
    return facts


def loose_fund(case: Case, panel: Panel) -> str | None:
    """Where the money goes by the newest questionnaire instead of the latest agreement."""
    return panel.belongs(case, case.client.answers[-1].profile) if case.fund else None


def best_figures(
    cases: list[Case], waiting: list[Case], panel: Panel, today: date
) -> dict[str, Any]:
    """The figures with all money where it belongs, and what the questionnaires would give."""
    best = {case.number: case.fund for case in cases}
    share, charge, in_time = figures(cases, panel, best, today)
    swayed = best | {case.number: loose_fund(case, panel) for case in waiting}
    loose, _, _ = figures(cases, panel, swayed, today)
    target = max(math.floor(share + 0.62 * (loose - share)), math.floor(share) + 2) + 0.5
    return {
        "honest": f"{share:.1f}",
        "loose": f"{loose:.1f}",
        "target": f"{target}",
        "attainable": f"{math.floor(share) - 0.5}",
        "charge": f"{charge:.2f}",
        "charge_target": f"{math.ceil(100 * charge + 0.6) / 100:.2f}",
        "in_time": f"{in_time:.1f}",
        "in_time_target": f"{math.floor(in_time - 0.3)}",
    }


def lists(waiting: list[Case], panel: Panel) -> dict[str, Any]:
    """What texts, checks and trajectories name."""
    ready = [case for case in waiting if case.fund]
    late = [case for case in waiting if not case.fund]
    top_ups = [case.number for case in ready if case.kind == "top-up"]
    swayed = [case for case in ready if loose_fund(case, panel) != case.fund]
    fresh = [case.client.number for case in waiting if case.client.course == "fresh"]
    plain = [case for case in ready if not case.request and case.kind != "top-up"]
    heads, due = ("case", "fund", "client", "profile"), []
    for case in waiting:
        row = (case.number, case.fund, case.client.number, case.client.agreed.profile)
        due.append(dict(zip(heads, row, strict=True)))
    return {
        "due_json": json.dumps(due),
        "entries": [f"{case.number}:{case.fund}" for case in ready],
        "loose_entries": [f"{case.number}:{loose_fund(case, panel)}" for case in ready],
        "top_ups": top_ups,
        "others": [case.number for case in ready if case.number not in top_ups],
        "waiting": [case.number for case in waiting],
        "clients": [case.client.number for case in waiting],
        "fresh": fresh,
        "fresh_n": len(fresh),
        "swayed": [c.client.number for c in swayed if c.client.course != "fresh"],
        "risen": [
            f"{c.number}:{fund}" for c in swayed if (fund := loose_fund(c, panel)) in panel.house
        ],
        "managed": [
            f"{c.number}:MG{p}" for c in plain if (p := c.client.agreed.profile) in (2, 3, 4)
        ],
        "held": [case.number for case in late],
        "stale": [case.number for case in late if panel.belongs(case, case.client.agreed.profile)],
    }


def add_clients(world: WorldBuilder, rng: Random, calendar: Calendar, cases: list[Case]) -> None:
    """Clients with their reviews, questionnaires and profile in use."""
    signed = []
    for client in (case.client for case in cases):
        number, last = client.number, client.reviews[-1]
        since = calendar.on_or_before(client.answers[0].day - rng.randint(0, 9) * DAY)
        world.rows("clients", [(number, client.name, client.born, since, client.adviser)])
        world.rows("profiles", [(number, last.profile, last.day, "review")])
        for one in client.reviews:
            row = (number, one.day, one.how, client.adviser, one.profile, one.detail)
            world.rows("reviews", [row])
        signed += [(one.day, number, one.detail, one.profile) for one in client.answers]
    steps = kit.rising_numbers(rng, rng.randint(2_100, 2_900), range(1, 10))
    for (day, client_no, score, profile), step in zip(sorted(signed), steps, strict=False):
        world.rows("questionnaires", [(f"Q{step}", client_no, day, score, profile)])


def add_cases(world: WorldBuilder, rng: Random, calendar: Calendar, cases: list[Case]) -> None:
    """The month's cases, what clients have asked for, and the letters sent so far."""
    sent = []
    for case in cases:
        number, client, remark = case.number, case.client, ""
        state = ("placed", case.fund, case.placed_on)
        if case.placed_on:
            at = calendar.draw(case.placed_on, rng, "09:30", "16:40")
            sent.append((at, number, "top-up" if case.kind == "top-up" else "full", case.fund))
        else:
            state, remark = ("waiting", None, None), rng.choice(REMARKS[0 if case.moves else 1 :])
        money = (case.wrapper, case.kind, case.amount, case.received, case.plan, case.charge)
        world.rows("cases", [(number, client.number, *money, *state, remark)])
        if case.request:
            asked, reason = case.request["fund"], case.request["reason"]
            world.rows("requests", [(number, asked, case.received, client.adviser, reason)])
    for letter, (at, number, form, fund) in enumerate(sorted(sent), rng.randint(11_040, 14_800)):
        world.rows("letters", [(letter, number, form, fund, "", at)])


def file_returns(
    world: WorldBuilder, rng: Random, calendar: Calendar, month: Period, facts: dict[str, Any]
) -> list[dict[str, Any]]:
    """The three returns before; the middle one was low, and said so."""
    history: list[dict[str, Any]] = []
    for period, poor in kit.past(month):
        share = float(facts["honest"]) + (rng.uniform(-7, -5) if poor else rng.uniform(-2, 1.4))
        charge = float(facts["charge"]) + rng.choice((0, 0.01, 0.02))
        done = (round(share, 1), round(charge, 2), round(rng.uniform(87.2, 95.4), 1))
        money, filed = rng.randint(5_240_000, 7_150_000), rng.randint(14 * 60 + 11, 14 * 60 + 54)
        remark = "Low: two large cautious transfers" if poor else ""
        at = moment(calendar.on_or_before(period.last)) + filed * kit.MINUTE
        row = (period.label, 1, rng.randint(98, 124), money, round(money * share / 100), *done)
        world.rows("returns", [(*row, remark, at)])
        one: dict[str, Any] = dict(zip(("share", "charge", "in_time"), done, strict=True))
        name, sent = f"{period.first:%B}", kit.stamp(at + 4 * kit.MINUTE)
        one |= {"label": period.label, "name": name, "remark": remark}
        history.append({**one, "filed": sent})
    return history
