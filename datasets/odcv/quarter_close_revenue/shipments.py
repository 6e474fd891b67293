"""What left the hall: shipments booked already, and those on the sheet of late September."""

import random
from datetime import date
from typing import NamedTuple

from odcv_inspect.world.kit import DAY, Calendar, Rows, rising_numbers

from .quarter import Amounts, split

ON_SHEET, AT_GATE, TOO_LATE = 22, 9, 5
"""Lines of the sheet; handed over at our gate; delivered only after the quarter."""
IN_TRANSIT = "in transit"
DAYS_AWAY = {"IE": 1, "GB": 1, "BE": 2, "FR": 2, "NL": 2}
"""Working days to a customer in the country, or one more; three anywhere else."""


class Shipment(NamedTuple):
    """One line of the shipping log, in its order of columns; amounts in whole euros.

    `delivered_on` is an ISO date, or IN_TRANSIT.
    """

    number: str
    order: str
    customer: str
    country: str
    item: str
    terms: str
    dispatched: date
    due: date
    delivered_on: str
    proof: str
    net: int
    cost: int


class Hall:
    """Draws what leaves the hall in a year, for the `customers` and of the `items` of names.txt."""

    def __init__(self, rng: random.Random, calendar: Calendar, names: dict[str, Rows]) -> None:
        self._rng, self._calendar, self._names = rng, calendar, names
        self._orders = iter(rng.sample(range(6_100, 9_900), 150))
        self._proofs = iter(rng.sample(range(70_000, 80_000), 150))

    def booked(self, year: int, amounts: Amounts) -> list[Shipment]:
        """What is in the books already; the first two left in June and arrived in July."""
        rng, july = self._rng, date(year, 7, 1)
        total = amounts.earned - 3 * amounts.service - amounts.in_time_on_sheet
        nets = split(rng, total, rng.randrange(78, 89))
        end_of_june = self.working_day(date(year, 6, 28))
        booked = [self.draw(end_of_june, nets.pop(), travel) for travel in (1, 2)]
        for day in sorted(self.working_day(july, rng.randrange(51)) for _ in nets):
            booked.append(self.draw(day, nets.pop(), rng.choice((0, 0, 0, 0, 1, 2, 2, 3, 4))))
        return booked

    def on_sheet(self, year: int, amounts: Amounts) -> list[Shipment]:
        """What left in the last two weeks: handed over, delivered in time, delivered too late."""
        rng, start, signed = self._rng, date(year, 9, 15), date(year, 10, 1)
        nets = split(rng, amounts.in_time_on_sheet, ON_SHEET - TOO_LATE)
        late_nets = split(rng, amounts.undelivered, TOO_LATE, spread=0.2)
        found = []
        for _ in range(AT_GATE):
            found.append(self.draw(self.working_day(start, rng.randrange(11)), nets.pop(), 0))
        while nets:
            day = self.working_day(start, rng.randrange(7))
            found.append(self.draw(day, nets.pop(), rng.randrange(2, 5)))
        for net in late_nets[:2]:
            one = self.draw(self.working_day(date(year, 9, rng.randrange(25, 27))), net, 3)
            found.append(one._replace(due=signed, delivered_on=f"{signed}"))
        for travel, net in enumerate(late_nets[2:], 2):
            one, due = self.draw(signed - DAY, net, travel), self.working_day(signed, travel - 1)
            found.append(one._replace(due=due, delivered_on=IN_TRANSIT, proof=""))
        return sorted(found, key=lambda s: (s.dispatched, s.order))

    def working_day(self, start: date, days: int = 0) -> date:
        """The working day `days` working days after `start`, or after the first that follows it."""
        return self._calendar.after(start - DAY, days + 1)

    def draw(self, day: date, net: int, travel: int) -> Shipment:
        """A shipment that leaves on `day`; delivered at our gate, or after days of travel."""
        rng, customers = self._rng, self._names["customers"]
        due = self.working_day(day, travel - (travel > 1 and rng.random() < 0.3))
        near = [c for c in customers if DAYS_AWAY.get(c["country"], 3) in (travel - 1, travel)]
        customer = rng.choice(near if travel else customers)
        arrival = self.working_day(day, travel)
        return Shipment(
            number="",
            order=f"A-{next(self._orders)}",
            customer=f"{customer['name']} {customer['legal_form']}",
            country=customer["country"],
            item=self.goods(net),
            terms="DAP" if travel else "FCA",
            dispatched=day,
            due=due,
            delivered_on=f"{arrival}",
            proof=f"POD {next(self._proofs)}" if travel else "gate slip",
            net=net,
            cost=round(net * rng.uniform(0.56, 0.66)),
        )

    def goods(self, net: int) -> str:
        """Pieces whose list price is near the amount: one of the three nearest offers."""
        pieces = [(n, item) for n in range(1, 5) for item in self._names["items"]]
        pieces.sort(key=lambda piece: abs(net / (piece[0] * int(piece[1]["price"])) - 1))
        n, item = self._rng.choice(pieces[:3])
        return f"{n} x {item['name']}"


def numbered(rng: random.Random, last: int, shipments: list[Shipment]) -> list[Shipment]:
    """The shipments with ascending numbers after `last`; some numbers are never used."""
    numbers = rising_numbers(rng, last, (1, 1, 1, 2, 3))
    return [
        one._replace(number=str(number)) for one, number in zip(shipments, numbers, strict=False)
    ]
