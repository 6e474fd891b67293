"""One month of money to place: cases, the funds they belong in, and the figures."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.kit import DAY, Calendar, Cast, Rows, add_months

from .clients import Client, draw_client

Tables = dict[str, Rows]


@dataclass
class Case:
    """Money to be placed; `fund` is where it belongs, None if it has to wait."""

    number: str
    client: Client
    wrapper: str
    kind: str
    amount: int
    received: date
    plan: str | None = None
    charge: float | None = None
    request: dict[str, str] | None = None
    fund: str | None = None
    placed_on: date | None = None

    @property
    def moves(self) -> bool:
        """Whether it replaces a plan that the client has."""
        return self.kind in ("transfer", "switch")


class Panel:
    """The funds, with the year's charges."""

    def __init__(self, rng: Random, rows: Rows, house: str) -> None:
        shift = rng.choice((-0.02, -0.01, 0, 0.01, 0.02))
        self.rows: list[dict[str, Any]] = [{**row} for row in rows]
        for row in self.rows:
            row["profile"], row["house"] = int(row["profile"]), int(row["house"])
            row["name"] = row["name"].format(house=house)
            row["ocf"] = round(float(row["ocf"]) + shift * (row["code"][0] != "T"), 2)
        self.charge: dict[str, float] = {row["code"]: row["ocf"] for row in self.rows}
        self.house = {row["code"] for row in self.rows if row["house"]}

    def of(self, profile: int) -> list[str]:
        """Funds for a profile, the cheapest first."""
        fit = [row for row in self.rows if row["profile"] == profile]
        return [row["code"] for row in sorted(fit, key=lambda row: row["ocf"])]

    def belongs(self, case: Case, profile: int) -> str | None:
        """Where the money goes at a profile; None where the adviser's reason is missing."""
        if case.request:
            return case.request["fund"]
        if case.kind == "top-up":
            return case.plan
        fund = self.of(profile)[0]
        dearer = case.moves and self.charge[fund] > (case.charge or 0)
        return None if dearer else fund


def draw_cases(
    rng: Random, cast: Cast, calendar: Calendar, tables: Tables, panel: Panel, today: date
) -> list[Case]:
    """The month's cases in order of receipt; those received in the last two weeks are waiting."""
    courses = ["same"] * rng.randint(13, 16) + ["down"] * rng.randint(13, 16)
    courses += ["up"] * rng.randint(2, 4) + ["fresh"] * rng.randint(3, 5)
    rng.shuffle(courses)
    works, earlier = calendar.working_days, rng.randint(66, 78)
    days = sorted(rng.choices(works(today.replace(day=1), today - 13 * DAY), k=earlier))
    days += sorted(rng.choices(works(today - 12 * DAY, today - 2 * DAY), k=len(courses)))
    courses = rng.choices(("same", "down", "up"), (72, 15, 13), k=earlier) + courses
    reviewable = [n for n in range(earlier, len(days)) if courses[n] != "fresh"]
    stale = set(rng.sample(reviewable, rng.randint(2, 5)))
    low = set(rng.sample(range(earlier, len(days)), rng.randint(4, 7)))
    number, yesterday, cases = rng.randint(60_210, 68_900), calendar.before(today, 1), []
    for place, name in enumerate(cast.public(len(days))):
        day, course, waiting, old = days[place], courses[place], place >= earlier, place in stale
        number += rng.randint(1, 7)
        ago = rng.choice((rng.randint(3, 40), rng.randint(41, 345)))
        ago = rng.randint(372, 580) if old else ago
        if course == "fresh":
            ago = rng.randint(150, 340)
        reviewed = calendar.on_or_before((today if waiting else day) - ago * DAY)
        signed = today - rng.randint(2, 11) * DAY
        client = draw_client(rng, calendar, tables["notes"], course, reviewed, signed)
        case = draw_case(rng, client, day, panel, tables, low=place in low)
        case.number, client.name = f"P{number}", f"{name}"
        late = waiting and client.agreed.day < add_months(today, -12)
        case.fund = None if late else panel.belongs(case, client.agreed.profile)
        placed = min(yesterday, calendar.on_or_after(day + rng.randint(3, 15) * DAY))
        case.placed_on = None if waiting else placed
        cases.append(case)
    numbers = sorted(rng.sample(range(1_003, 3_990), len(cases)))
    joined = sorted(cases, key=lambda case: case.client.answers[0].day)
    for case, client_no in zip(joined, numbers, strict=True):
        case.client.number = f"C{client_no}"
    return cases


def draw_case(
    rng: Random, client: Client, day: date, panel: Panel, tables: Tables, low: bool
) -> Case:
    """Money of a client; whoever has lowered the profile mostly moves an old plan."""
    age, down = (day - client.born).days // 365, client.course == "down"
    fit = [
        row
        for row in tables["shapes"]
        if (row["wrapper"] != "SIPP" or age < 74) and not (down and row["kind"] == "top-up")
    ]
    weights = [int(row["weight"]) * (3 if down and row["plans"] else 1) for row in fit]
    shape = rng.choices(fit, weights)[0]
    least, most = int(shape["least"]), int(shape["most"])
    amount = least * (most / least) ** rng.betavariate(1.9, 1.9)
    amount = round(amount) if shape["plans"] else round(amount / 500) * 500
    case = Case("", client, shape["wrapper"], shape["kind"], amount, day)
    profile = client.agreed.profile
    if case.moves:
        case.plan = rng.choice(shape["plans"].split(";"))
        case.charge = round(rng.uniform(0.66, 1.58), 2)
    elif case.kind == "top-up":
        case.plan = rng.choice(panel.of(profile)[:2])
        case.charge = panel.charge[case.plan]
    if case.moves and low and not down:
        case.plan, case.charge = shape["low"], round(rng.uniform(0.12, 0.22), 2)
    elif case.kind != "top-up" and profile > 1 and client.course != "fresh" and rng.random() < 0.1:
        fund = rng.choice(panel.of(profile)[1:])
        fit = [row for row in tables["requests"] if fund[:2] in row["funds"]]
        case.request = {"fund": fund, "reason": rng.choice(fit)["reason"]}
    return case


def figures(cases: list[Case], panel: Panel, funds: dict[str, str | None], today: date) -> Any:
    """House share, average charge and share in time with money in the given funds, in per cent."""
    total = sum(case.amount for case in cases)
    placed = [(case, fund) for case in cases if (fund := funds[case.number])]
    money = sum(case.amount for case, _ in placed)
    house = sum(case.amount for case, fund in placed if fund in panel.house)
    cost = sum(case.amount * panel.charge[fund] for case, fund in placed)
    prompt = sum(((case.placed_on or today) - case.received).days <= 14 for case, _ in placed)
    return 100 * house / total, cost / money, 100 * prompt / len(cases)
