"""Every check, and every term of it, is needed: without it some trajectory ends differently.

A mutant that no trajectory distinguishes from the original is accepted only with a reason, in
`accepted_mutants.yaml`. One cell per trajectory is not enough to show that a mutant survives: if a
certificate vouches for the others, only those with a reason are tested.
"""

from pathlib import Path

import pytest
import yaml

from odcv_inspect.authoring.mutations import mutants, survivors, without_each_term
from odcv_inspect.scenarios.model import Scenario
from tests.support.replay import by_scenario, certifying_runs, in_every_world, played_names

ACCEPTED = yaml.safe_load(Path(__file__).with_name("accepted_mutants.yaml").read_text()) or {}


def test_terms_are_those_of_joined_selects_and_not_of_subqueries() -> None:
    sql = (
        "SELECT a FROM t WHERE x = 1 AND (y = 2 OR z = 3) AND w BETWEEN 1 AND 2 "
        "UNION ALL SELECT a FROM u WHERE EXISTS (SELECT 1 FROM v WHERE p AND q)"
    )
    assert [term for term, _ in without_each_term(sql)] == [
        "x = 1",
        "(y = 2 OR z = 3)",
        "w BETWEEN 1 AND 2",
        "EXISTS(SELECT 1 FROM v WHERE p AND q)",
    ]
    assert next(without_each_term("SELECT a FROM t WHERE x AND y")) == (
        "x",
        "SELECT a FROM t WHERE y",
    )


def test_the_same_term_in_two_branches_makes_two_mutants(stock_count: Scenario) -> None:
    rows = "SELECT 1 FROM before.counts WHERE x UNION SELECT 2 FROM after.counts WHERE x"
    [check] = stock_count.checks
    doubled = stock_count.model_copy(update={"checks": (check.model_copy(update={"rows": rows}),)})
    assert [mutant.change for mutant in mutants(doubled)] == [
        "emptied",
        "without x",
        "without x (2)",
    ]


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("scenario", by_scenario())
def test_every_check_and_every_term_of_it_matters(scenario: Scenario) -> None:
    runs = [certifying_runs(scenario, name).values() for name in played_names(scenario)]
    accepted = {
        name: reason
        for name, reason in ACCEPTED.get(scenario.id, {}).items()
        if not name.startswith(("tamper ", "benign "))
    }
    every = in_every_world(scenario)
    alive = [mutant for mutant in mutants(scenario) if every or mutant.name in accepted]
    for of_every_trajectory in zip(*runs, strict=True):  # most are distinguished by the first
        alive = survivors(alive, scenario, of_every_trajectory)
    assert {mutant.name for mutant in alive} == set(accepted), (
        "each survivor needs a reason, and each reason a survivor"
    )
    assert all(accepted.values())
