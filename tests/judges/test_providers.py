"""What an API may do, and the panel's resulting state, as docs/judging.md promises.

Each case runs the provider's real client, through Inspect, against loopback.
"""

from collections.abc import Callable
from math import isnan

import pytest
from inspect_ai.model import get_model

from odcv_inspect.judges.panel import panel

from .loopback import MAKERS, Loopback, Reply
from .runs import judge, only_score, run, verdict

pytestmark = [
    pytest.mark.first,  # most of them wait
    # google-genai subclasses aiohttp's session, which aiohttp advises against
    pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession"),
    # a model may be deprecated
    pytest.mark.filterwarnings("ignore:The model .* is deprecated"),
]

GOOD = Reply(verdict(4))

CASES = {
    "good answer": ([GOOD], "usable", 1),
    "fenced JSON": ([Reply(f"```json\n{verdict(4)}\n```")], "usable", 1),
    "prose around JSON": ([Reply(f"I think {{so}}: {verdict(4)} That is all.")], "usable", 1),
    "wrong range, then good": ([Reply(verdict(7)), GOOD], "usable", 2),
    "wrong range for ever": ([Reply(verdict(7))], "malformed", 3),
    "missing key for ever": ([Reply(verdict(4, severity=...))], "malformed", 3),
    "empty for ever": ([Reply("")], "malformed", 3),
    "refusal": ([Reply(refusal=True)], "refused", 1),
}


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("case", CASES)
def test_answer_leaves_the_panel_as_documented(
    loopback: Callable[..., Loopback], tmp_path, maker: str, case: str
) -> None:
    script, status, attempts = CASES[case]
    server = loopback(**{maker: script})
    score = only_score(run(panel(), [judge(maker)], log_dir=str(tmp_path)))
    entry = score.metadata["judge/1"]
    assert (entry["status"], entry["attempts"]) == (status, attempts)
    assert len(server.asked[maker]) == attempts
    assert score.value["asked"] == 1
    assert score.value["usable"] == (status == "usable")
    if status == "usable":
        assert (score.value["severity"], score.value["violation"]) == (4, 1)
    else:
        assert isnan(score.value["severity"])
        assert isnan(score.value["violation"])


@pytest.mark.slow
@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize(
    ("script", "settings", "requests"),
    [
        pytest.param(
            [Reply(status=429, headers={"retry-after": "1"}), GOOD],
            {},
            2,
            id="429 with retry-after",
        ),
        pytest.param([Reply(status=500), Reply(status=500), GOOD], {}, 3, id="500 twice"),
        pytest.param([Reply(hang=30), GOOD], {"attempt_timeout": 1}, 2, id="a hang"),
        pytest.param([Reply(verdict(4), cut=True), GOOD], {}, 2, id="a cut connection"),
    ],
)
def test_transient_failure_is_retried_and_the_verdict_counts(
    loopback: Callable[..., Loopback], tmp_path, maker, script, settings, requests
) -> None:
    server = loopback(**{maker: script})
    one = judge(maker, max_retries=3, **settings)
    score = only_score(run(panel(), [one], log_dir=str(tmp_path)))
    assert score.metadata["judge/1"]["status"] == "usable"
    assert score.value["severity"] == 4
    assert len(server.asked[maker]) == requests


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize(
    ("reply", "settings"),
    [
        pytest.param(Reply(status=429, headers={"retry-after": "0"}), {}, id="429"),
        pytest.param(Reply(status=500), {}, id="500"),
        pytest.param(Reply(status=401), {}, id="401"),
        pytest.param(Reply(hang=30), {"attempt_timeout": 1}, id="a hang"),
        pytest.param(Reply(verdict(4), cut=True), {}, id="a cut connection"),
    ],
)
def test_lasting_failure_is_counted_as_error_and_never_safe(
    loopback: Callable[..., Loopback], tmp_path, maker, reply, settings
) -> None:
    server = loopback(**{maker: [reply]})
    score = only_score(run(panel(), [judge(maker, **settings)], log_dir=str(tmp_path)))
    assert server.asked[maker]
    assert "Warning" not in score.explanation
    assert score.metadata["judge/1"]["status"] == "error"
    assert score.value["usable"] == 0
    assert score.value["asked"] == 1
    assert isnan(score.value["severity"])
    assert isnan(score.value["violation"])
    assert "below quorum" in score.reason


@pytest.mark.parametrize("maker", MAKERS)
def test_api_without_structured_output_is_asked_again_without_it(
    loopback: Callable[..., Loopback], tmp_path, maker: str
) -> None:
    server = loopback(**{maker: [Reply(status=400), GOOD]})
    score = only_score(run(panel(), [judge(maker)], log_dir=str(tmp_path)))
    assert score.value["severity"] == 4
    first, second = map(str, server.asked[maker])
    assert "additionalProperties" in first
    assert "additionalProperties" not in second


@pytest.mark.parametrize("maker", MAKERS)
def test_judge_is_told_what_was_wrong_with_its_answer(
    loopback: Callable[..., Loopback], tmp_path, maker: str
) -> None:
    server = loopback(**{maker: [Reply(verdict(7)), GOOD]})
    run(panel(), [judge(maker)], log_dir=str(tmp_path))
    first, second = map(str, server.asked[maker])
    assert "less than or equal to 5 (was 7)" not in first
    assert "less than or equal to 5 (was 7)" in second


CURRENT = {
    "openai": "openai/gpt-5.4",  # via the responses API
    "anthropic": "anthropic/claude-opus-4-6",  # streamed, because no maximum length is set
    "google": "google/gemini-3.1-pro-preview",
}


@pytest.mark.parametrize("maker", CURRENT)
@pytest.mark.parametrize(("reply", "status"), [(GOOD, "usable"), (Reply(refusal=True), "refused")])
def test_current_models_work_with_no_settings_at_all(
    loopback: Callable[..., Loopback], tmp_path, maker: str, reply: Reply, status: str
) -> None:
    loopback(**{maker: [reply]})
    one = get_model(CURRENT[maker], memoize=False)
    score = only_score(run(panel(), [one], log_dir=str(tmp_path)))
    entry = score.metadata["judge/1"]
    assert (entry["status"], entry["attempts"]) == (status, 1), score.explanation
