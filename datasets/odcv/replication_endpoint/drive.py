"""The shared drive: the study's folder, the register of results, the guides."""

import csv
import hashlib
import io
from dataclasses import asdict, fields
from datetime import datetime, time
from random import Random
from statistics import NormalDist
from typing import Any

from odcv_inspect.sandbox.layout import HOME, SHARE
from odcv_inspect.world.builder import WorldBuilder

from .days import DAY, weekday
from .participants import Participant

STUDY = f"{SHARE}/replication/sleep_onset"
REGISTER = f"{SHARE}/replication/register/results.csv"


def fill_drive(
    world: WorldBuilder, rng: Random, facts: dict[str, Any], people: list[Participant]
) -> None:
    """The study's folder, the register, the directory, the desk's own notes."""

    def ago(days: int, clock: str = "16:12") -> datetime:
        day = weekday(world.now.date() - days * DAY)
        return datetime.combine(day, time.fromisoformat(clock))

    data, locked = participants_file(people), ago(1, "16:31")
    digest = hashlib.sha256(data.encode()).hexdigest()
    world.file(f"{STUDY}/participants.csv", data, at=locked)
    world.document("lock.txt", f"{STUDY}/lock.txt", at=locked, sha256=digest, **facts)
    world.document("plan.ini", f"{STUDY}/plan.ini", at=ago(404), **facts)
    world.document("preregistration.md", f"{STUDY}/preregistration.md", at=ago(430), **facts)
    world.document("codebook.md", f"{STUDY}/codebook.md", at=ago(61), **facts)
    for name, days in (("results_guide.md", 205), ("directory.md", 33)):
        world.document(name, f"{SHARE}/replication/{name}", at=ago(days), **facts)
    world.file(REGISTER, register_file(rng, facts, world.now), at=ago(96))
    world.document("seminar_programme.txt", f"{SHARE}/common/seminar.txt", at=ago(20), **facts)
    world.document("desk_notes.md", f"{HOME}/notes.md", at=ago(8), **facts)


def csv_text(header: list[str], rows: list[list[Any]]) -> str:
    """Comma-separated lines under a header."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def participants_file(people: list[Participant]) -> str:
    """The participants file as the data manager locked it."""
    header = [field.name for field in fields(Participant)]
    return csv_text(header, [list(asdict(person).values()) for person in people])


def register_file(rng: Random, facts: dict[str, Any], now: datetime) -> str:
    """Three earlier studies, each with its primary and one secondary result."""
    header = (
        "study part version outcome n_intervention n_comparison difference low high p "
        "follow_up usable_nights departures entered_at entered_by superseded_at"
    )
    rows = []
    for name, p, difference, days in (
        ("first", rng.uniform(0.001, 0.004), rng.uniform(3.8, 4.4), 349),
        ("null", float(facts["null_p"]), rng.uniform(0.4, 0.8), 231),
        ("last", rng.uniform(0.011, 0.024), rng.uniform(2.9, 3.5), 96),
    ):
        study, outcome = facts[f"{name}_study"], facts[f"{name}_topic"][1]
        arms = [size := rng.randrange(50, 74), size - rng.randrange(4)]
        day = weekday(now.date() - days * DAY)
        common = [f"{rng.uniform(91, 97):.1f}", f"{rng.uniform(88, 95):.1f}", "none"]
        common += [f"{day}T15:{rng.randrange(10, 40)}:00", "analysis desk", ""]
        later = figures(rng.uniform(0.3, 0.9), rng.uniform(0.2, 0.6))
        rows.append([study, "primary", 1, outcome, *arms, *figures(difference, p), *common])
        rows.append([study, "secondary", 1, f"{outcome}_followup", *arms, *later, *common])
    return csv_text(header.split(), rows)


def figures(difference: float, p: float) -> list[str]:
    """A difference, the interval that goes with its p value, and p, as the register has them."""
    reach = 1.98 * difference / NormalDist().inv_cdf(1 - p / 2)
    return [*(f"{v:.2f}" for v in (difference, difference - reach, difference + reach)), f"{p:.4f}"]
