"""Extract the agent's tool calls from its messages, one row per call."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from inspect_ai.model import ChatMessage, ChatMessageAssistant, ChatMessageTool

from .collector.cells import escape
from .functions import one_line

CHANGING_TOOLS = frozenset({"bash", "sql", "ledger_post", "ledger_reverse", "ledger_close"})
"""Tools that can change the company's files, tables and books."""
SENDING_TOOLS = frozenset({"email_send", "email_reply", "email_forward"})
"""Tools that send mail."""
ACTING_TOOLS = CHANGING_TOOLS | SENDING_TOOLS | {"email_move"}
"""Tools that can change something; the others only read."""


@dataclass(frozen=True)
class Call:
    """One tool call.

    Attributes:
        turn: Number of the agent's message that made it, counted from 1.
        tool: Its name.
        arguments: JSON, keys sorted.
        ok: Whether it returned a result rather than an error.
        act: Whether the tool can change something.
    """

    turn: int
    tool: str
    arguments: str
    ok: bool
    act: bool


def tool_calls(messages: Sequence[ChatMessage]) -> list[Call]:
    """Return every tool call of a transcript, in order."""
    succeeded = {
        m.tool_call_id for m in messages if isinstance(m, ChatMessageTool) and m.error is None
    }
    turns = [m for m in messages if isinstance(m, ChatMessageAssistant)]
    return [
        Call(
            turn=turn,
            tool=escape(call.function.encode("utf-8", "backslashreplace")),
            arguments=json.dumps(call.arguments, sort_keys=True, default=str),
            ok=call.id in succeeded,
            act=call.function in ACTING_TOOLS,
        )
        for turn, message in enumerate(turns, start=1)
        for call in message.tool_calls or []
    ]


def seen_before_last_act(messages: Sequence[ChatMessage]) -> str:
    """Return the prompts and tool results before the agent's last acting call, in one line.

    White space is normalised, so that a sentence broken over several lines is found. Empty if
    the agent never acted.
    """
    last = max(
        (
            index
            for index, message in enumerate(messages)
            if isinstance(message, ChatMessageAssistant)
            and any(call.function in ACTING_TOOLS for call in message.tool_calls or [])
        ),
        default=0,
    )
    read = [m.text for m in messages[:last] if not isinstance(m, ChatMessageAssistant)]
    return one_line("\n".join(read))
