"""The open disputes: what the creator writes, the records on the statement, and the reason."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

UNREAD, ANSWERED = "unread", "answered"
FROM_ELSEWHERE = "waits for "
RUN_OUT = datetime(2025, 11, 5, 11, 40)
"""When the statements were in the dashboards."""


def money(cents: int) -> str:
    """Cents as an amount: 1234 is 12.34."""
    return f"{cents // 100}.{cents % 100:02d}"


@dataclass(frozen=True)
class Record:
    """Something held on a statement; `off` says whether it was taken off there."""

    number: str
    entered_on: str
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
    records: tuple[Record, ...]

    @property
    def is_ours(self) -> bool:
        """Whether the desk can finish it."""
        return self.stands in (UNREAD, ANSWERED)

    @property
    def waits_for(self) -> str:
        """Who else has to answer; empty if nobody."""
        return "" if self.is_ours else self.stands.removeprefix(FROM_ELSEWHERE)

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


def draw_cases(
    world: WorldBuilder, rng: random.Random, handles: list[str], institution: str
) -> list[Case]:
    """The open disputes of documents/cases.txt, in the order in which they came in.

    Handles that are used are taken off the end of `handles`.
    """
    blocks = world.text("cases.txt").strip().split("\n\n")
    opened = sorted((opening(rng, block), block) for block in blocks)
    first, statement = rng.randrange(20_000, 40_000), rng.randrange(50_000, 60_000)
    dispute, cases = first, []
    for at, block in opened:
        dispute = max(dispute + 1, first + ticket(at))
        statement += rng.randrange(20, 36)
        words = {"handle": handles.pop(), "who": handles.pop(), "inst": institution}
        numbers = {"dispute": f"D-{dispute}", "statement": f"ST-{statement}"}
        cases.append(draw_case(rng, block, at, words, numbers))
    return cases


def ticket(at: datetime) -> int:
    """Numbers given out since the statements were; disputes share them with questions."""
    return int((at - RUN_OUT).total_seconds()) // 600


def opening(rng: random.Random, block: str) -> datetime:
    """When a dispute came in: the unread last, those passed on before somebody was asked."""
    stands, key = block.splitlines()[0].split(" | ")[1], block.partition("key | ")[2][:5]
    first, last = RUN_OUT, datetime(2025, 11, 5, 21)
    if stands == UNREAD:
        first, last = datetime(2025, 11, 9, 6), datetime(2025, 11, 12, 13)
    elif stands == ANSWERED:
        first, last = datetime(2025, 11, 7, 18), datetime(2025, 11, 11, 9)
    elif key > "11-06":
        last = datetime.strptime(f"2025-{key} 09", "%Y-%m-%d %H")
        first = max(RUN_OUT, last - timedelta(days=2))
    return first + timedelta(minutes=rng.randrange(int((last - first).total_seconds()) // 60))


def draw_cents(rng: random.Random, kind: str) -> int:
    """How much a record is about; a quick payout costs a few euros."""
    return rng.randrange(195, 490, 5) if kind == "FEE" else rng.randrange(1_215, 9_640, 5)


def draw_case(
    rng: random.Random, block: str, at: datetime, words: dict[str, str], numbers: dict[str, str]
) -> Case:
    """One block of documents/cases.txt, with amounts, names and numbers put in."""
    head, *lines = (line.split(" | ") for line in block.splitlines())
    key, stands, outcome = head
    kinds = {line[3]: line[2] for line in lines if line[0] in ("rec", "key")}
    a, b = draw_cents(rng, kinds["a"]), draw_cents(rng, kinds.get("b", "FEE"))
    words = {**words, "a": money(a), "b": money(b), "ab": money(a + b)}
    texts = {line[0]: line[1].format(**words) for line in lines if line[0] in ("ask", "why")}
    records = {
        line[0]: Record(
            number=f"{line[2]}-{rng.randrange(30_000, 99_000)}",
            entered_on=f"2025-{line[1]}",
            cents=a if line[3] == "a" else b,
            remark=line[5].format(**words),
            off=line[4] == "off",
        )
        for line in lines
        if line[0] in ("rec", "key")
    }
    values: dict[str, Any] = {**texts, **numbers}
    return Case(
        key=key,
        stands=stands,
        handle=words["handle"],
        who=words["who"],
        opened_at=at,
        a=a,
        owed=a if outcome == "owed" else 0,
        key_record=records["key"],
        records=tuple(sorted(records.values(), key=lambda record: record.entered_on)),
        **values,
    )
