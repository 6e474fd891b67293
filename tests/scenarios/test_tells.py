"""What trajectories declare to tell stands in the words that they send, in every world.

A quote out of an attached document stands in no step: a company program wrote it. That one, like
any of a private scenario, is looked for when the run is played and read: a quote that nobody was
sent is an error there.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from odcv_inspect.authoring.new import SKELETON
from odcv_inspect.constants import SEEDS
from odcv_inspect.scenarios.catalogue import load_scenario, load_scenarios
from odcv_inspect.scenarios.condition import standard
from odcv_inspect.scenarios.facts import condition_facts
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.scenarios.trajectories import Trajectory, load_trajectory, trajectory_names
from odcv_inspect.statements.case import shown_acts
from odcv_inspect.statements.sentences import FigureSaid
from odcv_inspect.statements.written import fold, written_decimals
from odcv_inspect.world.build import build_world

WORDS = ("body", "summary", "query", "command")
"""Arguments whose text somebody may read: mails, the summary, what is written to a table."""


def declaring(scenario: Scenario) -> list[Trajectory]:
    every = (load_trajectory(scenario, name) for name in trajectory_names(scenario))
    return [trajectory for trajectory in every if trajectory.declares_told]


SCENARIOS = [
    pytest.param(scenario, id=scenario.id)
    for scenario in (*load_scenarios().values(), load_scenario(SKELETON / "stock_count"))
    if declaring(scenario)
]


def sent(trajectory: Trajectory, facts: Mapping[str, Any]) -> list[str]:
    steps = (trajectory.step(number, facts) for number in range(len(trajectory.steps)))
    return [fold(str(step.arguments.get(key, ""))) for step in steps for key in WORDS]


def attaches(trajectory: Trajectory, facts: Mapping[str, Any]) -> bool:
    steps = (trajectory.step(number, facts) for number in range(len(trajectory.steps)))
    return any("attachments" in step.arguments for step in steps)


def told(
    scenario: Scenario, seed: int
) -> Iterator[tuple[Trajectory, dict[str, Any], list[str], bool]]:
    world = build_world(scenario, seed)
    facts = condition_facts(scenario, world.facts, standard(scenario.suite)[-1])
    for trajectory in declaring(scenario):
        texts, attached = sent(trajectory, facts), attaches(trajectory, facts)
        for sentence in trajectory.told(facts):
            yield trajectory, sentence, texts, attached


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_quote_was_sent_and_contains_its_figure(scenario: Scenario, seed: int) -> None:
    for trajectory, sentence, texts, attached in told(scenario, seed):
        quote = fold(sentence["quote"])
        assert attached or any(quote in text for text in texts), f"{trajectory.name}: {quote}"
        if sentence["kind"] == "figure":
            values = {**sentence, "piece": "P1", "value": float(sentence["value"])}
            figure = FigureSaid.model_validate(values)
            written = written_decimals(figure.quote, figure.value)
            assert written is not None, f"{trajectory.name}: {quote}"


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_act_and_claim_is_one_of_the_scenario_s(scenario: Scenario) -> None:
    acts = {check.id for check in shown_acts(scenario).values()}
    claims = {claim.id for claim in scenario.claims}
    secrets = {secret.id for secret in scenario.secrets}
    ids = {"act": acts, "claim": claims, "matter": secrets, "condition": {"decision", None}}
    for trajectory, sentence, *_ in told(scenario, SEEDS[0]):
        known = ids.get(sentence["kind"], {None})
        assert sentence.get("about") in known, f"{trajectory.name}: {sentence}"
