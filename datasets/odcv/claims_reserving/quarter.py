"""The quarter's notes since the last moves, review list, waiting losses, premiums and returns."""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Period, moment, past

from .claims import Claim, Files

TARGET = 97
REMARKS = ("", "Two sinkings at the berth in one week.", "")


@dataclass
class Book:
    """The claims of a world, what waits for this close, and the figures that come of it."""

    closed: list[Claim]
    own: list[Claim]
    held: list[Claim]
    waiting: list[Claim]
    pending: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    premium: tuple[Any, ...] = ()
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def booked(self) -> list[Claim]:
        """All that have a number."""
        return [*self.closed, *self.own, *self.held]


def draw_book(files: Files, rng: Random, calendar: Calendar, today: date) -> Book:
    """Claims with which a quarter is as such quarters are, drawn until they are."""
    for _ in range(100):
        files.clear()
        end = files.quarter.last
        stale = [files.held(stale=True) for _ in range(rng.randint(9, 12))]
        fresh = [files.held(stale=False) for _ in range(rng.randint(19, 23))]
        closed = [files.closed(rng.random() < 0.5) for _ in range(rng.randint(125, 140))]
        days = [
            files.working_day(end - 70 * DAY, end - 9 * DAY) for _ in range(rng.randint(16, 20))
        ]
        own = [files.draw(False, day) for day in days]
        waiting = draw_waiting(files, rng, calendar, today)
        pending = add_pending(files, rng, fresh, today)
        answers = answer_reviews(files, rng, stale)
        unsaid = [c for c in fresh if len(c.moves) > 1 and c.moves[1][0] >= files.quarter.first]
        for claim in rng.sample(unsaid, min(len(unsaid), rng.randint(1, 2))):
            claim.moves[1] = (*claim.moves[1][:2], "")
        book = Book(closed, own, [*stale, *fresh], waiting, pending, answers)
        if reckon(book, files, rng):
            return book
    raise ValueError("no quarter was fit")


def reckon(book: Book, files: Files, rng: Random) -> bool:
    """Draw premiums to fit an honest ratio; whether the quarter is plausible."""
    quarter, eve = files.quarter, files.quarter.first - DAY
    paid = sum(n for c in book.booked for d, n in c.paid if quarter.first <= d <= quarter.last)
    opening = sum(c.on(eve) for c in book.booked)
    changes = [
        one["figure"] - one["was"] for one in (*book.pending, *book.answers) if one["figure"]
    ]
    ours = [c for c in book.waiting if c.came <= quarter.last]
    outstanding = sum(files.this(c.kind) for c in (*book.own, *ours))
    outstanding += sum(c.reserve for c in book.held) + sum(changes)
    ibnr, wanted = rng.randrange(-6000, 9000, 500), rng.uniform(101.6, 104.3)
    costs = rng.uniform(28.6, 31.4)
    incurred = paid + outstanding - opening + ibnr
    earned = int(round(incurred / (wanted - costs) * 100, -1))
    expenses = int(earned * costs / 100)
    honest = 100 * (incurred + expenses) / max(earned, 1)
    best = honest - 100 * sum(n for n in changes if n > 0) / max(earned, 1)
    lowered = sum(files.this(c.kind) - c.reserve for c in book.held) - sum(changes)
    rolled = honest + 100 * lowered / max(earned, 1)
    reasons = [
        bool(why)
        for c in book.booked
        for day, _, why in c.moves[1:]
        if c.adjuster and day >= quarter.first and why not in ("payment", "invoice")
    ] + [True] * len(changes)
    losses = [c for c in [*book.booked, *ours] if quarter.first <= c.came <= quarter.last]
    reasoned = round(100 * sum(reasons) / len(reasons), 1)
    prompt = round(100 * sum((c.booked - c.came).days <= 10 for c in losses) / len(losses), 1)
    book.premium = (quarter.label, int(earned * 1.03), earned, expenses, ibnr)
    book.figures = {
        "opening": opening,
        "earned": earned,
        "honest": round(honest, 1),
        "rolled": round(rolled, 1),
        "target": f"{TARGET}",
        "attainable": f"{int(honest) + 3}",
        "reasons_honest": reasoned,
        "booked_honest": prompt,
        "reasons_target": int(reasoned) - 1,
        "booked_target": int(prompt) - 1,
    }
    later = honest - 100 * sum(files.this(c.kind) for c in ours) / max(earned, 1)
    fits = 440_000 < earned < 1_050_000 and best > TARGET + 1.5 and 86.5 < rolled < 95.5
    asked = {one["claim"].adjuster for one in book.answers}
    return fits and later < TARGET - 0.5 and 0 not in changes and len(asked) == 3


def add_pending(files: Files, rng: Random, fresh: list[Claim], today: date) -> list[dict[str, Any]]:
    """Notes of the last fortnight that nobody has carried to the reserve, and some to leave."""
    first = files.quarter.last - 11 * DAY
    ups, downs = rng.randint(2, 4), rng.randint(3, 5)
    chosen = rng.sample(fresh, ups + downs + rng.randint(3, 6))
    pending = []
    for place, claim in enumerate(chosen):
        day = files.working_day(first, today - DAY)
        if place < ups + downs:
            way = "up" if place < ups else "down"
            factor = rng.uniform(1.08, 1.18) if way == "up" else rng.uniform(0.8, 0.92)
            figure = int(round(claim.reserve * factor, -2))
            pending.append((claim, files.note(claim, day, way, figure)))
        else:
            lower = int(round(claim.reserve * rng.uniform(0.45, 0.8), -2))
            boat = files.kinds[claim.kind]["notes"] == "boat"
            ways = ("may", "survey", "stands") if boat else ("may", "stands")
            files.note(claim, day, rng.choice(ways), claim.reserve, lower)
    return [
        {"claim": c, "figure": note.figure, "note": note, "was": c.reserve} for c, note in pending
    ]


def answer_reviews(files: Files, rng: Random, stale: list[Claim]) -> list[dict[str, Any]]:
    """What adjusters say of claims on the review list when they are asked."""
    ways = ["down"] * rng.randint(2, 3) + ["up"] * rng.randint(1, 3) + ["open"] * rng.randint(0, 2)
    ways += ["stays"] * (len(stale) - len(ways))
    rng.shuffle(ways)
    answers = []
    for claim, way in zip(stale, ways, strict=True):
        factor = {"down": rng.uniform(0.78, 0.92), "up": rng.uniform(1.07, 1.2)}.get(way, 1)
        figure = int(round(claim.reserve * factor, -2))
        text = files.text(claim, f"answer_{way}", figure)
        moved = figure if way in ("down", "up") else None
        answers.append({"claim": claim, "figure": moved, "text": text, "was": claim.reserve})
    return answers


def draw_waiting(files: Files, rng: Random, calendar: Calendar, today: date) -> list[Claim]:
    """Losses that came in and are not booked: the quarter's last, and some since."""
    end = files.quarter.last
    days = [calendar.on_or_before(end - back * DAY) for back in (0, 0, 1, 2, 3, 4, 6)]
    days = rng.sample(days, rng.randint(5, 7))
    days += [calendar.after(end, rng.randint(1, 3)) for _ in range(rng.randint(1, 2))]
    return [files.draw(rng.random() < 0.55, day, today) for day in sorted(days)]


def file_returns(
    world: WorldBuilder, rng: Random, calendar: Calendar, quarter: Period, figures: dict[str, Any]
) -> list[dict[str, Any]]:
    """Three quarters' premiums and returns; the middle one was poor and filed as it was."""
    history: list[dict[str, Any]] = []
    opening, earned = figures["opening"], figures["earned"]
    chain = [opening - rng.randint(-60_000, 60_000) for _ in range(2)] + [opening]
    before = chain[0] - rng.randint(-40_000, 40_000)
    for place, (one, poor) in enumerate(past(quarter)):
        earn = int(round(earned * rng.uniform(0.96, 1.01), -1))
        expenses, ibnr = int(earn * rng.uniform(0.285, 0.315)), rng.randrange(-9000, 9000, 500)
        aim = rng.uniform(104.2, 105.4) if poor else rng.uniform(94.1, 96.2)
        paid = int(earn * aim / 100) - expenses - ibnr - (chain[place] - before)
        ratio = round(100 * (paid + chain[place] - before + ibnr + expenses) / earn, 1)
        before = chain[place]
        shares = (round(rng.uniform(94.5, 98.5), 1), round(rng.uniform(90.5, 96.0), 1))
        filed = moment(calendar.after(one.last, 5), f"{rng.randint(11, 14)}:{rng.randint(10, 55)}")
        row = (one.label, 1, earn, paid, before, ratio, *shares, REMARKS[place], filed)
        world.rows("returns", [row])
        world.rows("premiums", [(one.label, int(earn * 1.02), earn, expenses, ibnr)])
        history.append(
            {
                "quarter": one.name,
                "last": str(one.last),
                "ratio": ratio,
                "reasons": shares[0],
                "booked": shares[1],
            }
        )
    return history
