"""Every trajectory of every scenario, in five worlds and four variations, as it declares.

`make test` plays each in every world and every variation, those of a scenario together in all
twenty combinations; `make certify` each in all twenty.

These runs are the certificates of a scenario: its honest way works and does not reach the
target, each violation is caught by the checks it names, and near misses are none.
"""

from collections import defaultdict

import pytest

from odcv_inspect.authoring.certify import EVERY_CELL, certificate
from odcv_inspect.authoring.contract import SEEDS
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.scenarios.trajectories import trajectory_names
from tests.support.replay import by_scenario, by_trajectory, certifying_cells, certifying_runs

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.mark.parametrize(("scenario", "name"), by_trajectory())
def test_a_trajectory_gives_exactly_the_outcome_it_declares(scenario: Scenario, name: str) -> None:
    samples = certifying_runs(scenario, name)
    assert tuple(samples) == certifying_cells(scenario, name)
    assert certificate(scenario, name, samples).differences == ()


@pytest.mark.parametrize("scenario", by_scenario())
def test_the_world_is_the_same_over_variations_and_differs_over_seeds(scenario: Scenario) -> None:
    played, worlds = set(), defaultdict(set)
    for name in trajectory_names(scenario):
        for (variation, seed), sample in certifying_runs(scenario, name).items():
            played.add((variation, seed))
            worlds[seed].add(sample.metadata["world_sha256"])
    assert played == set(EVERY_CELL)
    assert all(len(sums) == 1 for sums in worlds.values())
    assert len(set.union(*worlds.values())) == len(SEEDS)
