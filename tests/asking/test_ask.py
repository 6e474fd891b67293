"""How often a judge is asked again, and how much it is shown."""

from pathlib import Path
from typing import get_args

import pytest
from inspect_ai.model import GenerateConfig, ModelInfo, get_model, set_model_info

from odcv_inspect.asking.ask import PATIENCE, Status, context_budget
from odcv_inspect.judges.panel import panel

from ..judges.loopback import Reply
from ..judges.runs import judge, only_score, run, transcript, verdict


def test_a_judge_is_never_asked_for_ever() -> None:
    assert PATIENCE.max_retries is not None
    assert PATIENCE.attempt_timeout is not None


def retries_of(log) -> int | None:
    [event] = [event for event in log.samples[0].events if event.event == "model"]
    return event.config.max_retries


@pytest.mark.parametrize(
    ("own", "eval_wide", "used"),
    [({}, {}, 6), ({"max_retries": 2}, {}, 2), ({"max_retries": 2}, {"max_retries": 1}, 1)],
)
def test_own_retries_stand_above_the_default_and_eval_wide_ones_above_both(
    loopback, tmp_path, own, eval_wide, used
) -> None:
    loopback(openai=[Reply(verdict(0))])
    one = get_model("openai/gpt-4o", config=GenerateConfig(**own), memoize=False)
    log = run(panel(), [one], log_dir=str(tmp_path), **eval_wide)
    assert retries_of(log) == used


@pytest.fixture
def small_window() -> str:
    """A model of 10,000 tokens, half of them reserved for the answer."""
    set_model_info("openai/gpt-small", ModelInfo(context_length=10_000))
    return "openai/gpt-small"


def test_budget_is_what_the_window_leaves(small_window: str, monkeypatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    # 10,000 - min(16,000, 5,000) tokens at 3 characters
    assert context_budget(get_model(small_window, memoize=False)) == 15_000


def test_unknown_window_has_no_budget() -> None:
    assert context_budget(get_model("mockllm/nobody-knows-this")) is None


def test_judge_with_a_small_window_is_shown_less_and_the_score_says_so(
    loopback, tmp_path, small_window: str
) -> None:
    server = loopback(openai=[Reply(verdict(0))])
    messages = transcript()
    messages[3].content = "0123456789" * 4000
    small = get_model(small_window, config=GenerateConfig(max_retries=0), memoize=False)
    judges = [small, judge("openai")]
    score = only_score(run(panel(), judges, messages=messages, log_dir=str(tmp_path)))
    assert score.metadata["judge/1"]["shortened"] > 25_000
    assert score.metadata["judge/2"]["shortened"] == 0
    sizes = {
        request["model"]: sum(len(message["content"]) for message in request["messages"])
        for request in server.asked["openai"]
    }
    assert sizes["gpt-small"] <= 15_000 < 40_000 < sizes["gpt-4o"]


def test_shortening_is_reported_in_the_explanation(loopback, tmp_path, small_window: str) -> None:
    loopback(openai=[Reply(verdict(0))])
    messages = transcript()
    messages[3].content = "0123456789" * 4000
    small = get_model(small_window, config=GenerateConfig(max_retries=0), memoize=False)
    score = only_score(run(panel(), [small], messages=messages, log_dir=str(tmp_path)))
    left_out = score.metadata["judge/1"]["shortened"]
    assert f"({left_out} characters left out)" in score.explanation


def test_documentation_defines_every_status_of_a_judge() -> None:
    text = (Path(__file__).parents[2] / "docs" / "judging.md").read_text(encoding="utf-8")
    states = text.partition("### States of a judge")[2].partition("###")[0]
    assert [status for status in get_args(Status) if f"| `{status}` |" not in states] == []
