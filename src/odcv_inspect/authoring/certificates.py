"""`certificates.json`: results of a scenario's scripted runs, and hashes of what was run.

Two hashes keep a certificate valid: `inputs`, over everything in a scenario, and `engine`, over the
code that plays it. A scenario with changed inputs must be played again; one whose engine alone
changed is stale, which blocks a release.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal, get_args

from inspect_ai.log import EvalSample
from pydantic import Field

from ..constants import SEEDS
from ..errors import ScenarioError
from ..scenarios.model import Scenario
from ..scenarios.reading import Frozen
from ..scenarios.trajectories import BUILT_IN, load_trajectory, trajectory_names
from ..scores import WORLD_SHA256
from ..world.inputs import inputs_sha256
from .certify import diagonal, scored
from .engine import engine_sha256, made_with
from .replay import Cell, every_cell

EVERYWHERE: Final = frozenset({"honest", "violating", *BUILT_IN})
"""Trajectories that are played in every cell for a release: each variation's rate rests on them."""

_UNPLAYED: Final = {"title", "tags", "version", "sentinel", "ahead"}
"""Keys of scenario.yaml that do not affect runs."""

Standing = Literal["fresh", "engine changed", "inputs changed", "missing"]
"""Of a certificate: `engine changed` means stale; the last two require playing all worlds again."""


SideName = Literal["tamper", "benign"]


class Shown(Frozen):
    """One outcome of a trajectory.

    Attributes:
        cells: Seeds of the worlds with this outcome, by variation.
        outcome: The evidence score, in the terms used by trajectories.
    """

    cells: dict[str, tuple[int, ...]]
    outcome: dict[str, Any]


class Side(Frozen):
    """Results of `--tamper` or `--benign` in worlds 0 to 4, all of them well or accepted.

    Attributes:
        inputs: `certified_inputs` of the scenario when it was tried.
        engine: `side_engine` of the code that tried it.
        tried: Number of levers or oddities, added up over the worlds.
        refused: Those that the database, a tool or a program refused.
        played: Those that were played as whole runs.
        accepted: Reasons by the name of what was silent or flagged.
    """

    inputs: str
    engine: str
    tried: int
    refused: int
    played: int
    accepted: dict[str, str]


class ScenarioCertificate(Frozen):
    """Results of a scenario's trajectories.

    Attributes:
        inputs: `certified_inputs` of the scenario when it was played.
        engine: `engine_sha256` of the code that played it.
        made_with: Versions covered by `engine`.
        worlds: `world_sha256` by seed.
        trajectories: Outcomes by trajectory; nearly all have one, or two if the target is
            attainable.
        sides: Results of `--tamper` and `--benign`, by these names, where they were recorded.
    """

    inputs: str
    engine: str
    made_with: dict[str, str]
    worlds: dict[int, str]
    trajectories: dict[str, tuple[Shown, ...]]
    sides: dict[SideName, Side] = Field(default_factory=dict)

    @property
    def cells(self) -> int:
        """Number of runs it covers."""
        outcomes = (each for shown in self.trajectories.values() for each in shown)
        return sum(len(seeds) for each in outcomes for seeds in each.cells.values())

    def complete(self, scenario: Scenario) -> bool:
        """Return whether every trajectory was played in the cells that a release needs."""
        return all(
            set(released(scenario, name)) <= set(_cells(outcomes))
            for name, outcomes in self.trajectories.items()
        )


def released(scenario: Scenario, trajectory: str) -> tuple[Cell, ...]:
    """Return the cells that a release needs: all for EVERYWHERE, the diagonal for the others."""
    return every_cell(scenario) if trajectory in EVERYWHERE else diagonal(scenario, trajectory)


def certified_inputs(scenario: Scenario) -> str:
    """Return the SHA-256 over prompts and worlds of certified seeds, logic and trajectories."""
    parts = [inputs_sha256(scenario, seed) for seed in SEEDS]
    written = scenario.model_dump(mode="json", exclude=_UNPLAYED, exclude_defaults=True)
    parts.append(json.dumps(written, sort_keys=True))
    for name in trajectory_names(scenario):
        parts.append(load_trajectory(scenario, name).model_dump_json(exclude_defaults=True))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def standing(scenario: Scenario, known: ScenarioCertificate | None) -> Standing:
    """Return whether a certificate still covers the current scenario."""
    if known is None:
        return "missing"
    if known.inputs != certified_inputs(scenario):
        return "inputs changed"
    return "fresh" if known.engine == engine_sha256() else "engine changed"


@cache
def side_engine(name: SideName) -> str:
    """Return the SHA-256 over the code that tries one of the two sides."""
    return engine_sha256(f"authoring.{name}")


def side_standing(
    scenario: Scenario, known: ScenarioCertificate | None, name: SideName
) -> Standing:
    """Return whether the record of `--tamper` or `--benign` covers the current scenario."""
    side = known.sides.get(name) if known else None
    if side is None:
        return "missing"
    if side.inputs != certified_inputs(scenario):
        return "inputs changed"
    return "fresh" if side.engine == side_engine(name) else "engine changed"


def shown(samples: Mapping[Cell, EvalSample]) -> tuple[Shown, ...]:
    """Return the outcomes of one trajectory, each with its cells.

    Raises:
        TrajectoryError: A run ended with an error.
        InstrumentError: A run could not be scored.
    """
    outcomes: dict[str, list[Cell]] = {}
    for cell, sample in samples.items():
        outcomes.setdefault(scored(sample).model_dump_json(), []).append(cell)
    return tuple(
        Shown(cells=_by_variation(cells), outcome=json.loads(outcome))
        for outcome, cells in outcomes.items()
    )


def worlds(scenario: Scenario, samples: Mapping[Cell, EvalSample]) -> dict[int, str]:
    """Return `world_sha256` by seed.

    Raises:
        ScenarioError: It differs between variations, or two seeds have the same world.
    """
    found: dict[int, set[str]] = {}
    for (_, seed), sample in samples.items():
        found.setdefault(seed, set()).add(sample.metadata[WORLD_SHA256])
    for seed, sums in found.items():
        if len(sums) > 1:
            raise ScenarioError(
                f"{scenario.folder / 'world.py'}: the world of seed {seed} differs between "
                "variations; only the texts in scenario.yaml may differ"
            )
    if len({min(sums) for sums in found.values()}) < len(found):
        raise ScenarioError(
            f"{scenario.folder / 'world.py'}: two seeds have the same world; draw from rng"
        )
    return {seed: min(sums) for seed, sums in sorted(found.items())}


def issue(
    scenario: Scenario, outcomes: Mapping[str, tuple[Shown, ...]], sums: Mapping[int, str]
) -> ScenarioCertificate:
    """Issue the certificate of a scenario that was just played.

    Args:
        scenario: The scenario that was played.
        outcomes: Results of `shown`, by trajectory.
        sums: Result of `worlds`.
    """
    return ScenarioCertificate(
        inputs=certified_inputs(scenario),
        engine=engine_sha256(),
        made_with=made_with(),
        worlds=dict(sums),
        trajectories=dict(outcomes),
    )


def obstacles(
    scenarios: Mapping[str, Scenario], known: Mapping[str, ScenarioCertificate]
) -> Iterator[str]:
    """Yield reasons why these certificates block a release; empty if all are fresh.

    Args:
        scenarios: All scenarios of a folder, by id.
        known: The folder's certificates.
    """
    for name, scenario in scenarios.items():
        stands = standing(scenario, known.get(name))
        if stands == "missing":
            yield f"{name}: has no certificate; make certify SCENARIO={name}"
        elif stands != "fresh":
            yield f"{name}: {stands}{_with(known[name], stands)}; make certify SCENARIO={name}"
        elif not known[name].complete(scenario):
            runs = known[name].cells
            yield f"{name}: certified in {runs} runs only; make certify SCENARIO={name}"
    for name in sorted(known.keys() - scenarios.keys()):
        yield f"{name}: has a certificate, but there is no such scenario; make certify"


def untried(
    scenarios: Mapping[str, Scenario], known: Mapping[str, ScenarioCertificate]
) -> Iterator[str]:
    """Yield the scenarios whose honest run marks a figure, but whose two sides are not fresh.

    Args:
        scenarios: All scenarios of a folder, by id.
        known: The folder's certificates.
    """
    for scenario_id, scenario in scenarios.items():
        if any(step.figure for step in load_trajectory(scenario, "honest").steps):
            for name in get_args(SideName):
                stands = side_standing(scenario, known.get(scenario_id), name)
                if stands != "fresh":
                    yield f"{scenario_id}: --{name} {stands}; make certify SCENARIO={scenario_id}"


def _with(known: ScenarioCertificate, stands: Standing) -> str:
    """Return both hashes, and the engine's versions that differ."""
    if stands == "inputs changed":
        return f" (certified {known.inputs[:12]})"
    here = made_with()
    hashes = f"certified {known.engine[:12]}, now {engine_sha256()[:12]}"
    versions = [
        f"{what} {used}, here {here.get(what)}"
        for what, used in known.made_with.items()
        if used != here.get(what)
    ]
    return f" ({'; '.join([hashes, *versions])})"


def _cells(outcomes: Sequence[Shown]) -> Iterator[Cell]:
    for each in outcomes:
        for variation, seeds in each.cells.items():
            yield from ((variation, seed) for seed in seeds)


def _by_variation(cells: Sequence[Cell]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for condition, seed in cells:
        found[condition] = (*found.get(condition, ()), seed)
    return found
