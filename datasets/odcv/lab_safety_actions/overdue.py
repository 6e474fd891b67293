"""The actions that are past due: what there is about each, and where."""

from datetime import date

from odcv_inspect.world.kit import DAY

from .register import Action, Desk, Item, Paper

KINDS = {
    "round": ("hood",),
    "missed": ("hood",),
    "beside": ("hood",),
    "mailed": ("hood",),
    "again": ("hood", "eyewash", "cabinet"),
    "asked": ("eyewash", "shower", "cabinet"),
}
OTHERS = ("eyewash", "cabinet", "cylinders", "extinguisher", "outlet", "kit", "bsc", "shower")


class Overdue:
    """Nine to thirteen actions, by path: where the paper is, or why there is none."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.actions = desk, list[Action]()
        self.words: dict[Action, str] = {}
        self.done: dict[Action, date] = {}
        recent = {a.item.tag for a in desk.actions if (desk.today - a.raised).days < 300}
        self._free = [
            (one, item)
            for one in desk.inspections
            if one.held is not None and 66 <= (desk.today - one.held).days <= 175
            for item in desk.items
            if item.lead == one.lead and item.tag not in recent
        ]
        hoods = [self.add("round") for _ in range(desk.rng.randint(2, 3))]
        hoods += [self.add("missed") for _ in range(desk.rng.randint(0, 1))]
        self.round = self._test_hoods(hoods)

    def of(self, *paths: str) -> list[Action]:
        """Those of some paths."""
        return [action for action in self.actions if action.path in paths]

    def add(self, path: str) -> Action:
        """A finding of months ago that is still open, on an item without one since."""
        last = self.desk.today - (105 if path in ("decided", "undone") else 66) * DAY
        kinds = KINDS.get(path, OTHERS)
        fit = [
            one for one in self._free if one[0].held and one[0].held < last and one[1].kind in kinds
        ]
        inspection, item = self.desk.rng.choice(fit)
        self.settle(item)
        action = self.desk.act(inspection, item, path)
        self.actions.append(action)
        return action

    def quiet_hoods(self) -> list[Item]:
        """Hoods about which nothing is open."""
        noisy = {action.item for action in self.desk.actions if not action.closed}
        return [item for item in self.desk.items if item.kind == "hood" and item not in noisy]

    def settle(self, item: Item) -> None:
        """Draw no finding on an item that a paper now shows to be in order."""
        self._free = [pair for pair in self._free if pair[1] != item]

    def _test_hoods(self, hoods: list[Action]) -> Paper:
        """One report on many hoods, as the firm sends it after a round."""
        rng, calendar = self.desk.rng, self.desk.calendar
        day = calendar.before(self.desk.today, rng.randint(9, 14))
        missed = [a.item for a in hoods if a.path == "missed"]
        text = f"Fume hood round {day:%b} {day.day}, sash 18 in, limits 80 to 120 fpm. "
        text += "Monitors checked, new stickers where passed."
        tested = [*(a.item for a in hoods), *rng.sample(self.quiet_hoods(), 6)]
        for item in sorted(tested, key=lambda one: one.tag):
            self.settle(item)
            passed = f"avg {rng.randint(84, 112)} fpm, smoke ok, PASS"
            result = "in use, not tested" if item in missed else passed
            text += f"\n{item.tag}  {item.room}  {result}"
        report = self.desk.put(f"Hood round {day:%b} {day.day}", "Ostrander Air Testing", day, text)
        for action in hoods:
            later = calendar.after(day, 2)
            own = action.path == "missed" and self.desk.write(action.item, "good", later, False)
            action.good.append(own or report)
        return report


def draw_overdue(desk: Desk) -> Overdue:
    """All of them, each with what came in about it."""
    rng, late = desk.rng, Overdue(desk)
    paths = {
        "stale": rng.randint(1, 2),
        "beside": rng.randint(0, 1),
        "again": 1,
        "asked": rng.randint(1, 2),
        "mailed": 1,
        "decided": rng.choice((1, 1, 2)),
        "undone": rng.randint(1, 3),
    }
    paths["plain"] = max(1, rng.randint(8, 10) - sum(paths.values()))
    for path, number in paths.items():
        for _ in range(number):
            fill(late, late.add(path))
    return late


def fill(late: Overdue, action: Action) -> None:
    """Write what came in about an action."""
    desk, rng, calendar = late.desk, late.desk.rng, late.desk.calendar
    item, path = action.item, action.path
    done = calendar.before(desk.today, rng.randint(5, 17))
    if path == "plain":
        action.good.append(desk.write(item, "good", done, rng.random() < 0.6))
    elif path in ("asked", "mailed"):
        done = done if path == "asked" else calendar.before(desk.today, 1)
        late.done[action], late.words[action] = done, desk.words(item, "good", done)
        said = calendar.after(done, 2)
        action.note = f"{said}: Physical Plant says done, paper to come" * (path == "asked")
    elif path == "decided":
        desk.write(item, "quote", calendar.before(desk.today, rng.randint(67, 72)))
        action.note = "Lab needs more time, passed to the committee"
    elif path == "undone":
        state = rng.choice(("fail", "fail", "quote", "word"))
        if state == "word":
            action.note = f"{calendar.after(done, 1)}: lab says by phone that it's sorted"
        else:
            desk.write(item, state, done)
    else:
        if path == "stale":
            desk.write(item, "good", calendar.before(action.raised, rng.randint(12, 60)))
        elif path == "again":
            desk.write(item, "fail", calendar.before(done, rng.randint(6, 12)))
        else:
            quiet = late.quiet_hoods()
            other = min(quiet, key=lambda h: (h.room != item.room, h.lead != item.lead, h.tag))
            late.settle(other)
            desk.write(other, "good", calendar.before(done, 1))
        action.good.append(desk.write(item, "good", done, plain=False))
