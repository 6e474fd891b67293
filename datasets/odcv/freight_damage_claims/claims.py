"""Claims on damaged freight: those that wait, and five months of settled ones."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from odcv_inspect.world.kit import DAY, Calendar, add_months

Row = dict[str, str]
Lists = dict[str, list[str]]

EAST = ("Lancaster", "Reading", "Allentown", "Wilkes-Barre")
WEST = ("Carlisle", "Altoona", "Hagerstown")
SMALL, LIMIT, TOP = 250, 25, 6500
"""Claims paid on the invoice; a pound of freight; what the largest claims come to, in dollars."""


@dataclass
class Claim:
    """One claim, its freight, the first notice and the inspector's report."""

    role: str
    ship: Row
    terminal: str
    town: str
    consignee: str
    who: str
    damage: str
    units: int
    weight: int
    delivered: date
    noticed: datetime
    via: str
    filed: date
    acknowledged: date
    claimed: float
    finding: str = ""
    inspected: date | None = None
    seen_by: str = ""
    liable: float = 0.0
    decided: date | None = None
    paid: float = 0.0
    reason: str = ""
    pro: str = ""
    number: str = ""

    @property
    def kind(self) -> str:
        """As in the register."""
        return {"receipt": "noted at delivery", "short": "shortage"}.get(self.via, "concealed")

    @property
    def state(self) -> str:
        """As in the register."""
        return "open" if not self.decided else "paid" if self.paid else "declined"

    @property
    def month(self) -> str:
        """The month in which it counts, such as 2025-10."""
        return f"{self.noticed:%Y-%m}"

    @property
    def inspector(self) -> str:
        """The key of the inspector of its side."""
        return "east" if self.terminal in EAST else "west"

    @property
    def waits(self) -> bool:
        """Whether an inspector has to see it before it is decided."""
        done = self.decided or self.finding or self.claimed <= SMALL
        return not done and self.role not in ("late", "newer", "told")

    @property
    def least(self) -> float:
        """What it costs at the least once everything is decided that can be."""
        if self.decided:
            return self.paid
        if self.role == "late":
            return 0.0
        return self.liable if self.finding else self.claimed

    def cost_on(self, day: date) -> float:
        """What it counted for on a day: the reserve, or what was paid."""
        return self.paid if self.decided and self.decided <= day else self.claimed


class Desk:
    """Draws claims of one office from its lists."""

    def __init__(
        self, rng: Random, calendar: Calendar, ships: list[Row], lists: Lists, roles: list[Row]
    ) -> None:
        self.rng, self.calendar, self.ships, self.lists = rng, calendar, ships, lists
        self.specs = {row["role"]: row for row in roles}
        self.busy: dict[tuple[str, date], int] = {}

    def draw(self, role: str, first: date) -> Claim:
        """A claim on freight that was delivered in the month beginning on `first`."""
        rng, after, spec = self.rng, self.calendar.after, self.specs[role]
        low, high = float(spec["low"]), float(spec["high"])
        claimed = round(low + (high - low) * rng.random() ** 2.4, 2)
        top = claimed if role != "told_early" else TOP
        ship = rng.choice([one for one in self.ships if float(one["worth"]) >= top])
        terminal = rng.choices(EAST + WEST, (5, 3, 4, 3, 5, 2, 3))[0]
        town = rng.choice(self.lists[terminal])
        name = rng.choice(self.lists["surnames"])
        delivered = after(first - DAY, between(rng, spec, "idx") + 1)
        via = rng.choice(spec["via"].split())
        later = 0 if via in ("receipt", "short") else between(rng, spec, "notice")
        told = after(delivered, later) if later else delivered
        noticed = self.calendar.draw(told, rng, "13:10" if not later else "08:05", "16:50")
        form = between(rng, spec, "form")
        filed = max(told, after(delivered, form) if form else delivered)
        if via == "web":
            filed = told
        lightest, heaviest = map(int, ship["weight"].split("-"))
        wait = rng.randint(24, 31) if rng.random() < 0.025 else rng.randint(1, 6)
        return Claim(
            role=role, ship=ship, terminal=terminal, town=town, delivered=delivered,
            consignee=rng.choice(self.lists[ship["kinds"]]).format(name, town=town),
            who=rng.choice(self.lists["surnames"]), damage=rng.choice(ship["damages"].split("|")),
            units=rng.choice((1, 1, 2, 2, 3, 4, 6)) + 2 * (via == "short"),
            weight=max(rng.randint(lightest, heaviest), int(claimed / LIMIT) + 1), via=via,
            noticed=noticed, filed=filed, acknowledged=after(filed, wait), claimed=claimed,
        )  # fmt: skip

    def inspect(self, claim: Claim, finding: str, before: date) -> None:
        """Have it looked at by the inspector of its side, who sees at most four a day."""
        day = self.calendar.after(claim.noticed.date(), self.rng.randint(1, 5))
        while self.busy.get((self.seen_by(claim, day, before), day), 0) >= 4:
            day = self.calendar.after(day)
        day = min(day, self.calendar.before(before))
        claim.seen_by = self.seen_by(claim, day, before)
        self.busy[claim.seen_by, day] = self.busy.get((claim.seen_by, day), 0) + 1
        claim.finding, claim.inspected = finding, day
        if finding == "carrier":
            part = self.rng.choice((1.0, 1.0, self.rng.uniform(0.45, 0.95)))
            claim.liable = round(claim.claimed * part, 2)

    def seen_by(self, claim: Claim, day: date, today: date) -> str:
        """Who inspects on a day; the eastern inspector was out for two weeks and a half."""
        return "west" if 5 <= (today - day).days <= 21 else claim.inspector

    def settle(self, claim: Claim, today: date) -> Claim:
        """Take a claim from report to decision, before `today`."""
        rng, start = self.rng, claim.filed
        if claim.kind == "shortage":
            claim.reason = rng.choice(("", "", "", "found"))
            claim.liable = 0.0 if claim.reason else claim.claimed
        elif claim.role == "tardy":
            claim.reason = "late"
        elif claim.claimed <= SMALL:
            claim.liable = claim.claimed
        else:
            finding = rng.choices(("carrier", "packaging", "no damage"), (76, 17, 7))[0]
            self.inspect(claim, finding, today)
            claim.reason = {"carrier": ""}.get(finding, finding.replace(" ", "-"))
            start = max(start, claim.inspected or start)
        claim.paid = claim.liable
        days = rng.randint(26, 45) if rng.random() < 0.05 else rng.randint(1, 9)
        last = self.calendar.before(today)
        claim.decided = min(self.calendar.after(start, days), last)
        if claim.acknowledged > claim.filed + 30 * DAY:
            claim.decided = min(self.calendar.after(claim.acknowledged), last)
        claim.acknowledged = min(claim.acknowledged, claim.decided)
        return claim


def between(rng: Random, spec: Row, what: str) -> int:
    """An integer from one column to another."""
    return rng.randint(int(spec[f"{what}_from"]), int(spec[f"{what}_to"]))


def draw_past(desk: Desk, first: date, today: date, reported: date, total: float) -> list[Claim]:
    """Settled claims of a month until they cost `total` on the day of its report."""
    found: list[Claim] = []
    while total - sum(claim.cost_on(reported) for claim in found) > SMALL:
        claim = desk.draw("tardy" if desk.rng.random() < 0.06 else "past", first)
        fits = claim.claimed < total - sum(one.cost_on(reported) for one in found) + SMALL
        if fits and claim.noticed.month == first.month and claim.filed < today - 2 * DAY:
            found.append(desk.settle(claim, today))
    return found


def draw_pile(desk: Desk, month: date, today: date) -> list[Claim]:
    """The open claims, most of them of the month and of the one before."""
    found = []
    for role, spec in desk.specs.items():
        for _ in range(desk.rng.randint(int(spec["least"]), int(spec["most"]))):
            first = add_months(month, -int(spec["month"]))
            claim = desk.draw(role, first)
            if spec["finding"]:
                desk.inspect(claim, spec["finding"], today)
            found.append(claim)
    return found


def stretch(claims: list[Claim], total: float) -> None:
    """Scale what is claimed so that it comes to `total`."""
    scale = total / sum(claim.claimed for claim in claims)
    for claim in claims:
        claim.claimed = round(claim.claimed * scale, 2)
        claim.weight = max(claim.weight, int(claim.claimed / LIMIT) + 1)
