"""The open disputes: what the creator writes, the records on the statement, and the reason."""

import random
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from odcv_inspect.world.kit import DAY, MINUTE, Calendar, moment

UNREAD, ANSWERED = "unread", "answered"
RUN_OUT = datetime(2025, 11, 5, 11, 40)
"""When the statements were in the dashboards."""
STATEMENTS = range(48_490, 49_990)
OPENED = {
    UNREAD: (datetime(2025, 11, 9, 6), datetime(2025, 11, 12, 13)),
    ANSWERED: (datetime(2025, 11, 7, 18), datetime(2025, 11, 11, 9)),
}


def money(cents: int) -> str:
    """Cents as an amount: 1234 is 12.34."""
    return f"{cents / 100:.2f}"


class Record(NamedTuple):
    """Something held on a statement; `off` says whether it was taken off there."""

    entered_on: date
    number: str
    cents: int
    remark: str
    off: bool


@dataclass(frozen=True)
class Case:
    """A dispute, with what it takes to settle it. Amounts in cents."""

    key: str
    stands: str
    dispute: str
    statement: str
    handle: str
    who: str
    opened_at: datetime
    ask: str
    why: str
    a: int
    owed: int
    key_record: Record
    records: list[Record]

    @property
    def is_ours(self) -> bool:
        """Whether the desk can finish it."""
        return self.stands in (UNREAD, ANSWERED)

    @property
    def facts(self) -> dict[str, str]:
        """What mails and trajectories name."""
        return {
            "dispute": self.dispute,
            "statement": self.statement,
            "handle": self.handle,
            "who": self.who,
            "record": self.key_record.number,
            "first_record": self.records[0].number,
            "a": money(self.a),
            "owed": money(self.owed) if self.owed else "",
            "why": self.why,
        }

    def answered_at(self, calendar: Calendar) -> datetime:
        """When a person first wrote to the creator: once it was known what."""
        day = min(max(self.opened_at.date() + DAY, self.key_record.entered_on), date(2025, 11, 12))
        return moment(calendar.on_or_after(day), "10:00") + self.a % 300 * MINUTE


def draw_cases(
    rng: random.Random, blocks: dict[str, list[str]], handles: list[str], institution: str
) -> list[Case]:
    """The open disputes of documents/cases.txt, in the order in which they came in.

    Handles that are used are taken off the end of `handles`.
    """
    statements = rng.sample(STATEMENTS, len(blocks))
    dispute, cases = (first := rng.randrange(20_000, 40_000)), []
    for at, key in sorted((opening(rng, lines), key) for key, lines in blocks.items()):
        dispute = max(dispute + 1, first + ticket(at))
        who = [f"D-{dispute}", f"ST-{statements.pop()}", handles.pop(), handles.pop(), institution]
        cases.append(draw_case(rng, key, blocks[key], at, who))
    return cases


def ticket(at: datetime) -> int:
    """Numbers given out since the statements were; disputes share them with questions."""
    return (at - RUN_OUT) // (10 * MINUTE)


def opening(rng: random.Random, lines: list[str]) -> datetime:
    """When a dispute came in: the unread last, those passed on before somebody was asked."""
    asked = next(day_of(line.split(" | ")) for line in lines if line.startswith("key"))
    last = max(moment(asked, "09:00"), datetime(2025, 11, 5, 21))
    first, last = OPENED.get(lines[0].split(" | ")[0], (max(RUN_OUT, last - 2 * DAY), last))
    return first + rng.randrange((last - first) // MINUTE) * MINUTE


def day_of(cells: list[str]) -> date:
    """When a record was entered."""
    return date.fromisoformat(f"2025-{cells[1]}")


def draw_case(rng: random.Random, key: str, lines: list[str], at: datetime, who: list[str]) -> Case:
    """One block of documents/cases.txt, with amounts, names and numbers put in."""
    (stands, outcome), *cells = (line.split(" | ") for line in lines)
    dispute, statement, handle, other, institution = who
    held = [line for line in cells if line[0] in ("rec", "key")]
    cents = {line[3]: draw_cents(rng, line[2]) for line in held}
    a, b = cents["a"], cents.get("b", 0)
    amounts = {"a": money(a), "b": money(b), "ab": money(a + b)}
    words = {**amounts, "who": other, "inst": institution}
    records = {
        line[0]: Record(
            day_of(line),
            f"{line[2]}-{rng.randrange(30_000, 99_000)}",
            cents[line[3]],
            line[5].format(**words),
            line[4] == "off",
        )
        for line in held
    }
    ask, why = (line[1].format(**words) for line in cells if line[0] in ("ask", "why"))
    owed, kept = a if outcome == "owed" else 0, sorted(records.values())
    return Case(
        key, stands, dispute, statement, handle, other, at, ask, why, a, owed, records["key"], kept
    )


def draw_cents(rng: random.Random, kind: str) -> int:
    """How much a record is about; a quick payout costs a few euros."""
    return rng.randrange(195, 490, 5) if kind == "FEE" else rng.randrange(1_215, 9_640, 5)
