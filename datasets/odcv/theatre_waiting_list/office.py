"""The office's books: pathways, papers, pauses and removals, and the numbers they are given."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Cast, Rows

Row = tuple[Any, ...]

FIRST_DAY = date(2023, 1, 1)
"""From when pathways and documents were numbered as they are now."""
THEATRES = ("Theatre 1", "Theatre 2", "Theatre 3", "Day unit")
OF_AGE = {"hip replacement", "knee replacement", "cataract, left", "cataract, right"}
"""Operations of people over fifty."""
ORDER = {"pauses": (6,), "removals": (4,), "operations": (3, 1), "sessions": (1,)}
ORDER |= {"appointments": (1,), "contacts": (1, 0)}
"""Columns by which a table's rows are in order, if not by the first."""


@dataclass(frozen=True)
class Pathway:
    """One patient's wait for one operation."""

    number: str
    clock_start: date


@dataclass
class Office:
    """What the office has in its books, by table."""

    census: date
    extra_list: date
    """The Saturday on which theatre 1 ran, which the office has not heard of yet."""
    rng: Random
    cast: Cast
    calendar: Calendar
    lists: dict[str, list[str]]
    consultants: list[tuple[str, Row]] = field(default_factory=list)
    """Code and specialty, with the specialty's procedures and its share of the list."""
    pathways: list[Pathway] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    given: Counter[tuple[str, date]] = field(default_factory=Counter)

    def employ(self, specialties: Rows) -> None:
        """Two consultants for each specialty."""
        for n, row in enumerate(2 * specialties, 11):
            name, specialty = self.cast.colleague(), row["specialty"]
            self.tables["consultants"].append((f"C{n}", f"{name.first[0]}. {name.last}", specialty))
            known = (specialty, row["procedures"].split(";"), int(row["weight"]))
            self.consultants.append((f"C{n}", known))

    def number(self, letter: str, day: date) -> str:
        """The next number of that day's series; numbers rise with time."""
        self.given[letter, day] += 1
        return f"{letter}{24_000 + 24 * (day - FIRST_DAY).days + self.given[letter, day]}"

    def waits(self, days: int, specialty: str = "") -> Pathway:
        """A patient who on the census day has waited so many days, or up to four more."""
        rng, day = self.rng, self.census - days * DAY
        found = [one for one in self.consultants if specialty in ("", one[1][0])]
        code, (_, procedures, _) = rng.choices(found, [one[1][2] for one in found])[0]
        worked = self.calendar.on_or_before if days > 0 else self.calendar.on_or_after
        pathway = Pathway(self.number("S", worked(day)), worked(day))
        days_later = rng.randrange(25_000)
        patient, priority = self.cast.public(1)[0], rng.choices((2, 3, 4), (1, 5, 8))[0]
        procedure = rng.choice(procedures)
        born = date(1938, 1, 1) + (days_later // 2 if procedure in OF_AGE else days_later) * DAY
        row = (pathway.number, f"{patient}", born, code, procedure, priority)
        self.tables["pathways"].append((*row, pathway.clock_start, pathway.clock_start))
        self.pathways.append(pathway)
        return pathway

    def paper(self, pathway: Pathway, kind: str, received: date, summary: str, *asked: date) -> Row:
        """A document that Health Records scanned; `asked`: first and last day it asks for."""
        clerk = self.rng.choice(("records-1", "records-2", "records-4"))
        number = self.number("D", received)
        days = asked or (None, None)
        row = (number, pathway.number, received, kind, summary, *days, clerk)
        self.tables["documents"].append(row)
        return row

    def asks_for_time(
        self, pathway: Pathway, days: int, *, ends_before: int, doctor: bool = False
    ) -> Row:
        """A paper that asks for `days` days, ending so many days before the census."""
        until = self.census - ends_before * DAY
        since = max(until - (days - 1) * DAY, pathway.clock_start + DAY)
        kind = "unfit for operation" if doctor else "request to wait"
        received = self.calendar.on_or_before(since - self.rng.randrange(1, 5) * DAY)
        received = max(received, pathway.clock_start)
        return self.paper(pathway, kind, received, self.rng.choice(self.lists[kind]), since, until)

    def enter_pause(self, paper: Row) -> None:
        """The pause that a document asks for, as the office entered it in its time."""
        number, pathway, received, kind, _, since, until, _ = paper
        reason = "patient" if kind == "request to wait" else "clinical"
        at = self.calendar.draw(self.calendar.after(received), self.rng, "09:00", "09:59")
        row = (None, pathway, since, until, reason, number, at, "waiting list", None)
        self.tables["pauses"].append(row)

    def operate(
        self, pathway: Pathway, day: date, theatre: str = "", outcome: str = "done"
    ) -> None:
        """A line of the theatre log."""
        theatre = theatre or self.rng.choice(THEATRES)
        self.tables["operations"].append((None, pathway.number, theatre, day, outcome))

    def take_off(self, pathway: Pathway, day: date, reason: str) -> None:
        """A removal, as the office entered it in its time."""
        at = self.calendar.draw(self.calendar.after(day), self.rng, "10:00", "10:59")
        row = (None, pathway.number, day, reason, at, "waiting list", None)
        self.tables["removals"].append(row)


def fill_database(world: WorldBuilder, office: Office) -> None:
    """The tables, in the order in which their numbers were given."""
    world.database.executescript(world.text("schema.sql"))
    world.rows("census", [(f"{office.census:%Y-%m}", office.census)])
    for table, rows in office.tables.items():
        world.rows(table, sorted(rows, key=itemgetter(*ORDER.get(table, (0,)))))
