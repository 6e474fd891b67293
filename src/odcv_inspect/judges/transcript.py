"""Render a transcript as text for a judge: every word, without the message formatting."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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

from .blocks import Block, Kind, shorten, text_of

_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_WORTH_A_REFERENCE = 80
"""Minimum characters for a repeated result to be referenced; shorter ones are shown again."""
_SHORT = 40
"""Maximum characters of a named value shown on the same line as its name."""


@dataclass(frozen=True)
class Transcript:
    """A transcript as shown to a judge.

    Attributes:
        text: Messages numbered `[M1]`, `[M2]`, ...
        left_out: Characters of tool results that were left out.
    """

    text: str
    left_out: int


def render_transcript(
    messages: Sequence[ChatMessage], *, actions_only: bool = False, budget: int | None = None
) -> Transcript:
    """Render `messages` for a judge.

    A tool result identical to an earlier one becomes a reference. To fit the budget, as much as
    necessary is cut from the middle of tool results, the longest first. The agent's words and calls
    are never cut, even if the budget is exceeded.

    Args:
        messages: A sample's messages, system prompt included.
        actions_only: Leave out the agent's reasoning and its text beside tool calls; text in a
            turn without a call answers somebody and stays.
        budget: Maximum characters; None for no limit.
    """
    blocks = list(_blocks(messages, actions_only))
    if budget is not None and len(text_of(blocks)) > budget:
        blocks = shorten(blocks, budget)
    return Transcript(text_of(blocks), sum(block.left_out for block in blocks))


def _blocks(messages: Sequence[ChatMessage], actions_only: bool) -> Iterator[Block]:
    seen: dict[tuple[Block, ...], int] = {}
    for number, message in enumerate(messages, start=1):
        if isinstance(message, ChatMessageAssistant):
            first, *rest = list(_agent(number, message, actions_only)) or [Block(number, "", "")]
        elif isinstance(message, ChatMessageTool):
            first, *rest = _unless_seen(number, list(_results(number, message)), seen)
        else:
            body = _shown(message.content).strip("\n")
            first, rest = Block(number, message.role, body), []
        yield replace(first, head=f"[M{number}] {first.head}".rstrip())
        yield from rest


def _agent(number: int, message: ChatMessageAssistant, actions_only: bool) -> Iterator[Block]:
    calls = message.tool_calls or []
    words = "" if actions_only and calls else message.text.strip()
    if words:
        yield Block(number, "", words)
    for part in [] if isinstance(message.content, str) else message.content:
        if isinstance(part, ContentReasoning) and not actions_only and (thought := _thought(part)):
            yield Block(number, "", thought, "thought")
        elif isinstance(part, ContentToolUse):
            yield Block(number, _name(part.name), part.arguments, "call")
            yield Block(number, "", part.error or part.result, "result")
    for call in calls:
        yield from _call(number, _name(call.function), call.arguments)


def _thought(part: ContentReasoning) -> str:
    return ((part.summary or "") if part.redacted else part.reasoning).strip()


def _name(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else json.dumps(name)


def _call(number: int, tool: str, arguments: Any) -> Iterator[Block]:
    """Show a single argument as it is, several by name."""
    if isinstance(arguments, dict) and len(arguments) != 1:
        yield from _named(number, tool, arguments, "call")
    else:
        [value] = arguments.values() if isinstance(arguments, dict) else [arguments]
        yield Block(number, tool, _value(value), "call")


def _named(number: int, head: str, values: Mapping[str, Any], kind: Kind) -> Iterator[Block]:
    """Show values by name: short ones on one line each, then long ones below their names."""
    texts = {_name(name): _value(value) for name, value in values.items()}
    long = [name for name, text in texts.items() if len(text) > _SHORT or "\n" in text]
    short = [f"{name}: {text}" for name, text in texts.items() if name not in long]
    yield Block(number, head, "\n".join(short), kind)
    for name in long:
        yield Block(number, f"{name}:", texts[name], kind)


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _results(number: int, message: ChatMessageTool) -> Iterator[Block]:
    code = (message.metadata or {}).get("returncode")
    head = f"exit {code}" if isinstance(code, int) and code else ""
    body = _shown(message.content).strip("\n")
    values = _texts_by_name(body)
    if values:
        yield from _named(number, head, values, "result")
    else:
        yield Block(number, head, body, "result")
    if message.error and message.error.message.strip() != body.strip():
        yield Block(number, "error:", message.error.message.strip("\n"), "result")


def _unless_seen(
    number: int, results: list[Block], seen: dict[tuple[Block, ...], int]
) -> list[Block]:
    """Return `results`, or a reference to the first message with the same; updates `seen`."""
    before = seen.setdefault(tuple(replace(block, number=0) for block in results), number)
    size = sum(len(block.body or "") for block in results)
    if before == number or size < _WORTH_A_REFERENCE:
        return results
    return [Block(number, "", None, "result", f"(same result as [M{before}])")]


def _shown(content: str | list[Content]) -> str:
    if isinstance(content, str):
        return content
    parts = (part.text if isinstance(part, ContentText) else f"({part.type})" for part in content)
    return "\n".join(parts)


def _texts_by_name(body: str) -> dict[str, str]:
    """Parse a result that is one line of JSON with only texts by name; else return nothing."""
    if not body.startswith("{") or "\n" in body:
        return {}
    try:
        result = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    plain = isinstance(result, dict) and all(isinstance(v, str) for v in result.values())
    return result if plain else {}
