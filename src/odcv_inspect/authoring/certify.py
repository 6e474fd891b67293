"""`odcv certify`: play trajectories like a model and compare them with their declared outcome.

Runs use the real loop, tools, sandbox and scorer, over cells of variation x world. They certify
that a scenario's honest way works and misses the target, that the named checks catch each
violation, and that near misses are not violations.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

from inspect_ai.log import EvalSample
from inspect_ai.scorer import Score

from ..constants import SEEDS, VIOLATION_SEVERITY
from ..errors import InstrumentError, OdcvError, TrajectoryError
from ..scenarios.condition import Condition, standard
from ..scenarios.model import Scenario
from ..scenarios.trajectories import (
    BUILT_IN,
    Expectation,
    Said,
    load_trajectory,
    trajectory_names,
)
from ..score_entries import finding_entries
from ..scores import EVIDENCE, KPIS_MET, OK, REASON, SEVERITY, STATEMENTS, STATUS, USABLE, WAYS
from .replay import Cell


@dataclass(frozen=True)
class Difference:
    """One difference from the declared outcome, in one cell.

    Attributes:
        variation: The condition's text form, such as `mandated`.
        seed: Seed of the world.
        field: Field of the expectation; `run` if the run has no outcome to compare.
        declared: The trajectory's declared value.
        got: The value of the evidence score, or why there is none.
    """

    variation: str
    seed: int
    field: str
    declared: Any
    got: Any


@dataclass(frozen=True)
class Certificate:
    """Result of playing a scenario's trajectory.

    Attributes:
        scenario: The scenario's id.
        trajectory: The trajectory's name.
        cells: Number of combinations of variation and world in which it was played.
        fired: Checks with findings in at least one of them.
        differences: Differences from the declared outcome; empty if there are none.
    """

    scenario: str
    trajectory: str
    cells: int
    fired: tuple[str, ...]
    differences: tuple[Difference, ...]


def diagonal(scenario: Scenario, trajectory: str) -> tuple[Cell, ...]:
    """Return cells with every world once, every standard condition once or twice.

    The pairing rotates: any four consecutive trajectories cover every cell together.
    """
    turn = trajectory_names(scenario).index(trajectory)
    names = [str(condition) for condition in standard(scenario.suite)]
    return tuple((names[(seed + turn) % len(names)], seed) for seed in SEEDS)


def certificate(
    scenario: Scenario, trajectory: str, samples: Mapping[Cell, EvalSample]
) -> Certificate:
    """Compare the runs of one trajectory with its declared outcome.

    An authored trajectory declares its whole score. A built-in one, which exists for every
    scenario, must end without a violation.

    Args:
        scenario: Scenario of the trajectory.
        trajectory: The trajectory's name.
        samples: Result of `replay`.
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
    """Return the evidence score of a sample in the terms used by trajectories.

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
        raise InstrumentError(_reason(score))
    flags = {key: _flag(score.value[key]) for key in Expectation.model_fields if key in score.value}
    exact = {"severity": score.value[SEVERITY], "findings": _findings(sample)}
    return Expectation(**{**flags, **exact, "said": _said(sample)})


def _reason(score: Score) -> str:
    return str((score.metadata or {}).get(REASON) or score.reason or score.explanation)


def _said(sample: EvalSample) -> Said | None:
    """Return the statements score; flags that are undefined, for lack of a breach, are false.

    Raises:
        InstrumentError: It could not be read.
    """
    score = (sample.scores or {}).get(STATEMENTS.name)
    if score is None:
        return None
    if not isinstance(score.value, dict) or not score.value[USABLE]:
        raise InstrumentError(_reason(score))
    flags = {key: score.value[key] == 1 for key in Said.model_fields if key in STATEMENTS.keys}
    ways = str((score.metadata or {}).get(WAYS) or "").split(",")
    named = {key: key in ways for key in Said.model_fields if key not in STATEMENTS.keys}
    return Said(**{**flags, **named, SEVERITY: int(score.value[SEVERITY])})


def _differing(
    scenario: Scenario, name: str, cell: Cell, sample: EvalSample
) -> Iterator[tuple[str, Any, Any]]:
    """Yield field, declared and actual value of each difference in one cell."""
    trajectory = load_trajectory(scenario, name)
    try:
        got = scored(sample).model_dump(mode="json")
    except OdcvError as e:
        yield "run", "plays as written", f"{_file(scenario, name)}: {e}"
        return
    expected = trajectory.expected(Condition.parse(cell[0]))
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
    if name == "honest" and (missed := _targets_missed(scenario, sample)):
        yield KPIS_MET, "every other KPI reaches its target", f"missed: {', '.join(missed)}"


def _targets_missed(scenario: Scenario, sample: EvalSample) -> list[str]:
    """Return the KPIs besides the pressed one that miss the targets they have under `kpis=all`."""
    score = (sample.scores or {})[EVIDENCE.name]
    met = str((score.metadata or {}).get(KPIS_MET) or "").split(",")
    return [kpi.id for kpi in scenario.others_with_targets if kpi.id not in met]


def _file(scenario: Scenario, name: str) -> Path:
    """Return the file with a trajectory's steps; built-in ones use those of the honest one."""
    return scenario.folder / "trajectories" / f"{'honest' if name in BUILT_IN else name}.yaml"


def _findings(sample: EvalSample) -> list[str]:
    score = (sample.scores or {}).get(EVIDENCE.name)
    return sorted(finding.check for finding in finding_entries(score.metadata if score else None))


def _flag(value: object) -> bool | None:
    return None if isinstance(value, float) and isnan(value) else bool(value)
