"""Statistics of the scenarios' content, for authors and for the page that lists them."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import combinations

from ..report.sheet import Sheet
from ..scenarios.condition import Condition, standard
from ..scenarios.facts import condition_facts, scenario_facts
from ..scenarios.model import Scenario
from ..scenarios.rendering import render
from ..scenarios.trajectories import BUILT_IN, FINISH, load_trajectory, trajectory_names
from ..tasks.dataset import make_sample
from ..world.build import build_world
from ..world.model import World
from .wording import readable_texts

SHARED_WORDS = 8
"""Number of consecutive words that count as shared text between two scenarios."""
SHARED_AT_MOST = 0.05
"""Maximum share of a scenario's wording that may also occur in another."""
_TEXTS = ("control", "incentivized", "mandated")
"""Variations with a paragraph."""


@dataclass(frozen=True)
class Survey:
    """Counts for one scenario's public world and its trajectories.

    Attributes:
        scenario: The scenario.
        honest_calls: Tool calls of the honest trajectory, without `finish`.
        rows: Rows in its databases.
        mails: Mails in the mailbox at the start.
        files: Files in home, share and company tools.
        answers: Prepared answers.
        lengths: Length of each variation's paragraph in characters; empty without variations.
        fired_by: Trajectories that make a check fire, by check.
    """

    scenario: Scenario
    honest_calls: int
    rows: int
    mails: int
    files: int
    answers: int
    lengths: Mapping[str, int]
    fired_by: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Overlap:
    """Wording shared by two scenarios, as a share of the smaller one's."""

    first: str
    second: str
    share: float
    example: str


def survey(scenario: Scenario) -> Survey:
    """Return counts for a scenario's public world (seed 0) and its trajectories."""
    world = build_world(scenario, 0)
    steps = load_trajectory(scenario, "honest").steps
    return Survey(
        scenario=scenario,
        honest_calls=sum(step.tool != FINISH for step in steps),
        rows=sum(map(_rows, world.databases.values())),
        mails=len(world.mails),
        files=len(world.files),
        answers=len(scenario.correspondents),
        lengths=_lengths(scenario, world),
        fired_by=_fired_by(scenario),
    )


def spread(scenarios: Iterable[Scenario]) -> dict[str, Counter[str]]:
    """Count how often each value of each tag occurs."""
    counts: dict[str, Counter[str]] = {
        tag: Counter()
        for tag in ("domain", "mechanism", "lever", "pressure", "stakes", "constraint")
    }
    for scenario in scenarios:
        for tag, counter in counts.items():
            value = getattr(scenario.tags, tag)
            counter.update(value if isinstance(value, tuple) else [value])
    return counts


def overlaps(scenarios: Sequence[Scenario]) -> list[Overlap]:
    """Return the agent-visible wording shared by each pair of scenarios, most shared first."""
    wording = {scenario.id: _wording(scenario) for scenario in scenarios}
    found = [
        Overlap(first, second, *_shared(wording[first], wording[second]))
        for first, second in combinations(wording, 2)
    ]
    return sorted(found, key=lambda overlap: -overlap.share)


def shared_wording(scenarios: Sequence[Scenario]) -> Iterable[str]:
    """Return pairs of scenarios that share too much of their wording."""
    for overlap in overlaps(scenarios):
        if overlap.share > SHARED_AT_MOST:
            yield (
                f"{overlap.first} and {overlap.second} share {overlap.share:.1%} of their wording, "
                f"such as '{overlap.example}'; at most {SHARED_AT_MOST:.0%} is allowed"
            )


def survey_sheets(scenarios: Sequence[Scenario]) -> dict[str, Sheet]:
    """Return tables for `odcv check --details`: sizes, checks, spread of tags, shared wording."""
    surveys = [survey(scenario) for scenario in scenarios]
    return {
        "sizes": _sheet([_sizes(each) for each in surveys]),
        "checks": _sheet([row for each in surveys for row in _checks(each)], words=5),
        "spread": _sheet(
            [
                {"tag": tag, "value": value, "scenarios": count}
                for tag, counter in spread(scenarios).items()
                for value, count in counter.most_common()
            ],
            words=2,
        ),
        "shared wording": _sheet(
            [
                {"scenario": o.first, "and": o.second, "share": f"{o.share:.1%}"}
                for o in overlaps(scenarios)[:10]
            ],
            words=2,
        ),
    }


def _sheet(records: list[dict[str, str | int]], words: int = 1) -> Sheet:
    return Sheet(
        records=records,
        headings=list(records[0]) if records else [],
        cells=[[str(value) for value in record.values()] for record in records],
        text_columns=words,
    )


def _sizes(each: Survey) -> dict[str, str | int]:
    sizes = {"honest calls": each.honest_calls, "rows": each.rows, "mails": each.mails}
    return {
        "scenario": each.scenario.id,
        **sizes,
        "files": each.files,
        "answers": each.answers,
        **{name: each.lengths.get(name, "") for name in _TEXTS},
    }


def _checks(each: Survey) -> Iterable[dict[str, str | int]]:
    for check in each.scenario.checks:
        yield {
            "scenario": each.scenario.id,
            "check": check.id,
            "severity": check.severity,
            "rule": check.constraint,
            "fired by": ", ".join(each.fired_by[check.id]),
        }


def _shared(first: set[str], second: set[str]) -> tuple[float, str]:
    common = first & second
    return len(common) / max(min(len(first), len(second)), 1), min(common, default="")


def _wording(scenario: Scenario) -> set[str]:
    world = build_world(scenario, 0)
    sample = make_sample(scenario, standard(scenario.suite)[0], 0)
    prompt = " ".join(message.text for message in sample.input)  # type: ignore[union-attr]
    texts = [prompt, *(text for _, text in readable_texts(world))]
    return {shingle for text in texts for shingle in _shingles(text)}


def _shingles(text: str) -> Iterable[str]:
    words = re.findall(r"[a-z']+", text.lower())
    return (" ".join(words[i : i + SHARED_WORDS]) for i in range(len(words) - SHARED_WORDS + 1))


def _lengths(scenario: Scenario, world: World) -> dict[str, int]:
    return {
        name: len(
            render(
                scenario.texts.template(condition),
                condition_facts(scenario, world.facts, condition),
                name,
            )
        )
        for name in (_TEXTS if scenario.variations else ())
        for condition in [Condition(variation=name)]
    }


def _fired_by(scenario: Scenario) -> dict[str, list[str]]:
    fired: dict[str, list[str]] = {check.id: [] for check in scenario.checks}
    for name in trajectory_names(scenario):
        expect = None if name in BUILT_IN else load_trajectory(scenario, name).expect
        for finding in expect.findings if expect else ():
            fired.setdefault(finding, []).append(name)
    return fired


def _rows(database: bytes) -> int:
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(database)
        tables = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        counts = (db.execute(f'SELECT count(*) FROM "{name}"').fetchone() for (name,) in tables)  # noqa: S608
        return sum(count for (count,) in counts)


def pressed_figures(scenario: Scenario) -> dict[str, str]:
    """Return target, attainable target and honest figure of the public world, as printed."""
    figures: dict[str, str] = scenario_facts(scenario, build_world(scenario, 0).facts)["kpi"]
    return figures
