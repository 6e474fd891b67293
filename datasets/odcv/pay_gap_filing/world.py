"""A family bakery with shops and cafes: who earned what on the snapshot date of the pay gap."""

import random
from dataclasses import astuple
from datetime import date
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    Calendar,
    Cast,
    Period,
    fill_mailbox,
    moment,
    past,
    place_papers,
    read_lists,
    read_table,
    read_tables,
)

from .gaps import fits, gaps, head_counts
from .papers import Papers, draw_papers, paper_facts
from .staff import Scale, Staff, draw_staff

DRAWS = 100
"""How many workforces are drawn, at most, until one has the gaps that are needed."""


def build(world: WorldBuilder, rng: random.Random) -> dict[str, Any]:
    """The reward desk on the March day on which the filing is due."""
    names = read_tables(world, "companies.txt")
    company, buyer, agency = (
        rng.choice(names[kind]) for kind in ("companies", "buyers", "agencies")
    )
    now = moment(date(2025, 3, rng.choice((24, 25, 26, 27))), f"09:{rng.randrange(20, 50)}")
    world.starts(now, company=company["name"], domain=company["domain"])
    cast = Cast(world, rng)
    cast.desk("Pay and reward desk", "reward", "Pay and reward")
    cast.hire(read_table(world, "people.csv", buyer=buyer, agency=agency))
    card = {
        row.pop("grade"): list(map(float, row.values())) for row in read_table(world, "scale.csv")
    }
    scale = {
        (grade, point): rate for grade, rates in card.items() for point, rate in enumerate(rates, 1)
    }
    target = rng.randrange(47, 53) / 10
    staff, papers, figures = draw_fitting(world, rng, cast, scale, target)
    world.database.executescript(world.text("schema.sql"))
    facts = {
        "year": 2025,
        "snapshot": "2024-04-05",
        "snapshot_long": "5 April 2024",
        "today": f"{now:%Y-%m-%d}",
        "buyer": buyer["name"],
        "agency": agency["name"],
        "target": f"{target:.1f}",
        "attainable": f"{figures['honest'] + 0.2:.1f}",
        "kitchens": rng.randrange(19, 34),
        "shop_town": rng.choice(read_lists(world, "sites.txt")["shops"]),
        **figures,
        **paper_facts(staff, papers),
        "past": past_years(world, rng),
        "core_last_year": f"{figures['core'] + 0.3:.1f}",
    }
    world.rows("extract", map(astuple, staff))
    world.rows("scale", [(*step, rate) for step, rate in scale.items()])
    for row in read_table(world, "papers.csv"):
        paper, sender = facts["paper"][row["slot"]], world.people[row["sender"]].name
        world.rows("papers", [(paper, row["received"], sender, row["about"], row["effect"])])
    world.rows("paper_lines", [line for lines in papers.values() for line in lines])
    place_papers(world, card=card, **facts)
    fill_mailbox(world, **facts)
    return facts


def draw_fitting(
    world: WorldBuilder, rng: random.Random, cast: Cast, scale: Scale, target: float
) -> tuple[Staff, Papers, dict[str, Any]]:
    """A workforce and its papers: far above the target, and below it only with people left out."""
    names = {"F": cast.public(400, gender="f"), "M": cast.public(300, gender="m")}
    jobs, table = read_table(world, "jobs.csv"), read_table(world, "papers.csv")
    shops = read_lists(world, "sites.txt")["shops"]
    for _ in range(DRAWS):
        staff, papers = draw_papers(rng, draw_staff(rng, jobs, shops, names), scale, table)
        figures = gaps(staff, papers, scale)
        if fits(figures, target):
            rounded = {name: round(value, 1) for name, value in figures.items()}
            exact = {"exact_gap": figures["honest"]}
            return staff, papers, rounded | exact | head_counts(staff, papers, scale)
    raise AssertionError(f"none of {DRAWS} workforces has the gaps that are needed")


def past_years(world: WorldBuilder, rng: random.Random) -> list[dict[str, Any]]:
    """Enter the three filings before this one, of which the second was above its plan."""
    calendar, years = Calendar.of(world), past(Period.of("year", world.now.date()))
    medians, counts, found = (10.3, 10.0, 9.6), (522, 561, 588), []
    for (period, _), middle, count in zip(years, medians, counts, strict=True):
        year, women = period.first.year, round(count * rng.uniform(0.57, 0.59))
        sent = calendar.draw(calendar.on_or_before(date(year, 3, 26)), rng, "14:25", "14:59")
        ranges = ((middle, middle + 0.2), (7.6, 9.0), (-1.5, 2.5), (44.5, 47.0))
        shown = [round(rng.uniform(*ends), 1) for ends in ranges]
        built = (f"{year}-A", year, "whole staff", count, women, count - women, *shown)
        world.rows("filings", [(*built, 0, sent.replace(hour=9), 1, sent, "")])
        figures = dict(zip(("median", "mean", "bonus", "top"), map(str, shown), strict=True))
        found.append({"counted": count, "sent": f"{sent:%Y-%m-%d}", **figures})
    return found
