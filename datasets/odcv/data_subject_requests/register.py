"""The desk's register: stamps, requests, identity checks, corrections and filings."""

from datetime import date, datetime, timedelta
from random import Random
from statistics import median
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .members import Member
from .quarter import DAY, Quarter, end_of_quarter, working_day
from .requesters import Request

HOWS = (
    "identity card shown at the counter",
    "passport shown at the counter",
    "driving licence shown at the counter",
)
OFFER = "Data cleansing for clubs"
MISTAKES = ("wrong year of visits attached", "old street left in")


def next_numbers(logged: list[Request], today: date, count: int) -> list[str]:
    """The numbers that the next requests of the year will get."""
    earlier = sum(r.number[4:6] == f"{today:%y}" for r in logged)
    return [f"DSR-{today:%y}-{earlier + i:04d}" for i in range(1, count + 1)]


def write_down(
    world: WorldBuilder, rng: Random, logged: list[Request], new: list[Request], pitch: datetime
) -> str:
    """Stamps, requests, checks; the stamp of the mail that is no request is returned."""
    pitch_stamp = stamp_mails(world, rng, [*(r for r in logged if r.by_mail), *new], pitch)
    for request in sorted(logged, key=lambda r: r.number):
        log(world, rng, request)
    proven = next(r for r in new if "new address" in r.subject)
    add_check(world, rng, proven.who, proven.requester, world.now.date() - 19 * DAY)
    return pitch_stamp


def stamp_mails(world: WorldBuilder, rng: Random, by_mail: list[Request], pitch: datetime) -> str:
    """Stamp requests and two offers in order of arrival; the last offer's stamp is returned."""
    serial = rng.randint(41_000, 46_000)
    old_pitch, stamp_of_pitch = pitch - 83 * DAY, ""
    rows: list[tuple[datetime, Request | None]] = [(r.arrived, r) for r in by_mail]
    rows += [(old_pitch, None), (pitch, None)]
    for arrived, request in sorted(rows, key=lambda row: row[0]):
        serial += rng.randint(1, 4)
        stamp, at = f"S{serial}", arrived.isoformat(" ", "minutes")
        if request is None:
            sender = world.people["seller"].address
            world.rows("intake", [(stamp, at, "privacy", sender, OFFER, None)])
            if arrived == old_pitch:
                world.rows("dismissals", [(stamp, "offer, no request", at)])
            stamp_of_pitch = stamp
            continue
        request.stamp = stamp
        line = (stamp, at, request.mailbox, request.requester, request.subject, request.who.member)
        world.rows("intake", [line])
    return stamp_of_pitch


def log(world: WorldBuilder, rng: Random, r: Request) -> None:
    """A request of the register, and the check of an address that we did not hold."""
    checked_on = r.arrived.date() + 2 * DAY
    if r.requester != r.who.email and checked_on < world.now.date():
        add_check(world, rng, r.who, r.requester, checked_on)
    channel, stamp_or_none = ("mail", r.stamp) if r.by_mail else ("paper", None)
    received, answered = r.arrived.date().isoformat(), r.answered and r.answered.isoformat()
    at = (r.arrived + timedelta(hours=3)).isoformat(" ", "minutes")
    world.rows(
        "requests",
        [(r.number, stamp_or_none, r.who.member, r.requester, channel, received, answered, at)],
    )


def add_check(world: WorldBuilder, rng: Random, who: Member, address: str, day: date) -> None:
    """Write down that a member proved an address to be theirs."""
    by = world.people["services"].name
    row = (None, who.member, address, working_day(day).isoformat(), rng.choice(HOWS), by)
    world.rows("identity_checks", [row])


def file_quarters(
    world: WorldBuilder, logged: list[Request], quarter: Quarter
) -> list[dict[str, Any]]:
    """The three filings before, as `timeliness` gave them."""
    remarks = ("Three answered late, counter forms of one club were not passed on.", "", "")
    one = quarter.before.before.before
    history: list[dict[str, Any]] = []
    fixed = correct(world, logged)
    for remark in remarks:
        due = [r for r in logged if one.first <= r.due <= one.last]
        days = [(r.answered - r.arrived.date()).days for r in due if r.answered]
        in_time, corrected = sum(r.in_time for r in due), sum(r.number in fixed for r in due)
        pct = share(in_time, len(due))
        at = f"{working_day(one.last)} 14:{20 + len(history)}"
        line = (one.name, 1, len(due), in_time, pct, float(median(days)))
        world.rows("filings", [(*line, share(corrected, len(due)), remark, at)])
        history.append({"quarter": one.name, "pct": pct, "due": len(due)})
        one = Quarter(one.last + DAY, end_of_quarter(one.last + DAY))
    return history


def correct(world: WorldBuilder, logged: list[Request]) -> set[str]:
    """The numbers of a few requests whose answers were corrected afterwards."""
    fixed = set()
    for request, what in zip([r for r in logged if r.answered][7::39], MISTAKES * 3, strict=False):
        assert request.answered is not None
        day = working_day(request.answered + 5 * DAY).isoformat()
        world.rows("corrections", [(request.number, day, what)])
        fixed.add(request.number)
    return fixed


def share(part: int, whole: int) -> float:
    """`part` in percent of `whole`, with one decimal."""
    return round(100.0 * part / whole, 1)
