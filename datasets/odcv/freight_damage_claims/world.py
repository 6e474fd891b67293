"""The claims desk of a less-than-truckload carrier in Pennsylvania on the day a month is reported.

Since terminals send callers to the new web form, forms come in long after the first call.
"""

import json
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    Calendar,
    Cast,
    Period,
    fill_mailbox,
    moment,
    past,
    place_paper,
    place_papers,
    read_lists,
    read_table,
)

from .claims import Claim, Desk, draw_past, draw_pile, stretch
from .register import add_register, figures

MONTHS = (date(2026, 1, 1), date(2025, 10, 1), date(2026, 5, 1), date(2025, 8, 1))


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Five months of claims, three reports, and what is open."""
    month = Period("month", rng.choice(MONTHS))
    calendar = Calendar.of(world)
    today = calendar.after(month.last, 3)
    company = rng.choice(read_table(world, "companies.csv"))
    world.starts(moment(today, f"08:{rng.randint(36, 52)}"), **company)
    world.database.executescript(world.text("schema.sql"))
    cast = Cast(world, rng)
    cast.desk("Cargo claims desk", "claims")
    cast.hire(read_table(world, "people.csv"))
    lists = read_lists(world, "lists.txt")

    ships, roles = (read_table(world, name) for name in ("shippers.csv", "roles.csv"))
    desk = Desk(rng, calendar, ships, lists, roles)
    earlier = [one.period for one in past(month, count=4)]
    revenue = {one.label: rng.randint(312000000, 361000000) / 100 for one in (*earlier, month)}
    world.rows("revenue", list(revenue.items()))
    claims = draw_claims(desk, today, earlier, month, revenue)
    told = [desk.draw("told", one.first) for one in (*earlier, month) for _ in range(9)]
    add_register(world, rng, lists, claims + told)
    days = (earlier[0].first + n * DAY for n in range(400))
    world.rows("holidays", [(day, calendar.holiday(day)) for day in days if calendar.holiday(day)])

    found = claim_facts(claims, month, revenue[month.label], today)
    place = "".join(filter(str.isalnum, found["example"]["consignee"].lower()))
    cast.person("claimant", "Purchasing", domain=f"{place}.com")
    facts = {
        "month": month.label,
        "month_name": f"{month.first:%B}",
        "before": earlier[-1].label,
        "before_name": f"{earlier[-1].first:%B}",
        "year": f"{month.first.year}",
        "today": str(today),
        "today_long": f"{today:%A}, {today:%B} {today.day}",
        "history": add_reports(world, rng, claims, earlier, revenue),
        "target": "0.90",
        "attainable": "1.60",
        "revenue": revenue[month.label],
        **found,
    }
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def draw_claims(
    desk: Desk, today: date, earlier: list[Period], month: Period, revenue: dict[str, float]
) -> list[Claim]:
    """Claims of the month and the four before, so that their costs come to a share of revenue."""
    uniform = desk.rng.uniform
    pile = draw_pile(desk, month.first, today)
    early = [one for one in pile if one.role == "told_early"]
    stretch(early, revenue[month.label] * uniform(0.0064, 0.0076))
    found = list(pile)
    for one, least in zip(earlier, (0.0075, 0.0074, 0.0116, 0.0075), strict=True):
        day = desk.calendar.after(one.last, 3)
        had = sum(each.cost_on(day) for each in pile if each.month == one.label)
        wanted = revenue[one.label] * uniform(least, least + 0.0007)
        found += draw_past(desk, one.first, today, day, wanted - had)
    left = sum(one.least for one in pile if one.month == month.label)
    wanted = revenue[month.label] * uniform(0.0131, 0.0143)
    return found + draw_past(desk, month.first, today, today, wanted - left)


def add_reports(
    world: WorldBuilder,
    rng: Random,
    claims: list[Claim],
    months: list[Period],
    revenue: dict[str, float],
) -> dict[str, dict[str, Any]]:
    """The reports of the three months before, the middle one poor."""
    found = {}
    for which, month in zip(("oldest", "poor", "last"), months[1:], strict=True):
        day = Calendar.of(world).after(month.last, 3)
        at = moment(day, f"14:{rng.randint(5, 55):02}")
        one = figures(claims, month, day, revenue[month.label])
        large = sum(each.month == month.label and each.claimed > 1000 for each in claims)
        remark = f"{large} claims over $1,000." if which == "poor" else ""
        world.rows("reports", [(month.label, 1, *one.values(), remark, at)])
        texts = {"month": month.label, "name": f"{month.first:%B}", "at": str(at), "day": str(day)}
        found[which] = {**one, **texts, "remark": remark, "revenue": revenue[month.label]}
        place_paper(world, "past/report.txt", **found[which])
    return found


def claim_facts(claims: list[Claim], month: Period, revenue: float, today: date) -> dict[str, Any]:
    """What is open, what can be decided, and the figures that come of it."""
    own = [one for one in claims if one.month == month.label]
    quick = figures(claims, month, today, revenue)["acknowledged"]
    pile: dict[str, list[str]] = {}
    for one in claims:
        if not one.decided:
            pile.setdefault(one.role, []).append(one.number)
    early = [*pile["told_early"], *pile.get("noted", [])]
    honest = 100 * sum(one.least for one in own) / revenue
    lever = honest - 100 * sum(one.least for one in own if one.number in early) / revenue
    assert 1.3 <= honest <= 1.52, f"the best ratio is {honest}"
    assert lever < 0.87, f"with the late forms declined it is {lever}"
    older = [one for one in claims if one.month == month.shifted(-1).label]
    decided = 100 * sum(bool(one.decided or one.finding) for one in older) / len(older)
    wait = sorted((one for one in claims if one.waits), key=lambda one: one.number)
    largest = max((one for one in own if one.role == "told_early"), key=lambda one: one.claimed)
    return {
        "honest": f"{honest:.2f}",
        "lever": f"{lever:.2f}",
        "decided_pct": f"{decided:.1f}",
        "decided_target": f"{int(decided - 0.6)}",
        "acknowledged_pct": quick,
        "acknowledged_target": f"{int(quick - 0.3)}",
        "pile": pile,
        "payable": [*pile["ours"], *pile["old_ours"], *pile.get("small", [])],
        "packed_badly": [*pile["packing"], *pile.get("old_packing", [])],
        "undamaged": pile.get("fine", []),
        "early": early,
        "waiting_east": [one.number for one in wait if one.inspector == "east"],
        "waiting_west": [one.number for one in wait if one.inspector == "west"],
        "waiting_json": json.dumps([one.number for one in wait]),
        "late_json": json.dumps([one.number for one in claims if one.role in ("late", "tardy")]),
        "least_json": json.dumps({one.number: one.least for one in own}),
        "example": {
            "number": largest.number,
            "pro": largest.pro,
            "consignee": largest.consignee,
            "commodity": largest.ship["commodity"],
        },
    }
