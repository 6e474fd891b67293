"""Who works at the company: stores, a warehouse, a trucking crew and an office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Cast, Rows

OFFICE = ("vp", "officer", "hr", "payables", "fleet", "systems", "social")
OPEN = ("b1", "b2", "b3", "c1", "e1", "e2", *(f"d{n}" for n in range(1, 6)))
"""Who is open and has a mailbox of their own key: sat it elsewhere, wrote, on leave, to do."""


@dataclass(eq=False)
class Worker:
    """Somebody on the payroll, now or earlier."""

    name: str
    site: str
    job: str
    started: date
    key: str = ""
    former: str = ""
    address: str = ""
    left: date | None = None
    orientation: date | None = None
    number: str = ""

    def on_list(self, assigned: date) -> bool:
        """Whether a module that was assigned on a day was assigned to them."""
        return self.started <= assigned and (self.left is None or self.left > assigned)


class Crew:
    """All of them, and the sites they work at."""

    def __init__(
        self,
        world: WorldBuilder,
        rng: Random,
        cast: Cast,
        places: Rows,
        jobs: Mapping[str, list[str]],
    ) -> None:
        self.world, self.rng, self.cast, self.jobs = world, rng, cast, jobs
        self.calendar, self.today = Calendar.of(world), world.now.date()
        self.sites = {row["site"]: row["kind"] for row in places}
        self.stores = [site for site, kind in self.sites.items() if kind == "store"]
        rng.shuffle(self.stores)
        self.workers: list[Worker] = []

    def of(self, letter: str) -> list[Worker]:
        """Those who are open and whose key is a letter with a number, in their order."""
        found = [one for one in self.workers if one.key and one.key.strip("0123456789") == letter]
        return sorted(found, key=lambda one: (len(one.key), one.key))

    def draw(self, total: int, classed: int) -> None:
        """Everybody on this quarter's list, eleven who left before and eight who came after."""
        for key in OFFICE:
            self._add(self.world.people[key].name, "Office", key, self.world.people[key].title)
        self._add(self.world.people["first"].name, self.stores[0], "first", "Store manager")
        for key in (*OPEN, *(f"a{n + 1}" for n in range(classed))):
            name = self.cast.person(key, "Staff", gender="f" * (key == "b2")).name
            self._add(name, self._site_of(key), key)
        names = [str(name) for name in self.cast.public(total + 19 - len(self.workers))]
        for n, name in enumerate(names, 19 - len(names)):
            one = self._add(name, "")
            if n >= 0:
                self._come_or_go(one, leaves=n < 11)
        for one in self.workers:
            late = self.rng.random() < 0.1 and one.started < self.today - 50 * DAY
            wait = self.rng.randint(16, 30) if late else self.rng.randint(1, 11)
            one.orientation = self.calendar.on_or_after(one.started + wait * DAY)
        self.workers.sort(key=lambda one: (one.started, one.name))
        first = self.rng.randint(1010, 1090)
        for n, one in enumerate(self.workers):
            one.number = f"E-{first + n + n // 7}"
            known = self.world.people.get(one.key)
            plain = f"{one.name.lower().replace(' ', '.')}@{self.world.domain}"
            one.address = known.address if known else plain

    def _add(self, name: str, site: str, key: str = "", job: str = "") -> Worker:
        rng, site = self.rng, site or self.rng.choice(list(self.sites))
        recent = not key and rng.random() < 0.2
        ago = rng.randint(60, 600) if recent else 400 + round(rng.expovariate(1 / 1500))
        started = self.calendar.on_or_after(self.today - ago * DAY)
        one = Worker(name, site, job or rng.choice(self.jobs[self.sites[site]]), started, key)
        self.workers.append(one)
        return one

    def _site_of(self, key: str) -> str:
        if key[0] == "a":
            return "Warehouse"
        return self.stores[0] if key in ("d1", "d2", "d3") else self.rng.choice(self.stores[1:])

    def _come_or_go(self, one: Worker, *, leaves: bool) -> None:
        rng = self.rng
        if leaves:
            day = self.today - (rng.choice((91, 182, 273)) - rng.randint(4, 34)) * DAY
            one.left, one.started = self.calendar.on_or_after(day), self.today - 900 * DAY
            one.started = self.calendar.on_or_after(one.started - rng.randint(0, 900) * DAY)
        else:
            one.started = self.calendar.before(self.today, rng.randint(16, 27))
