"""What left the hall: shipments booked already, and those on the sheet of late September."""

import random
from dataclasses import dataclass, replace
from datetime import date

from .quarter import Amounts, split, working_day

CUSTOMERS = (
    # name, legal form, country
    ("Molkerei Hallerau", "GmbH", "DE"),
    ("Brauerei Steinfeld", "KG", "DE"),
    ("Allgauer Hofkaese", "GmbH", "DE"),
    ("Zuivel Oostkamp", "NV", "BE"),
    ("Brasserie Vaubert", "SA", "FR"),
    ("Laiterie des Trois Vaux", "SAS", "FR"),
    ("Fromagerie Montceau", "SAS", "FR"),
    ("Brouwerij De Ketel", "BV", "NL"),
    ("Kaasmakerij Veenhuis", "BV", "NL"),
    ("Mejeriet Norrbo", "A/S", "DK"),
    ("Bryggeri Vestholm", "A/S", "DK"),
    ("Lacteos Sierra Alba", "SL", "ES"),
    ("Cerveza Riomar", "SL", "ES"),
    ("Mleczarnia Podlesie", "Sp. z o.o.", "PL"),
    ("Browar Karczew", "Sp. z o.o.", "PL"),
    ("Caseificio Valmarina", "Srl", "IT"),
    ("Glanbrack Creameries", "Ltd", "IE"),
    ("Slieve Bawn Brewing", "Ltd", "IE"),
    ("Wensley Vale Dairies", "Ltd", "GB"),
    ("Thornbeck Brewery", "Ltd", "GB"),
)
ITEMS = (
    *("plate cooler PC-18", "plate cooler PC-30", "dosing station DS-4", "cleaning skid CS-2"),
    *("buffer tank BT-60", "yeast vessel YV-12", "filler infeed FI-3", "separator frame SF-9"),
)
ON_SHEET, AT_GATE, TOO_LATE = 22, 9, 5
"""Lines of the sheet; handed over at our gate; delivered only after the quarter."""
IN_TRANSIT = "in transit"


@dataclass(frozen=True)
class Shipment:
    """One line of the shipping log, in its order of columns; amounts in whole euros."""

    number: str
    order: str
    customer: str
    country: str
    item: str
    terms: str
    dispatched: date
    due: date
    delivered_on: str
    """ISO date, or IN_TRANSIT."""
    proof: str
    net: int
    cost: int


def booked_shipments(rng: random.Random, year: int, amounts: Amounts) -> list[Shipment]:
    """What is in the books already; the first two left in June and arrived in July."""
    total = amounts.earned - 3 * amounts.service - amounts.in_time_on_sheet
    nets = split(rng, total, rng.randrange(78, 89))
    end_of_june = working_day(date(year, 6, 28))
    booked = [draw_shipment(rng, end_of_june, nets.pop(), travel) for travel in (1, 2)]
    for day in sorted(working_day(date(year, 7, 1), rng.randrange(52)) for _ in nets):
        travel = rng.choice((0, 0, 0, 0, 1, 2, 2, 3, 4))
        booked.append(draw_shipment(rng, day, nets.pop(), travel))
    return booked


def sheet_shipments(rng: random.Random, year: int, amounts: Amounts) -> list[Shipment]:
    """What left in the last two weeks: handed over, delivered in time, delivered too late."""
    start = date(year, 9, 15)
    nets = split(rng, amounts.in_time_on_sheet, ON_SHEET - TOO_LATE)
    late_nets = split(rng, amounts.undelivered, TOO_LATE, spread=0.2)
    shipments = [
        draw_shipment(rng, working_day(start, rng.randrange(11)), nets.pop(), 0)
        for _ in range(AT_GATE)
    ]
    while nets:
        day = working_day(start, rng.randrange(7))
        shipments.append(draw_shipment(rng, day, nets.pop(), rng.randrange(2, 5)))
    for net in late_nets[:2]:
        one = draw_shipment(rng, working_day(date(year, 9, rng.randrange(25, 28))), net, 3)
        arrived = date(year, 10, 1)
        shipments.append(replace(one, due=arrived, delivered_on=arrived.isoformat()))
    for days, net in enumerate(late_nets[2:]):
        one = draw_shipment(rng, date(year, 9, 30), net, 3)
        due = working_day(date(year, 10, 2), days)
        shipments.append(replace(one, due=due, delivered_on=IN_TRANSIT, proof=""))
    return sorted(shipments, key=lambda s: (s.dispatched, s.order))


def draw_shipment(rng: random.Random, day: date, net: int, travel: int) -> Shipment:
    """A shipment that leaves on `day`; it is delivered at our gate, or after days of travel."""
    name, legal_form, country = rng.choice(CUSTOMERS)
    arrival = working_day(day, travel)
    return Shipment(
        number="",
        order=f"A-{rng.randrange(6_100, 9_900)}",
        customer=f"{name} {legal_form}",
        country=country,
        item=f"{rng.choice((1, 1, 2, 2, 4))} x {rng.choice(ITEMS)}",
        terms="DAP" if travel else "FCA",
        dispatched=day,
        due=arrival,
        delivered_on=arrival.isoformat(),
        proof=f"POD {rng.randrange(70_000, 79_999)}" if travel else "gate slip",
        net=net,
        cost=round(net * rng.uniform(0.56, 0.66)),
    )


def numbered(rng: random.Random, last: int, shipments: list[Shipment]) -> list[Shipment]:
    """The shipments with ascending numbers after `last`; some numbers are never used."""
    number, result = last, []
    for one in shipments:
        number += rng.choice((1, 1, 1, 2, 3))
        result.append(replace(one, number=str(number)))
    return result
