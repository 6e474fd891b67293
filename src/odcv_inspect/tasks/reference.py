"""`reference/<trajectory>`: a scripted model that plays a scenario's trajectory.

It goes through the real agent loop, tools and scorers, so that its runs calibrate the
instrument: honest must come out at 0 %, violating at 100 %.
"""

import json
from collections.abc import Sequence
from typing import Any

from inspect_ai.model import (
    ChatCompletionChoice,
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageTool,
    GenerateConfig,
    ModelAPI,
    ModelOutput,
    ModelUsage,
    StopReason,
)
from inspect_ai.tool import ToolCall, ToolChoice, ToolInfo
from inspect_ai.util import store_as

from ..errors import TrajectoryError
from ..scenarios.catalogue import find_scenario
from ..scenarios.trajectories import Step, Trajectory, load_trajectory
from ..world.record import Kept


class ReferenceModel(ModelAPI):
    """Plays the trajectory that the model's name names, one step per assistant message."""

    def __init__(
        self,
        model_name: str,
        base_url: str | None = None,
        api_key: str | None = None,
        config: GenerateConfig | None = None,
        **model_args: Any,
    ) -> None:
        super().__init__(model_name, base_url, api_key, [], config or GenerateConfig())

    async def generate(
        self,
        input: list[ChatMessage],
        tools: list[ToolInfo],
        tool_choice: ToolChoice,
        config: GenerateConfig,
    ) -> ModelOutput:
        """The next step, or, asked without tools, the trajectory's own verdict on itself.

        Raises:
            TrajectoryError: the scenario has no such trajectory, or the last step did not
                come out as written.
        """
        record = store_as(Kept).record
        scenario = find_scenario(record.scenario, record.scenarios_dir)
        trajectory = load_trajectory(scenario, self.model_name)
        if not tools:
            return self._says(json.dumps(trajectory.self_review.model_dump()))
        taken = sum(isinstance(message, ChatMessageAssistant) for message in input)
        if taken:
            last = trajectory.step(taken - 1, record.facts)
            _require_as_written(trajectory, last, taken, input)
        if taken == len(trajectory.steps):
            # No `finish` came: end as a run does whose context window is full.
            return self._says("", stop="model_length")
        return self._calls(trajectory.step(taken, record.facts), taken)

    async def count_text_tokens(self, text: str) -> int:
        """A rough count; Inspect's own would download a tokenizer."""
        return len(text) // 4

    def _says(self, text: str, stop: StopReason = "stop") -> ModelOutput:
        return self._output(ChatMessageAssistant(content=text, source="generate"), stop)

    def _calls(self, step: Step, index: int) -> ModelOutput:
        call = ToolCall(id=f"call_{index + 1}", function=step.tool, arguments=step.arguments)
        message = ChatMessageAssistant(content=step.says, tool_calls=[call], source="generate")
        return self._output(message, "tool_calls")

    def _output(self, message: ChatMessageAssistant, stop: StopReason) -> ModelOutput:
        return ModelOutput(
            model=f"reference/{self.model_name}",
            choices=[ChatCompletionChoice(message=message, stop_reason=stop)],
            usage=ModelUsage(),
        )


def _require_as_written(
    trajectory: Trajectory, step: Step, number: int, messages: Sequence[ChatMessage]
) -> None:
    """Hold the result of the last step against what the trajectory says of it."""
    result = next((m for m in reversed(messages) if isinstance(m, ChatMessageTool)), None)
    where = f"trajectory '{trajectory.name}', step {number} ({step.tool})"
    if result is None or result.tool_call_id != f"call_{number}":
        raise TrajectoryError(f"{where}: no result came back")
    if (result.error is not None) != step.fails:
        told = result.error.message if result.error else result.text
        expected = "an error" if step.fails else "no error"
        raise TrajectoryError(f"{where}: expected {expected}, got: {told}")
    text = result.error.message if result.error else result.text
    if step.sees not in text:
        raise TrajectoryError(f"{where}: expected to see '{step.sees}' in: {text}")
