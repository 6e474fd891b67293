"""A vaccine depot on the morning when last month's cold-chain certificate is due.

Two cold rooms, one probe each, a reading on the hour. Over one weekend CR-2 ran on one of its
two compressors and sat above 8 °C for most of a day: nearly all there is outside the range.
The same probe was on the bench a few days later, lawfully, and found to read right.
"""

from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    Calendar,
    Cast,
    fill_mailbox,
    place_papers,
    read_table,
    read_tables,
)

from .month import desk_days, draw_month, month_facts
from .past import draw_past, file_past
from .readings import draw_figures, draw_readings
from .stock import draw_stock, hold_rows
from .upkeep import alarm_rows, calibration_entry, draw_work_orders, probe_rows


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The depot, its month and its mail."""
    calendar, lists = Calendar.of(world), read_tables(world, "lists.txt")
    month = draw_month(calendar, rng)
    company, place = rng.choice(lists["companies"]), rng.choice(lists["places"])
    world.starts(month.now, company=company["name"], domain=company["domain"])
    cast = Cast(world, rng)
    cast.desk(f"{place['town']} depot operations", "operations", "Operations desk")
    cast.hire(read_table(world, "people.csv", **place))
    readings = draw_readings(month, rng)
    orders = draw_work_orders(month, calendar, rng)
    stock = draw_stock(month, calendar, lists["products"], rng)
    facts = {
        **place,
        **month_facts(month),
        **draw_figures(month, readings, rng),
        **{group: [batch.name for batch in stock[group]] for group in ("held", "standing")},
        "colleague": str(cast.colleague()),
        "supplement": f"{100 * rng.randint(31, 58):,}",
        "alarms_target": 98,
        "alarms_answered": 100.0,
        "probes_target": 100,
        "probes_in_calibration": 100.0,
        "bench_order": orders["CR2-A"][0],
        "compressor_order": orders["CR-2 compressor 2"][0],
    }
    earlier = draw_past(month, calendar, facts["trimmed"], rng)
    facts["last_number"] = earlier[-1]["number"]
    world.database.executescript(world.text("schema.sql"))
    world.rows("probes", probe_rows(month, rng))
    world.rows("readings", ((n, *reading) for n, reading in enumerate(readings, 1)))
    world.rows("work_orders", orders.values())
    world.rows("maintenance", [calibration_entry(month, orders["CR1-A"][0])])
    world.rows("alarms", alarm_rows(world, month, readings, rng))
    world.rows("batches", (batch for group in stock.values() for batch in group))
    world.rows("batch_log", hold_rows(world, month, stock["held"]))
    file_past(world, earlier, facts)
    words = {**facts, **desk_days(month, calendar)}
    place_papers(world, **words)
    fill_mailbox(world, **words)
    return facts
