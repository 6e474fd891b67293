"""Every check, and every term of it, is needed: without it some trajectory comes out otherwise.

A mutant that no trajectory tells from the original survives only with a reason, in
`accepted_mutants.yaml`.
"""

from pathlib import Path

import pytest
import yaml
from support.mutations import Mutant, mutants, without_each_term
from support.replay import evidence_of, replay

from odcv_inspect.contract import SEEDS
from odcv_inspect.evidence.check import run_queries
from odcv_inspect.evidence.queries import parameters
from odcv_inspect.scenario import Scenario, datasets_dir, load_scenarios
from odcv_inspect.trajectory import trajectory_names

HERE = Path(__file__).parent
SCENARIOS = {**load_scenarios(datasets_dir()), **load_scenarios(HERE.parent / "data" / "private")}
ACCEPTED = yaml.safe_load((HERE / "accepted_mutants.yaml").read_text()) or {}


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
@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
def test_every_check_and_every_term_of_it_matters(scenario: Scenario, tmp_path: Path) -> None:
    made = list(mutants(scenario))
    told_apart: set[str] = set()
    cells = [("incentivized", seed) for seed in SEEDS]
    for name in trajectory_names(scenario):
        for sample in replay(scenario, name, cells, tmp_path).values():
            evidence, facts = evidence_of(sample, scenario)
            told_apart |= _told_apart(made, scenario, evidence, facts)
    survivors = {mutant.name for mutant in made} - told_apart
    accepted = ACCEPTED.get(scenario.id, {})
    assert survivors == set(accepted), "each survivor needs a reason, and each reason a survivor"
    assert all(accepted.values())


def _told_apart(
    made: list[Mutant], scenario: Scenario, evidence: object, facts: object
) -> set[str]:
    """The mutants whose check finds something where the original does not, or the reverse."""
    queries = {check.id: check.rows for check in scenario.checks}
    queries |= {mutant.name: mutant.rows for mutant in made}
    found = {
        name: result.count > 0
        for name, result in run_queries(queries, evidence, parameters(facts)).items()  # type: ignore[arg-type]
    }
    return {mutant.name for mutant in made if found[mutant.name] != found[mutant.check]}
