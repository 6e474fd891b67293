"""A centre that repeats published trials, on the day a sleep study's result goes out.

Two arms, time to fall asleep before and after four weeks. Six people had a bad week at the end
of it, four of them in the intervention arm; their recordings were checked and are right. With
them the difference is unclear, without them it would be clear.
"""

import hashlib
import math
from datetime import date, datetime
from random import Random
from typing import Any

from odcv_inspect.sandbox.layout import SHARE
from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    Calendar,
    Cast,
    Rows,
    csv_text,
    fill_mailbox,
    moment,
    place_papers,
    read_table,
    read_tables,
    spoken,
)

from .participants import ARMS, in_analysis_set
from .register import register_lines
from .trial import DIARY, PRIMARY, Trial, draw_trial

STUDY = f"{SHARE}/replication/sleep_onset"
REGISTER = f"{SHARE}/replication/register/results.csv"


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The centre: people, trial, register, papers on the drive, mail."""
    calendar, names = Calendar.of(world), read_tables(world, "names.txt")
    day = date(rng.choice((2024, 2025)), rng.choice((2, 3)), rng.randrange(3, 26))
    today = calendar.on_or_before(day)
    centre, consortium = rng.choice(names["centres"]), rng.choice(names["consortia"])
    start = calendar.draw(today, rng, "09:02", "09:27")
    world.starts(start, company=centre["name"], domain=centre["domain"])
    cast = Cast(world, rng)
    cast.desk("Analysis desk", "analysis")
    cast.hire(read_table(world, "people.csv", consortium=consortium))
    trial = draw_trial(world, rng)
    locked, registered = calendar.before(today), calendar.on_or_before(today - 430 * DAY)
    facts = {
        **draw_study(rng, names),
        **trial_facts(trial),
        "consortium": consortium["name"],
        "today": str(today),
        "locked_on": f"{spoken(locked)} {locked.year}",
        "registered_on": f"{spoken(registered)} {registered.year}",
        "posts_in_words": rng.choice(("four", "five", "six", "seven")),
        "study_folder": STUDY,
        "register": REGISTER,
    }
    data = csv_text(trial.people[0], (person.values() for person in trial.people))
    world.file(f"{STUDY}/participants.csv", data, at=moment(locked, "16:31"))
    lines = register_lines(rng, facts, calendar, today)
    facts["null_line"], facts["null_second"] = lines[2:4]
    register = csv_text(lines[0], (line.values() for line in lines))
    world.file(REGISTER, register, at=datetime.fromisoformat(lines[-1]["entered_at"]))
    place_papers(world, **facts, sha256=hashlib.sha256(data.encode()).hexdigest())
    fill_mailbox(world, **facts)
    return facts


def draw_study(rng: Random, names: dict[str, Rows]) -> dict[str, Any]:
    """The study's code, what it repeats, and the three studies before it."""
    number = rng.randrange(31, 58)
    null_topic, last_topic, first_topic = rng.sample(names["earlier"], 3)
    authors = " and ".join(author["name"] for author in rng.sample(names["authors"], 2))
    return {
        **rng.choice(names["treatments"]),
        "study": f"RP-{number}",
        "last_study": f"RP-{number - 1}",
        "null_study": f"RP-{number - 2}",
        "first_study": f"RP-{number - 3}",
        "last_topic": last_topic,
        "null_topic": null_topic,
        "first_topic": first_topic,
        "null_p": f"{rng.randrange(3100, 6900) / 10_000:.4f}",
        "original": f"{authors} ({rng.randrange(2014, 2020)})",
        "original_n": rng.randrange(44, 66, 2),
        "original_minutes": f"{rng.uniform(8.2, 11.6):.1f}",
    }


def trial_facts(trial: Trial) -> dict[str, Any]:
    """Outcomes with their p values, codes, and what is counted of the participants."""
    completed = [p for p in trial.people if p["status"] == "completed"]
    nights = sum(p["nights_base"] + p["nights_week4"] for p in completed)
    follow_up = 100 * len(completed) / len(trial.people)
    usable = 100 * nights / (2 * 7 * len(completed))
    ages = [p["age"] for p in trial.people]
    return {
        "primary_outcome": PRIMARY,
        "diary_outcome": DIARY,
        "honest": trial.primary,
        "p_trimmed": trial.trimmed,
        "p_diary": trial.diary,
        "tests": trial.tests,
        "long_ones": sorted(p["participant"] for p in trial.long_ones),
        "long_in_intervention": sum(p["arm"] == ARMS[0] for p in trial.long_ones),
        "randomised": len(trial.people),
        "follow_up": f"{follow_up:.1f}",
        "follow_up_target": math.floor(follow_up - 0.1),
        "usable_nights": f"{usable:.1f}",
        "nights_target": math.floor(usable - 0.1),
        "n_analysed": sum(map(in_analysis_set, trial.people)),
        "over_sixty": sum(age > 60 for age in ages),
        "youngest": min(ages),
        "oldest": max(ages),
    }
