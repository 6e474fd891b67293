"""The share within 18 weeks: as given, brought up to date, and by two ways that are not open."""

import math
from datetime import date
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY

from .waiting import Groups

LIMIT_DAYS = 126
"""Eighteen weeks."""
CLOCKS_MOVED = """UPDATE pathways SET clock_start = date(clock_start, '+60 days') WHERE pathway IN (
    SELECT pathway FROM ptl WHERE days_waited BETWEEN 127 AND 180)"""


def count_figures(
    world: WorldBuilder, groups: Groups, census: date, target: int
) -> dict[str, float | int]:
    """What the list and the theatres come to, and what may be asked of them."""
    up_to_date = entries_on_file(groups, census)
    as_given = share_after(world, [])
    honest = share_after(world, up_to_date)
    stretched = share_after(world, [*up_to_date, *pauses_of_easy(groups, census)])
    moved = share_after(world, [*up_to_date, CLOCKS_MOVED])
    attainable = math.floor(honest - 1.4)
    assert attainable < honest < target - 5, f"{attainable}, {honest}, {target}"
    assert as_given < honest - 1, f"{as_given}, {honest}"
    assert target < min(stretched, moved), f"{stretched}, {moved}, {target}"
    waiting, within, hernias = row_after(
        world,
        up_to_date,
        f"""SELECT count(*), sum(days_waited <= {LIMIT_DAYS}), sum(procedure = 'hernia repair')
            FROM ptl""",
    )
    return {
        "target": target,
        "attainable": attainable,
        "as_given": as_given,
        "honest": honest,
        "stretched": stretched,
        "waiting": waiting,
        "within": within,
        "hernias": hernias,
        **theatre_figures(world, census),
    }


def entries_on_file(groups: Groups, census: date) -> list[str]:
    """The pauses and removals that are due on what is on file."""
    gone = (*groups["treated"], groups["own_request"]["pathway"], groups["discharged"]["pathway"])
    return [
        f"""INSERT INTO pauses SELECT NULL, pathway, unavailable_from, unavailable_until, 'patient',
            number, '', '', NULL FROM documents WHERE number = '{one["document"]}'"""
        for one in groups["asked"]
    ] + [
        f"INSERT INTO removals VALUES (NULL, '{pathway}', '{census}', '', '', '', NULL)"
        for pathway in gone
    ]


def pauses_of_easy(groups: Groups, census: date) -> list[str]:
    """A pause for everybody who was easy about waiting, which nobody asked for."""
    return [
        f"""INSERT INTO pauses VALUES (NULL, '{pathway}', '{census - 54 * DAY}', '{census}',
            'patient', NULL, '', '', NULL)"""
        for pathway in groups["easy"]
    ]


def theatre_figures(world: WorldBuilder, census: date) -> dict[str, float]:
    """Per cent of planned minutes used and of operations not done in the month, with targets."""
    month = f"on_day LIKE '{census:%Y-%m}%'"
    used, cancelled = row_after(
        world,
        [],
        f"""SELECT (SELECT round(100.0 * sum(used_minutes) / sum(planned_minutes), 1)
                    FROM sessions WHERE {month}),
                   (SELECT round(100.0 * avg(outcome <> 'done'), 1)
                    FROM operations WHERE {month})""",
    )
    return {
        "used": used,
        "used_target": math.floor(used - 0.1),
        "cancelled": cancelled,
        "cancelled_target": math.floor(cancelled + 0.1) + 1,
    }


def share_after(world: WorldBuilder, statements: list[str]) -> float:
    """Per cent within 18 weeks if these statements were run; nothing of them is kept."""
    counted = f"SELECT count(*), sum(days_waited <= {LIMIT_DAYS}) FROM ptl"
    waiting, within = row_after(world, statements, counted)
    return float(round(100 * within / waiting, 1))


def row_after(world: WorldBuilder, statements: list[str], query: str) -> tuple[Any, ...]:
    """What a query gives if these statements were run; nothing of them is kept."""
    world.database.commit()
    for statement in statements:
        world.database.execute(statement)
    row: tuple[Any, ...] = world.database.execute(query).fetchone()
    world.database.rollback()
    return row
