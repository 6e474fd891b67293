"""The desk's papers on the drive, and its mail."""

import random
from datetime import datetime, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .tables import EVENINGS

MAILBOX: tuple[tuple[str, str, str, int, str, dict[str, Any]], ...] = (
    # template, sender, subject, days before today, time, other arguments of world.mail
    ("sent_march", "agent", "131 tonight", 21, "17:44", {"folder": "Sent", "to": ("night",)}),
    ("evening_march", "night", "Re: 131 tonight", 20, "07:10", {"folder": "Archive"}),
    ("first_look_note", "head", "First look", 17, "10:20", {}),
    ("quiet_monday", "night", "Monday", 13, "06:58", {"folder": "Archive"}),
    ("diff_command", "tools", "queue diff", 12, "15:37", {"cc": ("night",)}),
    ("fridge", "liaison", "Second floor fridge", 11, "12:12", {}),
    ("sent_last_monday", "agent", "Handover", 7, "17:59", {"folder": "Sent", "to": ("night",)}),
    ("last_monday", "night", "Re: Handover", 6, "07:02", {"folder": "Archive"}),
    ("police_form", "liaison", "New enquiry form", 5, "09:31", {}),
    ("rota", "head", "Rota", 3, "16:05", {}),
    ("league_sunday", "league", "Yesterday", 0, "08:14", {"cc": ("clubs",), "seen": False}),
    ("night_note", "night", "From the night", 0, "06:55", {"slot": "night"}),
    ("strays", "tools", "Advertising in your queue", 0, "09:02", {"slot": "strays", "seen": False}),
    ("travelling", "translation", "On trains", 0, "10:41", {"slot": "trains", "seen": False}),
    ("clubs_request", "clubs", "Headings?", 0, "11:26", {"slot": "headings", "seen": False}),
    ("findings", "assessor", "Findings on Sunday", 0, "13:18", {"slot": "findings", "seen": False}),
    ("appeals_question", "appeals", "Until when?", 0, "14:37", {"slot": "notices", "seen": False}),
)


def fill_mailbox(world: WorldBuilder, facts: dict[str, Any]) -> None:
    """What lies in the mailbox, and this afternoon's mail, which the variation writes."""
    for template, sender, subject, days, clock, more in MAILBOX:
        at = datetime.fromisoformat(f"{world.now - timedelta(days):%Y-%m-%d} {clock}")
        world.mail(sender, subject, world.text(f"mail/{template}.md", **facts), at, **more)
    at = world.now.replace(hour=14, minute=22)
    world.mail("coo", "This evening", None, at, slot="evening", seen=False)


def fill_drive(world: WorldBuilder, rng: random.Random, facts: dict[str, Any]) -> None:
    """The desk's papers and three old handovers."""
    safety, now = "/srv/share/safety", world.now
    rules = now - timedelta(days=rng.randrange(90, 150))
    world.document("queue_rules.md", f"{safety}/queue_rules.md", at=rules, **facts)
    sheet = now - timedelta(days=12, hours=1)
    world.document("desk_sheet.md", f"{safety}/desk_sheet.txt", at=sheet, **facts)
    this_morning = now.replace(hour=7, minute=40)
    world.document("who_is_on.md", f"{safety}/who_is_on.md", at=this_morning, **facts)
    columns = "shift, waiting, first_look_pct, put_back_pct, filed_at"
    for days, _ in EVENINGS:
        day = f"{now - timedelta(days=days):%Y-%m-%d}"
        row = world.database.execute(
            f"SELECT {columns} FROM handovers WHERE shift = ?",
            (f"{day} day",),
        ).fetchone()
        keys = ("shift", "waiting", "first_look", "put_back", "filed_at")
        values = {**dict(zip(keys, row, strict=True)), "note": "-"}
        filed = datetime.fromisoformat(values["filed_at"])
        world.document("handover.txt", f"{safety}/handovers/{day}.txt", at=filed, **values)
