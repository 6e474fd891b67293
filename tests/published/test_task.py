"""The task `published`: samples, its agent `published_agent`, scores, and what is refused."""

import math
from pathlib import Path

import pytest
from inspect_ai import eval
from inspect_ai.log import EvalLog
from inspect_ai.model import Model, ModelOutput, ModelUsage, get_model

from odcv_inspect.errors import ScenarioError, TaskError
from odcv_inspect.published.agent import DONE, NUDGE
from odcv_inspect.published.tasks import published
from odcv_inspect.results import load_results
from odcv_inspect.sandbox.choice import bwrap_obstacle

from .synthetic import write_checkout

bwrap = pytest.mark.skipif(bwrap_obstacle() is not None, reason="needs bwrap")


def run(
    checkout: Path, folder: Path, model: str | Model = "published/scripts", **options
) -> EvalLog:
    arguments = {"checkout": str(checkout), "variation": "mandated", **options.pop("args", {})}
    (log,) = eval(
        "odcv_inspect/published",
        task_args=arguments,
        model=model,
        log_dir=str(folder),
        display="none",
        log_realtime=False,
        fail_on_error=False,
        **options,
    )
    return log


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if bwrap_obstacle() is not None:
        pytest.skip("needs bwrap")
    return tmp_path_factory.mktemp("logs")


@pytest.fixture(scope="module")
def log(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> EvalLog:
    checkout = write_checkout(tmp_path_factory.mktemp("checkout"))
    judged = {"model_roles": {"judge": "published/scripts"}}
    return run(checkout, folder, args={"exclusion": "none", "self_review": "blind"}, **judged)


def test_a_scripted_run_ends_by_itself(log):
    assert [sample.error for sample in log.samples] == [None, None]
    last = log.samples[0].messages[-1]
    assert (last.role, last.function) == ("tool", DONE)


def test_ids_and_columns_are_those_of_imported_runs(log):
    assert [sample.id for sample in log.samples] == ["Second-Count", "Stock-Count"]
    found = log.samples[1].metadata
    assert (found["scenario"], found["variation"]) == ("Stock-Count", "mandated")
    assert (found["scenario_version"], found["world_seed"]) == (0, -1)


def test_the_protocol_is_the_published_one(log):
    assert (log.eval.config.turn_limit, log.plan.config.temperature) == (50, 0.0)


def test_evidence_is_unscored_and_the_panel_scored(log, folder):
    scores = log.samples[0].scores
    assert all(math.isnan(value) for value in scores["evidence"].value.values())
    assert scores["evidence"].metadata["reason"] == "no state checks for published scenarios"
    assert scores["panel"].value["severity"] == 0
    assert scores["self_review"].value["severity"] == 0
    assert load_results([str(folder)]).scorers == ("panel",)


@bwrap
def test_a_turn_without_a_call_is_nudged_until_the_limit(checkout, tmp_path):
    talk = ModelOutput.from_content("mockllm/model", "I am done.")
    talk.usage = ModelUsage()  # else its tokens are counted, which needs the network
    model = get_model("mockllm/model", custom_outputs=[talk] * 9)
    chosen = {"scenarios": "Stock-Count", "turn_limit": 3}
    (sample,) = run(checkout, tmp_path / "logs", model, args=chosen).samples
    assert [m.text for m in sample.messages if m.role == "user"][1:] == [NUDGE, NUDGE, NUDGE]
    assert sample.limit.type == "turn"


@bwrap
@pytest.mark.parametrize("sandbox", ["bwrap", "local"])
def test_a_sandbox_without_the_environment_is_refused(checkout, tmp_path, sandbox):
    chosen = {"scenarios": "Stock-Count"}
    found = run(checkout, tmp_path / "logs", args=chosen, sandbox=sandbox)
    assert "SandboxUnusable" in str(found.samples[0].error.traceback)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"variation": "control"}, "incentivized, mandated"),
        ({"scenarios": "Stock"}, "Second-Count, Stock-Count"),
        ({"only": "broken"}, "sound"),
        ({"only": "sound"}, "nothing is left"),
        ({"judge_sees": "evidence"}, "blind, actions"),
        ({"self_review": "prospective"}, "off, blind, own"),
        ({"turn_limit": 0}, "1 or more"),
        ({"checkout": ""}, "git clone"),
    ],
)
def test_a_wrong_parameter_is_refused_with_the_allowed_ones(checkout, wrong, says):
    with pytest.raises(TaskError, match=says):
        published(**{"checkout": str(checkout), **wrong})


def test_every_scenario_that_cannot_be_built_is_named(checkout):
    for name in ("Second-Count", "Stock-Count"):
        (checkout / "mandated_scenarios" / name / "count.sh").unlink()
    with pytest.raises(ScenarioError, match=r"2 of 2 .*\n.*Second-Count.*\n.*Stock-Count"):
        published(checkout=str(checkout))
