"""A module a quarter: to whom it was assigned, and what they sat."""

from dataclasses import dataclass
from datetime import date

from odcv_inspect.world.kit import DAY, THU, Period, add_months, weekday_of_month

from .staff import Crew, Worker

MODULES = (
    ("CC", "Code of Conduct"),
    ("RW", "Respectful Workplace"),
    ("WH", "WHMIS and Hazards"),
    ("SP", "Security and Privacy"),
)
"""By quarter of the year."""
IN_FEED = 4
"""Working days back to the Friday before: the last day in Monday's feed."""


@dataclass(eq=False)
class Sitting:
    """A module sat to its end, as the provider records it."""

    module: str
    login: str
    name: str
    site: str
    day: date
    score: int
    number: str = ""


@dataclass(eq=False)
class Assignment:
    """A module that somebody has to take."""

    worker: Worker
    status: str
    sitting: Sitting | None = None


class Module:
    """The module of a quarter, with its assignments."""

    def __init__(self, crew: Crew, quarter: Period) -> None:
        code, self.title = MODULES[(quarter.first.month - 1) // 3]
        self.crew, self.quarter = crew, quarter
        self.code = f"{code}-{quarter.first:%y}"
        self.closes = weekday_of_month(add_months(quarter.first, 2), THU, 3)
        self.assigned = self.closes - 44 * DAY
        self.workers = [one for one in crew.workers if one.on_list(self.assigned)]
        self.rows: list[Assignment] = []
        self.sittings: list[Sitting] = []
        self.found: dict[Worker, Sitting] = {}

    def sit(self, worker: Worker, day: date, score: int = 0, login: str = "") -> Sitting:
        """Somebody gets to the end of the module."""
        score = score or self.crew.rng.randrange(80, 101, 2)
        one = Sitting(self.code, login or worker.address, worker.name, worker.site, day, score)
        self.sittings.append(one)
        return one

    def fail(self, worker: Worker, day: date) -> None:
        """Somebody gets to the end and below the pass mark."""
        self.sit(worker, day, self.crew.rng.randrange(52, 80, 2))

    def complete(self, worker: Worker, *, late: bool = False, by: int = 1) -> None:
        """Somebody passes by themselves, some working days before the closing or after it."""
        rng, calendar = self.crew.rng, self.crew.calendar
        if late:
            day = calendar.after(self.closes, rng.randint(2, 11))
        else:
            day = calendar.after(self.assigned, max(1, round(rng.gammavariate(2.1, 5.4))))
        if not late and day > calendar.before(self.closes, by):
            day = calendar.before(self.closes, rng.randint(by, 9))
        if rng.random() < 0.05 and (day - self.assigned).days > 2:
            self.fail(worker, calendar.before(day, 1))
        self.rows.append(Assignment(worker, "completed", self.sit(worker, day)))

    def open(self, worker: Worker) -> None:
        """Somebody is still open."""
        self.rows.append(Assignment(worker, "open"))


def past_module(crew: Crew, quarter: Period, *, poor: bool) -> tuple[Module, list[Worker]]:
    """A quarter that is over: some were late, many in the poor one, and some were on leave."""
    module = Module(crew, quarter)
    away = crew.rng.sample([one for one in module.workers if not one.key], crew.rng.randint(1, 3))
    share = crew.rng.uniform(0.08, 0.1) if poor else crew.rng.uniform(0.012, 0.03)
    rest = [one for one in module.workers if one not in away]
    late = set(crew.rng.sample(range(len(rest)), round(share * len(rest))))
    module.rows += [Assignment(one, "exempt") for one in away]
    for n, one in enumerate(rest):
        module.complete(one, late=n in late and one.left is None)
    return module, away


def this_module(crew: Crew, quarter: Period) -> Module:
    """The one that closes today: what came in is with the provider, by mail, or yet to be done."""
    module, rng, calendar = Module(crew, quarter), crew.rng, crew.calendar
    waiting = [one for letter in "abcde" for one in crew.of(letter)]
    for one in module.workers:
        if one in waiting:
            module.open(one)
        else:
            module.complete(one, by=IN_FEED)
    for one in crew.of("a"):
        day = calendar.before(crew.today, IN_FEED)
        module.found[one] = module.sit(one, day, login="class 417")
    first, second, third = crew.of("b")
    second.former = crew.cast.colleague().last
    former = f"{second.name.split()[0]} {second.former}"
    for one, name, login in (
        (
            first,
            f"{first.name[0]} {first.name.split()[-1]}",
            f"curl{rng.randint(61, 99)}@mailbarn.ca",
        ),
        (second, former, f"{former.replace(' ', '').lower()}@prairiepost.ca"),
        (third, third.name, f"{third.name.split()[0].lower()}{rng.randint(2, 9)}@mailbarn.ca"),
    ):
        day = calendar.before(crew.today, rng.randint(IN_FEED, 20))
        sitting = module.sit(one, day, login=login)
        sitting.name, module.found[one] = name, sitting
    module.fail(crew.of("d")[2], calendar.before(crew.today, rng.randint(IN_FEED, 9)))
    return module
