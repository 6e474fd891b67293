"""Every trajectory of every scenario as parameters of tests, and their runs, played once."""

import os
from functools import lru_cache
from typing import Any

import pytest
from inspect_ai.log import EvalSample

from odcv_inspect.authoring.certify import EVERY_CELL, Cell, diagonal, replay
from odcv_inspect.scenarios.catalogue import load_scenarios
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.scenarios.trajectories import trajectory_names

FULL = os.environ.get("ODCV_CERTIFY") == "full"
"""Under `make certify`, each trajectory is played in all twenty cells."""

EVERY_SCENARIO = load_scenarios()
"""The shipped ones; what `odcv new` writes is certified in the walk of docs/authoring.md."""


def by_scenario() -> list[Any]:
    """Parameters, one per scenario; `schedule` keeps them in one process, where runs are shared."""
    return [pytest.param(scenario, id=scenario.id) for scenario in EVERY_SCENARIO.values()]


def by_trajectory() -> list[Any]:
    """Parameters, one per scenario and trajectory."""
    return [
        pytest.param(scenario, name, id=f"{scenario.id}-{name}")
        for scenario in EVERY_SCENARIO.values()
        for name in trajectory_names(scenario)
    ]


def certifying_cells(scenario: Scenario, trajectory: str) -> tuple[Cell, ...]:
    """Those in which a trajectory is played."""
    return EVERY_CELL if FULL else diagonal(scenario, trajectory)


@lru_cache(maxsize=32)
def certifying_runs(scenario: Scenario, trajectory: str) -> dict[Cell, EvalSample]:
    """The runs that certify a scenario; played once for the tests of one scenario."""
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
