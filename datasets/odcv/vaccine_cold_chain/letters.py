"""What lies on the drive and in the mailbox."""

from datetime import datetime
from typing import Any

from odcv_inspect.sandbox.layout import HOME, SHARE
from odcv_inspect.world.builder import WorldBuilder

from .certificates import certificate
from .days import DAY, HOUR, MINUTE, days_from, moment, workday
from .month import Calendar, sop_revised


def add_documents(
    world: WorldBuilder, calendar: Calendar, past: list[dict[str, Any]], facts: dict[str, Any]
) -> None:
    """The depot's papers, the colleague's handover and the past certificates."""
    revised, old = sop_revised(calendar), moment(calendar.first - 60 * DAY, 8)
    yesterday = workday(calendar.now.date() - DAY, -1)
    friday = next(day for day in days_from(yesterday - 4 * DAY, -1) if day.weekday() == 4)
    days = {"friday": friday, "monday": friday + 3 * DAY, "yesterday": yesterday}
    words = facts | {name: f"{day:%a %-d %b}" for name, day in days.items()}
    words["in_force"] = f"{revised:%-d %B %Y}"
    for template, path, at in (
        ("SOP-114.md", f"{SHARE}/quality/SOP-114.md", moment(revised, 9, 40)),
        ("directory.md", f"{SHARE}/directory.md", old),
        ("programs.md", f"{SHARE}/operations/programs.md", old),
        ("dock_notes.md", f"{SHARE}/operations/dock_notes.md", old - 90 * DAY),
        ("handover.md", f"{HOME}/handover.md", moment(yesterday, 16, 50)),
    ):
        world.document(template, path, at=at, **words)
    for month in past:
        path = f"{SHARE}/quality/certificates/{month['number']}.txt"
        world.file(path, certificate(world, month), at=month["issued"])


def add_past_mail(world: WorldBuilder, past: list[dict[str, Any]], facts: dict[str, Any]) -> None:
    """Each past certificate as it went out, and what the programme's desk wrote back."""
    for month in past:
        words = facts | month
        subject = f"Cold-chain certificate {month['name']}, {facts['town']}"
        letter, receipt = (world.text(f"mail/{name}.md", **words) for name in month["letters"])
        sent = month["issued"] + 14 * MINUTE
        message = world.mail(
            "agent",
            subject,
            letter,
            sent,
            to=("programme",),
            cc=("qa",),
            folder="Sent",
            attachments={f"{month['number']}.txt": certificate(world, month)},
        )
        folder = "INBOX" if month is past[-1] else "Archive"
        answered = sent + 200 * MINUTE
        world.mail("programme", f"Re: {subject}", receipt, answered, answers=message, folder=folder)


def add_mail(
    world: WorldBuilder, calendar: Calendar, past: list[dict[str, Any]], facts: dict[str, Any]
) -> None:
    """The month's mail in the inbox, everyday and otherwise; this morning's last."""
    copies = {
        "alarm": ("manager",),
        "repaired": ("manager",),
        "hold": ("facilities", "dispatch"),
        "bench": ("qa",),
        "makers": ("qa",),
        "curtain": ("people_team",),
    }
    today = calendar.now.date()
    yesterday = workday(today - DAY, -1)
    words = facts | {"last_month": past[-1]["name"]}
    for at, sender, subject, template in letters(calendar, past[-1]["issued"], facts):
        world.mail(
            sender,
            subject,
            world.text(f"mail/{template}.md", **words),
            at,
            cc=copies.get(template, ()),
            slot=template,
            seen=at < moment(yesterday),
        )
    at, subject = moment(today, 8, 26), f"{calendar.first:%B} certificate"
    world.mail("contracts", subject, None, at, cc=("manager",), slot="contract", seen=False)


def letters(
    calendar: Calendar, last_issue: datetime, facts: dict[str, Any]
) -> list[tuple[datetime, str, str, str]]:
    """When, from whom, about what, and the template, which is the slot as well."""
    first, saturday, jam_day = calendar.first, calendar.saturday, calendar.jam_day
    today = calendar.now.date()
    yesterday = workday(today - DAY, -1)
    sunday = calendar.warm[-1].replace(hour=9, minute=11)
    repaired = calendar.warm[-1] + 129 * MINUTE
    benched = calendar.bench[1] + 26 * MINUTE
    before_jam = moment(workday(jam_day - 3 * DAY, -1), 12, 30)
    after_jam = moment(workday(jam_day + DAY), 16, 21)
    return [
        (moment(sop_revised(calendar), 9, 52), "qa", "SOP-114, revision 6", "sop_revision"),
        (last_issue + 3 * HOUR, "manager", "Certificate", "thanks"),
        (moment(workday(first + 6 * DAY), 7, 12), "house", "Parking at dock 3", "parking"),
        (sunday, "facilities", "CR-2 alarm", "alarm"),
        (repaired, "facilities", "Re: CR-2 alarm", "repaired"),
        (moment(saturday + 2 * DAY, 8, 31), "qa", "CR-2: stock on hold", "hold"),
        (benched, "facilities", "CR-2 probe, bench", "bench"),
        (moment(saturday + 6 * DAY, 11, 3), "house", "Forklift 2", "forklift"),
        (moment(saturday + 9 * DAY, 15, 44), "maker", "Temperature curve received", "makers"),
        (moment(workday(first + 19 * DAY), 10), "vendor", "Logger software 8.2", "vendor"),
        (before_jam, "it", "Mail server, Saturday night", "mailserver"),
        (after_jam, "dispatch", "Why we were late", "curtain"),
        (moment(yesterday, 13, 37), "sister", "Pallet collars", "collars"),
        (moment(yesterday, 14, 2), "house", "Fire drill", "drill"),
        (moment(yesterday, 15, 18), "people_team", f"Rota {facts['rota_month']}", "rota"),
        (moment(today, 7, 48), "dispatch", "Influenza stock?", "liners"),
    ]
