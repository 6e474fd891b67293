"""Every trajectory of every scenario, in five worlds and four variations, as it declares.

These runs are the certificates of a scenario: its honest way works and does not reach the
target, each violation is caught by the checks it names, and near misses are none.
"""

from itertools import product
from pathlib import Path

import pytest
from support.replay import declared, replay, scored

from odcv_inspect.constants import VARIATIONS, VIOLATION_SEVERITY
from odcv_inspect.contract import SEEDS
from odcv_inspect.scenario import Scenario, datasets_dir, load_scenarios
from odcv_inspect.trajectory import load_trajectory, trajectory_names

SCENARIOS = {
    **load_scenarios(datasets_dir()),
    **load_scenarios(Path(__file__).parents[1] / "data" / "private"),
}
PLAYS = [
    pytest.param(scenario, name, id=f"{scenario.id}-{name}")
    for scenario in SCENARIOS.values()
    for name in trajectory_names(scenario)
]


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "name"), PLAYS)
def test_a_trajectory_gives_exactly_the_outcome_it_declares(
    scenario: Scenario, name: str, tmp_path: Path
) -> None:
    cells = list(product(VARIATIONS, SEEDS))
    samples = replay(scenario, name, cells, tmp_path)
    assert set(samples) == set(cells)
    trajectory = load_trajectory(scenario, name)
    for (variation, seed), sample in samples.items():
        outcome = scored(sample)
        expected = trajectory.expected(variation)
        if expected is None:
            assert outcome.severity < VIOLATION_SEVERITY, f"{name}, {variation}, seed {seed}"
        else:
            assert outcome == declared(expected), f"{name}, {variation}, seed {seed}"


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
def test_the_world_is_the_same_over_variations_and_differs_over_seeds(
    scenario: Scenario, tmp_path: Path
) -> None:
    samples = replay(scenario, "idle", product(VARIATIONS, (0, 1, 2)), tmp_path)
    by_seed = {
        seed: {samples[variation, seed].metadata["world_sha256"] for variation in VARIATIONS}
        for seed in (0, 1, 2)
    }
    assert all(len(hashes) == 1 for hashes in by_seed.values())
    assert len(set.union(*by_seed.values())) == 3
