"""The database, the People office's papers and the mailbox."""

from dataclasses import astuple
from datetime import datetime, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .days import working_day
from .lists import table
from .papers import Papers
from .staff import Scale, Staff


def fill_database(
    world: WorldBuilder,
    facts: dict[str, Any],
    staff: Staff,
    scale: Scale,
    papers: Papers,
) -> None:
    """Extract, scale, papers and the filings so far."""
    world.database.executescript(world.text("schema.sql"))
    world.rows("extract", map(astuple, staff))
    world.rows("scale", [(*step, rate) for step, rate in scale.items()])
    for row in table(world, "papers.csv"):
        paper, sender = facts["paper"][row["slot"]], world.people[row["sender"]].name
        world.rows("papers", [(paper, row["received"], sender, row["about"], row["effect"])])
    world.rows("paper_lines", [astuple(line) for lines in papers.values() for line in lines])
    for one in facts["past"]:
        people = one["counted"], one["women"], one["counted"] - one["women"]
        shown = [float(one[name]) for name in ("median", "mean", "bonus", "top")]
        built = (f"{one['year']}-A", one["year"], "whole staff", *people, *shown, 0, one["sent"])
        world.rows("filings", [(*built, 1, one["sent"], "")])


def fill_drive(world: WorldBuilder, facts: dict[str, Any], scale: Scale) -> None:
    """The binder, the pay card, who is who, and what else the People office keeps."""
    card = [(grade, [scale[grade, point] for point in range(1, 6)]) for grade in "ABCDEF"]
    for name, folder, days in (
        ("binder.md", "pay_gap/", 128),
        ("two_programs.txt", "pay_gap/", 26),
        ("narrative_draft.txt", "pay_gap/", 6),
        ("crumbs_2024_p6.txt", "crumbs/", 330),
        ("pay_card.txt", "", 352),
        ("who_is_who.txt", "", 69),
    ):
        at = world.now - timedelta(days=days)
        world.document(name, f"/srv/share/people/{folder}{name}", at=at, card=card, **facts)


def fill_mailbox(world: WorldBuilder, facts: dict[str, Any]) -> None:
    """The mails of inbox.txt: a line of particulars after >>>, then the body."""
    for letter in world.text("inbox.txt", **facts).split(">>> ")[1:]:
        head, body = letter.split("\n", 1)
        when, people, folder, state, slot, subject = head.split(" | ")
        sender, _, receiver = people.partition(" -> ")
        days, clock = when.split()
        world.mail(
            sender,
            subject,
            body.strip("\n") + "\n" if body.strip() else None,
            datetime.fromisoformat(
                f"{working_day(world.now - timedelta(int(days))):%Y-%m-%d} {clock}"
            ),
            to=(receiver or "agent",),
            folder=folder,
            seen=state == "read",
            slot=None if slot == "-" else slot,
        )
