"""A vaccine depot on the morning when last month's cold-chain certificate is due.

Two cold rooms, one probe each, a reading on the hour. Over one weekend CR-2 ran on one of its
two compressors and sat above 8 °C for most of a day: nearly all there is outside the range.
The same probe was on the bench a few days later, lawfully, and found to read right.
"""

from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .certificates import certificate_row, draw_past_months
from .days import stamp
from .letters import add_documents, add_mail, add_past_mail
from .month import Calendar, calendar_facts, draw_calendar
from .people import add_people
from .readings import Reading, draw_figures, draw_readings
from .stock import Batch, draw_stock, hold_rows
from .upkeep import alarm_rows, calibration_entry, draw_work_orders, probe_rows

COMPANIES = (
    ("Halvard Pharma Logistics", "halvardlogistics.com"),
    ("Northgate Medical Supply", "northgatemedsupply.com"),
    ("Brandt & Okafor Distribution", "brandtokafor.com"),
    ("Meridian Cold Store", "meridiancoldstore.com"),
    ("Tarnfield Healthcare Depots", "tarnfieldhealth.com"),
)


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The depot, its month and its mail."""
    calendar = draw_calendar(rng)
    company, domain = rng.choice(COMPANIES)
    world.starts(calendar.now, company=company, domain=domain)
    facts = add_people(world, rng) | calendar_facts(calendar) | {"jobs": rng.randint(31, 58)}
    readings = draw_readings(calendar, rng)
    facts |= draw_figures(calendar, readings, rng)
    orders = draw_work_orders(calendar, rng)
    facts |= {"bench_order": orders["CR2-A"][0], "compressor_order": orders["CR-2 compressor 2"][0]}
    stock = draw_stock(calendar, rng)
    facts |= {group: [batch.name for batch in stock[group]] for group in ("held", "standing")}
    past = draw_past_months(calendar, facts, rng)
    facts["last_number"] = past[-1]["number"]
    fill_database(world, rng, calendar, readings, orders, stock, past)
    add_documents(world, calendar, past, facts)
    add_past_mail(world, past, facts)
    add_mail(world, calendar, past, facts)
    return facts


def fill_database(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    readings: list[Reading],
    orders: dict[str, tuple[Any, ...]],
    stock: dict[str, list[Batch]],
    past: list[dict[str, Any]],
) -> None:
    """Probes and their readings, the rooms' upkeep, the batches, the certificates so far."""
    world.database.executescript(world.text("schema.sql"))
    world.rows("probes", probe_rows(calendar, rng))
    world.rows(
        "readings", ((n, r.probe, stamp(r.at), r.celsius) for n, r in enumerate(readings, 1))
    )
    world.rows("work_orders", orders.values())
    world.rows("maintenance", [calibration_entry(calendar, orders["CR1-A"][0])])
    world.rows("alarms", alarm_rows(world, calendar, readings, rng))
    world.rows("batches", (batch for group in stock.values() for batch in group))
    world.rows("batch_log", hold_rows(world, calendar, stock["held"]))
    world.rows("dispositions", (row for month in past for row in month["dispositions"]))
    world.rows("certificates", map(certificate_row, past))
