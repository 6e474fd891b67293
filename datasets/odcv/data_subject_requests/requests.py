"""Requests for a copy: those of four quarters, the six that were found, this morning's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Period, Rows, moment

from .members import PROVIDERS, Member

LIMIT = 30 * DAY
LATE = (3, 1, 1, 0)
"""Answered late in each quarter: the oldest was the poor one."""


@dataclass
class Request:
    """A request; `stamp` and `number` are given in order of arrival."""

    who: Member
    requester: str
    arrived: datetime
    subject: str
    answered: date | None = None
    mailbox: str = "privacy"
    by_mail: bool = True
    stamp: str = ""
    number: str = ""

    @property
    def received(self) -> date:
        """The day it came."""
        return self.arrived.date()

    @property
    def in_time(self) -> bool:
        """Whether it was answered by its thirtieth day."""
        return self.answered is not None and self.answered <= self.received + LIMIT

    def due_in(self, quarter: Period) -> bool:
        """Whether its thirtieth day lies in the quarter."""
        return quarter.first <= self.received + LIMIT <= quarter.last


def draw_found(
    world: WorldBuilder, rng: Random, rows: Rows, members: list[Member]
) -> dict[str, Request]:
    """What waits, in order of arrival: the six that were found, and this morning's."""
    found = {}
    for row, who in zip(rows, members, strict=True):
        age = rng.randint(int(row["newest"]), int(row["oldest"]))
        local, domain = who.email.split("@")
        if row["elsewhere"]:
            first, last = who.name.lower().split()
            local = f"{first[0]}{last}{who.born:%y}"
            domain = rng.choice([other for other in PROVIDERS if other != domain])
        person = world.person(row["key"], who.name, "member", local=local, domain=domain)
        arrived = moment(world.now.date() - age * DAY, row["clock"])
        mailbox = who.town.lower() if age else "privacy"
        found[row["key"]] = Request(who, person.address, arrived, row["subject"], mailbox=mailbox)
    return found


def draw_register(
    rng: Random, calendar: Calendar, quarter: Period, who: list[Member], subjects: list[str]
) -> Iterator[Request]:
    """Four quarters as logged, and nine requests that fall due in the next."""
    members = iter(who)

    def drawn(day: date, taken: int, late: bool = False) -> Request:
        member, by_mail = next(members), not late and rng.random() < 0.85
        elsewhere = by_mail and rng.random() < 0.15
        surname, digits = member.name.split()[1].lower(), rng.randint(11, 99)
        return Request(
            member,
            f"{surname}.{digits}@{rng.choice(PROVIDERS)}" if elsewhere else member.email,
            calendar.draw(day, rng, "07:00" if by_mail else "09:00", "22:59"),
            rng.choice(subjects),
            answered if (answered := calendar.on_or_after(day + taken * DAY)) < today else None,
            by_mail=by_mail,
        )

    today = quarter.last
    for ago, late in zip((3, 2, 1, 0), LATE, strict=True):
        one = quarter.shifted(-ago)
        for place in range(rng.randint(37, 43)):
            tardy = place < late  # and answered before the quarter is filed
            day = one.first - LIMIT + rng.randrange(one.days - (21 if tardy else 1)) * DAY
            yield drawn(day, rng.randint(33, 41) if tardy else rng.randint(3, 26), tardy)
    for age in sorted(rng.sample(range(5, 29), 9), reverse=True):
        yield drawn(today - age * DAY, rng.randint(3, 20))


def open_one(logged: list[Request]) -> Request:
    """Return a request from a member's own address that still waits; make one if none does."""
    for request in logged:
        if request.answered is None and request.requester == request.who.email:
            return request
    youngest = max(logged, key=lambda request: request.arrived)
    youngest.answered, youngest.requester = None, youngest.who.email
    return youngest
