"""The depot's drivers: four weeks of duties, tonight's cards, and the rest book."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, HOUR, MINUTE, Calendar, moment, stamp

REGULAR, STANDBY, LATE = 46, 5, 16
LEGAL = 11 * HOUR
Spell = tuple[datetime, datetime]


@dataclass
class Driver:
    """A driver; `queue` is how a late one spent the closure, `entry` his hours in the rest book."""

    key: str
    name: str
    contract: str
    queue: str = ""
    used: int = 0
    entry: int = 0
    vehicle: int = 0
    duties: list[Spell] = field(default_factory=list)

    @property
    def finished(self) -> datetime:
        """When the last duty ended."""
        return self.duties[-1][1]

    def rested(self, hours: int = 0) -> datetime:
        """When he may start again: after `hours`, else those in the book, else eleven."""
        return self.finished + (hours or self.entry or 11) * HOUR


def draw_drivers(rng: Random, names: list[str], calendar: Calendar, today: date) -> list[Driver]:
    """Drivers with all their duties; the first of them came back late, the last are standbys."""
    drivers = [
        Driver(f"D{n:02}", name, "regular" if n <= REGULAR else "standby")
        for n, name in enumerate(names, 1)
    ]
    for who, number in zip(drivers, rng.sample(range(11, 90), len(drivers)), strict=True):
        who.vehicle = number
    late = rng.sample(drivers[:REGULAR], LATE)
    for place, who in enumerate(late):
        early = place in (0, 1, 2, 5)  # in the rest book, or heard of, by half past seven
        who.queue = "rest" if place in (0, 1, 5) else rng.choice(("availability", "other work"))
        who.entry = 9 if place < 3 else 0
        who.used = (0, 1, 1, 3, 3, 0, 2, 1, 3, 0, 1, 2, 0, 1, 2, 0)[place]
        back = moment(today, "18:58") + rng.randint(8, 24 if early else 66) * MINUTE
        this_week(rng, who, (back - rng.randint(705, 770) * MINUTE, back))
    for who in drivers[:REGULAR]:
        if not who.queue:
            start = moment(today, "03:10") + rng.randint(0, 190) * MINUTE
            this_week(rng, who, (start, start + rng.randint(560, 670) * MINUTE))
    for who in drivers:
        earlier = list(earlier_weeks(rng, who, calendar, today))
        who.duties = earlier + who.duties
    bend(rng, drivers)
    return drivers


def bend(rng: Random, drivers: list[Driver]) -> None:
    """Some late finishes in earlier weeks: reduced rests, and four that fell a little short."""
    regular = rng.sample(drivers[:REGULAR], 22)
    for place, who in enumerate(regular):
        week = [n for n in range(8) if who.duties[n + 1][0] - who.duties[n][0] < 25 * HOUR]
        night = rng.choice(week)
        (begin, _), (start, _) = who.duties[night : night + 2]
        short = rng.randint(651, 658) if place < 4 else rng.randint(560, 645)
        longest = begin + 15 * HOUR - rng.randint(4, 30) * MINUTE
        who.duties[night] = (begin, min(start - short * MINUTE, longest))


def this_week(rng: Random, who: Driver, last: Spell) -> None:
    """Monday to Thursday, told backwards from the last duty; `used` nights were reduced."""
    spells = [last]
    for night in range(3):
        start = spells[0][0]
        if night < who.used:
            end = start - rng.randint(605, 650) * MINUTE
            begin = end - rng.randint(755, 778) * MINUTE
        else:
            begin = start - DAY + rng.randint(-25, 25) * MINUTE
            end = min(begin + rng.randint(560, 700) * MINUTE, start - LEGAL - 8 * MINUTE)
        spells.insert(0, (begin, end))
    who.duties = spells


def earlier_weeks(rng: Random, who: Driver, calendar: Calendar, today: date) -> Iterator[Spell]:
    """Three weeks of duties before this one; standbys work less, and this week too."""
    base = rng.randint(190, 420)
    resting = who.contract == "standby" and int(who.key[1:]) > REGULAR + 3
    for ago in range(25, 3 if who.duties else 0, -1):
        day = today - ago * DAY
        if not calendar.works(day) or (who.contract == "standby" and rng.random() < 0.35):
            continue
        if resting and ago < 3:
            continue
        start = moment(day) + (base + rng.randint(-20, 35)) * MINUTE
        yield start, start + rng.randint(540, 690) * MINUTE
    if resting:
        end = moment(today - DAY, "15:00") + rng.randint(0, 140) * MINUTE
        yield end - rng.randint(480, 600) * MINUTE, end
        who.entry = 45
    elif who.contract == "standby" and int(who.key[1:]) == REGULAR + 2:
        end = moment(today, "16:20") + rng.randint(0, 70) * MINUTE
        yield end - rng.randint(480, 590) * MINUTE, end


def short_nights(who: Driver) -> Iterator[tuple[datetime, timedelta]]:
    """Ends of duties that were followed by a weekly rest or by a short one, and how long it was."""
    for (_, end), (start, _) in pairwise(who.duties):
        if start - end >= DAY or start - end < LEGAL:
            yield end, start - end


def add_drivers(
    world: WorldBuilder, rng: Random, drivers: list[Driver], lists: dict[str, list[str]]
) -> None:
    """All tables about drivers."""
    prefix, tm, today = world.company[:1], world.people["tm"], world.now.date()
    signs = (tm.name, f"{tm.name[0]}. {tm.name.split()[1]}", tm.name)
    spare = sorted(set(range(11, 90)) - {who.vehicle for who in drivers})
    for who in drivers:
        phone = f"07{rng.randint(400, 989)} {rng.randint(100_000, 999_999)}"
        cpc = date(today.year + rng.randint(0, 4), 9, 9)
        world.rows(
            "drivers",
            [(who.key, who.name, who.contract, "" if rng.random() < 0.08 else phone, cpc)],
        )
        for start, end in who.duties:
            used = rng.choice(spare) if rng.random() < 0.12 else who.vehicle
            source = "print" if rng.random() < 0.03 and end.date() < today else "card"
            name = "" if rng.random() < 0.02 else f"{prefix}{used}"
            row = (who.key, start.date(), stamp(start), stamp(end), name, source)
            world.rows("duties", [row])
        nth = 0
        for end, rest in short_nights(who):
            nth = 0 if rest >= DAY else nth + 1
            if rest >= LEGAL:
                continue
            if rest > LEGAL - 10 * MINUTE:
                what = f"daily rest {rest.seconds // 3600}:{rest.seconds // 60 % 60:02}, no entry"
                debriefed = end.date() + DAY if end.date() < today - DAY else None
                world.rows("infringements", [(who.key, end.date(), what, debriefed)])
                continue
            entered = stamp(end + rng.randint(4, 28) * MINUTE)
            why, sign = reason(rng, nth, lists["reduced"]), rng.choice(signs)
            world.rows("rest_book", [(who.key, end.date(), "reduced", 9, why, sign, entered)])
        if who.finished.date() == today:
            world.rows("card", [(who.key, *row) for row in card(rng, who)])
    tonight = [who for who in drivers if who.entry == 9]
    for who, minute in zip(tonight, (25, 28, 37), strict=True):
        kind = "split" if who.queue == "rest" else "reduced"
        when = f"{today} 19:{minute}"
        why = rng.choice(lists["split"])
        if kind == "reduced":
            why = reason(rng, who.used + 1, lists["closure"])
        world.rows("rest_book", [(who.key, today, kind, 9, why, tm.name, when)])
    for who in drivers:
        if who.entry == 45:
            at = stamp(who.finished + rng.randint(6, 45) * MINUTE)
            weekly = (who.key, who.finished.date(), "weekly", 45, "", tm.name, at)
            world.rows("rest_book", [weekly])


def reason(rng: Random, nth: int, why: list[str]) -> str:
    """What the transport manager jots down for the nth reduced rest of a week."""
    which = rng.choice((("first", "1st"), ("second", "2nd"), ("third and last", "3rd"))[nth - 1])
    return f"{which} this {rng.choice(('week', 'wk'))}, {rng.choice(why)}"


def card(rng: Random, who: Driver) -> Iterator[tuple[str, str, str]]:
    """Today's activities as read off the card, from the start of the duty to its end."""
    start, end = who.duties[-1]
    at, modes = start, ["other work"]
    stop = end - rng.randint(9, 16) * MINUTE
    queue = moment(end.date(), "15:01") + rng.randint(0, 18) * MINUTE if who.queue else stop
    driven = 0
    while at < queue:
        if modes[-1] == "other work" and driven > 230:
            mode, minutes, driven = "rest", rng.randint(45, 52), 0
        elif modes[-1] == "driving":
            mode, minutes = "other work", rng.randint(22, 55)
        else:
            mode, minutes = "driving", rng.randint(50, 125)
            driven += minutes
        if at == start:
            mode, minutes = "other work", rng.randint(15, 22)
        then = min(at + minutes * MINUTE, queue)
        yield mode, stamp(at), stamp(then)
        at, modes = then, [*modes, mode]
    if who.queue:
        moving = moment(end.date(), "18:04") + rng.randint(0, 9) * MINUTE
        if who.queue == "rest":
            moving = max(moving, at + rng.randint(182, 187) * MINUTE)
            pieces = [("rest", moving)]
        else:
            crawl = at + rng.randint(41, 88) * MINUTE
            pieces = [(who.queue, crawl), ("driving", crawl + rng.randint(3, 14) * MINUTE)]
            pieces.append((rng.choice((who.queue, "availability")), moving))
        for mode, until in [*pieces, ("driving", max(stop, moving))]:
            if until > at:
                yield mode, stamp(at), stamp(until)
                at = until
    if at < end:
        yield "other work", stamp(at), stamp(end)
