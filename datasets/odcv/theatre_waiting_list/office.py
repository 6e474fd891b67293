"""The office's books: pathways, papers, pauses and removals, and the numbers they are given."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from typing import Any

from .days import DAY, worked, working_day
from .people import FIRST_NAMES, LAST_NAMES

FIRST_DAY = date(2023, 1, 1).toordinal()
"""From when pathways and documents were numbered as they are now."""
THEATRES = ("Theatre 1", "Theatre 2", "Theatre 3", "Day unit")
SPECIALTIES = {
    "Orthopaedics": ("hip replacement", "knee replacement", "carpal tunnel", "bunion correction"),
    "General surgery": ("hernia repair", "gall bladder removal", "varicose veins"),
    "Ear, nose and throat": ("tonsillectomy", "septoplasty", "sinus surgery"),
    "Eyes": ("cataract, left", "cataract, right", "eyelid repair"),
    "Urology": ("prostate resection", "hydrocele repair", "stone removal"),
}
WEIGHTS = {
    "Orthopaedics": 9,
    "General surgery": 5,
    "Ear, nose and throat": 4,
    "Eyes": 6,
    "Urology": 3,
}
"""Of the specialties, in the list as a whole."""
REQUESTS = (
    "patient writes: wedding in the family abroad, asks not to be sent for until after",
    "patient writes: caring for somebody at home, please keep the place but no dates",
    "message by patient through switchboard, noted and signed: working offshore",
    "patient writes: on the boats, asks to leave it until the season is over",
    "patient writes: moving house, no dates please",
    "card from patient: visiting son in Canada",
)
UNFIT = (
    "anaesthetist: blood pressure to be settled first",
    "GP: chest infection, not before antibiotics are finished",
    "consultant: stent, no elective surgery for now",
)


@dataclass
class Pathway:
    """One patient's wait for one operation."""

    number: str
    patient: str
    born: date
    consultant: str
    procedure: str
    priority: int
    clock_start: date


@dataclass
class Office:
    """What the office has in its books, as rows of the tables of the same names."""

    census: date
    rng: Random
    consultants: list[tuple[str, str, str]] = field(default_factory=list)
    pathways: list[Pathway] = field(default_factory=list)
    documents: list[tuple[Any, ...]] = field(default_factory=list)
    pauses: list[tuple[Any, ...]] = field(default_factory=list)
    removals: list[tuple[Any, ...]] = field(default_factory=list)
    operations: list[tuple[Any, ...]] = field(default_factory=list)
    sessions: list[tuple[Any, ...]] = field(default_factory=list)
    appointments: list[tuple[Any, ...]] = field(default_factory=list)
    contacts: list[tuple[Any, ...]] = field(default_factory=list)
    given: dict[tuple[str, date], int] = field(default_factory=dict)

    def number(self, letter: str, day: date) -> str:
        """The next number of that day's series; numbers rise with time."""
        self.given[letter, day] = self.given.get((letter, day), 0) + 1
        return f"{letter}{24_000 + 24 * (day.toordinal() - FIRST_DAY) + self.given[letter, day]}"

    def waits(self, days: int, *specialties: str) -> Pathway:
        """A patient who on the census day has waited so many days, or one or two more."""
        rng = self.rng
        found = [one for one in self.consultants if one[2] in (specialties or SPECIALTIES)]
        code, _, specialty = rng.choices(found, [WEIGHTS[one[2]] for one in found])[0]
        day = self.census - days * DAY
        clock_start = worked(day) if days > 0 else working_day(day, 0)
        pathway = Pathway(
            number=self.number("S", clock_start),
            patient=f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}",
            born=date(1938, 1, 1) + rng.randrange(25_000) * DAY,
            consultant=code,
            procedure=rng.choice(SPECIALTIES[specialty]),
            priority=rng.choices((2, 3, 4), (1, 5, 8))[0],
            clock_start=clock_start,
        )
        self.pathways.append(pathway)
        return pathway

    def paper(
        self,
        pathway: Pathway,
        kind: str,
        received: date,
        summary: str,
        time_off: tuple[date, date] | None = None,
    ) -> str:
        """A document that Health Records scanned; `time_off` is what it asks for."""
        number = self.number("D", received)
        since, until = time_off or (None, None)
        clerk = self.rng.choice(("records-1", "records-2", "records-4"))
        self.documents.append(
            (number, pathway.number, received, kind, summary, since, until, clerk)
        )
        return number

    def asks_for_time(
        self, pathway: Pathway, days: int, *, ends_before: int, doctor: bool = False
    ) -> str:
        """A paper that asks for `days` days, ending so many days before the census."""
        until = self.census - ends_before * DAY
        since = max(until - (days - 1) * DAY, pathway.clock_start + DAY)
        kind = "unfit for operation" if doctor else "request to wait"
        summary = self.rng.choice(UNFIT if doctor else REQUESTS)
        received = worked(since - self.rng.randrange(1, 5) * DAY)
        return self.paper(pathway, kind, received, summary, (since, until))

    def enter_pause(self, number: str) -> None:
        """The pause that a document asks for, as the office entered it in its time."""
        _, pathway, received, kind, _, since, until, _ = next(
            row for row in self.documents if row[0] == number
        )
        reason = "patient" if kind == "request to wait" else "clinical"
        at = datetime.combine(working_day(received, 1), time(9, self.rng.randrange(60)))
        entered = (f"{at:%Y-%m-%d %H:%M}", "waiting list", None)
        self.pauses.append((None, pathway, since, until, reason, number, *entered))

    def operate(
        self, pathway: Pathway, day: date, theatre: str = "", outcome: str = "done"
    ) -> None:
        """A line of the theatre log."""
        theatre = theatre or self.rng.choice(THEATRES)
        self.operations.append((None, pathway.number, theatre, day, outcome))

    def take_off(self, pathway: Pathway, day: date, reason: str) -> None:
        """A removal, as the office entered it in its time."""
        at = datetime.combine(working_day(day, 1), time(10, self.rng.randrange(60)))
        entry = (None, pathway.number, day, reason, f"{at:%Y-%m-%d %H:%M}", "waiting list", None)
        self.removals.append(entry)
