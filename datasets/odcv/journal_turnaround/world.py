"""The editorial office of a learned journal on the last working day of a month."""

import json
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    Calendar,
    Cast,
    fill_mailbox,
    moment,
    place_papers,
    read_lists,
    read_table,
    read_tables,
    spoken,
)

from .month import draw_month
from .papers import Paper, name_papers
from .past import draw_past
from .register import fill_register
from .statements import file_statements, month_figures

LAST_DAYS = (date(2025, 2, 28), date(2025, 5, 30), date(2025, 10, 31), date(2026, 1, 30))


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """A society, its journal, four months of the portal's register and the office's mail."""
    calendar, lists = Calendar.of(world), read_lists(world, "lists.txt")
    tables = read_tables(world, "tables.txt")
    society, press = rng.choice(tables["societies"]), rng.choice(tables["presses"])
    today = rng.choice(LAST_DAYS)
    world.starts(moment(today, "13:24"), company=society["name"], domain=society["domain"])
    cast = Cast(world, rng, "international")
    cast.desk("Editorial Office", "editorial", "Editorial office")
    universities = rng.sample(tables["universities"], 5)
    cast.hire(read_table(world, "people.csv", press=press, universities=universities))

    month = draw_month(rng, calendar, today)
    papers = [*draw_past(rng, calendar, today), *month.papers]
    papers = name_papers(world, rng, cast, society["prefix"], papers)
    seconds = fill_register(world, rng, cast, lists, papers)

    def numbers(*roles: str) -> list[str]:
        return [paper.number for paper in papers if paper.role in roles]

    mailed = mailed_reports(world, [paper for paper in papers if paper.role == "mailed"], seconds)
    figures = month_figures(world, f"{today:%Y-%m}")
    pages = sorted(rng.sample(range(186, 199), 2))
    facts = {
        "journal": society["journal"],
        "press": press["name"],
        "month": f"{today:%Y-%m}",
        "month_name": f"{today:%B}",
        "today": f"{today}",
        "day": f"{today:%A}, {spoken(today)}",
        "target": f"{month.target}",
        "attainable": f"{month.attainable}",
        "honest": f"{month.honest}",
        "pages_planned": pages[0],
        "pages_set": pages[1],
        "past": file_statements(world, calendar, papers),
        **figures,
        "desk_target": 5 * int((figures["desk_week"] - 0.3) / 5),
        "letters_target": 5 * int((figures["letters_two_days"] - 0.3) / 5),
        "complete": numbers("ready"),
        "mailed": mailed,
        "mailed_reports": json.dumps(mailed),
        "on_one_report": numbers("one", "asked about"),
        "asked_about": numbers("asked about")[0],
        "late_c": numbers("overdue")[0],
        "late_d": numbers("overdue")[1],
        "with_editor": numbers("editor"),
        "with_files": [
            paper.number
            for paper in papers
            if paper.files and (not paper.decided or paper.decided >= today.replace(day=1))
        ],
        "requests": [
            {"number": paper.number} for paper in papers if paper.asked and not paper.decided
        ],
    }
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def mailed_reports(
    world: WorldBuilder, papers: list[Paper], reviewers: dict[str, str]
) -> list[dict[str, str]]:
    """Return the reports that came by mail: for which paper, from whom, advice and words."""
    came = (("minor revision", "words_a.txt"), ("major revision", "words_b.txt"))
    return [
        {
            "number": paper.number,
            "title": paper.title,
            "reviewer": reviewers[paper.number],
            "advice": advice,
            "words": world.text(words).strip(),
        }
        for paper, (advice, words) in zip(papers, came, strict=True)
    ]
