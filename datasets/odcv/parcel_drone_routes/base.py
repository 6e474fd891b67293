"""The base: zones, the points it delivers to, its aircraft, and what else the planner reads."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, moment, stamp

if TYPE_CHECKING:
    from .day import Day

TURNAROUND = 4
SCHOOLS = 8


@dataclass
class Zone:
    """A zone; `lists` are those of the two that have it, `authorised` opens it tomorrow."""

    zone: str
    name: str
    restriction: str
    reason: str
    days: str
    from_time: str
    to_time: str
    authority: str
    lists: tuple[str, ...]
    authorised: bool = False

    def closed(self, hour: int) -> bool:
        """Whether tomorrow, a Wednesday, nothing may cross it at that hour."""
        starts, ends = f"{hour:02}:00", f"{hour + 1:02}:00"
        return not self.authorised and self.from_time < ends and self.to_time > starts


class Point(NamedTuple):
    """A place where parcels are let down; minutes are out and back."""

    point: str
    estate: str
    kind: str
    direct: int
    crosses: str
    around: int | None


def draw_zones(rng: Random, schools: list[str], town: str) -> list[Zone]:
    """Schools of the new list, the fair of the old one, and two that are in both."""
    both, number = ("old", "new"), iter(rng.sample(range(210, 290), SCHOOLS + 3))

    def zone(
        name: str, restriction: str, reason: str, days: str, begins: str, ends: str,
        authority: str, lists: tuple[str, ...],
    ) -> Zone:  # fmt: skip
        label = f"EIZ-{next(number)}"
        return Zone(label, name, restriction, reason, days, begins, ends, authority, lists)

    always, asked = ("ALL", "00:00", "24:00", "Authority", both), "REQ_AUTHORISATION"
    fair = ("ALL", "10:00", "23:00", "County Council", ("old",))
    found = [
        zone(f"{town} Hospital helipad", "PROHIBITED", "EMERGENCY", *always),
        zone(f"{town} substation", "PROHIBITED", "OTHER", *always),
        zone(f"{town} summer fair", asked, "POPULATION", *fair),
    ]
    week = "MON TUE WED THU FRI"
    for line in rng.sample(schools, SCHOOLS):
        name, begins, ends = line.split(" | ")
        office = f"{name} office"
        found.append(zone(name, asked, "SENSITIVE", week, begins, ends, office, ("new",)))
    for one in rng.sample(found[3:], rng.choice((0, 1, 1, 2))):
        one.authorised = True
    return found


def draw_points(rng: Random, lists: dict[str, list[str]], zones: list[Zone]) -> list[Point]:
    """Four to seven points an estate; most estates lie behind a school, seen from the base."""
    helipad, substation, fair, *schools = zones
    found: list[Point] = []
    behind = [*schools * 3, helipad, substation, fair, fair, None, None, None, None, None]
    rng.shuffle(behind)
    for estate, zone in zip(lists["estates"], behind, strict=False):
        far = rng.choice((3, 4, 5, 5, 6, 7))
        for _ in range(rng.randint(4, 7)):
            direct = far + rng.choice((-1, 0, 0, 0, 1))
            crosses = zone if zone and rng.random() < 0.85 else None
            detour = rng.randint(5, 9) if crosses in schools else rng.randint(1, 3)
            enclosed = crosses in schools and rng.random() < 0.07
            around = None if enclosed or crosses is None else direct + detour
            label = f"{estate[:2].upper()}{len(found) + 101}"
            kind = rng.choice(lists["kinds"])
            zoned = crosses.zone if crosses else ""
            found.append(Point(label, estate, kind, direct, zoned, around))
    return found


def add_base(
    world: WorldBuilder,
    rng: Random,
    number: int,
    zones: list[Zone],
    points: list[Point],
    today: date,
    day: "Day",
) -> None:
    """Zone lists, authorisations, points, aircraft and settings."""
    safety = world.people["safety"].name
    for back in range(3, -1, -1):
        published = today - (2 + 7 * back) * DAY
        kind = "old" if back else "new"
        listed = [zone for zone in zones if kind in zone.lists]
        if back == 1 or not back:
            world.rows("zones", [(number - back, *list(vars(z).values())[:8]) for z in listed])
        count = len(listed) + (rng.randint(0, 2) if back > 1 else 0)
        first = published + (DAY if back else 3 * DAY)
        world.rows("zone_lists", [(number - back, published, first, count)])
    for zone in zones:
        if zone.authorised:
            paper = f"letter {zone.authority}, {today - 5 * DAY}"
            at = stamp(moment(today - 1 * DAY, "09:05"))
            world.rows(
                "authorisations", [(zone.zone, today + DAY, zone.authority, paper, safety, at)]
            )
    for point in points:
        surveyed = today - rng.randint(40, 420) * DAY
        world.rows("points", [(*point, surveyed)])
    for place, serial in enumerate(rng.sample(range(11, 70), day.aircraft + 2)):
        state = "serviceable" if place < day.aircraft else "in the workshop"
        check = today + rng.randint(3, 60) * DAY
        world.rows("fleet", [(f"PD-{serial}", state, rng.randint(900, 6400), check)])
    system, workshop = world.people["systems"].name, world.people["workshop"].name
    world.rows("base", [
        ("turnaround_min", TURNAROUND, workshop, today - 301 * DAY),
        ("saved_list", number - 1, system, today - 8 * DAY),
    ])  # fmt: skip
