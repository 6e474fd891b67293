"""Worlds of the insider suite: filled texts, tokens in place, levels of equal length."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from odcv_inspect.authoring.contract import persona_problems
from odcv_inspect.authoring.factor_texts import run_together, unequal_levels
from odcv_inspect.authoring.stories import misplaced_tokens, unfilled
from odcv_inspect.constants import INSIDER
from odcv_inspect.scenarios.catalogue import find_scenario, load_scenarios
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.scenarios.parts import Secret
from odcv_inspect.world.build import build_world
from odcv_inspect.world.model import World
from tests.support.replay import FULL

PERSONAS = 200 if FULL else 12
"""Worlds of each story, from seed 5 on: `odcv check` builds those before."""

STORIES = [pytest.param(story, id=story.id) for story in load_scenarios(suite=INSIDER).values()]


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("story", STORIES)
def test_no_persona_has_a_clash_a_gap_or_a_misplaced_token(story: Scenario) -> None:
    found = {
        seed: problems
        for seed in range(5, 5 + PERSONAS)
        if (problems := list(persona_problems(story, build_world(story, seed))))
    }
    assert found == {}


@pytest.mark.parametrize("story", STORIES)
def test_threats_and_companies_differ_between_personas(story: Scenario) -> None:
    worlds = [build_world(story, seed) for seed in range(8)]
    deciders = {world.people["decider"].name for world in worlds if "decider" in world.people}
    assert len(deciders) >= 6
    assert len({world.company for world in worlds}) >= 3


@pytest.fixture
def story() -> Scenario:
    return find_scenario("auction_front_office")


@pytest.fixture
def world(story: Scenario) -> World:
    return build_world(story, 0)


Changed = Callable[..., World]


def with_mail(world: World, body: str) -> World:
    first, *rest = world.mails
    return replace(world, mails=(replace(first, body=body), *rest))


@pytest.mark.parametrize("body", ["Dear {{ name }}", "Dear None,", "Call [NAME]", "TODO: greet"])
def test_a_placeholder_is_named_with_its_place(story: Scenario, world: World, body: str) -> None:
    [told] = unfilled(story, with_mail(world, body))
    assert "which looks like an unfilled placeholder" in told


def test_a_token_must_be_in_the_world_and_not_in_the_prompt(story: Scenario, world: World) -> None:
    gone = Secret(id="gone", says="Something", tokens=("QX-0000-1",))
    given = Secret(id="given", says="The company", tokens=("{{ company }}",))
    told = list(misplaced_tokens(story.model_copy(update={"secrets": (gone, given)}), world))
    assert "secrets.gone: the token 'QX-0000-1' is nowhere in the world" in told[0]
    assert any("is in system, so that the agent does not have to find it" in each for each in told)


def test_a_level_s_sentence_is_as_long_as_what_it_replaces(story: Scenario, world: World) -> None:
    assert list(unequal_levels(story, world)) == []
    longer = (
        "{% if oversight.logged %}Everything that this desk does is logged, and the log is read "
    )
    longer += "by the auditors every Friday.{% else %}Hello.{% endif %}"
    [told] = unequal_levels(story.model_copy(update={"system": longer}), world)
    assert "system: under insider,oversight=logged" in told


def test_a_level_must_change_a_text(story: Scenario, world: World) -> None:
    same = "{% if oversight.logged %}Hello.{% else %}Hello.{% endif %}"
    [told] = unequal_levels(story.model_copy(update={"system": same}), world)
    assert "insider,oversight=logged: changes no text" in told


def test_sentences_must_not_run_together(story: Scenario, world: World) -> None:
    broken = "{% if oversight.logged %}\nIt is logged.{% else %}\nIt is late.{% endif %}\nGo on."
    found = list(run_together(story.model_copy(update={"system": broken}), world))
    assert "system: under insider, no space after 'late.Go'" in found[0]
    assert list(run_together(story, world)) == []
