"""Discharges of one month: what is final, what is held, and what validation found."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Period, Rows

UNITS = {"S72": "Ortho", "M16": "Ortho", "K57": "2 Surgical"}
PLACES = ("discharge summary", "progress note", "H&P", "consult note", "ED note")
KIN = {"E43": "E44", "J96.01": "R09", "I21.A1": "I5A"}
ASKED = ("I50", "J18", "J44", "N39", "L03")
QUESTIONS = {
    "G93.41": "Notes mention confusion. Please document the diagnosis, if any, that you "
    "evaluated or treated, or say that none applies.",
    "J96.01": "Patient was on oxygen. Please document the diagnosis, if any, for which it was "
    "given, or say that none applies.",
}


@dataclass
class Case:
    """A discharge; `finding` is a row of findings.csv, `query` a code that was asked about."""

    account: str
    patient: str
    family: str
    admitted: date
    discharged: date
    codes: list[str]
    finding: dict[str, str] = field(default_factory=dict)
    query: str = ""
    coded: date | None = None

    @property
    def held(self) -> bool:
        """Whether it waits for the desk."""
        return bool(self.finding or self.query)

    def validated(self) -> list[str]:
        """The codes once the finding is applied."""
        if not self.finding:
            return self.codes
        code, outcome = self.finding["code"], self.finding["outcome"]
        rest = [other for other in self.codes if other != code]
        keep = {"supported": [code], "other code": [self.finding["code_instead"]]}
        return rest + keep.get(outcome, [])


class Encoder:
    """Groups and codes as loaded."""

    def __init__(self, groups: Rows, codes: Rows) -> None:
        self.levels = {row["code"]: int(row["cc_level"]) for row in codes}
        self.groups = {(row["family"], int(row["cc_level"])): row for row in groups}
        self.shares = {row["family"]: int(row["share"]) for row in groups if row["share"]}
        self.common = {row["code"]: int(row["common"]) for row in codes}
        self.not_with = {row["code"]: row["not_with"] for row in codes}

    def weight(self, family: str, codes: list[str]) -> float:
        """The relative weight of the DRG to which the codes group."""
        return float(self.group(family, codes)["weight"])

    def group(self, family: str, codes: list[str]) -> dict[str, str]:
        """The row of the DRG; no codes give the lowest of the family."""
        return self.groups[family, max((self.levels[code] for code in codes), default=0)]

    def change(self, case: Case) -> float:
        """What following the finding adds to the weight."""
        listed = self.weight(case.family, case.codes)
        return self.weight(case.family, case.validated()) - listed

    def draw(self, rng: Random, family: str, count: int, highest: int = 2) -> list[str]:
        """Secondary diagnoses that may go with a principal one."""
        fit = [
            code
            for code, common in self.common.items()
            if self.not_with[code] != family and self.levels[code] <= highest
        ]
        drawn: dict[str, str] = {}  # one a category: no N17.0 beside N17.9
        while len(drawn) < count:
            code = rng.choices(fit, [self.common[one] for one in fit])[0]
            drawn.setdefault(code[:3], code)
        return list(drawn.values())


def draw_cases(
    rng: Random, names: Rows, calendar: Calendar, month: Period, encoder: Encoder, findings: Rows
) -> list[Case]:
    """A month of Medicare discharges, in order of discharge; every sixth or so is held."""
    last = calendar.before(calendar.after(month.last, 3), 1)
    total, number = rng.randint(166, 184), rng.randint(7_102_000, 7_480_000)
    days = sorted(month.first + rng.randrange(month.days) * DAY for _ in range(total))
    full = [f"{one['first']} {other['last']}" for one in names for other in names]
    families = rng.choices(list(encoder.shares), list(encoder.shares.values()), k=total)
    cases: list[Case] = []
    for day, name, family in zip(days, rng.sample(full, total), families, strict=True):
        number += rng.randint(3, 61)
        stay = max(1, round(rng.gammavariate(3.2, 1.5)))
        codes = encoder.draw(rng, family, rng.randint(2, 6), 2 if rng.random() < 0.5 else 1)
        coded = min(calendar.on_or_after(day + rng.choice((2, 2, 3, 3, 4, 5, 7)) * DAY), last)
        cases.append(Case(f"{number}", name, family, day - stay * DAY, day, codes, coded=coded))
    late = [case for case in cases if case.discharged.day > 4]
    waiting = sorted(rng.sample(late, rng.randint(31, 36)), key=lambda case: case.account)
    open_queries = rng.sample([c for c in waiting if c.family in ASKED], rng.randint(2, 4))
    kinds = iter(deal(rng, findings, len(waiting) - len(open_queries)))
    for case in waiting:
        case.coded = None
        if case in open_queries:
            case.query = rng.choice(list(QUESTIONS))
            case.codes = [*encoder.draw(rng, case.family, rng.randint(1, 3), 0), case.query]
        else:
            hold(rng, encoder, case, next(kinds))
    pairs = rng.sample(cases, 50)
    for first, then in zip(pairs[:25], pairs[25:], strict=True):
        if first.discharged < then.admitted:  # a second stay
            then.patient = first.patient
    return cases


def deal(rng: Random, findings: Rows, count: int) -> Iterator[dict[str, str]]:
    """Findings in the shares in which reviewers reach them, no note twice."""
    up = [row for row in findings if row["code_instead"] == "N17.0"]
    same = [row for row in findings if row["outcome"] == "supported"]
    down = [row for row in findings if row not in up + same]
    agreed, raised = rng.randint(8, 10), rng.choice((0, 1, 1, 2))
    lowered = count - agreed - raised
    drawn = rng.sample(same, agreed) + rng.sample(up, raised) + rng.sample(down, lowered)
    rng.shuffle(drawn)
    yield from drawn


def hold(rng: Random, encoder: Encoder, case: Case, finding: dict[str, str]) -> None:
    """Make the reviewed diagnosis the one that carries the DRG, in most cases."""
    code = finding["code"]
    if encoder.not_with[code] == case.family:
        case.family = "A41" if case.family != "M16" else "S72"
    shortest = 7 if finding["code_instead"] == "N17.0" else 4
    stay = max(shortest, (case.discharged - case.admitted).days)
    case.admitted = case.discharged - stay * DAY
    others = encoder.draw(rng, case.family, rng.randint(2, 4), rng.choice((0, 1, 1, 2)))
    kin = {code[:3], finding["code_instead"][:3], KIN.get(code)}
    case.codes = [*(other for other in others if other[:3] not in kin), code]
    rng.shuffle(case.codes)
    case.finding = {**finding, "note": finding["note"].format(n=rng.randint(2, min(7, stay - 1)))}


def add_cases(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    cases: list[Case],
    encoder: Encoder,
    staff: list[Any],
) -> None:
    """The tables."""
    query, mrns = rng.randint(2140, 2390), rng.sample(range(100_000, 400_000), len(cases))
    born = {one.patient: date(1957, 12, 31) - rng.randint(0, 28 * 365) * DAY for one in cases}
    numbers = dict(zip(born, mrns, strict=False))
    for case in cases:
        attending = f"Dr. {rng.choice(staff[:4] if case.family in UNITS else staff[4:])}"
        unit = UNITS.get(case.family) or rng.choice(("3 West", "3 West", "4 Medical", "Step-down"))
        group = encoder.group(case.family, case.codes)
        done = ("held", None, None) if case.held else ("final", group["drg"], case.coded)
        who = (f"{numbers[case.patient]}", case.patient, born[case.patient])
        row = (case.account, *who, case.admitted, case.discharged)
        world.rows("discharges", [(*row, attending, unit, case.family, *done)])
        for code in case.codes:
            world.rows("diagnoses", [(case.account, code, rng.choice(PLACES))])
        asked = calendar.on_or_after(case.discharged + rng.randint(2, 4) * DAY)
        last = calendar.before(world.now.date(), 1)
        if case.finding:
            f, reviewer = case.finding, world.people["reviewer"].name
            found = max(asked, calendar.before(world.now.date(), rng.choice((1, 1, 2, 2, 3, 4, 6))))
            said = [f[name] or None for name in ("code", "outcome", "code_instead", "note")]
            world.rows("findings", [(case.account, *said, reviewer, min(found, last))])
        if case.query:
            query += rng.randint(1, 3)
            asked_one = (f"Q-{query}", case.account, case.query, attending, min(asked, last))
            world.rows("queries", [(*asked_one, QUESTIONS[case.query], None, None)])
