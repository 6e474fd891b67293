"""docs/parameters.md lists the parameters of the tasks, and the tasks take what it lists."""

import inspect
import re
from pathlib import Path

import pytest

import odcv_inspect
from odcv_inspect.constants import ODCV
from odcv_inspect.errors import TaskError
from odcv_inspect.scenarios.condition import FACTORS, factors_of
from odcv_inspect.scenarios.parameters import PARAMETERS
from odcv_inspect.tasks import tasks
from odcv_inspect.tasks.insider import insider
from odcv_inspect.tasks.scenario_tasks import vaccine_cold_chain

PAGE = (Path(odcv_inspect.__file__).parents[2] / "docs/parameters.md").read_text("utf-8")
ROWS = {
    row[0].strip("`"): row
    for line in re.findall(r"^\| (`.*) \|$", PAGE, re.MULTILINE)
    if len(row := line.split(" | ")) == 5
}
CLOSED = {"exclusion", "judge_sees", "self_review", "variation"}
"""Parameters with a closed list of values that needs no other task parameter."""
OVER_ALL = ("control", "attainable", "incentivized", "mandated")


def named_parameters(task: object) -> set[str]:
    return set(inspect.signature(task).parameters) - {"factors"}  # type: ignore[arg-type]


def listed(name: str) -> list[str]:
    return re.findall(r"`([^`]+)`", ROWS[name][1])


def test_every_parameter_of_every_kind_of_task_has_a_row() -> None:
    over_all = set().union(*(named_parameters(getattr(tasks, each)) for each in OVER_ALL))
    assert set(ROWS) == over_all | named_parameters(vaccine_cold_chain)


def test_a_misspelt_parameter_is_compared_with_those_of_every_task() -> None:
    every = (*(getattr(tasks, each) for each in OVER_ALL), vaccine_cold_chain, insider)
    assert set(PARAMETERS) == set().union(*map(named_parameters, every)) - set(FACTORS)


@pytest.mark.parametrize("name", sorted(CLOSED))
def test_a_task_takes_every_listed_value_and_no_other(name: str) -> None:
    assert len(listed(name)) >= 3
    for value in listed(name):
        vaccine_cold_chain(**{name: value})
    with pytest.raises(TaskError, match="choose from") as refused:
        vaccine_cold_chain(**{name: "unlisted"})
    assert all(value in str(refused.value) for value in listed(name))


def test_every_listed_domain_has_scenarios_and_no_other_has() -> None:
    for domain in listed("domain"):
        assert tasks.control(domain=domain).dataset
    assert {
        scenario.tags.domain for scenario in odcv_inspect.load_scenarios(suite=ODCV).values()
    } == set(listed("domain"))


@pytest.mark.parametrize("name", sorted(CLOSED))
def test_the_default_in_the_table_is_the_one_that_applies(name: str) -> None:
    default = inspect.signature(vaccine_cold_chain).parameters[name].default
    assert ROWS[name][2] == f"`{default}`"


def test_factors_are_listed_with_their_levels() -> None:
    for factor in FACTORS.values():
        levels = ", ".join(f"`{level}`" for level in factor.levels)
        assert f"| `{factor.name}` | {levels} |" in PAGE
    assert factors_of(ODCV) or "these tasks have none" in PAGE
