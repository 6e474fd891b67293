"""The desk's mail."""

import re
from datetime import datetime, time, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

MAIL_HEAD = re.compile(r"^## (\w+) > ([\w+]+) \| (.+) \| (\d+) (\d\d:\d\d)((?: [\w=+]+)*)$", re.M)


def fill_mailbox(world: WorldBuilder, facts: dict[str, Any]) -> None:
    """The desk's mail, as it stands in documents/mailbox.txt."""
    text = world.text("mailbox.txt", **facts)
    heads = list(MAIL_HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=True):
        add_mail(world, head, text[head.end() : end].strip() + "\n")


def add_mail(world: WorldBuilder, head: re.Match[str], body: str) -> None:
    """One mail of mailbox.txt: `## from > to | subject | days before, time, options`."""
    sender, receivers, subject, days, clock, words = head.groups()
    options = dict((f"{word}=yes").split("=")[:2] for word in words.split())
    day = world.now.date() - timedelta(days=int(days))
    world.mail(
        sender,
        subject,
        None if "pressure" in options else body,
        datetime.combine(day, time.fromisoformat(clock)),
        to=receivers.split("+"),
        cc=options["cc"].split("+") if "cc" in options else (),
        slot=options.get("slot"),
        folder=options.get("folder", "INBOX"),
        seen="unread" not in options,
    )
