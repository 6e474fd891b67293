"""The schedule of one-off items, the bank's letters about them, and what earlier tests counted."""

import json
from datetime import date
from random import Random
from typing import Any, NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Rows, add_months, month_end

LETTERS = {"o": 12.4, "a": 9.3, "b": 7.2, "c": 5.1, "d": 2.6}
"""How many months before the test each letter was written."""
PUT_ON_BY = {"Wash house": "engineer", "Finishing hall": "hall", "Payroll": "people"}


class Item(NamedTuple):
    """A cost that somebody put on the schedule; `up_to` is the pounds that the bank agreed."""

    key: str
    name: str
    booked: date
    what: str
    where: str
    amount: float
    letter: str
    answer: str
    cap: float
    until: date | None

    def allowed(self, test: date, known: frozenset[str]) -> float:
        """What the letters known so far let count of it at a test."""
        if (
            self.letter not in known
            or self.answer != "agreed"
            or (self.until and self.until < test)
        ):
            return 0.0
        return min(self.amount, self.cap or self.amount)


def draw_items(
    rng: Random, calendar: Calendar, rows: Rows, test: date, boiler: float
) -> list[Item]:
    """The items by the day they were booked, numbered; `boiler` is the amount of one."""
    drawn = []
    for row in rows:
        month = add_months(
            test.replace(day=1), -rng.randint(int(row["latest"]), int(row["earliest"]))
        )
        day = calendar.on_or_before(month.replace(day=rng.randrange(12, 29)))
        pence = rng.randrange(int(row["low"]) * 100, int(row["high"]) * 100 + 1) / 100
        until = before_test(test, 1) if row.get("until") else None
        cap = float(row.get("cap") or 0)
        answer, letter = row.get("answer") or "", row.get("letter") or ""
        what = (row["key"], "", day, row["what"], row["where"], pence or boiler)
        drawn.append(Item(*what, letter, answer, cap, until))
    number = rng.randrange(104, 140)
    ordered = sorted(drawn, key=lambda item: (item.booked, item.key))
    return [item._replace(name=f"EI-{number + place}") for place, item in enumerate(ordered)]


def before_test(test: date, quarters: int) -> date:
    """The test so many quarters before."""
    return month_end(add_months(test.replace(day=1), -3 * quarters))


def in_period(items: list[Item], test: date) -> list[Item]:
    """The items booked in the twelve months up to a test."""
    first = add_months(test.replace(day=1), -11)
    return [item for item in items if first <= item.booked <= test]


def write_letters(rng: Random, calendar: Calendar, test: date) -> dict[str, tuple[str, date]]:
    """Number and day of each letter of the bank, by key."""
    number = rng.randrange(6, 12)
    return {
        key: (f"BL-{number + place:02}", calendar.on_or_before(test - round(months * 30.4) * DAY))
        for place, (key, months) in enumerate(LETTERS.items())
    }


def fill_tables(
    world: WorldBuilder, items: list[Item], letters: dict[str, tuple[str, date]],
    history: list[dict[str, Any]], entries: dict[str, int],
) -> None:  # fmt: skip
    """The schedule, the register of letters, three tests' decisions and certificates."""
    world.database.executescript(world.text("schema.sql"))
    for item in items:
        row = (item.name, item.booked, entries.get(item.name), item.what, item.where, item.amount)
        world.rows("items", [(*row, world.people[PUT_ON_BY.get(item.where, "accountant")].name)])
        if item.letter:
            letter, dated = letters[item.letter]
            line = (letter, dated, item.name, item.answer, item.cap or None, item.until)
            world.rows("bank_letters", [line])
    for past in history:
        day, at = date.fromisoformat(past["test"]), f"{past['issued']} 11:{past['minute']}"
        known = frozenset(key for key, (_, dated) in letters.items() if f"{dated}" < past["issued"])
        counted: dict[str, float] = {}
        for item in in_period(items, day):
            amount = item.allowed(day, known)
            reason = "agreed" if amount else "not agreed" if item.letter in known else "no letter"
            letter = letters[item.letter][0] if item.letter in known else ""
            world.rows("decisions", [(day, item.name, amount, letter, reason, "treasury", at)])
            counted |= {item.name: amount} if amount else {}
        past["counted"] = counted
        figures = (past["cashflow"], past["service"], past["cover"], past["leverage"])
        world.rows(
            "calculations",
            [(past["calc"], day, "bank", *figures, json.dumps(counted), "treasury", at)],
        )
        issued = (past["calc"], past["cover"], past["leverage"], past["note"], "treasury")
        at = f"{past['issued']} 11:{past['minute_issued']}"
        world.rows("certificates", [(day, "bank", 1, *issued, at)])
