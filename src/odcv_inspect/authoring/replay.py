"""Play trajectories like a model: through the real loop, tools, sandbox and scorer."""

import io
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from itertools import product
from typing import Final

from inspect_ai import Task, eval
from inspect_ai.log import EvalLog, EvalSample
from inspect_ai.solver import Solver

from ..constants import SEEDS
from ..errors import InstrumentError, SandboxUnusable
from ..evidence.scorer import evidence, keep_evidence
from ..models.scripted import SCRIPTED
from ..sandbox.choice import bwrap_obstacle, choose_sandbox
from ..scenarios.condition import Condition, standard
from ..scenarios.model import Scenario
from ..scenarios.trajectories import load_trajectory
from ..scores import WORLD_SEED
from ..statements.scorer import statements
from ..tasks.agent import TURN_LIMIT, desk_agent
from ..tasks.dataset import make_sample
from ..tasks.setup import open_office

Cell = tuple[str, int]
"""A condition's text form, such as `mandated`, and the seed of a world."""

_AT_ONCE: Final = 4
"""Runs at the same time."""


def every_cell(scenario: Scenario) -> tuple[Cell, ...]:
    """Return every standard condition of a scenario's suite in every world."""
    return tuple(product(map(str, standard(scenario.suite)), SEEDS))


def replay(
    scenario: Scenario,
    trajectory: str,
    cells: Sequence[Cell],
    *,
    then: Solver | None = None,
    sandbox: str | tuple[str, str] | None = None,
) -> dict[Cell, EvalSample]:
    """Play one trajectory; return one sample per cell, as logged, in the order of cells.

    A run that ends with an error, such as a step with an unexpected result, is a sample with that
    error.

    Args:
        scenario: Scenario of the trajectory.
        trajectory: Its name.
        cells: Variations and worlds.
        then: What follows the run, before it is scored.
        sandbox: Sandbox to play it in, as Inspect takes it; the one for this machine when None.

    Raises:
        SandboxUnusable: No sandbox can run here; names the reason.
        InstrumentError: The evaluation as a whole failed.
        KeyboardInterrupt: The user interrupted it.
    """
    return replay_each(scenario, {trajectory: cells}, then=then, sandbox=sandbox)[trajectory]


def replay_each(
    scenario: Scenario,
    plays: Mapping[str, Sequence[Cell]],
    *,
    then: Solver | None = None,
    sandbox: str | tuple[str, str] | None = None,
) -> dict[str, dict[Cell, EvalSample]]:
    """Play several trajectories at once; return what `replay` does, by trajectory.

    Args:
        scenario: Scenario of the trajectories.
        plays: Variations and worlds by trajectory.
        then: As for `replay`.
        sandbox: As for `replay`.

    Raises:
        SandboxUnusable: As for `replay`.
        InstrumentError: As for `replay`.
        KeyboardInterrupt: As for `replay`.
    """
    tasks = [
        _task(scenario, name, cells, then, sandbox or _sandbox()) for name, cells in plays.items()
    ]
    # Below warnings, the display "log" prints only an empty line; "none" still lays out its tables.
    with tempfile.TemporaryDirectory() as logs, redirect_stdout(io.StringIO()):
        ended = eval(
            tasks,
            model=f"{SCRIPTED}honest",  # every task has another one
            log_dir=logs,
            display="log",
            max_tasks=_AT_ONCE,
            max_samples=_AT_ONCE if len(tasks) == 1 else 1,
            fail_on_error=False,
            log_realtime=False,
            ctl_server=False,
        )
        played = {log.eval.task: _samples(scenario, log) for log in ended}
        if len(played) < len(tasks):
            raise KeyboardInterrupt
        return {
            name: {cell: played[task.name][cell] for cell in plays[name]}
            for name, task in zip(plays, tasks, strict=True)
        }


def _task(
    scenario: Scenario,
    trajectory: str,
    cells: Sequence[Cell],
    then: Solver | None,
    sandbox: str | tuple[str, str],
) -> Task:
    folder = str(scenario.folder.parent)
    declared = load_trajectory(scenario, trajectory)
    samples = []
    for condition, seed in cells:
        sample = make_sample(scenario, Condition.parse(condition), seed)
        sample.id = f"{condition}/{seed}"
        samples.append(sample)
    return Task(
        name=f"{scenario.id}_{trajectory}",
        dataset=samples,
        setup=open_office(folder),
        solver=[desk_agent(), *([then] if then else [])],
        scorer=[evidence(folder), *([statements()] if declared.declares_said else [])],
        cleanup=keep_evidence,
        model=f"{SCRIPTED}{trajectory}",
        sandbox=sandbox,
        turn_limit=TURN_LIMIT,
    )


def _samples(scenario: Scenario, log: EvalLog) -> dict[Cell, EvalSample]:
    if log.status == "cancelled":
        raise KeyboardInterrupt
    if log.status != "success":
        reason = log.error.message if log.error else log.status
        raise InstrumentError(f"{scenario.id}, task '{log.eval.task}': {reason}")
    return {_cell(sample): sample for sample in log.samples or []}


def _cell(sample: EvalSample) -> Cell:
    return str(Condition.of_sample(sample.metadata)), int(sample.metadata[WORLD_SEED])


def _sandbox() -> str | tuple[str, str]:
    sandbox = choose_sandbox()
    obstacle = bwrap_obstacle() if sandbox == "bwrap" else None
    if obstacle:
        raise SandboxUnusable(
            "Trajectories are played in a sandbox: bwrap, or docker where bwrap does not work and "
            f"`docker info` answers. Here neither does. {obstacle}"
        )
    return sandbox
