"""The hospital's pumps: their register, and who had them lately."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, rising_numbers

LIBRARY = "equipment library"
CHILDREN = "Children's Ward"
MODELS = {
    "V4": ("volumetric", "Halvern V4", 40_070_700, 52),
    "V6": ("volumetric", "Halvern V6", 60_411_600, 135),
    "S": ("syringe", "Tessaro 50", 517_200, 88),
    "F": ("feeding", "Nutriva 2", 88_300, 34),
}
"""Kind, name, roughly the first serial and how many, by model."""


@dataclass(frozen=True)
class Pump:
    """A row of `pumps`, in the order of its columns."""

    serial: str
    asset: str
    kind: str
    model: str
    home: str
    status: str
    place: str
    notice: str = ""
    held_on: date | None = None
    released_on: date | None = None
    service_due: date | None = None


def draw_fleet(rng: Random, today: date, homes: list[str]) -> dict[str, list[Pump]]:
    """All pumps by model, the oldest first; the children's ward has none of the V6."""
    assets, fleet = (
        rising_numbers(rng, rng.randint(2100, 2600), (1, 1, 2, 3)),
        dict[str, list[Pump]](),
    )
    for model, (kind, name, start, size) in MODELS.items():
        serials = rising_numbers(rng, start + rng.randint(0, 300), (1, 2, 3, 5, 8, 40))
        fleet[model] = []
        for _ in range(size + rng.randint(-3, 3)):
            home = rng.choice([one for one in homes if one != CHILDREN or model != "V6"])
            free = (home != CHILDREN and rng.random() < 0.08) or home == "Equipment Library"
            late = model != "V6" and rng.random() < 0.09
            due = today + (-rng.randint(2, 40) if late else rng.randint(3, 350)) * DAY
            where = ("shelf", LIBRARY) if free else ("in use", home)
            row = (f"{next(serials)}", f"CE-{next(assets):05}", kind, name, home, *where)
            fleet[model].append(Pump(*row, service_due=due))
    return fleet


def set_aside(rng: Random, fleet: dict[str, list[Pump]]) -> int:
    """Send some away; return how many volumetric ones are neither usable nor scrapped."""
    away = {"workshop": rng.randint(3, 4), "not found": rng.randint(1, 2), "scrapped": 5}
    places = {"workshop": "workshop", "not found": "", "scrapped": "store B"}
    statuses = [status for status, many in away.items() for _ in range(many)]
    for model, taken in (("V4", statuses), ("S", ["workshop"] * 4)):
        pumps = fleet[model]
        for at, status in zip(rng.sample(range(len(pumps)), len(taken)), taken, strict=True):
            pumps[at] = replace(pumps[at], status=status, place=places[status])
    return away["workshop"] + away["not found"]


def add_moves(
    world: WorldBuilder, rng: Random, pumps: list[Pump], whats: list[str], days: list[date]
) -> None:
    """What the library and the workshop wrote down in the last weeks, in order of time."""
    calendar, rows = Calendar.of(world), list[tuple[Any, ...]]()
    for pump in pumps:
        if pump.held_on:
            at = calendar.draw(pump.held_on, rng, "09:00", "16:20")
            rows.append((at, pump.serial, "held", "quarantine cage", "workshop"))
        if pump.released_on:
            at = calendar.draw(pump.released_on, rng, "13:10", "14:50")
            rows.append((at, pump.serial, "released", LIBRARY, "pump desk"))
    quiet = [pump for pump in pumps if not pump.held_on and pump.status in ("in use", "shelf")]
    for pump in rng.sample(quiet, 170):
        at = calendar.draw(rng.choice(days), rng, "08:05", "16:50")
        what = "lent" if pump.status == "in use" else rng.choice(whats)
        rows.append((at, pump.serial, what, pump.place, "library"))
    world.rows("moves", sorted(rows))
