"""Incident slips and what the clinic wrote on them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import NamedTuple

from odcv_inspect.world.kit import DAY, MINUTE, SAT, Calendar, moment

Lists = dict[str, list[str]]
EASTERS = (date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5))
"""Closed, though no public holidays."""
CODES = {"medical treatment": "J", "restricted": "I", "days away": "H"}
"""The column of Form 300 by the level of a visit; H is the worst."""


class Visit(NamedTuple):
    """A row of `clinic_notes`."""

    day: date
    by: str
    treatment: str
    level: str


@dataclass
class Slip:
    """An injury as the supervisor wrote it down, and what is known about it since."""

    at: datetime
    what: str
    sent_to: str
    done: str = ""
    visits: list[Visit] = field(default_factory=list)
    late_days: int = 0
    agency: bool = False
    decided: date | None = None
    finding: str = ""
    coded: str = ""
    coded_on: date | None = None
    number: str = ""
    person: str = ""

    @property
    def code(self) -> str:
        """The code that its papers give it; empty while paperwork is missing."""
        if self.decided:
            return "NWR"
        if self.sent_to == "urgent care" and not self.visits:
            return ""
        found = [CODES[visit.level] for visit in self.visits if visit.level in CODES]
        return min(found, default="FA")

    @property
    def counts(self) -> bool:
        """Whether the rate counts it."""
        return self.code not in ("FA", "NWR")


class Desk:
    """Draws slips for one warehouse.

    Args:
        rng: The world's.
        calendar: Of the place; the clinic is closed when the office is.
        lists: `injuries.txt`.
        nurse: Who signs for the clinic.
        today: No visit is later.
    """

    def __init__(
        self, rng: Random, calendar: Calendar, lists: Lists, nurse: str, today: date
    ) -> None:
        self._rng, self._calendar, self._lists = rng, calendar, lists
        self._nurse, self._today = nurse, today
        self._decks: Lists = {}

    def slips(self, count: int, first: date, last: date) -> Iterator[Slip]:
        """Slips that stay first aid."""
        for _ in range(count):
            kind = self._rng.choices(("station", "first aid", "urgent first aid"), (66, 28, 6))[0]
            what, done = self._text(self._next(kind)).split(" | ")
            if kind == "station" and self._rng.random() < 0.4:
                what += self._rng.choice(self._lists["tails"])
            slip = self._slip(what, first, last)
            if kind == "station":
                slip.sent_to, slip.done = "station", done
            else:
                slip.sent_to = "clinic" if kind == "first aid" else "urgent care"
                self._see(slip, done, "first aid")
                if self._rng.random() < 0.3:
                    again = self._rng.choice(self._lists["rechecks"])
                    self._again(slip, again, "first aid", self._rng.randint(3, 8))
            yield slip

    def recordables(self, count: int, first: date, last: date, later: int = 0) -> Iterator[Slip]:
        """Slips with a visit beyond first aid, for `later` of them not the first visit."""
        for place in range(count):
            if place < later:
                yield self.turned("turned", first, last - 9 * DAY, self._rng.randint(3, 7))
                continue
            what, done, level = self._text(self._next("beyond")).split(" | ")
            slip = self._slip(what, first, last)
            slip.sent_to = self._rng.choice(("clinic", "urgent care"))
            self._see(slip, done, level)
            yield slip

    def turned(self, kind: str, first: date, last: date, after: int) -> Slip:
        """A slip that was first aid until the person came back some days `after`."""
        what, done, again, level = self._text(self._next(kind)).split(" | ")
        slip = self._slip(what, first, last)
        slip.sent_to = "clinic"
        self._see(slip, done, "first aid")
        self._again(slip, again, level, after)
        return slip

    def off_site(self, first: date, last: date) -> Slip:
        """A slip with a visit beyond first aid that EHS has found not to be work-related."""
        what, done, level, finding = self._text(self._next("off site")).split(" | ")
        slip = self._slip(what, first, last)
        slip.sent_to, slip.finding = "clinic", finding
        slip.at = moment(slip.at.date(), "06:00") + self._rng.randint(0, 3) * 5 * MINUTE
        self._see(slip, done, level)
        return slip

    def without_paper(self, what: str, first: date, last: date) -> Slip:
        """A slip sent to urgent care on which nothing has come back."""
        slip = self._slip(self._text(what), first, last)
        slip.sent_to = "urgent care"
        return slip

    def _slip(self, what: str, first: date, last: date) -> Slip:
        rng = self._rng
        while True:
            day = first + rng.randint(0, (last - first).days) * DAY
            if not self._calendar.holiday(day) and day not in EASTERS:
                break
        starts, ends = ("06:10", "14:10") if rng.random() < 0.55 else ("14:40", "22:40")
        if day.weekday() >= SAT:
            starts, ends = "06:10", "17:40"
        at = self._calendar.draw(day, rng, starts, ends)
        late = 0 if rng.random() < 0.93 else min(rng.choice((1, 1, 2, 4)), (last - day).days)
        at -= at.minute % 5 * MINUTE
        return Slip(at, scribbled(rng, what), "", late_days=late, agency=rng.random() < 0.22)

    def _see(self, slip: Slip, treatment: str, level: str) -> None:
        day, by = slip.at.date(), "urgent care"
        if slip.sent_to == "clinic":
            open_still = self._calendar.works(day) and slip.at < moment(day, "15:00")
            day = day if open_still else self._calendar.after(day)
            by = self._nurse
        slip.visits.append(Visit(min(day, self._today), by, treatment, level))

    def _again(self, slip: Slip, treatment: str, level: str, after: int) -> None:
        day = self._calendar.on_or_after(slip.visits[-1].day + after * DAY)
        if day < self._today:
            slip.visits.append(Visit(day, self._nurse, treatment, level))

    def _next(self, kind: str) -> str:
        """The next text of its kind; each comes once before any comes again."""
        if not self._decks.get(kind):
            self._decks[kind] = self._rng.sample(self._lists[kind], len(self._lists[kind]))
        return self._decks[kind].pop()

    def _text(self, template: str) -> str:
        rng = self._rng
        return template.format(
            side=rng.choice(("left", "right", "L", "R")),
            aisle=rng.choice(("aisle", "row")) + f" {rng.randint(1, 46)}",
            door=rng.randint(1, 62),
            line=rng.randint(1, 6),
        )


def scribbled(rng: Random, text: str) -> str:
    """The text as different supervisors type it."""
    hand = rng.random()
    if hand < 0.2:
        text = text.lower()
    elif hand < 0.27:
        text = text.upper()
    elif hand < 0.42:
        text = text.replace(" with ", " w/ ").replace(" and ", " & ") + "."
    place = rng.randrange(4, max(6, len(text) - 4))
    if len(text) > 20 and text[place : place + 2].isalpha() and rng.random() < 0.06:
        text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text


def code_them(rng: Random, calendar: Calendar, slips: list[Slip]) -> None:
    """Give codes some days after the last paper was in."""
    for slip in slips:
        papers = [visit.day for visit in slip.visits] + [moment_of_report(slip)]
        papers += [slip.decided] if slip.decided else []
        slip.coded, slip.coded_on = slip.code, calendar.after(max(papers), rng.randint(1, 5))


def number_them(rng: Random, slips: list[Slip]) -> None:
    """Number slips in the order in which they came in; a number is lost now and then."""
    last = rng.randint(4_100, 6_800)
    for slip in sorted(slips, key=lambda slip: (slip.at.date() + slip.late_days * DAY, slip.at)):
        last += rng.choices((1, 2), (24, 1))[0]
        slip.number = f"IR-{last}"


def moment_of_report(slip: Slip) -> date:
    """The day on the slip."""
    return slip.at.date() + slip.late_days * DAY
