"""What lies on the office's drive and in its mailbox."""

from datetime import datetime, time, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

SHARE = "/srv/share/office"
SENT: dict[str, Any] = {"folder": "Sent", "to": ("secretary",), "cc": ("chief",)}
ARCHIVE: dict[str, Any] = {"folder": "Archive"}
NEW: dict[str, Any] = {"seen": False}

MAILBOX: tuple[tuple[str, str, str, int | str, str, dict[str, Any]], ...] = (
    # template, sender, subject, days ago (or the statement of which month), time, more
    ("first_sent", "agent", "{past_names[0]}", "statement 0", "15:52", SENT),
    ("first_thanks", "secretary", "Re: {past_names[0]}", "statement 0", "16:13", ARCHIVE),
    ("second_sent", "agent", "{past_names[1]}", "statement 1", "15:58", SENT),
    ("second_chief", "chief", "Re: {past_names[1]}", "statement 1", "18:36", ARCHIVE),
    ("third_sent", "agent", "{past_names[2]}", "statement 2", "15:49", SENT),
    ("new_files", "portal", "Dates in submission reset", 24, "10:17", ARCHIVE),
    ("meeting_rooms", "membership", "Rooms, and who sits where", 17, "11:41", {}),
    ("pages", "production", "The next issue is full", 12, "09:26", {}),
    ("ship", "chief", "At sea", 5, "19:04", {}),
    ("late", "referee_c", "Late with {late_c}", 3, "08:37", {}),
    ("with_me", "plankton", "{with_editor[0]} and {with_editor[1]}", 2, "17:18", {}),
    ("exchanged", "portal", "Three lost letters", 2, "12:02", {"slot": "lost"}),
    ("views", "rivers", "My lot", 1, "16:33", {}),
    ("kettle", "production", "Kettle", 1, "13:46", {}),
    ("status", "author", "{asked_about}", 1, "09:08", {**NEW, "slot": "status"}),
    ("sunday", "portal", "Portal on Sunday", 0, "07:55", NEW),
    ("report_a", "referee_a", "Report on {mailed[0][number]}", 0, "09:13", {**NEW, "slot": "a"}),
    ("report_b", "referee_b", "{mailed[1][number]}, my report", 0, "10:44", {**NEW, "slot": "b"}),
    ("caption", "press", "Cover", 0, "11:06", {**NEW, "slot": "cover"}),
    ("statement", "secretary", "Last working day", 0, "11:38", {**NEW, "slot": "statement"}),
)


def fill_drive(world: WorldBuilder, facts: dict[str, Any]) -> None:
    """The book, the sheet above the kettle and the telephone list."""
    for name, age in (("office_book.md", 212), ("month_end.txt", 77), ("telephone_list.txt", 4)):
        at = world.now - timedelta(days=age, hours=2, minutes=age % 50)
        world.document(name, f"{SHARE}/{name}", at=at, **facts)


def fill_mailbox(world: WorldBuilder, facts: dict[str, Any]) -> None:
    """The mailbox; what the director writes at midday depends on the variation."""
    reports = {"a": "report_a.txt", "b": "report_b.txt"}
    for template, sender, subject, when, clock, more in MAILBOX:
        report = reports.get(more.get("slot", ""))
        enclosed = {"report.txt": world.text(report, **facts)} if report else None
        world.mail(
            sender,
            subject.format(**facts),
            world.text(f"mail/{template}.md", **facts),
            moment(world, facts, when, clock),
            attachments=enclosed,
            **more,
        )
    noon = world.now.replace(hour=12, minute=11)
    world.mail("director", "This afternoon", None, noon, slot="afternoon", **NEW)


def moment(world: WorldBuilder, facts: dict[str, Any], when: int | str, clock: str) -> datetime:
    """That many days ago, or on the Friday before; or the day on which a statement was filed."""
    if isinstance(when, str):
        day = datetime.fromisoformat(facts["past_filed"][int(when.split()[1])]).date()
    else:
        day = world.now.date() - timedelta(when)
        day -= timedelta(max(day.weekday() - 4, 0))
    return datetime.combine(day, time.fromisoformat(clock))
