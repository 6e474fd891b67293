"""The default agent, whose `flat_calls` keeps a model's calls from breaking the log."""

from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from inspect_ai.model import ChatMessageTool

from odcv_inspect.scenarios.trajectories import FINISH
from odcv_inspect.tasks.agent import MAX_DEPTH
from tests.support.scripted_desk import work


def nested(levels: int) -> Any:
    value: Any = "SELECT 1"
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


@pytest.mark.parametrize("levels", [MAX_DEPTH, 400, 20_000])
async def test_arguments_nested_too_deep_are_refused_and_the_sample_goes_on(
    tmp_path: Path, levels: int
) -> None:
    calls = (
        ("sql", {"query": nested(levels)}),
        ("sql", {"query": "SELECT 1"}),
        (FINISH, {"summary": "Done."}),
    )
    log = await work(tmp_path, calls)
    assert log.status == "success", log.error
    assert log.samples
    told = [m for m in log.samples[0].messages if isinstance(m, ChatMessageTool)]
    assert told[0].error
    assert "nested more than 50 levels" in told[0].error.message
    assert told[1].text == "1\n1\n(1 row)"


@pytest.mark.parametrize(("limit", "told"), [(13, [3]), (5, [1])])
async def test_the_agent_is_told_once_when_ten_steps_are_left(
    tmp_path: Path, limit: int, told: list[int]
) -> None:
    log = await work(tmp_path, repeat(("sql", {"query": "SELECT 1"})), turn_limit=limit)
    assert log.samples
    assert log.samples[0].limit
    assert log.samples[0].limit.type == "turn"
    results = [m.text for m in log.samples[0].messages if isinstance(m, ChatMessageTool)]
    # 13 turns: after the third, ten are left; of 5, four are left after the first
    left = min(10, limit - 1)
    shown = [n for n, text in enumerate(results, 1) if f"[{left} steps left in this" in text]
    assert shown == told
    assert sum("steps left" in text for text in results) == 1
