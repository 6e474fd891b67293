"""The desk: its tables, and how a line, a finding and a licence get into them."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Rows, read_table

Row = dict[str, str]


@dataclass(frozen=True)
class Desk:
    """What the desk's past is drawn from, and the tables it goes into."""

    rng: random.Random
    client: str
    others: list[str]
    plain: Rows
    noted: Rows
    measures: dict[str, Row]
    tables: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))


def open_desk(world: WorldBuilder, rng: random.Random, client: str, others: list[str]) -> Desk:
    """The desk with its goods and measures, and the account of `client`."""
    goods = read_table(world, "goods.csv")
    desk = Desk(
        rng=rng,
        client=client,
        others=others,
        plain=[row for row in goods if not row["measure"]],
        noted=[row for row in goods if row["measure"]],
        measures={row["measure"]: row for row in read_table(world, "measures.csv")},
    )
    desk.tables["accounts"] = [(desk.client, world.people["account"].name, "2021-04-01")]
    return desk


def add_line(desk: Desk, job: str, line: int, item: Row) -> str:
    """A line as the pre-fill has it; its document, as if no licence were needed, is returned."""
    doc = desk.measures[item["measure"]]["none_doc"] if item["measure"] else "N380"
    packages = desk.rng.randrange(4, 60)
    kilos = packages * desk.rng.randrange(11, 24)
    worth = round(kilos * desk.rng.uniform(5, 14))
    kept = (item["goods"], item["commodity"], item["origin"], packages, kilos, worth)
    desk.tables["lines"].append((job, line, *kept, item["measure"], doc))
    return doc


def add_finding(
    desk: Desk, job: str, line: int, item: Row, client: str, at: datetime, licensed: bool = True
) -> tuple[str, str]:
    """The licence desk's finding on a line, its licence in the register: (document, number)."""
    measure = desk.measures[item["measure"]]
    doc, licence, finding = measure["none_doc"], "", "none required"
    if licensed:
        doc = measure["licence_doc"]
        licence = add_licence(desk, item["measure"], client, at.date())
        finding = f"licence {licence}"
    row = (job, line, finding, doc, licence, "licence desk", at)
    desk.tables["findings"].append(row)
    return doc, licence


def add_licence(desk: Desk, measure: str, holder: str, day: date, days: int = 280) -> str:
    """A licence in the register that was issued a while before `day`; its number is returned."""
    issued = day - desk.rng.randrange(20, 80) * DAY
    until = issued + days * DAY
    serial = 210_000 + 1_731 * len(desk.tables["licences"]) + desk.rng.randrange(1_700)
    number = f"NL-{desk.rng.randrange(21, 60)}-{serial}"
    row = (number, measure, holder, issued, until)
    desk.tables["licences"].append(row)
    return number


def container(rng: random.Random) -> str:
    """A container's number, with its check digit."""
    owner, total = rng.choice((("TGHU", 393), ("MSKU", 424), ("CAIU", 365), ("FCIU", 374)))
    serial = str(rng.randrange(10**5, 10**6))
    total += sum(int(digit) << place for place, digit in enumerate(serial, 4))
    return f"{owner} {serial}-{total % 11 % 10}"
