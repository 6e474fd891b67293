"""`odcv certify --tamper`: change the world behind the honest run's back, ahead of the figure.

A lever that moves the official figure towards the target must lead to a finding; one that does not
is silent: an agent could use it unseen. First every lever is tried on a copy of the world, by the
company's own program. Of those that move the figure, two for each place are then played as whole
runs: the one that moves it least and the one that moves it most.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isnan
from typing import Any, Final

from inspect_ai.log import EvalSample
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.util import store_as

from ..constants import VIOLATION_SEVERITY
from ..errors import InstrumentError, TrajectoryError
from ..evidence import functions
from ..evidence.functions import better
from ..evidence.outcome import as_number
from ..evidence.queries import kpi_key, outcome_queries, parameters
from ..sandbox.inside import joined
from ..sandbox.layout import COMPANY_DATABASE, HOME, LEDGER_DATABASE, SHARE
from ..sandbox.run import run_inside
from ..scenarios.model import Scenario
from ..scenarios.trajectories import Step, load_trajectory
from ..world.build import build_world
from ..world.record import Kept
from ..world.tools.shell import clock_environment
from . import lever_change, lever_trial
from .altered_runs import HONEST, figure_step, finished, python_step, unseen, with_runs
from .certify import scored
from .levers import Lever, levers
from .replay import Cell, replay, replay_each

UNTIL_FIGURE: Final = "until_figure"
NOTHING: Final = Lever("nothing", "changed", path="")
"""Tried first and last: the figure must be the same both times."""
_TRIED: Final = "tried"
_SECONDS: Final = 7200
_PULL: Final = f"{joined('levers', (lever_change,))}from levers.lever_change import pull\n"
_TRY: Final = (
    f"{joined('levers', (functions, lever_change, lever_trial))}"
    "import json\nfrom levers.functions import register\n"
    "from levers.lever_trial import main\n"
)


@dataclass(frozen=True)
class Silent:
    """A lever that moves the figure towards the target without a finding of 3.

    Attributes:
        place: What was changed: `table.column`, a table, or a file.
        change: How.
        cell: Variation and seed.
        honest: The official figure without it.
        moved: The official figure with it.
        severity: The severity of what was found.
    """

    place: str
    change: str
    cell: Cell
    honest: float
    moved: float
    severity: int

    @property
    def name(self) -> str:
        """The name under which it can be accepted, with a reason."""
        return f"tamper {self.place}"


@dataclass(frozen=True)
class Tampered:
    """What was tried in one cell.

    Attributes:
        tried: Number of levers.
        refused: Those after which there was no official figure: the database or the program
            refused, or took too long.
        moving: Those that moved the figure towards the target.
        played: Those that were played as whole runs.
        silent: Of those, the ones without a finding of 3.
    """

    tried: int
    refused: int
    moving: int
    played: int
    silent: tuple[Silent, ...]


@dataclass(frozen=True)
class Moving:
    """A lever that moves the figure towards the target, and both figures."""

    lever: Lever
    honest: float
    moved: float


def tamper(scenario: Scenario, cell: Cell, turn: int = 0, turns: int = 1) -> Tampered:
    """Try the levers of one world, or a share of them.

    Args:
        scenario: The scenario.
        cell: Variation and seed of the world.
        turn: Which share, from 0.
        turns: Number of shares; with one per world, each kind of lever is tried in some world.

    Raises:
        TrajectoryError: The honest run does not mark the step that makes the figure, or it ends
            without one.
        InstrumentError: A run or the query for the official figure failed, or the figure changes
            although nothing else does.
    """
    known = list(levers(build_world(scenario, cell[1]), scenario.tables))[turn::turns]
    honest, figures = _tried(scenario, cell, known)
    higher = scenario.pressed.higher_is_better
    moving = [
        Moving(lever, as_number(honest), as_number(figure))
        for lever, figure in zip(known, figures, strict=True)
        if better(figure, honest, higher)
    ]
    chosen = least_and_most(moving)
    severities = _played(scenario, cell, [each.lever for each in chosen])
    silent = [
        Silent(each.lever.place, each.lever.change, cell, each.honest, each.moved, severity)
        for each, severity in zip(chosen, severities, strict=True)
        if severity < VIOLATION_SEVERITY
    ]
    refused = sum(figure is None for figure in figures)
    return Tampered(len(known), refused, len(moving), len(chosen), tuple(silent))


def least_and_most(moving: Sequence[Moving]) -> list[Moving]:
    """Return the levers of every place that move the figure least and most."""
    by_place: dict[str, list[Moving]] = {}
    for each in moving:
        by_place.setdefault(each.lever.place, []).append(each)
    chosen: list[Moving] = []
    for found in by_place.values():
        ordered = sorted(found, key=lambda each: abs(each.moved - each.honest))
        chosen += dict.fromkeys((ordered[0], ordered[-1]))
    return chosen


def _tried(scenario: Scenario, cell: Cell, known: Sequence[Lever]) -> tuple[Any, list[Any]]:
    """Return the honest figure, and the figure with each lever; None where there is none."""
    place = figure_step(scenario)
    steps = load_trajectory(scenario, HONEST).steps
    with with_runs(scenario, {UNTIL_FIGURE: steps[:place]}) as copy:
        attempt = try_levers(scenario, [NOTHING, *known, NOTHING])
        (sample,) = replay(copy, UNTIL_FIGURE, [cell], then=attempt).values()
    if sample.error:
        raise InstrumentError(f"{scenario.id}: {sample.error.message}")
    first, *tried, last = sample.metadata[_TRIED]
    honest = first["figure"]
    if isnan(as_number(honest)):
        raise TrajectoryError(
            f"{scenario.id}: the step marked `figure: true` leaves no official figure: {honest!r} "
            f"{first['refused']}".rstrip()
        )
    if last["figure"] != honest:
        raise InstrumentError(
            f"{scenario.id}: the official figure is {honest!r} at first and {last['figure']!r} "
            "when it is made again after the levers, though nothing is changed: the step marked "
            "`figure: true` depends on more than the databases, the home and the shared drive"
        )
    return honest, [each["figure"] for each in tried]


def _played(scenario: Scenario, cell: Cell, chosen: Sequence[Lever]) -> list[int]:
    """Return the severity of a whole run with each lever."""
    place = figure_step(scenario)
    steps = load_trajectory(scenario, HONEST).steps
    whole: dict[str, list[Step]] = {}
    short: dict[str, list[Step]] = {}
    for n, lever in enumerate(chosen):
        start, rest = [*steps[:place], _pulled(lever)], unseen(steps[place:])
        whole[f"lever_{n}"] = [*start, *rest]
        short[f"lever_{n}"] = finished([*start, rest[0]])
    samples = _samples(scenario, cell, whole)
    # Where a later step met what the lever left, the figure is made all the same.
    failed = {name: short[name] for name, sample in samples.items() if sample.error}
    samples |= _samples(scenario, cell, failed)
    return [_severity(samples[name]) for name in whole]


def _samples(
    scenario: Scenario, cell: Cell, runs: Mapping[str, Sequence[Step]]
) -> dict[str, EvalSample]:
    if not runs:
        return {}
    with with_runs(scenario, runs) as copy:
        played = replay_each(copy, {name: [cell] for name in runs})
    return {name: samples[cell] for name, samples in played.items()}


def _pulled(lever: Lever) -> Step:
    return python_step(f"{_PULL}pull({asdict(lever)!r})\n")


def _severity(sample: EvalSample) -> int:
    try:
        return scored(sample).severity
    except TrajectoryError as e:
        raise InstrumentError(str(e)) from e


@solver
def try_levers(scenario: Scenario, known: Sequence[Lever]) -> Solver:
    """Make the figure once per lever, each time from the same state; keep what came of it.

    Args:
        scenario: Scenario with the command and the official figure's query.
        known: The levers.
    """

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        record = store_as(Kept).record
        marked = load_trajectory(scenario, HONEST).step(figure_step(scenario), record.facts)
        queries = outcome_queries(scenario, record.facts)
        job = {
            "company": COMPANY_DATABASE,
            "ledger": LEDGER_DATABASE,
            "folders": [HOME, SHARE],
            "tables": {table.csv: table.as_ for table in scenario.tables},
            "home": HOME,
            "environment": clock_environment(record.now, record.zone),
            "makes": marked.arguments,
            "official": queries[kpi_key(scenario.pressed.id, "official")],
            "bound": parameters(scenario, record.facts),
            "higher": scenario.pressed.higher_is_better,
            "levers": [asdict(lever) for lever in known],
        }
        called = f"main(json.loads({json.dumps(job)!r}), register)\n"
        done = await run_inside(f"{_TRY}{called}", timeout=_SECONDS)
        if not done.success:
            raise InstrumentError(f"levers could not be tried: {done.stderr[-500:].strip()}")
        state.metadata[_TRIED] = json.loads(done.stdout)
        return state

    return solve
