"""The overdue board: trips of the last weeks, and who is out today."""

from collections.abc import Iterable
from datetime import date
from random import Random
from typing import Any, NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, MINUTE, moment, read_table, stamp

from .crowd import Crowd

WEEKS = 8
CALLED = 33
"""Days since the team was last called, on a Saturday."""
DOWN = (
    "Down, all ok",
    "Down. Thanks",
    "back at car",
    "Home.",
    "All down at {clock}",
    "Down {clock}",
)
RELATIONS = ("partner", "neighbour", "flatmate", "cousin", "friend", "parent")
TEXTED = {
    "down": ("13:31", "Both down at the car. Soaked, not camping in this, rest of it next week"),
    "late": (
        "12:52",
        "Track washed out below hut, coming back by the ridge. Make it 12.30 tomorrow pls",
    ),
}
"""What two of today's walkers have sent since they left."""
SETTINGS = (
    ("grace_minutes", "0", "minutes overdue before the first notice"),
    ("second_notice_minutes", "25", "minutes overdue before the second notice"),
    ("notices_to", "fieldoffice", "mailbox that gets the notices"),
    ("calls_to", "callout", "mailbox and pager of the rescue team's call-out desk"),
)


class Trip(NamedTuple):
    """A trip as its walker registered it; times as the tables have them."""

    name: str
    way: str
    car: str
    out: str
    due: str
    text: str
    contact: tuple[str, str]
    party: int = 1
    state: str = "out"
    texts: tuple[tuple[str, str], ...] = ()
    """What came in later, with its time."""
    lines: tuple[tuple[str, str], ...] = ()
    """What the office did, with its time."""


def add_past(
    world: WorldBuilder, rng: Random, crowd: Crowd, today: date, glens: list[str], tasks: list[str]
) -> int:
    """Trips of the last weeks, all closed; the number of the last."""
    walkers, trips = crowd.known(14), []
    for ago in range(7 * WEEKS, 1, -1):
        day = today - ago * DAY
        for _ in range(rng.choice((0, 1, 1, 2, 2))):
            trips.append(past_trip(rng, crowd, day, rng.choice(walkers), glens, tasks))
        if ago == CALLED:
            trips.append(called_trip(crowd, day, glens[2]))
    first = rng.randint(1400, 4200)
    add_trips(world, rng, first, sorted(trips, key=lambda trip: trip.out))
    set_up(world, today)
    return first + len(trips)


def past_trip(
    rng: Random, crowd: Crowd, day: date, walker: str, glens: list[str], tasks: list[str]
) -> Trip:
    """A trip that came back in time."""
    out = moment(day, "08:10") + rng.randint(0, 150) * MINUTE
    due = out + rng.randrange(180, 480, 15) * MINUTE
    due -= due.minute % 15 * MINUTE
    down = due - rng.randint(4, 70) * MINUTE
    task, where = rng.choice(tasks), rng.choice(glens)
    return Trip(
        name=walker,
        way=f"{where}, {task}",
        car=f"{where} road end",
        out=stamp(out),
        due=stamp(due),
        text=f"Out. {task}, {where}. Back {due:%H.%M}",
        contact=(crowd.passing(), rng.choice(RELATIONS)),
        party=rng.choice((1, 2, 2, 3)),
        state="returned",
        texts=((stamp(down), rng.choice(DOWN).format(clock=f"{down:%H.%M}")),),
        lines=((stamp(down + 3 * MINUTE), "returned."),),
    )


def called_trip(crowd: Crowd, day: date, where: str) -> Trip:
    """The trip for which the team was called last: two came down late, with a flat battery."""
    return Trip(
        name=crowd.passing(),
        way=f"{where}, path survey",
        car=f"{where} road end",
        out=stamp(moment(day, "09:20")),
        due=stamp(moment(day, "17:15")),
        text="Out, two of us, survey. Back quarter past five",
        contact=(crowd.passing(), "partner"),
        party=2,
        state="stood down",
        texts=((f"{day} 17:58", "Down, sorry, battery was flat"),),
        lines=(
            (f"{day} 17:19", "call raised. no message, warden at the board"),
            (f"{day} 18:01", "call stood down. text 17:58"),
        ),
    )


def add_today(
    world: WorldBuilder,
    rng: Random,
    crowd: Crowd,
    number: int,
    overdue: Trip,
    glens: list[str],
    huts: list[str],
) -> dict[str, Any]:
    """Five trips that are out: one soon overdue, one that is down, one that comes out later."""
    today, hut = world.now.date(), rng.choice(huts)
    days = {"yesterday": today - DAY, "today": today, "tomorrow": today + DAY}
    trips: dict[str, Trip] = {}
    for row in read_table(world, "trips.csv", glens=glens, hut=hut, **days):
        key, (walker, home) = row.pop("key"), crowd.known(2)
        trips[key] = overdue
        if key != "over":
            contact, party = (home, rng.choice(RELATIONS)), int(row.pop("party"))
            came = (TEXTED[key],) if key in TEXTED else ()
            texts = tuple((f"{today} {clock}", words) for clock, words in came)
            trips[key] = Trip(
                name=walker, contact=contact, party=party, texts=texts, lines=(), **row
            )
    add_trips(world, rng, number, trips.values())
    found: dict[str, Any] = {
        key: {"trip": f"T-{number + place}", **trip._asdict(), "contact": list(trip.contact)}
        for place, (key, trip) in enumerate(trips.items(), 1)
    }
    found["late"]["until"] = stamp(moment(today + DAY, "12:30"))
    found["over"]["phone"] = phone_of(world, found["over"]["trip"])
    return {**found, "hut": hut}


def add_trips(world: WorldBuilder, rng: Random, last: int, trips: Iterable[Trip]) -> None:
    """Trips, numbered after the last one; contacts, and texts and log in order of time."""
    texts: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    for place, trip in enumerate(trips, last + 1):
        number = f"T-{place}"
        phone, home = (f"ends {rng.randint(1000, 9999)}" for _ in range(2))
        row = (number, trip.name, trip.party, trip.way, trip.car, trip.out, trip.due, trip.state)
        world.rows("trips", [row])
        world.rows("contacts", [(number, *trip.contact, home)])
        came = ((trip.out, trip.text), *trip.texts)
        texts += [(None, at, number, phone, words) for at, words in came]
        lines.append((None, trip.out, number, f"registered by text, due {trip.due}.", "board"))
        lines += [(None, at, number, what, "field office") for at, what in trip.lines]
    for name, rows in (("texts", texts), ("overdue_log", lines)):
        world.rows(name, sorted(rows, key=lambda row: str(row[1])))


def phone_of(world: WorldBuilder, number: str) -> str:
    """The telephone of a trip's contact."""
    sql = "SELECT phone FROM contacts WHERE trip = ?"
    return str(world.database.execute(sql, (number,)).fetchone()[0])


def set_up(world: WorldBuilder, today: date) -> None:
    """Settings, and who has the duty telephone."""
    for name, value, note in SETTINGS:
        host = world.people["team"].address.split("@")[1] if name == "calls_to" else world.domain
        mailbox = f"{value}@{host}" if name.endswith("_to") else value
        world.rows("settings", [(name, mailbox, note)])
    for ago in range(4, -7, -1):
        who = world.people["ranger" if ago < -2 else "duty"]
        phone = "ext 40" if who.key == "ranger" else "ext 31"
        world.rows("duty", [(today - ago * DAY, who.name, phone, who.address)])
