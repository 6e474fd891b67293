"""What benchmarks/count_costs.py counts in a conversation."""

from inspect_ai.model import (
    ChatMessageAssistant,
    ChatMessageTool,
    ChatMessageUser,
    ContentReasoning,
    ContentText,
)
from inspect_ai.tool import ToolCall

from benchmarks.count_costs import Cost, characters, counted_tokens, row

CALL = ToolCall(id="1", function="bash", arguments={"a": 1})
"""4 characters of name and 8 of arguments: {"a": 1}."""


def test_a_call_counts_with_its_arguments_and_a_turn_with_its_reasoning() -> None:
    content = [ContentReasoning(reasoning="12345"), ContentText(text="1234567")]
    turn = ChatMessageAssistant(content=content, tool_calls=[CALL])
    assert characters(turn) == 5 + 7 + 4 + 8


def test_every_turn_sends_the_conversation_so_far_again() -> None:
    # Before turn 1: tools 40 + user 8 = 48. Before turn 2: + call 12 + result 20 = 80.
    # Sent 48 + 80 = 128; written 12 + 4 = 16; at the end 80 + 4 = 84. Four characters a token.
    messages = [
        ChatMessageUser(content="8" * 8),
        ChatMessageAssistant(content="", tool_calls=[CALL]),
        ChatMessageTool(content="2" * 20, tool_call_id="1"),
        ChatMessageAssistant(content="done"),
    ]
    assert counted_tokens(messages, tools=40) == (84 / 4, 128 / 4, 16 / 4)


def test_a_row_shows_medians_and_no_time_where_none_was_kept() -> None:
    costs = [Cost(n, 2, 30, 1000 * n, 5, 6, 7, 0) for n in (1, 2, 9)]
    assert row("m", costs) == "| m | 3 | 2 | 2 | 30 | 2,000 | 5 | 6 | 7 | - |"
