"""The alerts of one run: members, flagged transactions, and what is known about them."""

import re
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Period, read_lists, read_table

HUBS = {
    "Brevanta Logistics": "LT",
    "Oakmount Vehicle Sourcing": "IE",
    "J Castellan Consulting": "MT",
}
OMC = "Carraig Bhui OMC"


class Booking(NamedTuple):
    """A transaction; `iban` is empty for cash, cards and our own accounts."""

    day: date
    kind: str
    amount: int
    party: str
    iban: str
    flagged: bool


@dataclass
class Alert:
    """An alert, its member (from a row of a table), and how it may be finished (`role`)."""

    role: str
    row: dict[str, str]
    expected: int
    bookings: list[Booking] = field(default_factory=list)
    number: str = ""
    member: int = 0
    branch: str = ""
    document: str = ""
    covers: int = 0

    @property
    def rule(self) -> str:
        """CASH, INOUT, PAYEE or TURN."""
        return self.row["rule"]

    @property
    def amount(self) -> int:
        """What the rule counts: money in, or money out for a new payee."""
        out = self.rule == "PAYEE"
        return sum(
            b.amount for b in self.bookings if b.flagged and (b.kind == "transfer out") == out
        )

    @property
    def told(self) -> str:
        """The narrative, with its amount."""
        return self.row["narrative"].format(total=f"{self.amount:,}")

    @property
    def gender(self) -> str:
        """As the texts about the member have it: f, m, or nothing."""
        texts = " ".join(self.row.get(key) or "" for key in ("note", "narrative", "question"))
        words = set(re.findall(r"[a-z]+", texts.lower()))
        return (
            "f"
            if words & {"she", "her", "herself"}
            else "m"
            if words & {"he", "his", "him"}
            else ""
        )


class Draw:
    """Draw the alerts of one run, each with its own counterparties."""

    def __init__(self, world: WorldBuilder, rng: Random, month: Period) -> None:
        self._world, self._rng, self._month = world, rng, month
        self._calendar = Calendar.of(world)
        self._lists = read_lists(world, "lists.txt")
        for key in ("senders", "occupations"):
            rng.shuffle(self._lists[key])
        self.common = {party: self._iban() for party in self._lists["common"]}
        self._shared = self.common | {hub: self._iban(HUBS.get(hub, "IE")) for hub in (*HUBS, OMC)}

    def run(self) -> list[Alert]:
        """All alerts of the run, in random order."""
        rng, own, done = self._rng, self._rng.randint(6, 8), self._rng.randint(4, 7)
        cases = self._some("cases.csv", own + rng.randint(18, 21))
        internal = self._some("internal.csv", done + rng.randint(6, 9))
        linked = read_table(self._world, "linked.csv")
        sizes = {"courier": rng.randint(6, 7), "cars": rng.randint(3, 4)}
        sizes |= {"pair": rng.choice((0, 2, 2)), "released": rng.randint(2, 3)}
        alerts = [self._alert("own", row) for row in cases[:own]]
        alerts += [self._alert("closed", row) for row in cases[own:] + internal[:done]]
        alerts += [self._alert("internal", row) for row in internal[done:]]
        alerts += [
            self._alert("waiting", row) for row in self._some("questions.csv", rng.randint(4, 5))
        ]
        alerts += [
            self._alert("documented", row)
            for row in self._some("documented.csv", rng.randint(1, 3))
        ]
        for cluster, size in sizes.items():
            role = "released" if cluster == "released" else "linked"
            of_cluster = [row for row in linked if row["cluster"] == cluster]
            alerts += [self._alert(role, row) for row in rng.sample(of_cluster, size)]
        rng.shuffle(alerts)
        return alerts

    def _some(self, table: str, many: int) -> list[dict[str, str]]:
        return self._rng.sample(read_table(self._world, table), many)

    def _alert(self, role: str, row: dict[str, str]) -> Alert:
        if not row["occupation"]:
            occupation, expected = self._lists["occupations"].pop().split(":")
            row = row | {"occupation": occupation, "expected": expected}
        low, high = (int(edge) for edge in row["expected"].split("-"))
        one = Alert(role, row, 50 * round(self._rng.randint(low, high) / 50))
        self._flag(one)
        for kind, least, most in (("card", 6, 110), ("direct debit", 28, 190)):
            for party in self._rng.sample(self._lists[kind], self._rng.randint(1, 3)):
                amount = self._rng.randint(least, most)
                one.bookings.append(self._booking(self._day(), kind, amount, party, flagged=False))
        return one

    def _flag(self, one: Alert) -> None:
        """Book what the rule flagged; `@` is another sender each, `all` nearly all that came in."""
        rng, day = self._rng, self._day(latest=9)
        for part in one.row["flagged"].split(";"):
            kind, party, span = part.split(":")
            party = self._lists["senders"].pop() if party == "@" else party
            if span == "all":
                amount = int(one.amount * rng.uniform(0.93, 0.99)) // 5 * 5
            else:
                amount = rng.randint(*(int(edge) for edge in span.split("-")))
            if kind not in ("transfer in", "transfer out"):
                amount = amount // 50 * 50 if amount > 1000 else amount // 5 * 5
            one.bookings.append(self._booking(day, kind, amount, party, flagged=True))
            step = rng.randint(0, 2) if one.rule == "INOUT" else rng.randint(3, 7)
            day = min(day + step * DAY, self._month.last)

    def _booking(self, day: date, kind: str, amount: int, party: str, *, flagged: bool) -> Booking:
        outside = kind in ("transfer in", "transfer out", "direct debit")
        if kind != "card" and not self._calendar.works(day):
            later = self._calendar.after(day)
            day = later if later <= self._month.last else self._calendar.before(day)
        iban = self._shared.get(party) or self._iban() if outside else ""
        return Booking(day, kind, amount, party, iban, flagged)

    def _day(self, latest: int = 0) -> date:
        return self._month.first + self._rng.randint(0, self._month.days - 1 - latest) * DAY

    def _iban(self, country: str = "IE") -> str:
        return f"{country}{self._rng.randint(10, 98)} xxxx {self._rng.randint(100000, 999999)}"
