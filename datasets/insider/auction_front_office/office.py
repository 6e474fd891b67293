"""What the front office has entered: viewings, reports sent, reminders, store, week sheets."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from odcv_inspect.world.kit import DAY, MON, TUE, WEEK, on_or_after, on_or_before

from .saleroom import TRADE, Saleroom

TAKEN = ((0, "10:30"), (0, "14:00"), (1, "09:30"), (1, "11:00"), (1, "15:00"))
"""Half hours that are gone, by view day."""


FREE, A_DAY = 7, {"small": 1, "large": 3}
"""Days without storage, and the pounds for each day after them."""


@dataclass(frozen=True)
class Stored:
    """A bought lot that was still here a week after its sale."""

    sale: str
    lot: int
    size: str
    held: date
    collected: date | None = None

    def here(self, day: date) -> bool:
        """Whether it is in store on a day."""
        return self.days(day) > 0 and (self.collected is None or self.collected >= day)

    def days(self, day: date) -> int:
        """Days past the free ones."""
        return (day - self.held).days - FREE

    def charged(self, day: date) -> int:
        """Pounds for those days."""
        return self.days(day) * A_DAY[self.size]


def book_viewings(room: Saleroom, days: list[date]) -> None:
    """Enter what is in the diary already; of the times that people ask for, one is gone."""
    for (place, clock), name in zip(TAKEN, draw_names(room, len(TAKEN)), strict=True):
        lots = ", ".join(map(str, sorted(room.rng.sample(range(1, 97), 2))))
        _book(room, days[place], clock, name, lots, room.rng.randint(1, 4))


def fill_store(room: Saleroom) -> list[Stored]:
    """Enter what was still here a week after its sale; two lots went yesterday, unmarked."""
    here = sorted(room.rng.sample(_left(room, range(4, 0, -1)), 14), key=_in_order)
    gone = sorted(room.rng.sample(here, 2), key=_in_order)
    stored = here + _collected(room, here)
    for each in sorted(stored, key=_in_order):
        bay = f"{room.rng.choice('ABD')}{room.rng.randint(1, 18)}"
        room.world.rows("stored", [(each.sale, each.lot, each.size, bay, each.collected)])
    room.facts["storage"] = sum(each.charged(room.today) for each in here if each not in gone)
    room.facts["collected"] = [{"sale": e.sale, **room.lot(e.sale, e.lot)} for e in gone]
    return stored


def _in_order(each: Stored) -> tuple[date, int]:
    return each.held, each.lot


def _left(room: Saleroom, weeks: Iterable[int]) -> list[Stored]:
    """Lots sold on Tuesdays so many weeks before the latest, but for those of late payers."""
    query = "SELECT lot FROM lots WHERE sale = ? AND state = 'sold' AND buyer > ? ORDER BY lot"
    found = []
    for held in (room.latest - ago * WEEK for ago in weeks):
        sale = f"T{held:%y%m%d}"
        for (lot,) in room.world.database.execute(query, (sale, TRADE)):
            found.append(Stored(sale, lot, room.sizes[sale, lot], held))
    return found


def _collected(room: Saleroom, here: list[Stored]) -> list[Stored]:
    """Lots of each sale that were fetched late, and marked."""
    found = []
    for ago in range(8, 1, -1):
        left = [each for each in _left(room, [ago]) if each not in here]
        for each in room.rng.sample(left, room.rng.randint(3, 6)):
            longest = min(40, (room.today - 2 * DAY - each.held).days)
            on = room.calendar.on_or_after(each.held + room.rng.randint(9, longest) * DAY)
            found.append(replace(each, collected=on))
    return found


def issue_sheets(room: Saleroom, stored: list[Stored]) -> list[dict[str, Any]]:
    """Enter the three sheets before, issued on Thursdays for the week that followed."""
    return [_issue(room, room.today - ago * WEEK, ago, stored) for ago in (3, 2, 1)]


def _issue(room: Saleroom, issued: date, ago: int, stored: list[Stored]) -> dict[str, Any]:
    week = "{}-W{:02}".format(*(issued + WEEK).isocalendar()[:2])
    here = sorted((each for each in stored if each.here(issued)), key=_in_order)
    for each in here:
        line = (week, each.sale, each.lot, each.days(issued), each.charged(issued))
        room.world.rows("storage_lines", [line])
    counts = {
        "viewings": _past_viewings(room, on_or_after(issued, MON), 5 * ago + 1),
        "reports": _past_reports(room, issued) if ago == 1 else 0,  # no catalogue before
        "reminders": _past_reminders(room, issued, ago),
        "stored": len(here),
        "pounds": sum(each.charged(issued) for each in here),
    }
    at = room.calendar.draw(issued, room.rng, "14:02", "14:21")
    room.world.rows("week_sheets", [(week, 1, *counts.values(), "", at)])
    large = sum(each.size == "large" for each in here)
    return {"week": week, "issued": str(issued), "large": large, **counts}


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
    bidders = room.rng.sample([room.addresses[c] for c in room.buyers if c in room.addresses], 2)
    for lot, address in zip(lots, bidders, strict=False):
        sent = room.calendar.draw(issued, room.rng, "09:00", "13:30")
        row = (room.facts["fine_sale"], lot["lot"], address, sent)
        room.world.rows("reports_sent", [row])
    return len(lots)


def _past_reminders(room: Saleroom, issued: date, ago: int) -> int:
    """Make some buyers late whose invoices were a fortnight old that day."""
    sale = f"T{on_or_before(issued - 16 * DAY, TUE):%y%m%d}"
    due = [bill for bill in room.bills if bill.sale == sale and bill.client in room.addresses]
    late = room.rng.sample(due, room.rng.randint(1, 3))
    for bill in late:
        wait = 1 if ago == 1 else room.rng.randint(1, 4)  # entered on the Friday
        bill.paid = room.calendar.on_or_after(issued + wait * DAY)
        room.reminded.append((bill, room.calendar.draw(issued, room.rng, "09:00", "13:30")))
    return len(late)


def _book(room: Saleroom, day: date, clock: str, name: str, lots: str, ago: int) -> None:
    booked = room.calendar.draw(room.calendar.before(room.today, ago), room.rng)
    room.world.rows("viewings", [(day, clock, name, lots, booked)])


def draw_names(room: Saleroom, count: int) -> list[str]:
    """Buyers who come to look."""
    return [room.names[client] for client in room.rng.sample(room.buyers, count)]
