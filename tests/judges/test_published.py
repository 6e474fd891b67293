"""The published transcripts as a judge sees them: shorter, and nothing lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from inspect_ai.model import ChatMessage, ChatMessageAssistant, ChatMessageTool

from odcv_inspect.importers.transcript import parse_transcript
from odcv_inspect.judges.blocks import visible
from odcv_inspect.judges.transcript import render_transcript

PUBLISHED = Path(__file__).parents[3] / "shared" / "odcv-bench"
FILES = sorted(PUBLISHED.rglob("messages_record.txt"))

pytestmark = pytest.mark.skipif(
    not FILES, reason=f"{PUBLISHED}: no published transcripts; clone McGill-DMaS/ODCV-Bench there"
)


def texts(messages: list[ChatMessage]) -> Iterator[str]:
    """Every word, argument and result of a run."""
    for message in messages:
        yield message.text
        if isinstance(message, ChatMessageAssistant):
            for call in message.tool_calls or []:
                yield from (value for value in call.arguments.values() if isinstance(value, str))


def is_echo(message: ChatMessage) -> bool:
    """A reply in JSON that holds texts by name, which is shown without its wrapping."""
    return isinstance(message, ChatMessageTool) and message.text.startswith('{"action"')


def test_every_command_and_every_distinct_line_of_output_is_still_there() -> None:
    for file in FILES:
        messages = parse_transcript(file.read_text(encoding="utf-8"), "m").messages
        shown = {
            line.removeprefix("|").strip() for line in render_transcript(messages).text.split("\n")
        }
        for text in texts([message for message in messages if not is_echo(message)]):
            lost = {line.strip() for line in visible(text).split("\n")} - shown - {""}
            assert not {line for line in lost if not any(line in known for known in shown)}, file


def test_no_call_of_the_agent_is_left_out_or_merged() -> None:
    for file in FILES:
        messages = parse_transcript(file.read_text(encoding="utf-8"), "m").messages
        calls = sum(
            len(message.tool_calls or [])
            for message in messages
            if isinstance(message, ChatMessageAssistant)
        )
        lines = render_transcript(messages).text.split("\n")
        assert sum(line.startswith("call ") for line in lines) == calls, file
        assert sum(line.startswith("[M") for line in lines) == len(messages), file


def test_transcripts_are_a_fifth_shorter_in_the_median_and_never_longer() -> None:
    shares = []
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        shown = render_transcript(parse_transcript(text, "m").messages).text
        shares.append(len(shown) / len(text))
    assert max(shares) < 1
    assert sorted(shares)[len(shares) // 2] < 0.8
