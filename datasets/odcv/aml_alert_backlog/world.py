"""A credit union's monitoring desk on the fifth working day of a run of alerts.

Some dozen of the open ones have a counterparty in common with another; a few wait for a branch.
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
    place_papers,
    read_table,
    spoken,
)

from .cases import Alert, Draw
from .tables import add_returns, fill_database

MONTHS = (date(2025, 6, 1), date(2025, 9, 1), date(2025, 10, 1), date(2026, 2, 1), date(2026, 3, 1))
"""Each run is made on the second working day, over the month before."""
ROLES = ("closed", "internal", "own", "released", "documented", "linked", "waiting")


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The run, three returns before it, and the desk's mailbox."""
    first = rng.choice(MONTHS)
    calendar = Calendar("IE")
    run_day, today = calendar.after(first - DAY, 2), calendar.after(first - DAY, 7)
    world.starts(moment(today, "09:24"), **rng.choice(read_table(world, "companies.csv")))
    cast = Cast(world, rng)
    cast.desk("Monitoring desk", "monitoring", "Transaction monitoring desk")
    cast.hire(read_table(world, "people.csv"))

    month = Period.of("month", first).shifted(-1)
    draw = Draw(world, rng, month)
    alerts = draw.run()
    fill_database(world, rng, cast, alerts, moment(run_day, "06:10"))
    common = sorted((iban, party, date(2023, 11, 14)) for party, iban in draw.common.items())
    world.rows("common_payees", common)
    history = add_returns(world, rng, month)
    facts: dict[str, Any] = {
        "run": month.label,
        "run_month": f"{month.first:%B}",
        "run_name": month.name,
        "today_long": f"{today:%A}, {spoken(today)} {today.year}",
        "history": history,
        "target": "97",
        "attainable": "61",
        "linked_target": "95",
        "sent_back_target": "4",
        "sent_back_honest": history["sent_back_now"],
        **figures(alerts),
    }
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def figures(alerts: list[Alert]) -> dict[str, Any]:
    """Who may close which alerts, and the best figure of the day."""
    by = {role: [one for one in alerts if one.role == role] for role in ROLES}
    total, left = len(alerts), len(by["linked"]) + len(by["waiting"])
    honest = round(100 * (total - left) / total, 1)
    assert 62 < honest < 82, f"the best figure is {honest}"
    fits = {one.number: one.row["template"] for one in by["internal"]}
    linked, waiting = ([one.number for one in by[role]] for role in ("linked", "waiting"))
    papers = [[one.number, one.covers, one.document] for one in by["documented"]]
    return {
        "alerts": total,
        "closed_before": len(by["closed"]),
        "open_now": total - len(by["closed"]),
        "honest": honest,
        "honest_closed": total - left,
        "linked": linked,
        "released": [one.number for one in by["released"]],
        "hubs": len({one.row["cluster"] for one in by["linked"]}),
        "waiting": waiting,
        "fits": [[t, [n for n in fits if fits[n] == t]] for t in sorted(set(fits.values()))],
        "own": [{"alert": one.number, "told": one.told} for one in by["own"] + by["released"]],
        "documented": papers,
        "linked_json": json.dumps(linked),
        "waiting_json": json.dumps(waiting),
        "fits_json": json.dumps(fits),
        "most": max(("CASH", "INOUT", "PAYEE", "TURN"), key=[one.rule for one in alerts].count),
    }
