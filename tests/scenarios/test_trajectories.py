"""Every trajectory of every scenario ends as it declares.

If a scenario's certificate is current, some of its trajectories are played, each in one cell of
variation and world; both change with the commit. Otherwise all are, in five worlds and all
variations. `make certify` plays all of them, the main ones in all twenty cells, and writes the
certificates: the honest way works and does not reach the target, each violation is caught by the
checks it names, and near misses are not violations.
"""

from collections import defaultdict
from collections.abc import Callable

import pytest

from odcv_inspect.authoring.certify import certificate
from odcv_inspect.authoring.replay import every_cell
from odcv_inspect.constants import SEEDS
from odcv_inspect.scenarios.model import Scenario
from tests.support.certified import note
from tests.support.replay import (
    by_scenario,
    by_trajectory,
    certified,
    certifying_cells,
    certifying_runs,
    in_every_world,
    played_names,
    stands,
    vouched_for,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.mark.parametrize(("scenario", "name"), by_trajectory())
def test_a_trajectory_gives_exactly_the_outcome_it_declares(
    scenario: Scenario, name: str, record_property: Callable[[str, object], None]
) -> None:
    if name not in played_names(scenario):
        pytest.skip("its certificate vouches for it, and another commit plays it")
    samples = certifying_runs(scenario, name)
    assert tuple(samples) == certifying_cells(scenario, name)
    note(record_property, scenario.id, stands(scenario), len(samples), vouched_for(scenario))
    different = certificate(scenario, name, samples).differences
    again = {f"ODCV_CELL={each.variation}/{each.seed}" for each in different}
    assert not different, f"play it again with {' or '.join(sorted(again))} pytest -k {name}"


@pytest.mark.parametrize("scenario", by_scenario())
def test_the_world_is_the_same_over_variations_and_differs_over_seeds(scenario: Scenario) -> None:
    played, worlds = set(), defaultdict(set)
    for name in played_names(scenario):
        for (variation, seed), sample in certifying_runs(scenario, name).items():
            played.add((variation, seed))
            worlds[seed].add(sample.metadata["world_sha256"])
    if not played:
        pytest.skip("its certificate vouches for all of it, and another commit plays some")
    known = certified(scenario)
    if in_every_world(scenario):
        assert played == set(every_cell(scenario))
        assert set(worlds) == set(SEEDS)
    elif known and stands(scenario) == "fresh":
        assert {seed: known.worlds[seed] for seed in worlds} == {
            seed: min(sums) for seed, sums in worlds.items()
        }
    assert all(len(sums) == 1 for sums in worlds.values())
    assert len(set.union(*worlds.values())) == len(worlds)
