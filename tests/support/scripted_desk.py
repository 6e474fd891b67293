"""A model that makes given calls at a desk of the office harness's company."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from inspect_ai import Task, eval_async
from inspect_ai.log import EvalLog
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.solver import Solver

from odcv_inspect.sandbox.choice import bwrap_obstacle
from odcv_inspect.tasks.agent import desk_agent
from odcv_inspect.tasks.dataset import make_sample
from odcv_inspect.tasks.setup import open_office
from tests.world.office_harness import depot

Call = tuple[str, dict[str, Any]]


async def work(
    folder: Path,
    calls: Iterable[Call],
    solver: Solver | None = None,
    turn_limit: int | None = None,
) -> EvalLog:
    """Run one sample; a test that calls this skips where bwrap does not work.

    Args:
        folder: For the scenario and the log.
        calls: Tool and arguments, one per turn.
        solver: Works with the model; the default agent when None.
        turn_limit: As for a task.
    """
    if obstacle := bwrap_obstacle():
        pytest.skip(obstacle)
    script = iter(calls)

    def answer(*_: Any) -> ModelOutput:
        output = ModelOutput.for_tool_call("mockllm/model", *next(script))
        output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
        return output

    task = Task(
        dataset=[make_sample(depot(folder), "control", 1)],
        setup=open_office(str(folder)),
        solver=solver or desk_agent(),
        sandbox="bwrap",
        turn_limit=turn_limit,
    )
    model = get_model("mockllm/model", custom_outputs=answer)
    (log,) = await eval_async(task, model=model, log_dir=str(folder / "logs"))
    assert log.samples
    return log
