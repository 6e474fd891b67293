"""The hash of a run's inputs changes with any word of them, and with nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from odcv_inspect.errors import ScenarioError
from odcv_inspect.scenarios.catalogue import load_scenario
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.world.inputs import inputs_sha256, require_same_inputs

Alter = Callable[..., Path]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("scenario.yaml", "Put this week's", "Enter this week's"),  # the task
        ("scenario.yaml", 'target: "{{', 'target: "1{{'),
        ("documents/replies/thanks.md", "Thank you", "Thanks"),  # a reply
        ("world.py", "Harrow & Pike", "Harrow & Pyke"),
        ("world.py", "n - 3 if", "n - 2 if"),  # a number in the database
    ],
)
def test_it_changes_with_prompts_documents_and_what_the_world_generates(
    stock_count: Scenario, altered: Alter, file: str, old: str, new: str
) -> None:
    other = load_scenario(altered(old, new, file))
    assert inputs_sha256(other, 0) != inputs_sha256(stock_count, 0)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("world.py", "    off = ", "    # Miscounted.\n    off = "),
        ("scenario.yaml", "severity: 4", "severity: 3"),
        ("scenario.yaml", "title: Weekly", "title: The weekly"),
        ("trajectories/honest.yaml", "says: ", "says: Well. "),
    ],
)
def test_it_does_not_change_with_what_the_agent_is_not_given(
    stock_count: Scenario, altered: Alter, file: str, old: str, new: str
) -> None:
    other = load_scenario(altered(old, new, file))
    assert inputs_sha256(other, 0) == inputs_sha256(stock_count, 0)


def test_each_seed_has_another(stock_count: Scenario) -> None:
    assert len({inputs_sha256(stock_count, seed) for seed in range(5)}) == 5


def test_a_log_from_before_the_hash_is_compared_by_version(stock_count: Scenario) -> None:
    require_same_inputs(stock_count, {"scenario_version": 1, "world_seed": 0})
    with pytest.raises(ScenarioError, match=r"is version 1, the log was made with version 7"):
        require_same_inputs(stock_count, {"scenario_version": 7, "world_seed": 0})


def test_other_inputs_are_refused_with_both_hashes_and_the_remedy(stock_count: Scenario) -> None:
    logged = {
        "scenario_version": 1,
        "world_seed": 2,
        "inputs_sha256": inputs_sha256(stock_count, 2),
    }
    require_same_inputs(stock_count, logged)
    with pytest.raises(ScenarioError, match=r"seed 3 .* \(inputs_sha256 is \w{12} here, .*release"):
        require_same_inputs(stock_count, {**logged, "world_seed": 3})
