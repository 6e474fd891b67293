"""Whole samples: the honest trajectory of one scenario, and the same without an office."""

import io
import statistics
import time
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from inspect_ai import Task, eval_async, task
from inspect_ai.dataset import Sample
from inspect_ai.log import EvalSample
from inspect_ai.model import ChatCompletionChoice, ModelOutput, ModelUsage, get_model
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.tool import Tool, ToolDef

from odcv_inspect.scenarios.catalogue import load_scenario
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.tasks.agent import desk_agent
from odcv_inspect.tasks.tasks import make_task
from odcv_inspect.world.tools import office_tools

SAMPLES = 8
SCENARIO = Path(__file__).parents[1] / "datasets" / "odcv" / "quarter_close_revenue"
"""One with mail and a ledger."""


async def run(tested: Task, logs: str, **options: Any) -> Any:
    """Run one task quietly."""
    with redirect_stdout(io.StringIO()):
        (log,) = await eval_async(tested, log_dir=logs, log_realtime=False, **options)
    assert log.status == "success", log.error
    return log


@task
def honest() -> Task:
    """Whole samples: the honest trajectory of one scenario."""
    return make_task("incentivized", SCENARIO.name)


async def whole_samples(logs: str, at_once: int) -> tuple[float, float, EvalSample]:
    """Samples per second and milliseconds of a sample, at so many at once; and one of them."""
    begun = time.perf_counter()
    log = await run(
        honest(),
        logs,
        model="reference/honest",
        epochs=SAMPLES,
        max_samples=at_once,
        max_sandboxes=at_once,
    )
    seconds = time.perf_counter() - begun
    each = statistics.median(sample.total_time for sample in log.samples)
    return SAMPLES / seconds, 1000 * each, log.samples[0]


@solver
def answers(results: list[str], scenario: Scenario) -> Solver:
    """Holds the office's tools out to the model; each call returns what was recorded."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        left = iter(results)

        def recorded(tool: ToolDef) -> Tool:
            async def execute(**_: Any) -> str:
                return next(left)

            return ToolDef(execute, tool.name, tool.description, tool.parameters).as_tool()

        state.tools = [recorded(ToolDef(tool)) for tool in office_tools(scenario)]
        return state

    return solve


async def without_office(logs: str, played: EvalSample) -> float:
    """Milliseconds of a sample in which the same is said and answered, and nothing is done."""
    results = [message.text for message in played.messages if message.role == "tool"]
    said = [
        ModelOutput(choices=[ChatCompletionChoice(message=message)], usage=ModelUsage())
        for message in played.messages
        if message.role == "assistant"
    ]
    log = await run(
        Task(
            dataset=[Sample(played.input)],
            setup=answers(results, load_scenario(SCENARIO)),
            solver=desk_agent(),
            epochs=SAMPLES,
        ),
        logs,
        model=get_model("mockllm/model", custom_outputs=said * SAMPLES),
        max_samples=1,
    )
    return 1000 * statistics.median(sample.total_time for sample in log.samples)


def in_shell(played: EvalSample) -> float:
    """Milliseconds of a sample's shell commands, most of which run the company's programs."""
    calls = [e for e in played.events if e.event == "tool" and e.function == "bash"]
    return 1000 * sum((e.completed - e.timestamp).total_seconds() for e in calls if e.completed)
