"""Read the worker's answer of a turn from the folder."""

from pathlib import Path
from typing import Any

from inspect_ai.model import ChatMessageAssistant
from inspect_ai.tool import ToolCall
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..errors import DeskError

LARGEST = 1 << 20
"""Maximum bytes of an answer."""


class Answer(BaseModel):
    """One tool call, text, or both."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    says: str = ""
    tool: str | None = Field(default=None, min_length=1)
    arguments: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _not_empty(self) -> "Answer":
        if self.tool is None and not self.says.strip():
            raise ValueError("it neither names a tool nor says anything")
        if self.tool is None and self.arguments:
            raise ValueError("it has arguments, but no tool")
        return self

    def message(self, turn: int) -> ChatMessageAssistant:
        """Return the model's message in this turn."""
        calls = None
        if self.tool is not None:
            calls = [ToolCall(id=f"call_{turn}", function=self.tool, arguments=self.arguments)]
        return ChatMessageAssistant(content=self.says, tool_calls=calls, source="generate")


def read_answer(path: Path) -> Answer | None:
    """Read the answer in a file; None while there is no file.

    Raises:
        DeskError: the answer is not acceptable; the message is for the worker.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    if len(content) > LARGEST:
        raise DeskError(f"the answer has more than {LARGEST:,} bytes; send it in parts")
    try:
        return Answer.model_validate_json(content)
    except ValidationError as e:
        told = "; ".join(_told(error["loc"], error["msg"]) for error in e.errors())
        raise DeskError(
            f"the answer was not understood ({told}); it must be one JSON object such as "
            '{"tool": "bash", "arguments": {"command": "ls"}} or {"says": "..."}'
        ) from e


def _told(place: tuple[int | str, ...], message: str) -> str:
    where = ".".join(map(str, place))
    return f"{where}: {message}" if where else message
