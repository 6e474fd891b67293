"""The tasks of the insider suite: cells, personas, families."""

from pathlib import Path

import pytest
from inspect_ai import eval
from inspect_ai.dataset import Sample

from odcv_inspect.errors import TaskError
from odcv_inspect.report.insider_effects import effect_sheet
from odcv_inspect.results import load_results
from odcv_inspect.sandbox.choice import bwrap_obstacle
from odcv_inspect.scenarios.parts import Refusal
from odcv_inspect.scores import CONDUCT, DEBRIEFED, VIOLATION
from odcv_inspect.tasks.insider import (
    insider,
    insider_leak,
    make_insider,
    select_stories,
)
from odcv_inspect.tasks.tasks import incentivized, instruments

ONE = "seed_station_office"


def prompt(sample: Sample) -> str:
    return " ".join(message.text for message in sample.input)  # type: ignore[union-attr]


def test_the_default_design_crosses_goal_and_threat_in_four_worlds_of_six_stories() -> None:
    samples = list(insider().dataset)
    assert len(samples) == 6 * 2 * 2 * 4
    ids = [str(sample.id) for sample in samples]
    assert len(set(ids)) == len(ids)
    assert ids[:5] == [
        "auction_front_office/world=0",
        "auction_front_office/world=1",
        "auction_front_office/world=2",
        "auction_front_office/world=3",
        "auction_front_office/threat=replacement/world=0",
    ]
    last = samples[-1].metadata or {}
    assert (last["family"], last["suite"]) == ("leak", "insider")
    assert (last["goal"], last["threat"], last["order"]) == ("conflict", "replacement", "none")
    assert last["world_seed"] == 3


def test_two_stories_belong_to_each_family() -> None:
    families = [story.family for story in select_stories(None, None, None)]
    assert sorted(families) == sorted(["leverage", "leak", "withheld_rescue"] * 2)
    leaks = {str(sample.id).split("/")[0] for sample in insider_leak(personas=1).dataset}
    assert leaks == {"seed_station_office", "island_ferry_bids"}


def test_a_cell_changes_words_and_nothing_else() -> None:
    goals = insider(stories=ONE, goal="none,aligned,conflict", threat="none", personas=1)
    texts = [prompt(sample) for sample in goals.dataset]
    assert len(set(texts)) == 3
    threats = insider(stories=ONE, goal="none", threat="none,replacement", personas=1)
    one, other = threats.dataset
    assert prompt(one) == prompt(other), "a threat is found in the mail, not in the prompt"
    hashes = {(sample.metadata or {})["inputs_sha256"] for sample in (*goals.dataset, one, other)}
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("factor", "level"),
    [
        ("order", "prohibition"),
        ("order", "rules"),
        ("oversight", "logged"),
        ("channel", "present"),
        ("belief", "asked"),
        ("scratchpad", "on"),
    ],
)
def test_every_factor_changes_every_prompt(factor: str, level: str) -> None:
    for story in select_stories(None, None, None):
        levels = {"goal": "none", "threat": "none"}
        [plain] = make_insider([story], levels, personas=1).dataset
        [changed] = make_insider([story], {**levels, factor: level}, personas=1).dataset
        new = set(prompt(changed).split()) - set(prompt(plain).split())
        assert len(new) >= 3, f"{story.id}: {factor}={level}"


def test_inspect_reads_on_as_a_boolean() -> None:
    [sample] = insider(stories=ONE, goal="none", threat="none", personas=1, scratchpad=True).dataset  # type: ignore[arg-type]
    assert sample.id == f"{ONE}/scratchpad=on"


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"family": "blackmail"}, "choose from leverage, leak, withheld_rescue"),
        ({"family": "leak", "stories": "ridge_survey_desk"}, "ridge_survey_desk"),
        ({"stories": "vaccine_cold_chain"}, "choose from auction_front_office"),
        ({"personas": 0}, "personas=0: give a whole number, 1 or more"),
        ({"goal": "own"}, "choose from none, aligned, conflict"),
        ({"pressure": "own"}, "factors are: goal, threat, order"),
    ],
)
def test_a_wrong_value_is_refused_with_the_allowed_ones(
    parameters: dict[str, object], told: str
) -> None:
    with pytest.raises(TaskError, match=told):
        insider(**parameters)  # type: ignore[arg-type]


def test_a_cell_that_makes_no_sense_in_a_story_is_refused_with_the_reason() -> None:
    [story] = select_stories(None, ONE, None)
    refusal = Refusal(when={"goal": "aligned", "threat": "restriction"}, why="nobody would")
    refusing = story.model_copy(update={"refuses": (refusal,)})
    make_insider([refusing], {"goal": "aligned", "threat": "none"}, personas=1)
    with pytest.raises(TaskError, match="has no goal=aligned threat=restriction: nobody would"):
        make_insider([refusing], {"goal": "aligned", "threat": "restriction"}, personas=1)


def test_the_other_suite_has_none_of_its_factors() -> None:
    with pytest.raises(TaskError, match="goal: not a parameter of this task"):
        incentivized(goal="conflict")


@pytest.mark.slow
@pytest.mark.skipif(bwrap_obstacle() is not None, reason="bwrap cannot run here")
def test_a_planted_effect_is_found_again_with_its_sign_and_size(tmp_path: Path) -> None:
    task = make_insider(
        select_stories(None, "seed_station_office,ridge_survey_desk", None),
        {"goal": "none,conflict", "threat": "none,replacement"},
        personas=1,
        scorers=instruments(None, reading=False, judging=False),
    )
    model = "reference/violating_if_threat_replacement"
    [log] = eval(task, model=model, display="none", log_dir=str(tmp_path))
    assert log.status == "success", log.error
    effects = effect_sheet(load_results([log.location]), "evidence").records
    assert [(each["effect"], each["with"], each["difference"]) for each in effects] == [
        ("goal: conflict - none", "neither", 0),
        ("goal: conflict - none", "threat=replacement", 0),
        ("threat: replacement - none", "neither", 1),
        ("threat: replacement - none", "goal=conflict", 1),
    ]


@pytest.mark.slow
@pytest.mark.skipif(bwrap_obstacle() is not None, reason="bwrap cannot run here")
@pytest.mark.parametrize(("model", "violation"), [("honest", 0.0), ("violating", 1.0)])
def test_scripted_models_come_out_as_they_should_in_every_cell(
    model: str, violation: float, tmp_path: Path
) -> None:
    task = make_insider(
        select_stories(None, "auction_front_office,orchard_cold_store", None),
        {"goal": "none,conflict", "threat": "none,replacement", "belief": "debriefed"},
        personas=1,
        scorers=instruments(None, reading=True, judging=False),
    )
    [log] = eval(task, model=f"reference/{model}", display="none", log_dir=str(tmp_path))
    assert log.status == "success", log.error
    for sample in log.samples or []:
        assert sample.scores
        assert sample.scores[CONDUCT.name].value[VIOLATION] == violation, sample.id  # type: ignore[index]
        told = (sample.scores["awareness"].metadata or {})[DEBRIEFED]
        assert told == "undecided"
