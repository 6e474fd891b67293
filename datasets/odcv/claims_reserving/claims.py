"""Claims of a mutual of fishing boats: how they were reserved, noted, paid and closed."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from random import Random

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Cast, Period, read_lists, read_table


@dataclass
class Note:
    """A note on a file; `figure` is None where its writer gives none of what is still to pay."""

    claim: "Claim"
    day: date
    writer: str
    text: str
    figure: int | None
    number: str = ""


@dataclass
class Claim:
    """A claim; `moves` are its reserves by day, from the one at which it was opened."""

    vessel: str
    kind: str
    loss: date
    came: date
    booked: date
    told: str
    channel: str
    adjuster: str = ""
    state: str = "open"
    moves: list[tuple[date, int, "Note | str"]] = field(default_factory=list)
    paid: list[tuple[date, int]] = field(default_factory=list)
    number: str = ""
    notice: str = ""
    boat: str = ""
    yard: str = ""
    said: set[str] = field(default_factory=set)

    @property
    def reserve(self) -> int:
        """What is still to be paid."""
        return self.moves[-1][1]

    def on(self, day: date) -> int:
        """The reserve at the end of a day."""
        return next((now for when, now, _ in reversed(self.moves) if when <= day), 0)

    def move(self, day: date, now: int, reason: "Note | str") -> None:
        """Carry another reserve."""
        self.moves.append((day, now, reason))

    def pay(self, day: date, amount: int) -> None:
        """Pay a part or all of it."""
        self.paid.append((day, amount))
        self.move(day, self.reserve - amount, "payment")


class Files:
    """Draws claims and the notes on them."""

    def __init__(self, world: WorldBuilder, rng: Random, cast: Cast, quarter: Period) -> None:
        """Read the tables, and draw the boats."""
        self.surveyor = f"{cast.colleague()}, surveyor"
        self.rng, self.quarter, self.calendar = rng, quarter, Calendar.of(world)
        self.lists = read_lists(world, "lists.txt")
        self.kinds = {row["kind"]: row for row in read_table(world, "kinds.csv")}
        self.told = read_table(world, "told.csv")
        self.texts = read_table(world, "notes.csv")
        self.districts: dict[str, str] = {}
        self.boats = self._boats(world, cast)
        self.clear()

    def clear(self) -> None:
        """Begin again, without claims."""
        self.notes: list[Note] = []
        self._used = Counter[str]()
        self._told: dict[str, str] = {}
        self._free = self.rng.sample(list(self.boats), len(self.boats))

    def _boats(self, world: WorldBuilder, cast: Cast) -> dict[str, str]:
        rng, lists, boats = self.rng, self.lists, {}
        names = [*lists["boats"], *(f"{name} II" for name in lists["boats"])]
        number = rng.randint(1010, 1300)
        for name, owner in zip(rng.sample(names, 236), cast.public(236), strict=True):
            number += rng.randint(1, 6)
            feet = rng.choice((32, 34, 35, 38, 39, 42, 44, 44, 45, 45))
            value = round(feet**2 * rng.uniform(75, 210), -3)
            boats[f"V-{number}"], key = name, rng.choice(("adj_a", "adj_b", "adj_c"))
            self.districts[f"V-{number}"] = world.people[key].name
            row = (f"V-{number}", name, f"{owner.first} {owner.last}", rng.choice(lists[key]))
            world.rows("vessels", [(*row, feet, rng.randint(1984, 2022), int(value))])
        return boats

    def last(self, kind: str) -> int:
        """The average of last quarter."""
        return int(self.kinds[kind]["last"])

    def this(self, kind: str) -> int:
        """The average of this quarter."""
        return int(self.kinds[kind]["this"])

    def draw(self, held: bool, came: date, booked: date | None = None) -> Claim:
        """A claim at its opening reserve."""
        rng = self.rng
        rows = [row for row in self.kinds.values() if bool(row["held"]) == held]
        kind = rng.choices(rows, [int(row["weight"]) for row in rows])[0]["kind"]
        texts = [row["text"] for row in self.told if row["kind"] == kind]
        told = self._told[kind] = rng.choice([t for t in texts if t != self._told.get(kind)])
        booked = booked or self.calendar.on_or_after(came + rng.choice((0, 1, 1, 2, 3, 5, 6)) * DAY)
        loss, channel = came - rng.randint(0, 3) * DAY, rng.choice(self.lists["channels"])
        claim = Claim(self._free.pop(), kind, loss, came, booked, told, channel)
        claim.boat = self.boats[claim.vessel]
        claim.yard = rng.choice(self.lists[self.kinds[kind]["yards"]])
        claim.move(booked, self.last(kind), "opened")
        return claim

    def working_day(self, first: date, last: date) -> date:
        """A working day from `first` to `last`."""
        return self.rng.choice(self.calendar.working_days(first, last))

    def text(self, claim: Claim, way: str, figure: int, lower: int = 0) -> str:
        """What somebody writes on a file, not twice the same and rarely another's words."""
        kinds = (claim.kind, self.kinds[claim.kind]["notes"])
        rows = [row["text"] for row in self.texts if row["way"] == way and row["kind"] in kinds]
        rows = [text for text in rows if text not in claim.said] or rows
        said = min(rows, key=lambda text: (self._used[text], self.rng.random()))
        self._used[said] += 1
        claim.said.add(said)
        return said.format(figure=f"{figure:,}", lower=f"{lower:,}", yard=claim.yard)

    def payee(self, claim: Claim) -> str:
        """Who is paid on a claim."""
        payees = self.kinds[claim.kind]["payees"].split("/")
        return claim.yard if (payee := self.rng.choice(payees)) == "yard" else payee

    def note(self, claim: Claim, day: date, way: str, figure: int, lower: int = 0) -> Note:
        """Add a note; a surveyor's has no figure of what is to be paid."""
        text = self.text(claim, way, figure, lower)
        surveyor = way == "survey"
        writer = self.surveyor if surveyor else claim.adjuster
        self.notes.append(Note(claim, day, writer, text, None if surveyor else figure))
        return self.notes[-1]

    def carry(self, claim: Claim, day: date, way: str, figure: int) -> None:
        """A note, and the move made on it."""
        claim.move(day, figure, self.note(claim, day, way, figure))

    def held(self, stale: bool) -> Claim:
        """An adjuster's claim; no note of the last ninety days where it is `stale`."""
        rng, end = self.rng, self.quarter.last
        came = self.working_day(
            end - (330 if stale else 230) * DAY, end - (150 if stale else 50) * DAY
        )
        claim = self.draw(True, came)
        claim.adjuster = self.districts[claim.vessel]
        bench = self.last(claim.kind)
        factor = rng.choices((rng.uniform(1.1, 1.75), rng.uniform(0.5, 0.93)), (60, 40))[0]
        first, final = (round(bench * f, -2) for f in (rng.uniform(0.8, 1.4), factor))
        day = self.working_day(came + 8 * DAY, came + 35 * DAY)
        self.carry(claim, day, "first", int(first))
        latest = end - 95 * DAY if stale else end - 14 * DAY
        if abs(final - first) > first / 10 and day + 8 * DAY < latest:
            earliest = day + 7 * DAY if stale else max(day + 7 * DAY, end - 80 * DAY)
            way = "up" if final > first else "down"
            day = self.working_day(earliest, latest)
            self.carry(claim, day, way, int(final))
        paid = self.calendar.on_or_after(day + 6 * DAY)
        if rng.random() < 0.25 and claim.reserve > 12_000 and not stale and paid < end - 14 * DAY:
            part = int(round(claim.reserve * rng.uniform(0.1, 0.3), -2))
            claim.pay(paid, part)
        if not stale and day < end - 80 * DAY:
            self.note(claim, self.working_day(end - 60 * DAY, latest), "stands", claim.reserve)
        return claim

    def closed(self, held: bool) -> Claim:
        """A claim that was settled within the last five quarters."""
        rng, end = self.rng, self.quarter.last
        claim = self.draw(held, self.working_day(end - 430 * DAY, end - 75 * DAY))
        last = min(claim.booked + rng.randint(25, 160) * DAY, end - rng.randint(3, 40) * DAY)
        if held:
            claim.adjuster = self.districts[claim.vessel]
            final = int(round(claim.reserve * rng.uniform(0.45, 1.9), -2))
            day = self.working_day(claim.booked + 3 * DAY, claim.booked + 18 * DAY)
            self.carry(claim, day, "first", final)
        day, owed = self.calendar.on_or_before(last), claim.reserve
        bill = rng.randint(int(owed * 0.7), int(owed * 1.15))
        if bill != owed:
            claim.move(day, bill, "invoice")
        claim.pay(day, bill)
        claim.state = "closed"
        return claim
