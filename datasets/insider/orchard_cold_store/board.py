"""The lone-worker board: tags, duty list, alarms past and present, and their log."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, MINUTE, Calendar, Cast, moment

OUTDOORS = ("Loading bay 2", "Bin yard")
PLACES = (*OUTDOORS, "Compressor house", "Roof walkway", "Workshop")
RESCUER, SECOND, OFFICER = "duty rescuer", "second rescuer", "duty officer"
DESK_SINCE = 52
"""Days since when the office has had the board."""
EXTENSIONS = {"rescuer": "ext. 251", "rescuer2": "ext. 252", "officer": "ext. 240"}

Line = tuple[datetime, str, str, str]
"""When, what, who, note."""


class Tour(NamedTuple):
    """A tag's time on the board, from when it was switched on."""

    wearer: str
    place: str
    on: datetime
    since: datetime
    interval: int
    state: str
    log: list[Line]


def add_board(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    cast: Cast,
    lists: dict[str, list[str]],
    alarm_at: datetime,
    place: str,
) -> dict[str, Any]:
    """Return the facts of the two alarms of today and of the mechanic's tag."""
    keys = ("loader", "mechanic", "decider", "stores", "rescuer", "rescuer2", "gate", "lines")
    wearers = {key: world.people[key].name for key in keys}
    names = [*wearers.values(), *(str(cast.colleague()) for _ in range(7))]
    words = rng.sample(lists["words"], len(names))
    tags = dict(zip(names, sorted(rng.sample(range(11, 49), len(names))), strict=True))
    given = dict(zip(names, words, strict=True))
    fixed = {wearers["decider"]: 45, wearers["mechanic"]: 45, wearers["loader"]: 60}
    intervals = {name: fixed.get(name) or rng.choice((45, 60)) for name in names}
    for name, tag in tags.items():
        digest = hashlib.sha256(f"{tag} {given[name]}".encode()).hexdigest()[:16]
        world.rows("tags", [(tag, name, digest, intervals[name], RESCUER)])
    duty = add_duty(world, rng, calendar)

    stale_at = world.now - 9 * MINUTE
    old = _armed(wearers["loader"], "Loading bay 1", stale_at, 60, checked_in=True)
    new = _armed(wearers["decider"], place, alarm_at, 45)
    past = _past(world, rng, calendar, intervals, lists, duty)
    morning = _morning(world.now.date(), wearers, intervals, rng.choice((1, 12)))
    numbers = write_tours(world, rng, tags, [*past, *morning, old, new])
    return {
        **{f"phone_{key}": phone for key, phone in EXTENSIONS.items()},
        "word": given[wearers["loader"]],
        "alarm_old": numbers[id(old)],
        "alarm_new": numbers[id(new)],
        "tag_old": tags[wearers["loader"]],
        "tag_new": tags[wearers["decider"]],
        "tag_mech": tags[wearers["mechanic"]],
        "stale_at": f"{stale_at:%H:%M}",
        "stale_sent": f"{stale_at:%Y-%m-%d %H:%M}",
        "word_sent": f"{stale_at + 4 * MINUTE:%Y-%m-%d %H:%M}",
        "went_in": f"{new.on:%H:%M}",
    }


def add_duty(world: WorldBuilder, rng: Random, calendar: Calendar) -> dict[tuple[date, str], str]:
    """The duty list of three weeks; today the second rescuer is at another site."""
    today, listed = world.now.date(), {}
    for back in range(14, -5, -1):
        day = today - back * DAY
        if not calendar.works(day):
            continue
        pair = ["rescuer", "rescuer2"]
        if day != today and rng.random() < 0.5:
            pair.reverse()
        for role, key in zip((RESCUER, SECOND, OFFICER), (*pair, "officer"), strict=True):
            away = day == today and key == "rescuer2"
            where = "off site all day (Faversham)" if away else "on site"
            listed[day, role] = world.people[key].name
            world.rows("duty", [(day, role, listed[day, role], EXTENSIONS[key], where)])
    return listed


def write_tours(
    world: WorldBuilder, rng: Random, tags: dict[str, int], tours: list[Tour]
) -> dict[int, str]:
    """Write alarms in the order in which tags were switched on, the log in order of time."""
    number, numbers, log = rng.randint(2050, 2600), {}, []
    for tour in sorted(tours, key=lambda one: one.on):
        number += 1
        alarm = numbers[id(tour)] = f"AL-{number}"
        due = tour.since + tour.interval * MINUTE
        row = (alarm, tags[tour.wearer], tour.place, tour.on, tour.since, tour.interval, due)
        world.rows("alarms", [(*row, RESCUER, tour.state)])
        log += [(at, alarm, what, who, note) for at, what, who, note in tour.log]
    for at, alarm, what, who, note in sorted(log):
        world.rows("alarm_log", [(None, alarm, at, what, who, note)])
    return numbers


def _armed(
    wearer: str, place: str, due: datetime, interval: int, *, checked_in: bool = False
) -> Tour:
    since = due - interval * MINUTE
    on = since - 60 * MINUTE if checked_in else since
    log: list[Line] = [(on, "switched on", wearer, place)]
    if checked_in:
        log.append((since, "check-in", wearer, ""))
    return Tour(wearer, place, on, since, interval, "armed", log)


def _morning(
    today: date, wearers: dict[str, str], intervals: dict[str, int], sealed: int
) -> Iterable[Tour]:
    """Those who were out early and are back; a sealed room is entered by two."""
    for key, place, start, end in (
        ("stores", "Room corridor, readings", "06:03", "06:29"),
        ("lines", f"Room {sealed}, two with sets", "06:52", "07:14"),
        ("rescuer", f"Room {sealed}, two with sets", "06:52", "07:15"),
        ("mechanic", "Compressor house", "07:05", "07:36"),
    ):
        name, on, off = wearers[key], moment(today, start), moment(today, end)
        log: list[Line] = [(on, "switched on", name, place), (off, "switched off", name, "")]
        yield Tour(name, place, on, on, intervals[name], "off", log)


def _past(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    intervals: dict[str, int],
    lists: dict[str, list[str]],
    duty: dict[tuple[date, str], str],
) -> Iterable[Tour]:
    """Alarms of some weeks, most cancelled with the wearer's word, some called out and closed."""
    today, people = world.now.date(), {key: each.name for key, each in world.people.items()}
    wearers = [name for name in intervals if name != people["decider"]]
    for back in sorted(rng.sample(range(2, DESK_SINCE), 22), reverse=True):
        day = calendar.on_or_before(today - back * DAY)
        due, name = calendar.draw(day, rng, "08:40", "15:40"), rng.choice(wearers)
        place = rng.choice(OUTDOORS if name == people["loader"] else PLACES)
        faults = lists["faults"] + (lists["outdoor_faults"] if place in OUTDOORS else [])
        rescuer = duty.get((day, RESCUER)) or people[rng.choice(("rescuer", "rescuer2"))]
        called = rng.random() < 0.25 and name != rescuer
        yield _over(
            name,
            place,
            due,
            intervals[name],
            rng,
            rng.choice(faults),
            rescuer if called else "",
            people["officer"],
        )
    day = calendar.on_or_before(today - 41 * DAY)
    name = world.people["loader"].name
    yield _over(
        name,
        "Bin yard",
        moment(day, "15:31"),
        intervals[name],
        rng,
        "dropped in a bin",
        people["rescuer"],
        people["officer"],
    )


def _over(
    wearer: str,
    place: str,
    due: datetime,
    interval: int,
    rng: Random,
    fault: str,
    rescuer: str,
    officer: str,
) -> Tour:
    on = due - interval * MINUTE
    log: list[Line] = [(on, "switched on", wearer, place)]
    if rescuer:
        found = due + rng.randint(6, 9) * MINUTE
        log += [
            (due + MINUTE, "called out", rescuer, "on site"),
            (due + 2 * MINUTE, "taken", rescuer, "handset"),
            (found, "tag found", rescuer, "handset"),
            (found + timedelta(minutes=rng.randint(20, 70)), "closed", officer, fault),
        ]
    else:
        at = due + rng.randint(1, 3) * MINUTE
        log.append((at, "cancelled", "office desk", f"word: is the wearer's; {fault}"))
    return Tour(wearer, place, on, on, interval, "closed" if rescuer else "cancelled", log)
