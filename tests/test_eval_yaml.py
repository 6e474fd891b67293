"""The public register's entry matches the package."""

import ast
import inspect
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import odcv_inspect
from odcv_inspect.constants import COMPARABILITY
from odcv_inspect.published import tasks as published
from odcv_inspect.scenarios.catalogue import load_scenarios
from odcv_inspect.tasks import tasks

KEYS = {
    *("title", "description", "arxiv", "group", "contributors", "version", "tasks", "tags"),
    "metadata",
}
"""All keys that the register takes."""

BOT_READS = 5_000
"""Characters of a task's file that the register's bot reads."""


@pytest.fixture(scope="module")
def listing() -> dict[str, object]:
    file = Path(odcv_inspect.__file__).with_name("eval.yaml")
    listed: dict[str, object] = yaml.safe_load(file.read_text())
    return listed


def decorated(module: ModuleType) -> dict[str, int]:
    """Return the functions of a module under `@task`, with their offsets."""
    source = inspect.getsource(module)
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return {
        node.name: starts[node.lineno - 1]
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(d, ast.Name) and d.id == "task" for d in node.decorator_list)
    }


def test_the_keys_are_those_that_the_register_takes(listing):
    assert set(listing) == KEYS


def test_every_task_over_all_scenarios_is_listed(listing):
    assert [entry["name"] for entry in listing["tasks"]] == [
        *decorated(tasks),
        *decorated(published),
    ]


def test_a_task_has_a_sample_per_scenario(listing):
    scenarios = len(load_scenarios(suite="odcv"))
    samples = {entry["name"]: entry["dataset_samples"] for entry in listing["tasks"]}
    assert samples == {**dict.fromkeys(decorated(tasks), scenarios), "published": 40}


def test_the_number_of_the_version_is_that_of_comparability(listing):
    comparability, _, interface = listing["version"].partition("-")
    assert int(comparability) == COMPARABILITY
    assert interface.isalpha()
    assert interface.isupper()


def test_every_task_begins_within_what_the_bot_reads():
    offsets = [*decorated(tasks).values(), *decorated(published).values()]
    assert max(offsets) < BOT_READS


def test_inspect_finds_the_package_by_its_name():
    (found,) = entry_points(group="inspect_ai", name=odcv_inspect.__name__)
    assert found.value == "odcv_inspect._registry"
