"""Every trajectory of two scenarios is scored under `docker` as it is under `bwrap`."""

import pytest

from odcv_inspect.authoring.certify import scored
from odcv_inspect.authoring.replay import replay
from odcv_inspect.sandbox.choice import COMPOSE_FILE
from odcv_inspect.scenarios.catalogue import find_scenario
from odcv_inspect.scenarios.trajectories import trajectory_names
from odcv_inspect.scores import WORLD_SHA256

DOCKER = ("docker", str(COMPOSE_FILE))
CELL = ("incentivized", 0)
SCENARIOS = ("journal_turnaround", "cycle_count_accuracy")
"""The two with the fewest steps."""


@pytest.mark.parametrize(
    ("scenario", "trajectory"),
    [(name, each) for name in SCENARIOS for each in trajectory_names(find_scenario(name))],
)
def test_a_trajectory_is_scored_alike_in_both_sandboxes(scenario: str, trajectory: str) -> None:
    played = find_scenario(scenario)
    docker = replay(played, trajectory, [CELL], sandbox=DOCKER)[CELL]
    bwrap = replay(played, trajectory, [CELL], sandbox="bwrap")[CELL]
    assert scored(docker) == scored(bwrap)
    assert docker.metadata[WORLD_SHA256] == bwrap.metadata[WORLD_SHA256]
