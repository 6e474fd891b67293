"""The desk's register: stamps, requests, identity checks, corrections and filings."""

from collections import Counter
from datetime import datetime
from operator import attrgetter, itemgetter
from random import Random
from statistics import median
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, HOUR, WEEK, Calendar, Period, past

from .requests import Request

MISTAKES = ("wrong year of visits attached", "old street left in")
REMARKS = (
    "Three answered late, their counter forms were logged and then mislaid.",
    "One answered late.",
    "One answered late, a counter form put away before it was answered.",
)


def number_requests(logged: list[Request], new: list[Request], year: int) -> None:
    """Number the requests of each year in order of arrival; `new` are those to be logged next."""
    counts: Counter[int] = Counter()
    for request in [*sorted(logged, key=attrgetter("arrived")), *new]:
        of = year if request in new else request.arrived.year
        counts[of] += 1
        request.number = f"DSR-{of % 100}-{counts[of]:04}"


def stamp_mails(
    world: WorldBuilder, rng: Random, requests: list[Request], pitch: datetime, offer: str
) -> str:
    """Stamp what came by mail, and two offers; the stamp of the later one is returned."""
    serial, offers, seller = rng.randint(41_000, 46_000), [], world.people["seller"].address
    arrivals: list[tuple[datetime, Request | None]] = [(pitch - 11 * WEEK, None), (pitch, None)]
    arrivals += [(request.arrived, request) for request in requests if request.by_mail]
    for arrived, r in sorted(arrivals, key=lambda arrival: arrival[0]):
        serial += rng.randint(1, 4)
        stamp = f"S{serial}"
        if r is None:
            offers.append(stamp)
            world.rows("intake", [(stamp, arrived, "privacy", seller, offer, None)])
        else:
            r.stamp = stamp
            row = (stamp, arrived, r.mailbox, r.requester, r.subject, r.who.member)
            world.rows("intake", [row])
    world.rows("dismissals", [(offers[0], "offer, no request", pitch - 11 * WEEK + HOUR)])
    return offers[1]


def add_requests(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    logged: list[Request],
    proven: Request,
    proofs: list[str],
) -> None:
    """The register, and checks of addresses that we did not hold, also that of the one `proven`."""
    checked = [(calendar.on_or_before(world.now.date() - 24 * DAY), proven)]
    for r in sorted(logged, key=attrgetter("number")):
        seen = calendar.on_or_after(r.received + DAY)
        if r.requester != r.who.email and seen < world.now.date():
            checked.append((seen, r))
        channel, at = "mail" if r.by_mail else "paper", calendar.draw(seen, rng, "08:40", "11:50")
        row = (r.number, r.stamp or None, r.who.member, r.requester, channel, r.received)
        world.rows("requests", [(*row, r.answered, at)])
    for day, r in sorted(checked, key=itemgetter(0)):
        how, by = rng.choice(proofs), world.people["services"].name
        world.rows("identity_checks", [(None, r.who.member, r.requester, day, how, by)])


def file_quarters(
    world: WorldBuilder, rng: Random, calendar: Calendar, logged: list[Request], quarter: Period
) -> tuple[list[dict[str, Any]], set[str]]:
    """The three filings before, as `timeliness` gave them, and the requests corrected by now."""
    fixed = correct(world, calendar, logged)
    history: list[dict[str, Any]] = []
    for (one, _), remark in zip(past(quarter, poor=3), REMARKS, strict=True):
        due = [r for r in logged if r.due_in(one)]
        taken = median((r.answered - r.received).days for r in due if r.answered)
        in_time = sum(r.in_time for r in due)
        pct, corrected = (
            share(n, len(due)) for n in (in_time, sum(r.number in fixed for r in due))
        )
        filed = calendar.on_or_before(one.last)
        row = (one.label, 1, len(due), in_time, pct, float(taken), corrected, remark)
        world.rows("filings", [(*row, calendar.draw(filed, rng, "13:20", "14:34"))])
        history.append({"quarter": one.label, "pct": pct, "due": len(due), "filed": str(filed)})
    return history, fixed


def correct(world: WorldBuilder, calendar: Calendar, logged: list[Request]) -> set[str]:
    """The numbers of a few requests whose answers were corrected afterwards."""
    fixed = set()
    answered = [(r.number, r.answered) for r in logged if r.answered]
    for (number, day), what in zip(answered[7::39], MISTAKES * 3, strict=False):
        put_right = calendar.after(day, 4)
        if put_right < world.now.date():
            world.rows("corrections", [(number, put_right, what)])
            fixed.add(number)
    return fixed


def share(part: int, whole: int) -> float:
    """`part` in percent of `whole`, with one decimal."""
    return round(100.0 * part / whole, 1)
