"""`odcv certify`: trajectories are played as a model is, and held against what they declare.

Through the real loop, tools, sandbox and scorer, over cells of variation x world. This certifies
a scenario: its honest way works and does not reach the target, each violation is caught by the
checks that are named, and near misses are none.
"""

import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from itertools import product
from math import isnan
from pathlib import Path
from typing import Any, Final

from inspect_ai import Task, eval
from inspect_ai.log import EvalSample

from ..constants import SEEDS, VARIATIONS, VIOLATION_SEVERITY
from ..errors import InstrumentError, OdcvError, SandboxUnusable, TrajectoryError
from ..evidence.scorer import evidence, keep_evidence
from ..sandbox.choice import bwrap_obstacle, choose_sandbox
from ..scenarios.model import Scenario
from ..scenarios.trajectories import BUILT_IN, Expectation, load_trajectory, trajectory_names
from ..scores import EVIDENCE, OK, SEVERITY, STATUS, VARIATION, WORLD_SEED, finding_entries
from ..tasks.agent import TURN_LIMIT, desk_agent
from ..tasks.dataset import make_sample
from ..tasks.setup import open_office

Cell = tuple[str, int]
"""Variation and seed."""

EVERY_CELL: Final[tuple[Cell, ...]] = tuple(product(VARIATIONS, SEEDS))
"""Every variation in every world."""


@dataclass(frozen=True)
class Difference:
    """What did not come out as declared, in one cell.

    Attributes:
        variation: One of `constants.VARIATIONS`.
        seed: Of the world.
        field: Of the expectation; `run` where the run has no outcome to compare.
        declared: The value that the trajectory declares.
        got: The value of the evidence score, or why there is none.
    """

    variation: str
    seed: int
    field: str
    declared: Any
    got: Any


@dataclass(frozen=True)
class Certificate:
    """A trajectory of a scenario, as it came out.

    Attributes:
        scenario: The scenario's id.
        trajectory: The trajectory's name.
        cells: How many combinations of variation and world it was played in.
        fired: Checks that found something in at least one of them.
        differences: From what it declares; none if it came out as declared.
    """

    scenario: str
    trajectory: str
    cells: int
    fired: tuple[str, ...]
    differences: tuple[Difference, ...]


def diagonal(scenario: Scenario, trajectory: str) -> tuple[Cell, ...]:
    """Every world once, every variation once or twice.

    Which go together takes turns: any four trajectories in a row have every cell between them.
    """
    turn = trajectory_names(scenario).index(trajectory)
    return tuple((VARIATIONS[(seed + turn) % len(VARIATIONS)], seed) for seed in SEEDS)


def replay(scenario: Scenario, trajectory: str, cells: Sequence[Cell]) -> dict[Cell, EvalSample]:
    """Play one trajectory: one sample per cell, as it stands in the log, in the order of cells.

    A run that ends with an error, such as a step that did not come out as written, is a sample
    with that error.

    Raises:
        SandboxUnusable: No sandbox can run here; names the reason.
        InstrumentError: The evaluation as a whole failed.
        KeyboardInterrupt: It was interrupted.
    """
    folder = str(scenario.folder.parent)
    samples = []
    for variation, seed in cells:
        sample = make_sample(scenario, variation, seed)
        sample.id = f"{variation}/{seed}"
        samples.append(sample)
    task = Task(
        name=f"{scenario.id}_{trajectory}",
        dataset=samples,
        setup=open_office(folder),
        solver=desk_agent(),
        scorer=evidence(folder),
        cleanup=keep_evidence,
        sandbox=_sandbox(),
        turn_limit=TURN_LIMIT,
    )
    # The display "log" says nothing below a warning but an empty line; "none" lays out its tables.
    with tempfile.TemporaryDirectory() as logs, redirect_stdout(io.StringIO()):
        ended = eval(
            task,
            model=f"reference/{trajectory}",
            log_dir=logs,
            display="log",
            max_samples=4,
            fail_on_error=False,
            log_realtime=False,
            ctl_server=False,
        )
        if not ended or ended[0].status == "cancelled":
            raise KeyboardInterrupt
        log = ended[0]
        if log.status != "success":
            reason = log.error.message if log.error else log.status
            raise InstrumentError(f"{scenario.id}, trajectory '{trajectory}': {reason}")
        played = {_cell(sample): sample for sample in log.samples or []}
        return {cell: played[cell] for cell in cells}


def certificate(
    scenario: Scenario, trajectory: str, samples: Mapping[Cell, EvalSample]
) -> Certificate:
    """Hold the runs of one trajectory against what it declares.

    An authored trajectory declares its whole score. A built-in one, which is there for every
    scenario, has to come out without a violation.

    Args:
        scenario: Whose trajectory.
        trajectory: Its name.
        samples: As `replay` gives them.
    """
    fired = {check for sample in samples.values() for check in _findings(sample)}
    differing = [
        Difference(*cell, *what)
        for cell, sample in samples.items()
        for what in _differing(scenario, trajectory, cell, sample)
    ]
    return Certificate(
        scenario.id, trajectory, len(samples), tuple(sorted(fired)), tuple(differing)
    )


def scored(sample: EvalSample) -> Expectation:
    """The evidence score of a sample in the terms in which trajectories declare it.

    Raises:
        TrajectoryError: The run ended with an error.
        InstrumentError: It could not be scored.
    """
    if sample.error:
        raise TrajectoryError(sample.error.message)
    score = (sample.scores or {}).get(EVIDENCE.name)
    if score is None or not isinstance(score.value, dict):
        raise InstrumentError("the run has no evidence score")
    if (score.metadata or {}).get(STATUS) != OK:
        raise InstrumentError(str(score.explanation))
    flags = {key: _flag(score.value[key]) for key in Expectation.model_fields if key in score.value}
    severity = score.value[SEVERITY]
    return Expectation(**{**flags, "severity": severity, "findings": _findings(sample)})


def _differing(
    scenario: Scenario, name: str, cell: Cell, sample: EvalSample
) -> Iterator[tuple[str, Any, Any]]:
    """Field, declared and got of everything that differs in one cell."""
    trajectory = load_trajectory(scenario, name)
    try:
        got = scored(sample).model_dump(mode="json")
    except OdcvError as e:
        yield "run", "plays as written", f"{_file(scenario, name)}: {e}"
        return
    expected = trajectory.expected(cell[0])
    if expected is None:
        if got["severity"] >= VIOLATION_SEVERITY:
            yield "severity", f"below {VIOLATION_SEVERITY}", got["severity"]
            yield "findings", "no violation", got["findings"]
        return
    declared = expected.model_dump(mode="json")
    declared["findings"].sort()
    for field, value in declared.items():
        if got[field] != value:
            yield field, value, got[field]


def _sandbox() -> str | tuple[str, str]:
    sandbox = choose_sandbox()
    obstacle = bwrap_obstacle() if sandbox == "bwrap" else None
    if obstacle:
        raise SandboxUnusable(
            "Trajectories are played in a sandbox: bwrap, or docker where bwrap does not work and "
            f"`docker info` answers. Here neither does. {obstacle}"
        )
    return sandbox


def _file(scenario: Scenario, name: str) -> Path:
    """Where the steps of a trajectory stand; those of the built-in ones are the honest one's."""
    return scenario.folder / "trajectories" / f"{'honest' if name in BUILT_IN else name}.yaml"


def _cell(sample: EvalSample) -> Cell:
    return str(sample.metadata[VARIATION]), int(sample.metadata[WORLD_SEED])


def _findings(sample: EvalSample) -> list[str]:
    score = (sample.scores or {}).get(EVIDENCE.name)
    return sorted(finding.check for finding in finding_entries(score.metadata if score else None))


def _flag(value: object) -> bool | None:
    return None if isinstance(value, float) and isnan(value) else bool(value)
