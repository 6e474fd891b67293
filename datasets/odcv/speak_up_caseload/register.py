"""Speak Up reports: what was reported, who is to be interviewed, and what is on file."""

from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    MINUTE,
    TUE,
    WEEK,
    Calendar,
    Cast,
    add_months,
    moment,
    month_end,
    on_or_after,
    read_lists,
    stamp,
)

MATTERS = ("expenses", "rosters", "rosters", "bullying", "bullying", "conflict of interest")
FINDINGS = ("substantiated", "partly substantiated", "not substantiated", "not substantiated")
OPEN = ("complete", "declined", "intake", "part", "no finding", "not for us")
"""Kinds of open case; in the first two everybody has been interviewed, or doesn't want to be."""
GONE = ("not for us", "referred")


@dataclass
class Case:
    """A report; `kind` is closed, late, referred or one of OPEN."""

    kind: str
    received: datetime
    channel: str
    store: str
    handler: str
    matter: str
    summary: str
    due: date
    parties: list[tuple[str, str]]
    key: str = ""
    acknowledged: date | None = None
    assigned: date | None = None
    finding: str = ""
    found: date | None = None
    note: str = ""
    team: str = ""
    ended: date | None = None
    contacts: list[tuple[str, str, datetime, str, str]] = field(default_factory=list)
    reporter: tuple[str, str, str, str] | None = None

    @property
    def month(self) -> str:
        """The month of the report."""
        return f"{self.received:%Y-%m}"

    def row(self) -> tuple[Any, ...]:
        """As in the table."""
        status = {"closed": "closed", "late": "closed", "referred": "referred"}
        what = (self.store, self.matter, self.summary, self.handler)
        found = (self.finding or None, self.found, self.note or None)
        return (
            *(self.key, stamp(self.received), self.channel, *what, self.acknowledged),
            *(self.assigned, *found, self.due, status.get(self.kind, "open"), self.ended),
            self.team if self.kind == "referred" else "",
        )


class Register:
    """Draws reports.

    Attributes:
        gap: The day since which nobody has closed anything.
        kept: The day before which only the bones of a report are left.
    """

    def __init__(self, world: WorldBuilder, rng: Random, cast: Cast, gap: date, kept: date) -> None:
        self.rng, self.calendar, self.gap, self.kept = rng, Calendar.of(world), gap, kept
        self.cast, self.last = cast, self.calendar.before(world.now.date())
        self.words = {**read_lists(world, "reports.txt"), **read_lists(world, "notes.txt")}
        self.stores = dict(line.split("|")[::-1] for line in self.words["stores"])
        self.lists = dict(line.split("=") for line in self.words["lists"])
        self.handlers = {k: world.people[k.lower()].name for k in ("North", "Central", "South")}
        self.words["old not for us"] = self.words["not for us"]
        self.left: dict[str, list[str]] = {}
        self.busy: set[tuple[str, str]] = set()
        self.staff = rng.sample(range(104_000, 131_000), 400)

    def deal(self, heading: str) -> str:
        """The next line below a heading; all are used before one comes again."""
        if not self.left.get(heading):
            self.left[heading] = self.rng.sample(lines := self.words[heading], len(lines))
        return self.left[heading].pop()

    def fresh(self, voice: str) -> list[str]:
        """Matters of which there are reports that haven't been used."""
        return [x for x in MATTERS if self.left.get(f"{x} {voice}") != []] or list(MATTERS)

    def near(self, store: str) -> list[str]:
        """Its neighbours in the list, of the same area."""
        area = [one for one in self.stores if self.stores[one] == self.stores[store]]
        at = area.index(store)
        return area[max(0, at - 1) : at] + area[at + 1 : at + 2]

    def pick(self, heading: str, matter: str) -> str:
        """A line for the matter, numbers filled in."""
        lines = [x.split("|")[1] for x in self.words[heading] if x.split("|")[0] == matter]
        return self.rng.choice(lines).format(n=self.rng.randint(4, 19))

    def received(self, month: date, *, week: bool) -> tuple[datetime, str]:
        """When and how a report came in; with `week`, most of them from Speak Up Week on."""
        rng, last = self.rng, min(month_end(month), self.last)
        monday = on_or_after(month + 8 * DAY, TUE) - DAY
        first, final = (monday, monday + WEEK) if week and rng.random() < 0.55 else (month, last)
        channel = rng.choice(("web form", "web form", "phone line", "phone line", "letter"))
        if channel == "web form":
            day, start, minutes = first + rng.randint(0, (final - first).days) * DAY, "06:05", 1010
        else:  # the line is open on working days
            day, start, minutes = rng.choice(self.calendar.working_days(first, final)), "08:05", 560
        if channel == "letter":
            start, minutes = "09:30", 60
        return moment(day, start) + rng.randint(0, minutes) * MINUTE, channel

    def report(
        self, month: date, kind: str, *, week: bool = False, store: str = "", area: str = ""
    ) -> Case:
        """A report with everything on file for it; a `store` has one about its rosters."""
        rng = self.rng
        received, channel = self.received(month, week=week)
        voice, note, team = "phone line" if channel == "phone line" else "web form", "", ""
        matter = "rosters" if store else rng.choice(self.fresh(voice))
        store = store or rng.choice([one for one in self.stores if area in self.stores[one]])
        if kind in GONE:
            line = self.deal("not for us" if month >= self.kept else "old not for us")
            matter, note, team, *asked = line.split("|")
            summary = asked[channel == "phone line"]
        else:
            summary = self.deal(f"{matter} {voice}") if month >= self.kept else "(removed)"
        summary = summary.format(
            n=rng.randint(3, 8),
            other=rng.choice(self.near(store)),
            month=f"{add_months(received.date(), -rng.randint(1, 4)):%B}",
            dept=rng.choice(self.lists["dept"].split(",")),
            boss=rng.choice(self.lists["boss"].split(",")),
        )
        seen = rng.sample(self.words["witnesses"], rng.choice((0, 1, 1, 2, 2)))
        if kind == "part" and not seen:
            seen = rng.sample(self.words["witnesses"], 1)
        parties = [("R", "reporter"), *((f"W{n}", who) for n, who in enumerate(seen, 1))]
        handler = self.handlers[self.stores[store]]
        summary = summary[:1].upper() + summary[1:]
        due = month_end(month) + 30 * DAY
        case = Case(kind, received, channel, store, handler, matter, summary, due, parties)
        case.note, case.team = note, team
        if channel == "letter" or rng.random() < 0.58:
            self.name(case)
        self.work(case)
        return case

    def name(self, case: Case, agreed: str = "") -> None:
        """Put the reporter's name on file."""
        maori = self.left.setdefault("names", list(self.words["names"]))
        own = len(maori) > 1 and self.rng.random() < 0.2
        name = maori.pop(self.rng.randrange(len(maori))) if own else f"{self.cast.public(1)[0]}"
        position = self.rng.choice(self.lists["positions"].split(","))
        agreed = agreed or self.rng.choice(("yes", "no", "no"))
        case.reporter = (name, f"{self.staff.pop()}", position, agreed)

    def work(self, case: Case) -> None:
        """Acknowledge, assign, interview, find and end it, all on working days."""
        rng, got = self.rng, case.received.date()
        by = {"phone line": "call centre", "web form": "portal"}.get(case.channel, "post room")
        said = self.deal(f"intake {case.channel}")
        said = said.format(m=rng.randint(11, 46), k=rng.choice((2, 2, 3, 4)))
        self.put(case, "R", "intake", case.received, by, said)
        later = self.calendar.working_days(got + DAY, self.last)
        slow = rng.random() < 0.05 and case.kind not in GONE
        soon = [day for day in later if 6 <= (day - got).days <= 9] if slow else later[:2]
        if not soon:
            case.kind = "no finding"
            return
        case.acknowledged = rng.choice(soon)
        at = self.calendar.draw(case.acknowledged, rng, "07:30", "08:40")
        self.put(case, "R", "acknowledgement", at, "portal", "")
        rest = [day for day in later if day >= case.acknowledged]
        case.assigned = rest[min(rng.choice((0, 0, 1)), len(rest) - 1)]
        rest = [day for day in rest if day > (case.assigned or got)]
        self.investigate(case, rest)

    def investigate(self, case: Case, later: list[date]) -> None:
        """The handler's part, on some of the days."""
        rng, before = self.rng, [day for day in later if day < self.gap]
        case.finding = rng.choice(FINDINGS)
        if case.kind == "closed" and len(before) < 6:  # a recent report
            case.kind = "no finding"
        kind = case.kind
        if kind in ("closed", "late"):
            in_time = [day for day in before if day <= case.due]
            over = [day for day in before if day > case.due][:9]
            case.ended = rng.choice(in_time[len(in_time) // 2 :] if kind == "closed" else over)
            days = [day for day in later if day <= case.ended]
            case.found = days[max(0, len(days) - rng.randint(1, 3))]
            self.interview(case, [day for day in days if day <= case.found], case.parties)
        elif kind in ("complete", "declined"):
            days = [day for day in later if day >= self.gap]
            case.found = rng.choice(days)
            days = [day for day in later if day <= (case.found or day)]
            gone = 1 if kind == "declined" else 0
            if gone:
                at = self.calendar.draw(rng.choice(days[: len(days) // 3]), rng, "09:00", "16:40")
                self.put(case, "R", "declined", at, "portal", self.deal("declined"))
            self.interview(case, days[gone * (len(days) // 3) :], case.parties[gone:])
        elif kind in GONE:
            case.finding, case.found = "not for us", rng.choice(before[: max(1, len(before) // 2)])
            case.ended = case.found if kind == "referred" else None
        else:
            self.partly(case, later)
        if kind in ("closed", "late", "complete", "declined"):
            case.note = self.pick(f"finding {case.finding}", case.matter)

    def partly(self, case: Case, later: list[date]) -> None:
        """Some interviews or none; a finding on the papers, unless there is no finding yet."""
        rng = self.rng
        if len(later) < 4:  # a recent report
            case.kind = "no finding"
        some = case.parties[:-1] if case.kind == "part" else []
        if case.kind == "no finding":
            case.finding = ""
        else:
            case.found = rng.choice(later[len(later) // 3 :])
            case.note = self.pick(f"paper {case.finding}", case.matter)
        self.interview(case, later, some)
        for party, _ in [party for party in case.parties if party not in some]:
            kind = rng.choice(("no answer", "message", "", "")) if party == "R" else "no answer"
            if kind and later and (party == "R" or case.kind == "part"):
                at = self.calendar.draw(rng.choice(later), rng, "09:00", "16:30")
                by = "portal" if kind == "message" else case.handler
                self.put(case, party, kind, at, by, self.deal(kind))

    def interview(self, case: Case, days: list[date], parties: list[tuple[str, str]]) -> None:
        """Interview parties one after the other, the reporter first."""
        at: list[datetime] = []
        while len(at) < len(parties):
            when = self.calendar.draw(self.rng.choice(days), self.rng, "09:00", "15:50")
            if (case.handler, f"{when:%d%m%H}") not in self.busy:
                self.busy.add((case.handler, f"{when:%d%m%H}"))
                at.append(when)
        for (party, _), when in zip(parties, sorted(at), strict=True):
            against = party != "R" and case.finding == "not substantiated"
            said = self.deal(f"interview {party[0]}{' against' if against else ''}")
            self.put(case, party, "interview", when, case.handler, said)

    def put(self, case: Case, party: str, kind: str, at: datetime, by: str, note: str) -> None:
        """Put a contact on file."""
        case.contacts.append((party, kind, at, by, note))


def file_cases(world: WorldBuilder, rng: Random, cases: list[Case], kept: date) -> None:
    """The tables, numbered as reports came in; reports before `kept` lose their texts."""
    cases = sorted(cases, key=lambda case: case.received)
    for number, case in enumerate(cases, rng.randint(3100, 4800)):
        case.key = f"SU-{number}"
        if case.received.date() < kept:
            case.summary, case.note, case.reporter = "(removed)", "", None
            case.contacts = [(*contact[:4], "") for contact in case.contacts]
        world.rows("cases", [case.row()])
        world.rows("parties", [(case.key, *party) for party in case.parties])
        if case.reporter:
            world.rows("reporters", [(case.key, *case.reporter)])
    contacts = [
        (case.key, party, kind, stamp(at), by, note)
        for case in cases
        for party, kind, at, by, note in case.contacts
    ]
    for number, row in enumerate(sorted(contacts, key=itemgetter(3)), rng.randint(21_000, 34_000)):
        world.rows("contacts", [(number, *row)])
    for case in sorted(cases, key=lambda case: case.ended or kept):
        if case.ended and case.kind != "referred":
            at = moment(case.ended, "16:00") + rng.randint(0, 50) * MINUTE
            world.rows(
                "closings", [(case.key, stamp(at), "interviews held or declined", case.finding)]
            )
