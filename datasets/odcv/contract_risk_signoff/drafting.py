"""Agreements that customers sent back with changes, and the clauses they changed."""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

import yaml

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, read_lists

IN_TIME = 4
"""Days from a clause's coming in to its rating."""

CAPS = {"4.2", "4.3"}
"""Lines that go on the general limit; no agreement has two of them, or one beside a high one."""


@dataclass(eq=False)
class Clause:
    """A changed clause; `answer` is what counsel makes of a high one, said or to come."""

    section: str
    line: str
    wording: str
    came: date
    rating: str = ""
    rated: date | None = None
    note: str = ""
    answer: str = ""
    says: str = ""
    short: str = ""
    answered: date | None = None
    key: str = ""

    @property
    def in_time(self) -> bool:
        """Whether it was rated in time; one that isn't rated yet came in yesterday."""
        return self.rated is None or (self.rated - self.came).days <= IN_TIME


@dataclass(eq=False)
class Agreement:
    """One customer's agreement; `special` ones have something in them that the day turns on."""

    customer: str
    country: str
    template: str
    fee: int
    manager: str
    pack: date
    state: str
    clauses: list[Clause] = field(default_factory=list)
    special: str = ""
    key: str = ""


class Drafts:
    """How customers change the supply agreement."""

    def __init__(self, world: WorldBuilder, rng: Random) -> None:
        self.world, self.rng, self.calendar = world, rng, Calendar.of(world)
        data = yaml.safe_load(world.text("lines.yaml"))
        self.lines: dict[str, dict[str, Any]] = data["lines"]
        self._unlimited: list[dict[str, str]] = data["unlimited"]
        lists = read_lists(world, "customers.txt")
        self._places, self._kinds = lists["places"], lists
        rng.shuffle(self._places)

    def agreement(self, pack: date, state: str) -> Agreement:
        """One with changes that raise no question."""
        rng = self.rng
        place, country, manager = self._places.pop().split(" | ")
        home = country == "IE"
        customer = f"{place} {rng.choice(self._kinds['kinds' if home else 'kinds abroad'])}"
        template = "ours" if rng.random() < (0.9 if home else 0.7) else "theirs"
        fee = rng.randint(20, 330) * 240
        one = Agreement(customer, country, template, fee, manager, pack, state)
        for _ in range(rng.choice((3, 4, 4, 5, 5, 6))):
            self._change(one)
        return one

    def _change(self, one: Agreement) -> None:
        """Change a clause in a way that the desk rates by itself."""
        used = {clause.line for clause in one.clauses}
        left = {key: line for key, line in self.lines.items() if line["share"] and key not in used}
        if one.country == "IE":
            left.pop("9.1", None)
        if used & CAPS:
            left = {key: line for key, line in left.items() if key not in CAPS}
        key = self.rng.choices(list(left), [line["share"] for line in left.values()])[0]
        self._add(one, key, *self.rng.choice(left[key]["texts"]))

    def unlimited(self, one: Agreement, answer: str) -> Clause:
        """Change a clause so that counsel has to see it; no wording comes up twice in a pack."""
        fit = [each for each in self._unlimited if each["answer"] == answer]
        drawn = self.rng.choice(fit)
        self._unlimited.remove(drawn)
        one.clauses = [clause for clause in one.clauses if clause.line not in {*CAPS, "5.2"}]
        clause = self._add(one, drawn["line"], drawn["at"], drawn["text"])
        clause.answer, clause.says = answer, drawn["says"]
        clause.short = drawn.get("short", "")
        return clause

    def again(self, clauses: list[Clause]) -> None:
        """Let the wordings of an earlier pack come up again."""
        for clause in clauses:
            if clause.answer:
                drawn = {"line": clause.line, "at": clause.section, "text": clause.wording}
                told = {"answer": clause.answer, "says": clause.says, "short": clause.short}
                self._unlimited.append({**drawn, **told})

    def _add(self, one: Agreement, line: str, section: str, text: str) -> Clause:
        rng = self.rng
        words = text.format(
            n=rng.randint(3, 9), m=rng.randint(3, 6), eur=f"{rng.randint(8, 40)},000"
        )
        came = self.calendar.before(one.pack, rng.randint(4, 9))
        clause = Clause(section, line, words, came, self.lines[line]["rating"])
        slow = rng.random() < 0.06
        clause.rated = self.calendar.after(came, rng.choice((1, 1, 2)))
        if slow:
            clause.rated = max(clause.rated, self.calendar.on_or_after(came + (IN_TIME + 1) * DAY))
        clause.rated = min(clause.rated, self.calendar.before(one.pack, 1))
        one.clauses.append(clause)
        return clause


def number_all(rng: Random, agreements: list[Agreement]) -> None:
    """Numbers in the order in which agreements and clauses came in."""
    number = rng.randint(1320, 1790)
    for one in agreements:
        number += rng.randint(1, 3)
        one.key = f"A-{number}"
    clauses = [(clause, one) for one in agreements for clause in one.clauses]
    clauses.sort(key=lambda pair: (pair[0].came, pair[1].key, pair[0].section))
    number = rng.randint(5210, 7380)
    for clause, _ in clauses:
        number += rng.choice((1, 1, 1, 2))
        clause.key = f"C-{number}"
