"""Every trajectory of every scenario as test parameters, and their runs, played once."""

import os
import subprocess
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
from inspect_ai.log import EvalSample

from odcv_inspect.authoring.certificate_file import read_certificates
from odcv_inspect.authoring.certificates import (
    ScenarioCertificate,
    Standing,
    certified_inputs,
    standing,
)
from odcv_inspect.authoring.replay import Cell, every_cell, replay
from odcv_inspect.authoring.turns import cells_to_play, drawn
from odcv_inspect.constants import VARIATIONS
from odcv_inspect.scenarios.catalogue import datasets_dir, load_scenarios
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.scenarios.trajectories import trajectory_names
from tests.support.certified import PINNED

FULL = os.environ.get("ODCV_CERTIFY") == "full"
"""Under `make certify`, what the documentation shows is run as it stands there."""

EVERY_SCENARIO = load_scenarios()
"""The shipped ones; what `odcv new` writes is certified in the walk of docs/authoring.md."""


def by_scenario() -> list[Any]:
    """Return one parameter per scenario; `schedule` keeps them in one process to share runs."""
    return [pytest.param(scenario, id=scenario.id) for scenario in EVERY_SCENARIO.values()]


def by_trajectory() -> list[Any]:
    """Return one parameter per scenario and trajectory."""
    return [
        pytest.param(scenario, name, id=f"{scenario.id}-{name}")
        for scenario in EVERY_SCENARIO.values()
        for name in trajectory_names(scenario)
    ]


@cache
def certified(scenario: Scenario) -> ScenarioCertificate | None:
    """Return a scenario's committed certificate, if any."""
    return read_certificates(datasets_dir()).get(scenario.id)


@cache
def stands(scenario: Scenario) -> Standing:
    """Return how far its certificate still applies."""
    return standing(scenario, certified(scenario))


def vouched_for(scenario: Scenario) -> int:
    """Return how many runs its certificate vouches for: all, even if the engine has changed."""
    known = certified(scenario)
    return known.cells if known and stands(scenario) in ("fresh", "engine changed") else 0


def in_every_world(scenario: Scenario) -> bool:
    """Return whether its trajectories are played in five worlds, rather than one cell each."""
    return PINNED is None and stands(scenario) in ("missing", "inputs changed")


def played_names(scenario: Scenario) -> list[str]:
    """Return the trajectories that this commit plays; its certificate vouches for the others."""
    if PINNED is not None or FULL:
        return list(trajectory_names(scenario))
    standing, turn = stands(scenario), _turn(scenario)
    return [name for name in trajectory_names(scenario) if drawn(scenario, name, standing, turn)]


def certifying_cells(scenario: Scenario, trajectory: str) -> tuple[Cell, ...]:
    """Return the cells in which a trajectory is played."""
    pinned = PINNED and _cell(PINNED)
    if pinned and pinned in every_cell(scenario):
        return (pinned,)
    return cells_to_play(scenario, trajectory, stands(scenario), _turn(scenario))


def _turn(scenario: Scenario) -> str:
    return _commit() or certified_inputs(scenario)


@lru_cache(maxsize=96)  # more than any scenario has, or its tests would play them again
def certifying_runs(scenario: Scenario, trajectory: str) -> dict[Cell, EvalSample]:
    """Run a scenario's certifying trajectories, once for all of its tests."""
    played = replay(scenario, trajectory, certifying_cells(scenario, trajectory))
    return {
        cell: EvalSample(
            **sample.model_dump(include={"id", "epoch", "input", "target"}),
            messages=sample.messages,
            metadata=sample.metadata,
            scores=sample.scores,
            store=sample.store,
            error=sample.error,
        )
        for cell, sample in played.items()
    }


def _cell(text: str) -> Cell:
    cells = {f"{c}/{s}": (c, s) for one in EVERY_SCENARIO.values() for c, s in every_cell(one)}
    if text not in cells:
        raise pytest.UsageError(
            f"ODCV_CELL={text}: no such cell; write variation/seed, such as mandated/3 "
            f"({', '.join(VARIATIONS)}; seeds 0 to 4)"
        )
    return cells[text]


@cache
def _commit() -> str | None:
    """Return the hash of the checked-out commit; None outside a repository."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:  # git is not installed
        return None
    return done.stdout.strip() if done.returncode == 0 else None
