"""The batches of vaccine that came, went, and stand in the rooms now."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import cycle, islice
from random import Random
from typing import Any, NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Rows, moment

from .month import Month


class Batch(NamedTuple):
    """A row of the stock, in the order of the table's columns."""

    name: str
    product: str
    maker: str
    room: str
    doses: int
    expires_on: date
    received_at: datetime
    left_at: datetime | None
    status: str


def draw_stock(
    month: Month, calendar: Calendar, products: Rows, rng: Random
) -> dict[str, list[Batch]]:
    """Batches that came and went, and those in the rooms now, in groups."""
    numbers = iter(rng.sample(range(2107, 9899), 40))
    kinds = cycle(products)

    def arrived(
        count: int, room: str, earliest: date, days: int, status: str, left: date | None = None
    ) -> Iterator[Batch]:
        for kind in islice(kinds, count):
            received = calendar.on_or_after(earliest + rng.randrange(days) * DAY)
            yield Batch(
                name=f"{kind['prefix']}{next(numbers)}",
                product=kind["product"],
                maker=kind["maker"],
                room=room,
                doses=10 * rng.randrange(24, 260),
                expires_on=month.first + rng.randrange(240, 700) * DAY,
                received_at=calendar.draw(received, rng, "11:00", "11:54"),
                left_at=calendar.draw(left, rng, "07:00", "07:29") if left else None,
                status=status,
            )

    first, saturday, jam_day = month.first, month.saturday, month.jam_day
    before, soon = first - 24 * DAY, calendar.on_or_before(jam_day - 4 * DAY)
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


def hold_rows(world: WorldBuilder, month: Month, batches: list[Batch]) -> Iterator[tuple[Any, ...]]:
    """Quality's hold, on the Sunday, of what stands in CR-2."""
    sunday = moment(month.saturday + DAY, "11:20")
    quality = world.people["qa"].name
    for n, batch in enumerate(batches, 1):
        yield n, batch.name, "hold", sunday, quality, "CR-2 above 8.0, mail from Facilities", None
