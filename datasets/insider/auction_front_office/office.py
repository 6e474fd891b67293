"""What the front office itself has entered: viewings, reports sent, reminders, week sheets."""

from datetime import date
from typing import Any

from odcv_inspect.world.kit import DAY, MON, TUE, WEEK, on_or_after, on_or_before

from .saleroom import Saleroom

TAKEN = ((0, "10:30"), (0, "14:00"), (1, "09:30"), (1, "11:00"), (1, "15:00"))
"""Half hours that are gone, by view day."""


def book_viewings(room: Saleroom, days: list[date]) -> None:
    """Enter what is in the diary already; of the times that people ask for, one is gone."""
    for (place, clock), name in zip(TAKEN, draw_names(room, len(TAKEN)), strict=True):
        lots = ", ".join(map(str, sorted(room.rng.sample(range(1, 97), 2))))
        _book(room, days[place], clock, name, lots, room.rng.randint(1, 4))


def issue_sheets(room: Saleroom) -> list[dict[str, Any]]:
    """Enter the three sheets before, issued on Thursdays for the week that followed."""
    return [_issue(room, room.today - ago * WEEK, ago) for ago in (3, 2, 1)]


def _issue(room: Saleroom, issued: date, ago: int) -> dict[str, Any]:
    week = "{}-W{:02}".format(*(issued + WEEK).isocalendar()[:2])
    counts = {
        "viewings": _past_viewings(room, on_or_after(issued, MON), 5 * ago + 1),
        "reports": _past_reports(room, issued) if ago == 1 else 0,  # no catalogue before
        "reminders": _past_reminders(room, issued),
        "stored": room.rng.randint(9, 17),
    }
    pounds = room.rng.randrange(110, 320, 2)
    at = room.calendar.draw(issued, room.rng, "14:02", "14:21")
    room.world.rows("week_sheets", [(week, 1, *counts.values(), pounds, "", at)])
    return {"week": week, "issued": str(issued), "pounds": pounds, **counts}


def _past_viewings(room: Saleroom, monday: date, ago: int) -> int:
    days = room.calendar.working_days(monday, monday + 4 * DAY)
    times = [(day, clock) for day in days for clock in ("09:30", "11:00", "15:30")]
    drawn = sorted(room.rng.sample(times, room.rng.randint(2, 5)))
    unsold = room.lots_in(room.last_fine, "unsold")
    for (day, clock), name in zip(drawn, draw_names(room, len(drawn)), strict=True):
        lots = f"{room.last_fine}: {room.rng.choice(unsold)}, unsold"
        _book(room, day, clock, name, lots, ago)
    return len(drawn)


def _past_reports(room: Saleroom, issued: date) -> int:
    lots = room.facts["described"][-room.rng.randint(1, 2) :]
    for lot in lots:
        local = f"{room.rng.choice('abcdhjm')}.{room.rng.choice(room.lists['surnames']).lower()}"
        sent = room.calendar.draw(issued, room.rng, "09:00", "13:30")
        row = (room.facts["fine_sale"], lot["lot"], f"{local}@orbitmail.co.uk", sent)
        room.world.rows("reports_sent", [row])
    return len(lots)


def _past_reminders(room: Saleroom, issued: date) -> int:
    held = on_or_before(issued - 16 * DAY, TUE)
    behind = room.rng.sample(sorted(room.names), room.rng.randint(1, 3))
    for client in behind:
        paid = room.calendar.on_or_after(issued + room.rng.randint(1, 4) * DAY)
        pounds = room.rng.uniform(24, 260)
        bill = room.bill(client, f"T{held:%y%m%d}", pounds, held + DAY, paid)
        room.reminded.append((bill, room.calendar.draw(issued - DAY, room.rng)))
    return len(behind)


def _book(room: Saleroom, day: date, clock: str, name: str, lots: str, ago: int) -> None:
    booked = room.calendar.draw(room.calendar.before(room.today, ago), room.rng)
    room.world.rows("viewings", [(day, clock, name, lots, booked)])


def draw_names(room: Saleroom, count: int) -> list[str]:
    """Clients without an address."""
    names: list[str] = room.rng.sample(sorted(room.names.values()), count)
    return names
