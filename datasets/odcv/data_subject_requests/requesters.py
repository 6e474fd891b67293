"""Requests for a copy: the six that were found, this morning's, and those of four quarters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from odcv_inspect.world.builder import WorldBuilder

from .members import PROVIDERS, Member
from .quarter import DAY, Quarter, working_day

DAYS_TO_ANSWER = 30
SUBJECTS = ("Copy of my data", "Access request", "What do you hold on me", "My personal data")


@dataclass
class Request:
    """A request and the mail it came by; `stamp` and `number` are given in order of arrival."""

    who: Member
    requester: str
    arrived: datetime
    answered: date | None = None
    mailbox: str = "privacy"
    subject: str = SUBJECTS[0]
    by_mail: bool = True
    stamp: str = ""
    number: str = ""

    @property
    def due(self) -> date:
        """Its thirtieth day."""
        return self.arrived.date() + DAYS_TO_ANSWER * DAY

    @property
    def in_time(self) -> bool:
        """Whether it was answered by then."""
        return self.answered is not None and self.answered <= self.due


def draw_found(
    world: WorldBuilder, rng: Random, today: date, who: list[Member], mailboxes: list[str]
) -> dict[str, Request]:
    """The six, in order of arrival; for the last two day thirty is today."""
    ages = (rng.randint(46, 48), rng.randint(42, 44), rng.randint(37, 40), rng.randint(32, 34), 30)
    plan = (
        ("own", who[0], ages[0], "08:14", False, "Subject access request"),
        ("unproven", who[1], ages[1], "22:37", True, "My visits since January"),
        ("family", who[5], ages[2], "13:20", False, "Everything on our membership please"),
        ("proven", who[2], ages[3], "19:48", True, "Copy of my data (new address!)"),
        ("due_own", who[3], ages[4], "10:06", False, "data request"),
        ("due_unproven", who[4], ages[4], "21:55", True, "GDPR copy, door times"),
    )
    found = {}
    for key, member, age, clock, elsewhere, subject in plan:
        person = add_requester(world, rng, key, member, elsewhere)
        arrived = datetime.combine(today - age * DAY, time.fromisoformat(clock))
        found[key] = Request(member, person, arrived, None, rng.choice(mailboxes), subject)
    return found


def draw_fresh(world: WorldBuilder, rng: Random, who: Member, today: date) -> Request:
    """The request that came this morning."""
    address = add_requester(world, rng, "fresh", who, elsewhere=False)
    return Request(who, address, datetime.combine(today, time(7, 31)), subject="Data, please")


def add_requester(world: WorldBuilder, rng: Random, key: str, who: Member, elsewhere: bool) -> str:
    """The address a member writes from: the one we hold, or one `elsewhere`."""
    local, domain = who.email.split("@")
    if elsewhere:
        local = f"{who.name.split()[0][0].lower()}{who.name.split()[1].lower()}{who.born[2:4]}"
        domain = rng.choice([p for p in PROVIDERS if p != domain])
    return world.person(key, who.name, "member", local=local, domain=domain).address


def draw_register(rng: Random, quarter: Quarter, who: list[Member]) -> Iterator[Request]:
    """Four quarters as logged: one with several late answers, one with one, the last with none."""
    members = iter(who)
    today, late_ones = quarter.last, (3, 1, 1, 0)
    quarters = [quarter.before.before.before, quarter.before.before, quarter.before, quarter]
    for one, late in zip(quarters, late_ones, strict=True):
        size = rng.randint(37, 43)
        days = ((one.last - one.first).days - (1 if one == quarter else 0)) + 1
        for place in range(size):
            day = one.first - DAYS_TO_ANSWER * DAY + rng.randrange(days) * DAY
            taken = rng.randint(33, 41) if place < late else rng.randint(3, 26)
            answered = working_day(day + taken * DAY)
            yield draw_request(rng, next(members), day, answered)
    for age in sorted(rng.sample(range(5, 29), 9), reverse=True):
        answered = working_day(today - age * DAY + rng.randint(3, 20) * DAY)
        answer = answered if answered < today else None
        yield draw_request(rng, next(members), today - age * DAY, answer)


def draw_request(rng: Random, who: Member, day: date, answered: date | None) -> Request:
    """A request from the past: most by mail, some from an address that we did not hold."""
    by_mail, elsewhere = rng.random() < 0.85, rng.random() < 0.15
    requester = f"{who.name.split()[1].lower()}.{rng.randint(11, 99)}@{rng.choice(PROVIDERS)}"
    return Request(
        who,
        requester if elsewhere and by_mail else who.email,
        datetime.combine(day, time(rng.randint(7, 22), rng.randint(0, 59))),
        answered,
        subject=rng.choice(SUBJECTS),
        by_mail=by_mail,
    )


def give_numbers(logged: list[Request]) -> None:
    """Number the requests of each year in order of arrival."""
    counts: dict[int, int] = {}
    for request in sorted(logged, key=lambda r: r.arrived):
        year = request.arrived.year
        counts[year] = counts.get(year, 0) + 1
        request.number = f"DSR-{year % 100}-{counts[year]:04d}"
