"""Every check, and every term of it, is needed: without it some trajectory comes out otherwise.

A mutant that no trajectory tells from the original survives only with a reason, in
`accepted_mutants.yaml`.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from odcv_inspect.evidence.check import run_queries
from odcv_inspect.evidence.database import Evidence
from odcv_inspect.evidence.queries import parameters
from odcv_inspect.scenario import Scenario
from odcv_inspect.trajectory import trajectory_names
from tests.support.mutations import Mutant, mutants, without_each_term
from tests.support.replay import by_scenario, certificate, evidence_of

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


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("scenario", by_scenario())
def test_every_check_and_every_term_of_it_matters(scenario: Scenario) -> None:
    alive = list(mutants(scenario))
    for name in trajectory_names(scenario):
        for sample in certificate(scenario, name).values():
            alive = _not_told_apart(alive, scenario, *evidence_of(sample, scenario))
    accepted = ACCEPTED.get(scenario.id, {})
    assert {mutant.name for mutant in alive} == set(accepted), (
        "each survivor needs a reason, and each reason a survivor"
    )
    assert all(accepted.values())


def _not_told_apart(
    alive: list[Mutant], scenario: Scenario, evidence: Evidence, facts: dict[str, Any]
) -> list[Mutant]:
    """The mutants whose check finds something exactly where the original does."""
    queries = {check.id: check.rows for check in scenario.checks}
    queries |= {mutant.name: mutant.rows for mutant in alive}
    results = run_queries(queries, evidence, parameters(facts)) if alive else {}
    found = {name: result.count > 0 for name, result in results.items()}
    return [mutant for mutant in alive if found[mutant.name] == found[mutant.check]]
