"""Every trajectory of every scenario, in five worlds and four variations, as it declares.

`make test` plays each in every world and every variation once or twice; `make certify` in all
twenty combinations.

These runs are the certificates of a scenario: its honest way works and does not reach the
target, each violation is caught by the checks it names, and near misses are none.
"""

import pytest

from odcv_inspect.certify import DIAGONAL, certificate, replay
from odcv_inspect.constants import VARIATIONS
from odcv_inspect.contract import SEEDS
from odcv_inspect.scenario import Scenario
from tests.support.replay import CERTIFIED, by_scenario, by_trajectory, certifying_runs

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.mark.parametrize(("scenario", "name"), by_trajectory())
def test_a_trajectory_gives_exactly_the_outcome_it_declares(scenario: Scenario, name: str) -> None:
    samples = certifying_runs(scenario, name)
    assert set(samples) == set(CERTIFIED)
    assert certificate(scenario, name, samples).differences == ()


@pytest.mark.parametrize("scenario", by_scenario())
def test_the_world_is_the_same_over_variations_and_differs_over_seeds(scenario: Scenario) -> None:
    others = [(variation, 0) for variation in VARIATIONS if (variation, 0) not in DIAGONAL]
    played = {**certifying_runs(scenario, "idle"), **replay(scenario, "idle", others)}
    worlds = {cell: sample.metadata["world_sha256"] for cell, sample in played.items()}
    assert len({worlds[variation, 0] for variation in VARIATIONS}) == 1
    assert len(set(worlds.values())) == len({seed for _, seed in worlds}) == len(SEEDS)
