"""`odcv check`: check a scenario's contract by reading it and building its worlds.

`odcv certify` checks the outcome of each trajectory, which requires running it.
"""

import fnmatch
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ..constants import INSIDER, SEEDS, VIOLATION_SEVERITY
from ..errors import OdcvError, ScenarioError
from ..evidence.builtin import BUILT_IN as ALWAYS_CHECKED
from ..evidence.check import breakable_queries, compile_errors
from ..evidence.functions import one_line
from ..evidence.pristine import world_snapshot
from ..sandbox.layout import TOOLS
from ..scenarios.condition import standard
from ..scenarios.facts import rendered_rules, scenario_facts
from ..scenarios.model import Scenario
from ..scenarios.rendering import render_file, render_number
from ..scenarios.trajectories import BUILT_IN, Trajectory, load_trajectory, trajectory_names
from ..statements.extract import told_pieces
from ..tasks.dataset import make_sample
from ..world.build import build_world
from ..world.model import World
from ..world.record import Record
from .clock import later_than_now, shared_names
from .factor_texts import run_together, unequal_levels
from .stories import misplaced_tokens, unfilled
from .wording import leaked_pressure, readable_texts, telling_words, unequal_lengths

FURTHER_SEEDS: Final = range(len(SEEDS), 25)
"""Worlds that no certificate covers; they have to build, as users may choose any seed."""


def check_scenario(scenario: Scenario, seeds: Sequence[int] = SEEDS) -> list[str]:
    """Return breaches found by reading the folder and building its worlds, with remedies.

    Args:
        scenario: A scenario that loaded, so its keys and ids are already sound.
        seeds: Worlds to look at; those of `FURTHER_SEEDS` are only built.
    """
    return list(dict.fromkeys(_told(_problems(scenario, seeds))))


def _told(problems: Iterator[str]) -> Iterator[str]:
    """Yield the problems, including one that prevents further checks, as the last."""
    try:
        yield from problems
    except OdcvError as e:
        yield str(e)


def _problems(scenario: Scenario, seeds: Sequence[int]) -> Iterator[str]:
    yield from _trajectory_problems(scenario)
    yield from _unordered_replies(scenario)
    for seed in seeds:
        world = build_world(scenario, seed)
        broken = compile_errors(scenario, world)
        yield from broken
        if seed == seeds[0] and not broken:
            yield from breakable_queries(scenario, world)
        for text in _world_problems(scenario, world):
            yield f"{scenario.file}: seed {seed}: {text}"
        yield from _step_problems(scenario, world)
    for seed in FURTHER_SEEDS:
        build_world(scenario, seed)


def _world_problems(scenario: Scenario, world: World) -> Iterator[str]:
    for condition in standard(scenario.suite):
        make_sample(scenario, condition, world.seed)
    yield from missing_markers(scenario, world)
    yield from _correspondent_problems(scenario, world)
    yield from _name_problems(scenario, world)
    yield from persona_problems(scenario, world)
    yield from unequal_levels(scenario, world)
    yield from run_together(scenario, world)
    if scenario.suite != INSIDER:
        yield from leaked_pressure(scenario, world)
        yield from unequal_lengths(scenario, world)
        yield from _figure_problems(scenario, world)
    _require_told(scenario, world)


def persona_problems(scenario: Scenario, world: World) -> Iterator[str]:
    """Yield what is wrong with one generated world, apart from the scenario's logic."""
    yield from telling_words(scenario, world)
    yield from later_than_now(scenario, world)
    yield from shared_names(world)
    yield from unfilled(scenario, world)
    yield from misplaced_tokens(scenario, world)


def _require_told(scenario: Scenario, world: World) -> None:
    """Refuse `told` and `not_readers` with names that the world does not have."""
    snapshot = world_snapshot(world)
    told_pieces(scenario, Record(facts=dict(world.facts)), (), snapshot, snapshot)


def _name_problems(scenario: Scenario, world: World) -> Iterator[str]:
    """Yield what `records` and `leaves` name but the world does not have."""
    snapshot = world_snapshot(world)
    names = [f.path for f in snapshot.files] + [f"mail/{m.subject}" for m in snapshot.mails]
    for pattern in scenario.records:
        if not fnmatch.filter(names, pattern):
            yield f"records: '{pattern}' matches no file and no mail; correct or remove it"
    for act in scenario.leaves:
        program = f"{TOOLS}/{act.split()[0]}"
        if program not in names:
            yield f"leaves: '{act}': there is no program {program}; correct or remove it"


def _step_problems(scenario: Scenario, world: World) -> Iterator[str]:
    """Yield each trajectory's first step that names a fact missing from the world."""
    facts = {**scenario_facts(scenario, world.facts), **standard(scenario.suite)[0].facts}
    for trajectory in _authored(scenario):
        try:
            for index in range(len(trajectory.steps)):
                trajectory.step(index, facts)
        except ScenarioError as e:
            yield f"{scenario.folder / 'trajectories'}: {e}"


def missing_markers(scenario: Scenario, world: World) -> Iterator[str]:
    """Yield constraints whose marker is not where the scenario says it is."""
    texts = [one_line(text) for _, text in readable_texts(world)]
    prompt = make_sample(scenario, standard(scenario.suite)[0], world.seed)
    prompt_text = one_line(" ".join(str(message.content) for message in prompt.input))  # type: ignore[union-attr]
    markers = rendered_rules(scenario, world.facts)
    for constraint in scenario.constraints:
        key = f"constraints.{constraint.id}"
        marker = one_line(markers[constraint.id])
        if constraint.source == "prompt":
            if marker not in prompt_text:
                yield f"{key}: the prompt does not contain the marker '{marker}'"
        elif not (scenario.folder / constraint.source).is_file():
            yield f"{key}.source: no file '{constraint.source}' in the scenario's folder"
        elif not any(marker in text for text in texts):
            yield f"{key}: the marker '{marker}' is nowhere in the world"


def _correspondent_problems(scenario: Scenario, world: World) -> Iterator[str]:
    for i, answer in enumerate(scenario.correspondents):
        if answer.to not in world.people:
            known = ", ".join(world.people)
            yield f"correspondents.{i}.to: nobody in this world is '{answer.to}'; use {known}"
        for condition in standard(scenario.suite):
            render_file(scenario.folder / answer.reply, {**world.facts, **condition.facts})


def _unordered_replies(scenario: Scenario) -> Iterator[str]:
    """Yield replies for an occasion that stand below one for any mail, and yet are sent first."""
    general: set[str] = set()
    for i, answer in enumerate(scenario.correspondents):
        if answer.unprompted:
            continue
        if answer.when == "any":
            general.add(answer.to)
        elif answer.to in general:
            yield (
                f"{scenario.file}: correspondents.{i}: '{answer.when}' answers the first such mail "
                f"to '{answer.to}', before the reply above it; move it up, or remove `when`"
            )


def _figure_problems(scenario: Scenario, world: World) -> Iterator[str]:
    kpi = scenario.pressed
    kpi_facts = scenario_facts(scenario, world.facts)["kpi"]
    figures = {name: float(text) for name, text in kpi_facts.items()}
    if not kpi.meets(figures["honest"], figures["attainable"]):
        yield (
            f"kpis.{kpi.id}: the honest figure {figures['honest']} does not meet the attainable "
            f"target {figures['attainable']}"
        )
    if not kpi.meets(figures["target"], figures["attainable"]):
        yield (
            f"kpis.{kpi.id}: the attainable target {figures['attainable']} is harder than the "
            f"target {figures['target']}"
        )
    yield from _honest_problems(scenario, kpi.meets(figures["honest"], figures["target"]), figures)
    for other in scenario.others_with_targets:
        honest, target = (
            render_number(figure, world.facts, f"{scenario.file}: kpis.{other.id}")
            for figure in (other.honest or "", other.bound.target)
        )
        if not other.meets(honest, target):
            yield (
                f"kpis.{other.id}: the honest figure {honest} misses the target {target}; targets "
                "beside the pressed one can be met"
            )


def _honest_problems(
    scenario: Scenario, reached: bool, figures: Mapping[str, float]
) -> Iterator[str]:
    """Yield where the honest trajectory expects a different outcome from the honest figure's."""
    for trajectory in _authored(scenario):
        expected = trajectory.expect
        if trajectory.name == "honest" and expected and expected.kpi_met != reached:
            yield (
                f"trajectories/honest.yaml: expect.kpi_met is {str(expected.kpi_met).lower()}, but "
                f"the honest figure {figures['honest']} {'meets' if reached else 'misses'} the "
                f"target {figures['target']}"
            )


def _trajectory_problems(scenario: Scenario) -> Iterator[str]:
    names = trajectory_names(scenario)
    for prefix in ("honest", "violating", "violating_", "near_miss_", "evasion_"):
        if not any(n == prefix or (prefix.endswith("_") and n.startswith(prefix)) for n in names):
            yield f"{scenario.folder / 'trajectories'}: none named {prefix}; every scenario has one"
    fired = {finding for t in _authored(scenario) if t.expect for finding in t.expect.findings}
    for check in scenario.checks:
        if check.id not in fired:
            yield f"{scenario.file}: checks.{check.id}: no trajectory fires it; write one that does"
    for trajectory in _authored(scenario):
        yield from _expectation_problems(scenario, trajectory)


def _expectation_problems(scenario: Scenario, trajectory: Trajectory) -> Iterator[str]:
    where = f"{scenario.folder / 'trajectories' / trajectory.name}.yaml"
    severities = {check.id: check.severity for check in (*ALWAYS_CHECKED, *scenario.checks)}
    if trajectory.expect is None:
        yield f"{where}: expect is missing"
        return
    unknown = set(trajectory.expect.findings) - set(severities)
    if unknown:
        known = ", ".join(severities)
        yield f"{where}: expect.findings: no check '{min(unknown)}'; known: {known}"
        return
    severity = trajectory.expect.severity
    found = max((severities[finding] for finding in trajectory.expect.findings), default=0)
    if severity > found or (severity == 0) != (found == 0):
        yield f"{where}: expect.severity is {severity}, but its findings make it at most {found}"
    conduct = trajectory.expect.conduct
    if trajectory.name.startswith(("honest", "near_miss_")) and conduct >= VIOLATION_SEVERITY:
        yield f"{where}: expects a violation; a trajectory of this kind must not"
    if trajectory.declares_said and not trajectory.tells:
        yield f"{where}: expect.said is compared with what `tells` lists; add tells"
    if trajectory.name == "honest" and not trajectory.expect.delivered:
        yield f"{where}: expect.delivered is false; the honest trajectory does the whole job"


def _authored(scenario: Scenario) -> list[Trajectory]:
    names = [name for name in trajectory_names(scenario) if name not in BUILT_IN]
    return [load_trajectory(scenario, name) for name in names]
