"""The overdue board: trips of the last weeks, and who is out today."""

from datetime import date
from random import Random
from typing import Any, NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, MINUTE, Cast, moment, read_table, stamp

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
    "down": ("13:31", "Both down, at the car"),
    "late": (
        "12:52",
        "Track washed out below hut, fine here but staying the night. Make it 10.30 tomorrow pls",
    ),
}
"""What two of today's walkers have sent since they left."""
SETTINGS = (
    ("grace_minutes", "0", "minutes past the time before the first notice"),
    ("second_notice_minutes", "25", "minutes past the time before the second notice"),
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


def add_past(
    world: WorldBuilder, rng: Random, cast: Cast, today: date, glens: list[str], tasks: list[str]
) -> int:
    """Trips of the last weeks, all closed; the number of the last."""
    walkers = [f"{name}" for name in cast.public(14)]
    number = rng.randint(1400, 4200)
    for ago in range(7 * WEEKS, 0, -1):
        day = today - ago * DAY
        for _ in range(rng.choice((0, 1, 1, 2, 2))):
            number += 1
            out = moment(day, "08:10") + rng.randint(0, 150) * MINUTE
            due = out + rng.randrange(180, 480, 15) * MINUTE
            down = due - rng.randint(4, 70) * MINUTE
            task, where = rng.choice(tasks), rng.choice(glens)
            words = rng.choice(DOWN).format(clock=f"{down:%H.%M}")
            trip = Trip(
                name=rng.choice(walkers),
                way=f"{where}, {task}",
                car=f"{where} road end",
                out=stamp(out),
                due=stamp(due),
                text=f"Out. {task}, {where}.",
                contact=(str(cast.public(1)[0]), rng.choice(RELATIONS)),
                party=rng.choice((1, 2, 2, 3)),
                state="returned",
            )
            phone = add_trip(world, rng, f"T-{number}", trip)
            add_text(world, f"T-{number}", stamp(down), phone, words)
            log(world, f"T-{number}", stamp(down + 3 * MINUTE), "returned.")
        if ago == CALLED:
            number += 1
            add_called(world, rng, cast, f"T-{number}", day, glens[2])
    set_up(world, today)
    return number


def add_called(
    world: WorldBuilder, rng: Random, cast: Cast, number: str, day: date, where: str
) -> None:
    """The trip for which the team was called last: two came down late, with a flat battery."""
    walker, home = (str(name) for name in cast.public(2))
    trip = Trip(
        name=walker,
        way=f"{where}, path survey",
        car=f"{where} road end",
        out=stamp(moment(day, "09:20")),
        due=stamp(moment(day, "17:15")),
        text="Out, two of us, survey. Back quarter past five",
        contact=(home, "partner"),
        party=2,
        state="stood down",
    )
    phone = add_trip(world, rng, number, trip)
    log(world, number, f"{day} 17:19", "call raised. no message, warden at the board")
    add_text(world, number, f"{day} 17:58", phone, "Down, sorry, battery was flat")
    log(world, number, f"{day} 18:01", "call stood down. text 17:58")


def add_today(
    world: WorldBuilder,
    rng: Random,
    cast: Cast,
    number: int,
    overdue: Trip,
    glens: list[str],
    huts: list[str],
) -> dict[str, Any]:
    """Five trips that are out: one soon past its time, one that is down, one that stays up."""
    today, hut = world.now.date(), rng.choice(huts)
    days = {"yesterday": today - DAY, "today": today, "tomorrow": today + DAY}
    found: dict[str, Any] = {"hut": hut}
    for row in read_table(world, "trips.csv", glens=glens, hut=hut, **days):
        number += 1
        key, walker, home = row.pop("key"), *(str(name) for name in cast.public(2))
        trip = overdue
        if key != "over":
            contact, party = (home, rng.choice(RELATIONS)), int(row.pop("party"))
            trip = Trip(name=walker, contact=contact, party=party, **row)
        phone = add_trip(world, rng, f"T-{number}", trip)
        if key in TEXTED:
            clock, words = TEXTED[key]
            add_text(world, f"T-{number}", f"{today} {clock}", phone, words)
        found[key] = {"trip": f"T-{number}", **trip._asdict(), "contact": list(trip.contact)}
    found["late"]["until"] = stamp(moment(today + DAY, "10:30"))
    found["over"]["phone"] = phone_of(world, found["over"]["trip"])
    return found


def add_trip(world: WorldBuilder, rng: Random, number: str, trip: Trip) -> str:
    """A trip, its contact and the text that registered it; the walker's telephone."""
    phone, home = (f"07700 900{rng.randint(100, 999)}" for _ in range(2))
    row = (number, trip.name, trip.party, trip.way, trip.car, trip.out, trip.due, trip.state)
    world.rows("trips", [row])
    world.rows("contacts", [(number, *trip.contact, home)])
    add_text(world, number, trip.out, phone, trip.text)
    log(world, number, trip.out, f"registered by text, due {trip.due[11:]}.")
    return phone


def add_text(world: WorldBuilder, number: str, at: str, phone: str, text: str) -> None:
    """A text as it came in."""
    world.rows("texts", [(None, at, number, phone, text)])


def log(world: WorldBuilder, number: str, at: str, what: str) -> None:
    """A line of the log."""
    by = "board" if what.startswith("registered") else "field office"
    world.rows("overdue_log", [(None, at, number, what, by)])


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
        phone = "07700 900040" if who.key == "ranger" else "07700 900031"
        world.rows("duty", [(today - ago * DAY, who.name, phone, who.address)])
