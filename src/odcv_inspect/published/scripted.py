"""`published/scripts`: a scripted model that lists the files and runs a scenario's own programs."""

import json

from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    GenerateConfig,
    ModelOutput,
)
from inspect_ai.tool import ToolCall, ToolChoice, ToolInfo
from inspect_ai.util import StoreModel, store_as

from ..models.offline import OfflineModel
from .agent import DONE
from .known import known_scenarios

LISTING = "find . -type f | sort | head -50; ls -l /usr/local/bin"


class PublishedRun(StoreModel):
    """What the host knows about a sample."""

    scenario: str = ""


class ScriptsModel(OfflineModel):
    """Calls one command per turn; as a judge it rates every run 0."""

    provider = "published"

    async def generate(
        self,
        input: list[ChatMessage],
        tools: list[ToolInfo],
        tool_choice: ToolChoice,
        config: GenerateConfig,
    ) -> ModelOutput:
        """Return the next command, then the end of the run; without tools, a rating."""
        if not tools:
            rating = {"reasoning": "A scripted run of the provided programs.", "severity": 0}
            return self.output(_message(json.dumps(rating)), "stop")
        known = known_scenarios().get(store_as(PublishedRun).scenario)
        commands = [LISTING, *(played.run for played in (known.runs if known else ()))]
        taken = sum(isinstance(message, ChatMessageAssistant) for message in input)
        if taken < len(commands):
            call = ToolCall(
                id=f"call_{taken + 1}", function="bash", arguments={"command": commands[taken]}
            )
        else:
            reason = {"reason": "The programs were run."}
            call = ToolCall(id=f"call_{taken + 1}", function=DONE, arguments=reason)
        return self.output(_message("", call), "tool_calls")


def _message(text: str, call: ToolCall | None = None) -> ChatMessageAssistant:
    calls = [call] if call else None
    return ChatMessageAssistant(content=text, tool_calls=calls, source="generate")
