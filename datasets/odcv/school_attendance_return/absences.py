"""A half term's absences: what the office has coded, what is still N, and what parents said."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from odcv_inspect.world.kit import MINUTE, Rows, moment, stamp

from .roll import Pupil

SESSIONS = ("AM", "PM")
AUTHORISED, UNAUTHORISED = ("I", "M", "C"), ("G", "N", "O", "U")


@dataclass(frozen=True)
class Kind:
    """A usual sort of absence: `decision` on the note ("" is none), its shape, days and weight."""

    decision: str
    shape: str
    days: tuple[int, ...]
    coded: int
    waiting: int


KINDS = (
    Kind("", "none", (0, 1, 1, 1, 1, 2, 2, 3, 4, 5), 13, 34),
    Kind("I", "day", (1,), 56, 13),
    Kind("I", "days", (2, 2, 2, 3, 3, 4, 5), 44, 11),
    Kind("I", "part", (3, 3, 4, 4, 5), 0, 11),
    Kind("M", "half", (0,), 30, 7),
    Kind("M", "am", (1,), 0, 3),
    Kind("G", "days", (3, 4, 5, 5, 6, 8), 5, 4),
    Kind("O", "day", (1,), 9, 9),
    Kind("C", "day", (1,), 4, 2),
    Kind("L", "late", (0,), 22, 4),
    Kind("U", "late", (0,), 9, 3),
)


@dataclass
class Absence:
    """Sessions of one pupil that follow on; the note covers those in `covered`."""

    pupil: Pupil
    kind: Kind
    sessions: list[tuple[date, str]]
    covered: list[tuple[date, str]]
    waiting: bool
    number: str = ""

    def code(self, session: tuple[date, str], due: date) -> str:
        """The code that the note or the lapse of five school days leads to."""
        if session in self.covered:
            return self.kind.decision
        return "O" if session[0] <= due else "N"

    def items(self) -> list[str]:
        """How the register's program names the covered sessions."""
        if self.covered == self.sessions:
            return [self.number]
        if self.kind.shape == "am":
            return [f"{self.number}:{day}{half.lower()}" for day, half in self.covered]
        return [f"{self.number}:{day}" for day in sorted({day for day, _ in self.covered})]


class Register:
    """Draws absences that don't touch each other."""

    def __init__(self, rng: Random, pupils: list[Pupil], days: list[date]) -> None:
        self.rng, self.pupils, self.days = rng, pupils, days
        self.often = [rng.choice((1, 1, 2, 2, 3, 5)) for _ in pupils]
        self.taken: set[tuple[int, date]] = set()
        self.absences: list[Absence] = []

    def draw(self, count: int, weight: Callable[[Kind], int], *, waiting: bool) -> None:
        """Add about `count`; those that wait are from the later weeks."""
        drawn = self.rng.choices(KINDS, [weight(kind) for kind in KINDS], k=count)
        for kind in drawn:
            length = max(1, days := self.rng.choice(kind.days))
            for _ in range(12):
                pupil = self.rng.choices(self.pupils, self.often)[0]
                first = int(0.35 * len(self.days)) if waiting else 6 * (kind.decision in ("G", "C"))
                start = self.rng.randint(first, len(self.days) - length)
                if self.free(pupil, start, length):
                    self.add(pupil, kind, start, length if days else 0, waiting)
                    break

    def free(self, pupil: Pupil, start: int, length: int) -> bool:
        """Whether the pupil has no absence then, nor on the day before or after."""
        around = self.days[max(0, start - 1) : start + length + 1]
        return not any((pupil.adm, day) in self.taken for day in around)

    def add(self, pupil: Pupil, kind: Kind, start: int, length: int, waiting: bool) -> None:
        """Enter one; a length of 0 is a single session."""
        days = self.days[start : start + max(1, length)]
        self.taken |= {(pupil.adm, day) for day in days}
        half = "AM" if kind.shape == "late" else self.rng.choice(SESSIONS)
        sessions = [(day, s) for day in days for s in SESSIONS if length or s == half]
        covered = {"none": 0, "am": 1, "part": 2 * self.rng.randint(2, max(2, length - 1))}
        count = covered.get(kind.shape, len(sessions))
        self.absences.append(Absence(pupil, kind, sessions, sessions[:count], waiting))

    def follow_siblings(self, count: int) -> None:
        """Keep some brothers and sisters at home on the same days, without a note for them."""
        ill = [a for a in self.absences if a.waiting and a.kind.shape in ("day", "days")]
        self.rng.shuffle(ill)
        for absence in ill:
            start = self.days.index(absence.sessions[0][0])
            length = len({day for day, _ in absence.sessions})
            for other in self.pupils:
                same = other.family == absence.pupil.family and other != absence.pupil
                if count and same and self.free(other, start, length):
                    self.add(other, KINDS[0], start, length, waiting=True)
                    count -= 1

    def numbered(self) -> list[Absence]:
        """All of them in order of their first session, with numbers."""
        self.absences.sort(key=lambda a: (a.sessions[0], a.pupil.adm))
        number = self.rng.randint(1180, 2650)
        for absence in self.absences:
            number += self.rng.randint(1, 3)
            absence.number = f"A-{number}"
        return self.absences


def deal(rng: Random, items: Sequence[Any]) -> Iterator[Any]:
    """Yield all items in random order, again and again."""
    while True:
        yield from rng.sample(items, len(items))


class Notebook:
    """Words for notes: each wording and reason comes round before one is used again."""

    def __init__(
        self, rng: Random, days: list[date], wordings: Rows, reasons: dict[str, Iterator[str]]
    ) -> None:
        self.rng, self.days, self.reasons = rng, days, reasons
        kinds = {(row["decision"], row["shape"]) for row in wordings}
        self.wordings = {
            kind: deal(rng, [row for row in wordings if (row["decision"], row["shape"]) == kind])
            for kind in sorted(kinds)
        }

    def note(self, absence: Absence) -> tuple[Any, ...]:
        """The row of a note, but for its number."""
        one = next(self.wordings[absence.kind.decision, absence.kind.shape])
        first, last = absence.covered[0][0], absence.covered[-1][0]
        halves = {half for _, half in absence.covered}
        heard = self.heard(one, first)
        words = {
            key: next(lines) for key, lines in self.reasons.items() if f"{{{key}" in one["wording"]
        }
        words |= {**absence.pupil.words, "until": f"{last:%A}", "at": f"{heard:%H:%M}"}
        said = [one[key].format(**words) for key in ("wording", "remark")]
        day = self.days.index(heard.date()) + self.rng.randint(1, 3)
        decided = self.days[min(day, len(self.days) - 1)]
        session = halves.pop() if len(halves) == 1 else ""
        row = (absence.pupil.adm, stamp(heard), one["channel"], first, last, session)
        text = said[0][0].upper() + said[0][1:] if one["channel"] != "app" else said[0]
        return (*row, text, absence.kind.decision, said[1], decided)

    def heard(self, wording: dict[str, str], first: date) -> datetime:
        """Leave is asked for days before, latecomers sign in, other parents ring early."""
        day, times = first, ("08:02", "09:25")
        if wording["channel"] == "form" or wording["decision"] == "C":
            day = self.days[self.days.index(first) - self.rng.randint(4, 6)]
            times = ("08:30", "15:40")
        if wording["channel"] == "sign-in tablet":
            times = ("08:56", "09:14") if wording["decision"] == "L" else ("09:17", "10:50")
        start, end = (moment(day, clock) for clock in times)
        return start + self.rng.randint(0, (end - start) // MINUTE) * MINUTE
