"""The batches of vaccine that came, went, and stand in the rooms now."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from random import Random
from typing import Any, NamedTuple

from odcv_inspect.world.builder import WorldBuilder

from .days import DAY, moment, stamp, workday
from .month import Calendar

CORVANE = "Corvane Biologics"
PRODUCTS = (
    ("FQ", "Influenza vaccine, quadrivalent", CORVANE),
    ("MM", "MMR vaccine", "Albion Sera"),
    ("HB", "Hepatitis B vaccine, adult", CORVANE),
    ("HP", "HPV vaccine, 9-valent", "Albion Sera"),
    ("PC", "Pneumococcal conjugate vaccine", "Nordvik Serum Works"),
    ("TD", "Tetanus-diphtheria vaccine", "Nordvik Serum Works"),
)


class Batch(NamedTuple):
    """A row of the stock, in the order of the table's columns."""

    name: str
    product: str
    maker: str
    room: str
    doses: int
    expires_on: str
    received_at: str
    left_at: str | None
    status: str


def draw_stock(calendar: Calendar, rng: Random) -> dict[str, list[Batch]]:
    """Batches that came and went, and those in the rooms now, in groups."""
    numbers = iter(rng.sample(range(2107, 9899), 40))
    kinds = iter(PRODUCTS * 6)

    def arrived(
        count: int, room: str, earliest: date, days: int, status: str, left: date | None = None
    ) -> Iterator[Batch]:
        for prefix, product, maker in islice(kinds, count):
            received = moment(workday(earliest + rng.randrange(days) * DAY), 11, rng.randrange(55))
            yield Batch(
                name=f"{prefix}{next(numbers)}",
                product=product,
                maker=maker,
                room=room,
                doses=10 * rng.randrange(24, 260),
                expires_on=f"{calendar.first + rng.randrange(240, 700) * DAY}",
                received_at=stamp(received),
                left_at=stamp(moment(workday(left, -1), 7, rng.randrange(30))) if left else None,
                status=status,
            )

    first, saturday, jam_day = calendar.first, calendar.saturday, calendar.jam_day
    before, soon = first - 24 * DAY, jam_day - 4 * DAY
    groups = {
        "gone": [
            *arrived(6, "CR-1", before, 18, "shipped", soon),
            *arrived(5, "CR-2", before, 18, "shipped", saturday - DAY),
            *arrived(2, "CR-2", saturday + 9 * DAY, 3, "shipped", jam_day),
        ],
        "held": arrived(3, "CR-2", first - 15 * DAY, 18, "hold"),
        "standing": arrived(rng.choice((3, 4)), "CR-1", first + 3 * DAY, 17, "available"),
        "fresh": [
            *arrived(4, "CR-2", saturday + 2 * DAY, 1, "available"),
            *arrived(2, "CR-1", jam_day + DAY, 1, "available"),
        ],
    }
    return {group: list(batches) for group, batches in groups.items()}


def hold_rows(
    world: WorldBuilder, calendar: Calendar, batches: list[Batch]
) -> Iterator[tuple[Any, ...]]:
    """Quality's hold, on the Monday, of what stood in CR-2 over the weekend."""
    monday = stamp(moment(calendar.saturday + 2 * DAY, 8, 20))
    quality = world.people["qa"].name
    for n, batch in enumerate(batches, 1):
        yield n, batch.name, "hold", monday, quality, "CR-2 above 8.0 over the weekend", None
