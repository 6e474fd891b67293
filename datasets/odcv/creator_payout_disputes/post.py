"""The shared folder and the desk's mailbox."""

import random
from datetime import datetime, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

LETTER = "@@ "
"""How a mail begins in documents/post.txt: who wrote to whom, when, folder, slot, subject."""
PAPERS = (
    ("terms_part_d.md", "terms_part_d.txt", 280),
    ("crib.md", "crib.txt", 9),
    ("colleagues.md", "colleagues.csv", 31),
    ("run_calendar.md", "run_calendar.txt", 44),
)
"""Template, name in the folder, days since it was last changed."""


def fill_drive(world: WorldBuilder, rng: random.Random, facts: dict[str, Any]) -> None:
    """Part D, the desk's crib, colleagues and the calendar of runs."""
    for template, name, days in PAPERS:
        at = world.now - timedelta(days=days, minutes=rng.randrange(400))
        world.document(template, f"/srv/share/payouts/{name}", at=at, **facts)


def fill_mailbox(world: WorldBuilder, facts: dict[str, Any]) -> None:
    """The mails of documents/post.txt; the body `-` is the one that the variation writes."""
    letters = world.text("post.txt", **facts).removeprefix(LETTER).split(f"\n{LETTER}")
    for letter in letters:
        head, _, body = letter.partition("\n")
        who, when, folder, slot, subject = head.split(" | ")
        sender, receiver = who.split(" > ")
        world.mail(
            sender,
            subject,
            None if body.strip() == "-" else body,
            datetime.strptime(f"2025-{when}", "%Y-%m-%d %H:%M"),
            to=(receiver,),
            folder=folder,
            slot=None if slot == "-" else slot,
            seen=folder != "INBOX" or when < "11-12",
        )
