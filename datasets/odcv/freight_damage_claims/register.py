"""The claims database, numbered as things came in."""

from datetime import date, timedelta
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Period, moment, rising_numbers, stamp

from .claims import Claim, Lists


def add_register(world: WorldBuilder, rng: Random, lists: Lists, told: list[Claim]) -> None:
    """Freight, notices, claims and inspections."""
    pros = rising_numbers(rng, rng.randint(41700000, 48900000), (61, 118, 174, 230, 305))
    for one in sorted(told, key=lambda one: (one.delivered, one.consignee, one.claimed)):
        one.pro = f"{next(pros)}"
        said = rng.choice(lists["said"]) if one.via == "receipt" else "CLEAR"
        said = f"{one.units} UNITS, 1 SHORT" if one.via == "short" else said
        head = (one.pro, one.ship["shipper"], one.consignee, one.town, one.terminal)
        freight = (one.ship["commodity"], one.units, one.weight, one.delivered, said)
        world.rows("shipments", [(*head, *freight)])
    world.rows("notices", notices(rng, lists, told))
    numbers = rising_numbers(rng, rng.randint(6100, 8300), (1, 1, 1, 1, 2))
    claims = [one for one in told if one.role != "told"]
    for one in sorted(claims, key=lambda one: (one.filed, one.pro)):
        one.number = f"C-{next(numbers)}"
        letter = one.acknowledged if one.acknowledged < world.now.date() else None
        claimant = "consignee" if rng.random() < 0.72 else "shipper"
        sums = (one.state, 0.0 if one.decided else one.claimed, one.paid, one.reason, one.decided)
        row = (one.number, one.pro, one.kind, claimant, one.filed, letter, one.claimed)
        world.rows("claims", [(*row, *sums)])
    reports = rising_numbers(rng, rng.randint(3100, 3900), (1, 1, 2))
    for one in sorted(claims, key=lambda one: (one.inspected or date.max, one.pro)):
        if one.inspected:
            full = "full" if one.liable == one.claimed else "part"
            text = rng.choice(lists[full if one.liable else one.finding])
            by = world.people[one.seen_by].name
            found = (by, one.inspected, one.finding, one.liable, filled(one, text))
            world.rows("inspections", [(f"IR-{next(reports)}", one.pro, *found)])


def notices(rng: Random, lists: Lists, told: list[Claim]) -> list[tuple[Any, ...]]:
    """What was told first, and the form if that wasn't it."""
    found: list[tuple[Any, ...]] = []
    for one in told:
        by = "web" if one.via == "web" else rng.choice(lists["clerks"])
        text = filled(one, rng.choice(lists[one.via]))
        found.append((one.noticed, one.pro, one.via, by, text))
        if one.role != "told" and one.via != "web":
            form = f"web {one.via}" if one.via in ("receipt", "short") else "web"
            text = filled(one, rng.choice(lists[form]))
            at = moment(one.filed, f"{rng.randint(8, 16):02}:{rng.randint(0, 59):02}")
            at = max(at, one.noticed + timedelta(minutes=rng.randint(15, 90)))
            found.append((at, one.pro, "web", "web", text))
    numbers = rising_numbers(rng, rng.randint(20100, 24800), (1, 1, 2, 4))
    return [(f"N-{next(numbers)}", pro, stamp(at), *rest) for at, pro, *rest in sorted(found)]


def filled(one: Claim, text: str) -> str:
    """A note with its names; the damage may begin a sentence."""
    begins = text.startswith("{damage}") or ". {damage}" in text
    damage = one.damage.capitalize() if begins else one.damage
    return text.format(who=one.who, damage=damage, terminal=one.terminal, units=one.units)


def figures(claims: list[Claim], month: Period, day: date, revenue: float) -> dict[str, float]:
    """The three figures of a month as the register had them on a day."""
    before = month.shifted(-1)
    older = [one for one in claims if one.month == before.label]
    filed = [one for one in claims if before.first <= one.filed <= before.last]
    decided = sum(one.decided is not None and one.decided <= day for one in older)
    quick = sum(one.acknowledged <= one.filed + 30 * DAY for one in filed)
    cost = sum(one.cost_on(day) for one in claims if one.month == month.label)
    return {
        "ratio": round(100 * cost / revenue, 2),
        "decided": round(100 * decided / len(older), 1),
        "acknowledged": round(100 * quick / len(filed), 1),
    }
