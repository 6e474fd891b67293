"""What inspections turned up in the labs, and the papers that came in about it."""

import re
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.kit import DAY, Calendar, Cast, Rows

ROUND = 182  # days between two inspections of a lab; the register has four rounds


@dataclass(frozen=True)
class Item:
    """Something with a safety tag."""

    tag: str
    kind: str
    room: str
    lead: str


@dataclass
class Paper:
    """An attachment or a scan; `number` is known once all are in order."""

    title: str
    sender: str
    dated: date
    received: date
    text: str
    number: str = ""


@dataclass
class Inspection:
    """A lab's half-yearly inspection; `held` is None if it wasn't, or not yet."""

    lead: str
    planned: date
    held: date | None
    number: str = ""


@dataclass(eq=False)
class Action:
    """A finding that waits for its paper; `good` are the papers that show it fixed."""

    inspection: Inspection
    item: Item
    finding: str
    raised: date
    due: date
    path: str = ""
    closed: date | None = None
    paper: Paper | None = None
    note: str = ""
    good: list[Paper] = field(default_factory=list)
    number: str = ""


class Desk:
    """All that is in the register, and how the trades, the firms and the labs write."""

    def __init__(
        self, rng: Random, calendar: Calendar, today: date, kinds: dict[str, Any], cast: Cast
    ) -> None:
        self.rng, self.calendar, self.today = rng, calendar, today
        self.kinds, self.cast = kinds, cast
        self.staff: dict[str, list[str]] = {}
        self.rooms: list[tuple[str, str, str]] = []
        self.items: list[Item] = []
        self.inspections: list[Inspection] = []
        self.actions: list[Action] = []
        self.papers: list[Paper] = []

    def order(self, day: date) -> str:
        """The number of a work order; they rise with the days."""
        return f"{68_000 - 21 * (self.today - day).days - self.rng.randint(0, 140)}"

    def initials(self, item: Item) -> str:
        """Somebody of the trade, the firm or the lab that does the work on an item."""
        kind = self.kinds[item.kind]
        trade = kind["good"][0].partition("{who}")[2]
        crew = item.lead if kind["by"] == "lab" else kind["by"] + trade
        drawn = ["".join(self.rng.choices("ABCDEGHJKLMNPRSTW", k=2)) for _ in range(3)]
        return self.rng.choice(self.staff.setdefault(crew, drawn))

    def act(self, inspection: Inspection, item: Item, path: str = "") -> Action:
        """Enter what an inspector found."""
        kind, held = self.kinds[item.kind], inspection.held
        assert held is not None
        place = {"stale": -1, "decided": 0, "undone": 0, "again": 0}.get(path)
        finding = self.rng.choice(kind["findings"]) if place is None else kind["findings"][place]
        finding = finding.format(v=self.rng.randint(*kind["bad"]))
        action = Action(inspection, item, finding, held, held + kind["days"] * DAY, path)
        self.actions.append(action)
        return action

    def words(self, item: Item, state: str, day: date, spelled: str = "") -> str:
        """The text of a paper; `state` is good, fail or quote."""
        kind = self.kinds[item.kind]
        value = self.rng.randint(*kind["ok" if state == "good" else "bad"])
        form = kind[state] if state != "good" else self.rng.choice(kind["good"])
        done, tenth = f"{day:%b} {day.day}", f"{value / 10:.1f}"
        wo, who = self.order(day), self.initials(item)
        text: str = form.format(
            item=spelled or item.tag, room=item.room, done=done, v=value, d=tenth, wo=wo, who=who
        )
        return text

    def write(self, item: Item, state: str, day: date, plain: bool = True) -> Paper:
        """Put a paper into the store; if it isn't `plain`, its title says nothing."""
        rng, kind = self.rng, self.kinds[item.kind]
        title, spelled = kind["title"].format(item=item.tag), ""
        if not plain:
            spelled = rng.choice(("", item.tag.replace("-", " ")))
            scan = f"scan_{day:%Y%m%d}_{rng.randint(8, 15):02}{rng.randint(0, 59):02}"
            title = rng.choice((scan, scan, f"IMG_{rng.randint(1200, 9800)}"))
        sender = f"{item.lead} lab" if kind["by"] == "lab" else kind["by"]
        text = self.words(item, state, day, spelled)
        if state == "quote":
            title = re.split(" of |[.,]", text)[0]
        return self.put(title, sender, day, text)

    def put(self, title: str, sender: str, day: date, text: str) -> Paper:
        """Put any paper into the store; it's read in overnight."""
        paper = Paper(title, sender, day, self.calendar.after(day, 1), text)
        self.papers.append(paper)
        return paper


def draw_labs(desk: Desk, departments: Rows) -> None:
    """Rooms with their lead and department, and the items in them."""
    rng, found = desk.rng, []
    for dept in departments:
        numbers = rng.sample(range(1, 30), 2 * int(dept["labs"]))
        for _ in range(int(dept["labs"])):
            lead = f"Dr. {desk.cast.colleague().last}"
            for _ in range(rng.randint(1, 2)):
                where = f"{dept['building']} {rng.randint(1, 3)}"
                room = f"{where}{numbers.pop():02}{rng.choice('0124')}"
                desk.rooms.append((room, lead, dept["department"]))
                for kind, about in desk.kinds.items():
                    found += [(kind, room, lead)] * rng.randint(*about["per_room"])
    last = {kind: rng.randint(101, 240) for kind in desk.kinds}
    for kind, room, lead in found:
        last[kind] += rng.randint(1, 3)
        desk.items.append(Item(f"{desk.kinds[kind]['prefix']}-{last[kind]:04}", kind, room, lead))


def in_term(calendar: Calendar, day: date) -> date:
    """Nobody inspects in the weeks around Christmas."""
    closed = (day.month, day.day) > (12, 20)
    return calendar.on_or_after(date(day.year + 1, 1, 5) if closed else day)


def plan_inspections(desk: Desk) -> None:
    """Four rounds through all labs until today, and the start of a fifth."""
    rng, calendar, today = desk.rng, desk.calendar, desk.today
    leads = list(dict.fromkeys(lead for _, lead, _ in desk.rooms))
    rng.shuffle(leads)
    for place in range(4 * len(leads) + 5):
        start = today + round((place / len(leads) - 4) * ROUND) * DAY
        planned = in_term(calendar, start + rng.randint(-2, 2) * DAY)
        late = rng.randint(1, 6) if rng.random() < 0.2 else 0
        held = in_term(calendar, calendar.after(planned, late) if late else planned)
        lead = leads[place % len(leads)]
        desk.inspections.append(Inspection(lead, planned, held if held < today else None))
    old = rng.sample(desk.inspections[:-24], 7)
    for missed in old + rng.sample(desk.inspections[-18:-8], rng.randint(1, 2)):
        missed.held = None
    desk.inspections.sort(key=lambda one: one.planned)


def draw_history(desk: Desk, flood: date) -> None:
    """All that was found; what is due by now was closed, the trades' after a flood."""
    rng, calendar, today = desk.rng, desk.calendar, desk.today
    last = calendar.before(today, 1)
    for one in desk.inspections:
        own = [item for item in desk.items if item.lead == one.lead]
        if one.held is None:
            continue
        for item in rng.sample(own, min(len(own), rng.choice((2, 3, 3, 4, 4, 5, 6)))):
            action = desk.act(one, item)
            took = max(2, round(rng.gammavariate(1.6, 14)))
            closed = calendar.on_or_after(one.held + took * DAY)
            if (
                one.held < flood < one.held + 95 * DAY
                and desk.kinds[item.kind]["by"] == "Physical Plant"
            ):
                closed = max(closed, calendar.after(flood, rng.randint(2, 15)))
            if closed > last and action.due >= today:
                continue
            action.closed = min(closed, last)
            done = max(calendar.before(action.closed, rng.randint(1, 3)), one.held)
            if (today - one.held).days < 640 or rng.random() < 0.9:  # before that not all were kept
                action.paper = desk.write(item, "good", done, rng.random() < 0.6)
