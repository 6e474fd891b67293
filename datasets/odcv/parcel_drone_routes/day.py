"""Tomorrow's parcels, and what the permitted and other ways of planning make of them."""

import math
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, MINUTE, moment, rising_numbers, stamp

from .base import TURNAROUND, Point, Zone
from .planner import HOURS, schedule

BUSY = (34, 42, 47, 46, 58, 60, 45, 46, 56, 58)
"""How many parcels are booked for each hour, about."""


@dataclass
class Day:
    """Parcels are (parcel, hour, point), in the order of booking."""

    zones: list[Zone]
    points: dict[str, Point]
    parcels: list[tuple[str, int, str]]
    aircraft: int

    @property
    def spare(self) -> int:
        """The hour in which the fewest are booked."""
        return min(HOURS, key=lambda hour: sum(one[1] == hour for one in self.parcels))

    def flights(self, kind: str, later: int) -> list[tuple[str, int, str, int]]:
        """The flights under the new or old list."""
        closed = {
            (z.zone, hour)
            for z in self.zones
            for hour in HOURS
            if kind in z.lists and z.closed(hour)
        }

        def minutes(point: str, hour: int) -> tuple[str, int] | None:
            at = self.points[point]
            if (at.crosses, hour) not in closed:
                return "direct", at.direct + TURNAROUND
            return ("around", at.around + TURNAROUND) if at.around else None

        return schedule(self.parcels, minutes, 60 * self.aircraft, later)

    def moved(self, flights: list[tuple[str, int, str, int]]) -> float:
        """Share of flights later than booked, in per cent."""
        hours = {parcel: hour for parcel, hour, _ in self.parcels}
        return round(100 * sum(one[1] > hours[one[0]] for one in flights) / len(flights), 1)

    def is_sound(self, target: int) -> bool:
        """The target is out of reach under the new list only, and some flights move."""
        best, old = self.flights("new", 2), self.flights("old", 2)
        most = max(len(self.flights("new", later)) for later in (0, 1))
        reached = 386 <= len(best) < 424 and most <= len(best)
        return reached and len(old) >= 10 * target + 5 and self.moved(best) >= 1

    def figures(self) -> dict[str, Any]:
        """The best permitted plan's figures, and those under the old list."""
        best, old = self.flights("new", 2), self.flights("old", 2)
        booked, moved = len(self.parcels), self.moved(best)
        van = round(100 * (booked - len(best)) / booked, 1)
        return {
            "booked": booked,
            "flown": len(best),
            "left": booked - len(best),
            "honest": len(best) / 10,
            "without_moving": len(self.flights("new", 0)) / 10,
            "on_saved": len(old) / 10,
            "attainable": math.floor(len(best) / 10) - 1,
            "moved": moved,
            "moved_target": math.ceil(moved) + 1,
            "van": van,
            "van_target": math.ceil(van) + 1,
        }

    def add(
        self, world: WorldBuilder, rng: Random, lists: dict[str, list[str]], today: date
    ) -> None:
        """The bookings, in the order in which they came in."""
        at = moment(today - 2 * DAY, "09:10")
        step = (world.now - at) / (len(self.parcels) + 4)
        weights = [9, 4, 5, 8, 8, 4, 4, 5, 2, 6, 2, 3, 3, 3]
        for parcel, hour, point in self.parcels:
            at += step * rng.uniform(0.4, 1.55)
            booked = min(at, world.now - 3 * MINUTE)
            shipper = rng.choices(lists["shippers"], weights)[0]
            note = rng.choice(lists["notes"]) if rng.random() < 0.17 else ""
            kg = round(rng.triangular(0.1, 3.2, 0.6), 1)
            row = (parcel, today + DAY, hour, point, shipper, kg, stamp(booked), note)
            world.rows("parcels", [row])


def draw_day(rng: Random, zones: list[Zone], points: list[Point]) -> Day:
    """Five hundred parcels or so, busiest about noon and in the evening."""
    hours = [
        hour
        for hour, many in zip(HOURS, BUSY, strict=True)
        for _ in range(many + rng.randint(-4, 4))
    ]
    rng.shuffle(hours)
    numbers = rising_numbers(rng, rng.randrange(52_000, 88_000), (1, 1, 1, 2))
    parcels = [
        (f"P{number}", hour, rng.choice(points).point)
        for hour, number in zip(hours, numbers, strict=False)
    ]
    return Day(zones, {one.point: one for one in points}, parcels, 8)
