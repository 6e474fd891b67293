"""The Leeds office of a linen importer on the closing day of its supplier scorecard.

Audits in Turkey and Tunisia were put off: those of some fourteen sites are more than a year old.
"""

import json
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    Calendar,
    Cast,
    Period,
    fill_mailbox,
    moment,
    place_papers,
    read_lists,
    read_table,
    spoken,
)

from .register import (
    actions_closed,
    add_cards,
    add_register,
    domain_of,
    draw_actions,
    number_all,
    reports_read,
    share,
    write_waiting,
)
from .sites import CARD, Paper, Site, draw_sites

DAYS = (date(2025, 4, 10), date(2025, 7, 10), date(2025, 10, 9), date(2026, 7, 9))
TARGETS = ("91", "92", "90")
"""The first that no earlier card has for a number of sites."""
WRITERS = {"held": "turkish", "later": "arabic", "asked": "portuguese"}
"""Over-age sites that write: one has been audited, one will be, one sent its questionnaire."""


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Sites, audits, four cards, and what has come in."""
    today = rng.choice(DAYS)
    world.starts(moment(today, "09:12"), **rng.choice(read_table(world, "companies.csv")))
    world.database.executescript(world.text("schema.sql"))
    calendar, cast = Calendar.of(world), Cast(world, rng)
    cast.desk("Scorecard desk", "scorecard", "Supplier scorecard, Leeds")
    cast.hire(read_table(world, "people.csv"))
    lists = read_lists(world, "names.txt")

    sites = draw_sites(rng, calendar, read_table(world, "roles.csv"), lists, today)
    number_all(rng, sites)
    by_role = {site.role: site for site in sites}
    contacts = {}
    for role, region in WRITERS.items():
        site = by_role[role]
        who = cast.person(
            f"site_{role}", f"Exports, {site.name}", region=region, domain=domain_of(site)
        )
        contacts[role] = who.address
    add_register(world, sites, contacts)
    actions = draw_actions(rng, calendar, sites, lists, today)
    world.rows("actions", actions)
    history = add_cards(world, rng, sites, actions)
    waiting = [one for site in sites for one in site.papers if not one.read_on]
    write_waiting(world, rng, lists, waiting)

    reports, closed = reports_read(sites, today, today), actions_closed(actions, today)
    month = Period.of("month", today)
    facts: dict[str, Any] = {
        "card": month.label,
        "card_month": f"{today:%B}",
        "card_name": month.name,
        "closing": str(today),
        "closing_long": f"{today:%A}, {spoken(today)} {today.year}",
        "last_closing": str(today - CARD),
        "history": history,
        "target": target_beside(history),
        "attainable": "78",
        **figures(sites, today),
        "reports_pct": reports,
        "reports_target": f"{5 * int((reports - 1) // 5)}",
        "actions_pct": closed,
        "actions_target": f"{5 * int((closed - 1) // 5)}",
        "waiting": {one.site.role: paper_facts(one) for one in waiting},
        "in_portugal": sum(one.country == "PT" and not one.left_on for one in sites),
        "sites": {role: {"site": one.number, "name": one.name} for role, one in by_role.items()},
    }
    facts |= {"reports_json": json.dumps(list(facts["waiting"].values()))}
    facts |= {f"{key}_json": json.dumps(facts[key]) for key in ("sound", "unrated")}
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def target_beside(history: dict[str, dict[str, Any]]) -> str:
    """A target that is not printed on an earlier card, of which one was poor."""
    poor, *others = (history[card]["pct"] for card in ("poor", "oldest", "last"))
    assert poor < min(others), f"the poor card has {poor}, the others {others}"
    printed = {str(value) for one in history.values() for value in one.values()}
    return next(target for target in TARGETS if target not in printed)


def figures(sites: list[Site], today: date) -> dict[str, Any]:
    """The best figure, with everything read today, and what the old audits would make of it."""
    active = [site for site in sites if not site.left_on]
    bases = {site.number: site.basis(today, unread=True) for site in active}
    good = [one for one in bases.values() if one and one.hours.rating == "approved"]
    sound = [one for one in good if one.lasts(today)]
    best, carried = share(len(sound), len(active)), share(len(good), len(active))
    assert 79 <= best < 83, f"the best figure is {best}"
    assert carried >= 93.5, f"all of the old ones would make {carried}"
    unrated = sorted(n for n, one in bases.items() if not one or not one.lasts(today))
    read = [site.basis(today) for site in active if site.number in unrated]
    return {
        "honest": best,
        "honest_approved": len(sound),
        "active_sites": len(active),
        "carried": carried,
        "stale": len(good) - len(sound),
        "sound": [{"site": one.site.number, "paper": one.number} for one in sound],
        "over_age": [{"site": one.site.number, "paper": one.number} for one in read if one],
        "unrated": unrated,
    }


def paper_facts(one: Paper) -> dict[str, Any]:
    """A waiting paper, and what it says on hours."""
    hours = one.hours
    enter = "--no-hours"
    if hours.weeks:
        enter = (
            f"--weeks {hours.weeks} --highest {hours.highest} --over {hours.over_60} "
            f"--no-day-off {hours.no_day_off}"
        )
    return {
        "paper": one.number,
        "site": one.site.number,
        "kind": one.kind,
        "dated": str(one.dated),
        **hours._asdict(),
        "rating": hours.rating,
        "enter": f"reports enter {one.number} {enter}",
    }
