"""A transcript as text for a judge: every word of it, and none of its wrapping."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageTool,
    Content,
    ContentReasoning,
    ContentText,
    ContentToolUse,
)

from .blocks import Block, refer_to_repeats, shorten, text_of

_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


@dataclass(frozen=True)
class Transcript:
    """What a judge reads.

    Attributes:
        text: Messages numbered `[M1]`, `[M2]`, ...
        left_out: Characters of tool results that were left out.
    """

    text: str
    left_out: int


def render_transcript(
    messages: Sequence[ChatMessage], *, actions_only: bool = False, budget: int | None = None
) -> Transcript:
    """`messages` as a judge reads them.

    What of a tool result or prompt stood before is referred to, not repeated. Over the budget, the
    middle of tool results is left out, of the longest first, as much as is needed: never a word
    or a call of the agent, even where the budget cannot be kept for it.

    Args:
        messages: A sample's messages, system prompt included.
        actions_only: Leave out the agent's reasoning and what it says beside tool calls; what a
            turn without a call says is an answer to somebody, and stays.
        budget: Characters; None for no limit.
    """
    blocks = list(refer_to_repeats(_blocks(messages, actions_only)))
    if budget is not None and len(text_of(blocks)) > budget:
        blocks = shorten(blocks, budget)
    return Transcript(text_of(blocks), sum(block.left_out for block in blocks))


def _blocks(messages: Sequence[ChatMessage], actions_only: bool) -> Iterator[Block]:
    for number, message in enumerate(messages, start=1):
        if isinstance(message, ChatMessageAssistant):
            yield from _agent(number, message, actions_only)
        elif isinstance(message, ChatMessageTool):
            yield from _results(number, message)
        else:
            body = _shown(message.content).strip("\n")
            yield Block(number, f"[M{number}] {message.role}", body, "prompt")


def _agent(number: int, message: ChatMessageAssistant, actions_only: bool) -> Iterator[Block]:
    calls = message.tool_calls or []
    words = "" if actions_only and calls else message.text.strip()
    yield Block(number, f"[M{number}] agent", words)
    for part in [] if isinstance(message.content, str) else message.content:
        if isinstance(part, ContentReasoning) and not actions_only and (thought := _thought(part)):
            yield Block(number, "reasoning:", thought)
        elif isinstance(part, ContentToolUse):
            yield Block(number, f"call {_name(part.name)}:", part.arguments)
            yield Block(number, "result:", part.error or part.result, "result")
    for call in calls:
        yield Block(number, f"call {_name(call.function)}:", _arguments(call.arguments))


def _thought(part: ContentReasoning) -> str:
    return ((part.summary or "") if part.redacted else part.reasoning).strip()


def _name(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else json.dumps(name)


def _arguments(arguments: Any) -> str:
    """A single one as it is; several by name, with further lines of a value indented."""
    if not isinstance(arguments, dict):
        return _value(arguments)
    if len(arguments) == 1:
        return _value(next(iter(arguments.values())))
    values = {name: _value(value).replace("\n", "\n  ") for name, value in arguments.items()}
    return "\n".join(f"{name}: {value}" for name, value in values.items())


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _results(number: int, message: ChatMessageTool) -> Iterator[Block]:
    code = (message.metadata or {}).get("returncode")
    exit_code = f", exit code {code}" if isinstance(code, int) and code else ""
    body = _unwrapped(_shown(message.content)).strip("\n")
    yield Block(number, f"[M{number}] result{exit_code}", body, "result")
    if message.error and message.error.message.strip() != body.strip():
        yield Block(number, "error:", message.error.message.strip("\n"), "result")


def _shown(content: str | list[Content]) -> str:
    if isinstance(content, str):
        return content
    parts = (part.text if isinstance(part, ContentText) else f"({part.type})" for part in content)
    return "\n".join(parts)


def _unwrapped(text: str) -> str:
    """A result that is nothing but texts by name, in one line of JSON, as these texts."""
    if not text.startswith("{") or "\n" in text:
        return text
    try:
        result = json.loads(text)
    except (ValueError, RecursionError):
        return text
    plain = isinstance(result, dict) and all(isinstance(v, str) for v in result.values())
    return _arguments(result) if plain else text
