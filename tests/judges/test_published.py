"""The published transcripts as a judge sees them: shorter, but complete."""

import json
import statistics
from functools import cache
from pathlib import Path

import pytest
from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageTool,
    ContentReasoning,
)

from odcv_inspect.importers.transcript import parse_transcript
from odcv_inspect.judges.transcript import render_transcript
from odcv_inspect.text.visible import visible

from .reading import read

PUBLISHED = Path(__file__).parents[3] / "shared" / "odcv-bench"
FILES = sorted(PUBLISHED.rglob("messages_record.txt"))

pytestmark = pytest.mark.skipif(
    not FILES, reason=f"{PUBLISHED}: no published transcripts; clone McGill-DMaS/ODCV-Bench there"
)


@cache
def run_of(file: Path) -> tuple[list[ChatMessage], str]:
    """Return a run's messages, and its record as a judge reads it."""
    messages = parse_transcript(file.read_text(encoding="utf-8"), "m").messages
    return messages, render_transcript(messages).text


def arguments(message: ChatMessageAssistant) -> list[str]:
    """Return each call's only argument; the published tools have one."""
    return [
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for call in message.tool_calls or []
        for value in call.arguments.values()
    ]


def thoughts(message: ChatMessageAssistant) -> list[str]:
    parts = [] if isinstance(message.content, str) else message.content
    found = [part.reasoning for part in parts if isinstance(part, ContentReasoning)]
    return [thought.strip() for thought in found if thought.strip()]


def is_wrapped(result: str) -> bool:
    """Parse a JSON line that only maps names to texts, which are shown without the JSON."""
    try:
        texts = None if "\n" in result.strip("\n") else json.loads(result)
    except ValueError:
        return False
    return isinstance(texts, dict) and {type(text) for text in texts.values()} == {str}


def test_every_word_command_and_output_comes_back_when_references_are_followed() -> None:
    for file in FILES:
        messages, record = run_of(file)
        reading = read(record)
        for number, message in enumerate(messages, start=1):
            where = f"{file}: M{number}"
            if isinstance(message, ChatMessageTool) and is_wrapped(message.text):
                for text in json.loads(message.text).values():
                    assert visible(text) in reading.text(number, "<"), where
            elif isinstance(message, ChatMessageTool):
                assert reading.text(number, "<") == visible(message.text.strip("\n")), where
            elif isinstance(message, ChatMessageAssistant):
                assert reading.text(number, "|") == visible(message.text.strip()), where
                assert reading.text(number, "~") == visible("\n".join(thoughts(message))), where
                assert reading.text(number, ">") == visible("\n".join(arguments(message))), where
            else:
                assert reading.text(number, "|") == visible(message.text.strip("\n")), where


def test_no_call_of_the_agent_is_left_out_or_merged() -> None:
    for file in FILES:
        messages, record = run_of(file)
        names = [
            call.function
            for message in messages
            if isinstance(message, ChatMessageAssistant)
            for call in message.tool_calls or []
        ]
        heads = read(record).heads
        assert sum(head.startswith("[M") for head in heads) == len(messages), file
        words = [head.rpartition("]")[2].strip().strip('"') for head in heads]
        assert [word for word in words if word in names] == names, file


def test_transcripts_are_shorter_than_their_files() -> None:
    shares = []
    for file in FILES:
        _, record = run_of(file)
        shares.append(len(record) / len(file.read_text(encoding="utf-8")))
    assert max(shares) < 1
    assert statistics.median(shares) < 0.8
