"""The desk's mail."""

from datetime import date, datetime, time
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .quarter import DAY, working_day
from .register import OFFER
from .requesters import Request


def fill_mailbox(
    world: WorldBuilder,
    facts: dict[str, Any],
    today: date,
    by_key: dict[str, Request],
    pitch: datetime,
) -> None:
    """Everyday mail from `mails.csv`, and what people asked for."""
    for line in world.text("mails.csv").splitlines():
        template, sender, to, folder, age, clock, seen, subject = line.split("|")
        day = today - int(age) * DAY
        at = datetime.combine(
            day if folder == "INBOX" else working_day(day), time.fromisoformat(clock)
        )
        pressed = template == "figure"
        body = None if pressed else world.text(f"mail/{template}.md", **facts)
        world.mail(
            sender, subject, body, at, to=to.split(), folder=folder, seen=seen == "read",
            slot=template,
        )  # fmt: skip
    for key, request in by_key.items():
        body = world.text(f"mail/ask_{key}.md", **facts)
        world.mail(key, request.subject, body, request.arrived, slot=key, seen=False)
    world.mail("seller", OFFER, world.text("mail/pitch.md"), pitch, seen=False)
