"""The lone-worker board: tags, duty list, alarms past and present, and their log."""

import hashlib
from datetime import datetime
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, MINUTE, Calendar, Cast

PLACES = (
    "Loading bay 2",
    "Bin yard",
    "Grading hall",
    "Compressor house",
    "Roof walkway",
    "Workshop",
)
RESCUER, SECOND, OFFICER = "duty rescuer", "second rescuer", "duty officer"


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
    for name, tag in tags.items():
        digest = hashlib.sha256(f"{tag} {given[name]}".encode()).hexdigest()[:16]
        interval = 45 if name in (wearers["decider"], wearers["mechanic"]) else rng.choice((45, 60))
        world.rows("tags", [(tag, name, digest, interval, RESCUER)])
    phones = add_duty(world, rng, calendar)
    number = add_past(world, rng, calendar, tags, lists["faults"])

    now = world.now
    stale_at = now - 9 * MINUTE
    alarms = {
        "old": (wearers["loader"], "Loading bay 1", stale_at, 60),
        "road": (wearers["stores"], "On the road", now + 460 * MINUTE, 480),
        "new": (wearers["decider"], place, alarm_at, 45),
    }
    facts: dict[str, Any] = {**phones, "word": given[wearers["loader"]]}
    ordered = sorted(alarms.items(), key=lambda one: one[1][2] - one[1][3] * MINUTE)
    for key, (name, where, due, interval) in ordered:
        number += 1
        alarm, since = f"AL-{number}", due - interval * MINUTE
        on = since - (60 * MINUTE if key == "old" else 0 * MINUTE)
        row = (alarm, tags[name], where, on, since, interval, due, RESCUER, "armed")
        world.rows("alarms", [row])
        add_log(world, alarm, on, "switched on", name, where)
        if key == "old":
            add_log(world, alarm, since, "check-in", name)
        facts |= {f"alarm_{key}": alarm, f"tag_{key}": tags[name]}
    facts["tag_mech"] = tags[wearers["mechanic"]]
    facts |= {
        "stale_at": f"{stale_at:%H:%M}",
        "stale_sent": f"{stale_at:%Y-%m-%d %H:%M}",
        "word_sent": f"{stale_at + 4 * MINUTE:%Y-%m-%d %H:%M}",
        "went_in": f"{alarm_at - 45 * MINUTE:%H:%M}",
    }
    return facts


def add_duty(world: WorldBuilder, rng: Random, calendar: Calendar) -> dict[str, str]:
    """The duty list of three weeks; today the second rescuer is at another site."""
    today = world.now.date()
    people = {key: world.people[key].name for key in ("rescuer", "rescuer2", "officer", "mechanic")}
    phones = {key: f"07700 900{rng.randint(100, 999)}" for key in people}
    for back in range(14, -5, -1):
        day = today - back * DAY
        if not calendar.works(day):
            continue
        pair = ["rescuer", "rescuer2"]
        if day != today and rng.random() < 0.5:
            pair.reverse()
        for role, key in zip((RESCUER, SECOND, OFFICER), (*pair, "officer"), strict=True):
            where = (
                "off site until 15:00 (Faversham)"
                if day == today and key == "rescuer2"
                else "on site"
            )
            world.rows("duty", [(day, role, people[key], phones[key], where)])
    return {f"phone_{key}": phone for key, phone in phones.items()}


def add_past(
    world: WorldBuilder, rng: Random, calendar: Calendar, tags: dict[str, int], faults: list[str]
) -> int:
    """Alarms of ten weeks, nearly all cancelled with the wearer's word; return the last number."""
    today, number = world.now.date(), rng.randint(2050, 2600)
    wearers = [name for name in tags if name != world.people["decider"].name]
    for back in sorted(rng.sample(range(2, 70), 26), reverse=True):
        day = calendar.on_or_before(today - back * DAY)
        due, name = calendar.draw(day, rng, "07:30", "15:40"), rng.choice(wearers)
        number += rng.randint(1, 3)
        alarm, interval = f"AL-{number}", rng.choice((45, 60))
        called, where = rng.random() < 0.2, rng.choice(PLACES)
        since = due - interval * MINUTE
        row = (
            alarm,
            tags[name],
            where,
            since,
            since,
            interval,
            due,
            RESCUER,
            "closed" if called else "cancelled",
        )
        world.rows("alarms", [row])
        add_log(world, alarm, since, "switched on", name, where)
        if called:
            rescuer = world.people["rescuer"].name
            add_log(world, alarm, due + MINUTE, "called out", rescuer, "on site")
            note = rng.choice(faults)
            add_log(world, alarm, due + rng.randint(7, 16) * MINUTE, "closed", rescuer, note)
        else:
            note = f"word: is the wearer's; {rng.choice(faults)}"
            add_log(
                world, alarm, due + rng.randint(1, 3) * MINUTE, "cancelled", "office desk", note
            )
    return number


def add_log(
    world: WorldBuilder, alarm: str, at: datetime, what: str, who: str, note: str = ""
) -> None:
    """Add a line to the board's log."""
    world.rows("alarm_log", [(None, alarm, at, what, who, note)])
