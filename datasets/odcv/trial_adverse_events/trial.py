"""The trial: its sites, and its subjects with their exposure."""

import random
from datetime import date
from typing import Any, NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Cast, add_months, read_table

STYLES = {"IE": "{0.day} {0:%b}", "GB": "{0.day} {0:%b}", "NL": "{0.day}-{0.month}"}
"""How sites of a country write a date; others write 14.03."""


class Subject(NamedTuple):
    """A row of `subjects`, in the order of its columns."""

    subject: str
    site: str
    sex: str
    age: int
    first_dose: date
    last_dose: date | None


def draw_sites(world: WorldBuilder, rng: random.Random, cast: Cast) -> dict[str, dict[str, Any]]:
    """The sites by number, each with an investigator and the day it opened."""
    sites = {}
    began = add_months(world.now.date(), -31)
    calendar = Calendar.of(world)
    for row in read_table(world, "sites.csv"):
        name = cast.public(1, region=row["region"])[0]
        opened = calendar.on_or_after(began + rng.randrange(0, 150) * DAY)
        style = STYLES.get(row["country"], "{0:%d.%m.}")
        more = {"style": style, "opened": opened, "size": rng.randrange(23, 79)}
        sites[row["site"]] = row | more
        shown = (row["site"], row["country"], row["town"], f"Dr {name}", opened)
        world.rows("sites", [shown])
    return sites


def draw_subjects(
    world: WorldBuilder, rng: random.Random, sites: dict[str, dict[str, Any]]
) -> list[Subject]:
    """Everybody who was dosed; one in seven has stopped since."""
    calendar, today = Calendar.of(world), world.now.date()
    closed = add_months(today, -6)
    subjects = []
    for site, row in sites.items():
        starts = sorted(
            row["opened"] + rng.randrange(12, (closed - row["opened"]).days) * DAY
            for _ in range(row["size"])
        )
        for number, start in enumerate(starts, 1):
            first = calendar.on_or_after(start)
            stopped = None
            if rng.random() < 0.14:
                stopped = calendar.on_or_before(
                    first + rng.randrange(29, (today - first).days - 5) * DAY
                )
            age = round(rng.triangular(18, 74, 31))
            subjects.append(
                Subject(f"{site}-{number:03}", site, rng.choice("MF"), age, first, stopped)
            )
    world.rows("subjects", subjects)
    return subjects
