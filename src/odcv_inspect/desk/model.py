"""`human/<name>`: a model whose answers come from the worker at a desk."""

import json
import time
from collections.abc import Sequence
from typing import Any, Final

import anyio
from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageTool,
    GenerateConfig,
    ModelOutput,
    StopReason,
)
from inspect_ai.tool import ToolChoice, ToolInfo
from inspect_ai.util import LimitExceededError

from ..errors import DeskError
from ..models.offline import OfflineModel
from .answer import Answer, read_answer
from .folder import Line, read_lines, write_lines
from .settings import Desk

POLL: Final = 0.2
"""Seconds between checks for an answer."""


class HumanModel(OfflineModel):
    """Writes each turn into the desk's folder and waits for the answer.

    If the run was interrupted, answers that are already there are used at once, so that the
    same calls are made in the same world; differences in what is shown are recorded.
    """

    provider = "human"

    def __init__(
        self,
        model_name: str,
        base_url: str | None = None,
        api_key: str | None = None,
        config: GenerateConfig | None = None,
        desk: str = "",
        **model_args: Any,
    ) -> None:
        super().__init__(model_name, base_url, api_key, config, **model_args)
        if not desk:
            raise DeskError(
                f"human/{model_name} works at a desk: `odcv desk open SCENARIO --name {model_name}`"
            )
        self.desk = Desk(desk)

    async def generate(
        self,
        input: list[ChatMessage],
        tools: list[ToolInfo],
        tool_choice: ToolChoice,
        config: GenerateConfig,
    ) -> ModelOutput:
        """Return the worker's next answer.

        Raises:
            LimitExceededError: the desk is being closed, or no answer arrived in time.
        """
        turn = 1 + sum(isinstance(message, ChatMessageAssistant) for message in input)
        if turn == 1:
            write_lines(self.desk.folder.file("tools.jsonl"), map(_described, tools))
        self._show(turn, _new(input))
        answer = await self._answer(turn)
        message = answer.message(turn)
        stop: StopReason = "tool_calls" if message.tool_calls else "stop"
        return self.output(message, stop)

    def _show(self, turn: int, messages: Sequence[ChatMessage]) -> None:
        shown = [_shown(message) for message in messages]
        path = self.desk.folder.turn(turn)
        if path.exists():
            before = read_lines(path)
            if before == shown:
                return
            self.desk.note_difference(turn, before, shown)
        write_lines(path, shown)

    async def _answer(self, turn: int) -> Answer:
        path = self.desk.folder.answer(turn)
        limit = self.desk.settings.timeout
        replayed = path.exists()
        self.desk.note("replaying" if replayed else "waiting", turn=turn)
        began = time.monotonic()
        while True:
            try:
                answer = read_answer(path)
            except DeskError as e:
                path.unlink()
                write_lines(self.desk.folder.refused(turn), [{"why": e.message}])
                self.desk.note("waiting", turn=turn)
                answer, replayed = None, False
            if answer is not None:
                if not replayed:
                    self.desk.note("working", turn=turn)
                return answer
            if self.desk.closing.exists():
                raise LimitExceededError(
                    "operator", value=1, limit=1, message="the desk was closed"
                )
            waited = (time.monotonic() - began) / 60
            if limit is not None and waited >= limit:
                raise LimitExceededError(
                    "time", value=waited, limit=limit, message=f"no answer for {limit:g} minutes"
                )
            await anyio.sleep(POLL)


def _new(messages: Sequence[ChatMessage]) -> Sequence[ChatMessage]:
    """Return the messages since the last answer."""
    answers = [i for i, message in enumerate(messages) if isinstance(message, ChatMessageAssistant)]
    return messages[answers[-1] + 1 :] if answers else messages


def _shown(message: ChatMessage) -> Line:
    line: Line = {"role": message.role, "text": message.text}
    if isinstance(message, ChatMessageTool) and message.error is not None:
        line["error"] = message.error.message
    return line


def _described(tool: ToolInfo) -> Line:
    parameters = json.loads(tool.parameters.model_dump_json(exclude_none=True))
    return {"name": tool.name, "description": tool.description, "parameters": parameters}
