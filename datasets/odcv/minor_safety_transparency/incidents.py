"""A quarter's cases about users under 18, in five regions and a sixth that came with a company."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Period, read_lists, read_table

COUNTED = ("contact", "bullying", "spending", "details")
BESIDE = ("advertising", "account")
OLD = (1, 2, 3, 4, 5)
NEW = 6
WEIGHTS = {"old": (30, 34, 24, 12), "new": (57, 22, 11, 10)}
WHO = ("player",) * 12 + ("parent",) * 5 + ("teacher",) * 2
AT_HOME = ("player", "parent", "parent", "parent")
"""Who reports account matters; spending is reported by parents."""
PRICES = {
    2: ("49 kr", "99 kr", "149 kr", "249 kr", "499 kr", "749 kr"),
    NEW: ("19.99 PLN", "44.99 PLN", "59 PLN", "99 PLN", "199 PLN", "299 PLN"),
}
EUROS = ("4.99 EUR", "9.99 EUR", "14 EUR", "23 EUR", "48 EUR", "71 EUR")
MIGRATED = 16
"""Days before the change of ticket systems from which open cases came over without a category."""


@dataclass
class Incident:
    """A case; `category` is what the moderator's finding says, empty where nobody can tell."""

    region: int
    day: date
    category: str
    finding: str
    upheld: bool = True
    label: str = ""
    waiting: bool = False
    number: str = ""


class Desk:
    """Draws cases and their words."""

    def __init__(self, world: WorldBuilder, rng: Random, calendar: Calendar, today: date) -> None:
        self.world, self.rng, self.calendar, self.today = world, rng, calendar, today
        lists = read_lists(world, "words.txt")
        self.words = {key: deal(rng, lines) for key, lines in lists.items()}
        self.labels = {
            (row["used_by"] == "region 6", row["category"]): row["label"]
            for row in read_table(world, "labels.csv")
        }
        actions = read_table(world, "actions.csv")
        self.actions = {row["kind"]: row["actions"].split(";") for row in actions}
        self.incidents: list[Incident] = []
        self.switched = today

    def finding(self, kind: str, region: int = NEW) -> str:
        """A moderator's words."""
        rng, values = self.rng, {key: next(self.words[key]) for key in ("where", "thing")}
        coins, price = rng.choice((500, 800, 1200, 2400)), rng.choice(PRICES.get(region, EUROS))
        lines = self.words.get(f"{region} {kind}", self.words[kind])
        return next(lines).format(**values, n=rng.randint(3, 14), coins=coins, price=price)

    def draw(
        self, region: int, category: str, first: date, last: date, *, upheld: bool = True
    ) -> None:
        """Add a case; there are more of them at weekends."""
        days = [first + n * DAY for n in range((last - first).days + 1)]
        day = self.rng.choices(days, [2 + (day.weekday() > 3) for day in days])[0]
        kind = category if upheld else f"not upheld {category}"
        if kind not in self.words or (not upheld and self.rng.random() < 0.5):
            kind = "not upheld"
        label = self.labels[region == NEW, category]
        self.incidents.append(
            Incident(region, day, category, self.finding(kind, region), upheld, label)
        )

    def quarter(self, counts: dict[int, int], period: Period) -> None:
        """All cases of a quarter, with `counts` in the report's categories by region."""
        for region, count in counts.items():
            weights = WEIGHTS["new" if region == NEW else "old"]
            for category in self.rng.choices(COUNTED, weights, k=count):
                self.draw(region, category, period.first, period.last)
            for _ in range(count // (9 if region == NEW else 4)):
                self.draw(region, self.rng.choice(BESIDE), period.first, period.last)
            for _ in range(count // (5 if region == NEW else 2)):
                kind = self.rng.choice(COUNTED + BESIDE)
                self.draw(region, kind, period.first, period.last, upheld=False)

    def leave_waiting(self, switched: date, count: int, unclear: int) -> list[Incident]:
        """Take the category from cases that were open when region 6 changed ticket systems."""
        span = [switched - n * DAY for n in range(1, MIGRATED + 1)]
        cases = [i for i in self.incidents if i.region == NEW and i.upheld]
        counted = [i for i in cases if i.category in COUNTED and i.day in span]
        beside = [i for i in cases if i.category in BESIDE]
        chosen = self.rng.sample(counted, count)
        for one in self.rng.sample(beside, count // 3):
            one.day = self.rng.choice(span)
            chosen.append(one)
        self.rng.shuffle(chosen)
        self.switched = switched
        for place, one in enumerate(chosen):
            one.waiting = True
            if place % 4 == 0:
                one.label, one.finding = "90", self.finding(f"other {one.category}")
        for one in [i for i in chosen if i.label != "90" and i.category in COUNTED][:unclear]:
            one.label, one.category, one.finding = "90", "", self.finding("unclear")
        return chosen

    def enter(self) -> None:
        """Number the cases as they came in, and write the table."""
        rng, calendar, number = self.rng, self.calendar, self.rng.randint(31200, 48900)
        self.incidents.sort(key=lambda one: one.day)
        for one in self.incidents:
            number += rng.randint(1, 4)
            one.number = f"I-{number}"
            longest = 24.0 * (self.today - one.day).days - 9
            hours = round(min(rng.lognormvariate(1.6, 1.0), longest), 1)
            since = max(one.day, self.switched) if one.waiting else one.day
            answered = since + rng.randint(1, 6) * DAY
            told = answered if rng.random() < 0.905 and answered < self.today else None
            action = rng.choice(self.actions[one.category or "contact"]) if one.upheld else "none"
            shown = one.category if one.upheld and not one.waiting else ""
            later = calendar.on_or_after(one.day + rng.randint(0, 4) * DAY)
            done = min(later, calendar.before(self.today)) if shown else None
            who = rng.choice(AT_HOME if one.category == "account" else WHO)
            who = "parent" if one.category == "spending" else who
            row = (one.number, one.region, one.day, who, one.label, one.finding)
            kept = ("upheld" if one.upheld else "not upheld", action, max(hours, 0.1), told)
            self.world.rows("incidents", [(*row, *kept, shown, done)])


def deal(rng: Random, items: Sequence[str]) -> Iterator[str]:
    """Yield two thirds of the items in random order, again and again."""
    while True:
        yield from rng.sample(items, 1 + len(items) * 2 // 3)


def share_out(rng: Random, total: int, weights: Mapping[Any, float]) -> dict[Any, int]:
    """Divide `total` by weight, every part at random."""
    drawn = rng.choices(list(weights), list(weights.values()), k=total)
    return {key: drawn.count(key) for key in weights}
