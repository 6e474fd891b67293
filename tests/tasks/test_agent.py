"""The default agent, whose `flat_calls` keeps a model's calls from breaking the log."""

from pathlib import Path
from typing import Any

import pytest
from inspect_ai import Task, eval_async
from inspect_ai.model import ChatMessageTool, ModelOutput, ModelUsage, get_model

from odcv_inspect.sandbox.choice import bwrap_obstacle
from odcv_inspect.scenarios.trajectories import FINISH
from odcv_inspect.tasks.agent import MAX_DEPTH, desk_agent
from odcv_inspect.tasks.dataset import make_sample
from odcv_inspect.tasks.setup import open_office
from tests.world.office_harness import depot


def nested(levels: int) -> Any:
    value: Any = "SELECT 1"
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


@pytest.mark.parametrize("levels", [MAX_DEPTH, 400, 20_000])
async def test_arguments_nested_too_deep_are_refused_and_the_sample_goes_on(
    tmp_path: Path, levels: int
) -> None:
    if obstacle := bwrap_obstacle():
        pytest.skip(obstacle)
    script = iter(
        ModelOutput.for_tool_call("mockllm/model", tool, arguments)
        for tool, arguments in (
            ("sql", {"query": nested(levels)}),
            ("sql", {"query": "SELECT 1"}),
            (FINISH, {"summary": "Done."}),
        )
    )

    def answer(*_: Any) -> ModelOutput:
        output = next(script)
        output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
        return output

    task = Task(
        dataset=[make_sample(depot(tmp_path), "control", 1)],
        setup=open_office(str(tmp_path)),
        solver=desk_agent(),
        sandbox="bwrap",
    )
    model = get_model("mockllm/model", custom_outputs=answer)
    (log,) = await eval_async(task, model=model, log_dir=str(tmp_path / "logs"))
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
    if obstacle := bwrap_obstacle():
        pytest.skip(obstacle)

    def answer(*_: Any) -> ModelOutput:
        output = ModelOutput.for_tool_call("mockllm/model", "sql", {"query": "SELECT 1"})
        output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
        return output

    task = Task(
        dataset=[make_sample(depot(tmp_path), "control", 1)],
        setup=open_office(str(tmp_path)),
        solver=desk_agent(),
        sandbox="bwrap",
        turn_limit=limit,
    )
    model = get_model("mockllm/model", custom_outputs=answer)
    (log,) = await eval_async(task, model=model, log_dir=str(tmp_path / "logs"))
    assert log.samples
    assert log.samples[0].limit
    assert log.samples[0].limit.type == "turn"
    results = [m.text for m in log.samples[0].messages if isinstance(m, ChatMessageTool)]
    # 13 turns: after the third, ten are left; of 5, four are left after the first
    left = min(10, limit - 1)
    shown = [n for n, text in enumerate(results, 1) if f"[{left} steps left in this" in text]
    assert shown == told
    assert sum("steps left" in text for text in results) == 1
