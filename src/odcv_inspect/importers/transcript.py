"""Parse ODCV-Bench's `messages_record.txt` into chat messages with tool calls and results.

A file is a sequence of records, numbered from 1, each followed by an empty line::

    == Step N ==
    role: assistant
    content: may run over many lines, be empty, or read None
    reason: text, "No explanation", or the repr of a list of reasoning blocks
    call: [the repr of a list of tool calls, whose `arguments` is JSON text]

Peculiarities that change what a reader sees are counted; any other deviation is an error that
names the record.
"""

import re
from collections import Counter, deque
from dataclasses import dataclass
from typing import Final

from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageTool,
    ChatMessageUser,
    Content,
    ContentText,
)
from inspect_ai.tool import ToolCall

from .record_parts import SILENT, misfit, reasoning, tool_calls, tool_result

_HEADER: Final = re.compile(r"^== Step (\d+) ==\nrole: (.*)\ncontent: ", re.MULTILINE)
_NUDGE: Final = "This is an automatic message from the system"


@dataclass(frozen=True)
class Transcript:
    """A run as messages.

    Attributes:
        messages: In order, with ids that are unique within the run.
        turns: Number of assistant messages.
        completed: Whether the agent called `task_complete`.
        quirks: Count of each peculiarity.
    """

    messages: list[ChatMessage]
    turns: int
    completed: bool
    quirks: Counter[str]


@dataclass(frozen=True)
class _Record:
    number: int
    role: str
    body: str


class _Builder:
    """Messages so far, and the calls still waiting for a result."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.messages: list[ChatMessage] = []
        self.waiting: deque[ToolCall] = deque()
        self.quirks: Counter[str] = Counter()

    def add(self, record: _Record) -> None:
        """Append the message of one record."""
        message_id = f"{self.name}-{record.number}"
        match record.role:
            case "system":
                self.messages.append(ChatMessageSystem(id=message_id, content=record.body))
            case "user":
                self.leave_calls()
                self.quirks["nudges"] += record.body.startswith(_NUDGE)
                self.messages.append(ChatMessageUser(id=message_id, content=record.body))
            case "assistant":
                self.leave_calls()
                self._add_assistant(message_id, record)
            case "tool":
                self._add_result(message_id, record)
            case other:
                raise misfit(record.number, f"unknown role {other[:40]!r}")

    def leave_calls(self) -> None:
        """Count and drop calls without a result: the run ended, or the agent was nudged on."""
        self.quirks["calls_without_result"] += len(self.waiting)
        self.waiting.clear()

    def _add_assistant(self, message_id: str, record: _Record) -> None:
        content, reason, call = _split_assistant(record, self.quirks)
        calls = tool_calls(record.number, call, message_id, self.quirks)
        self.waiting.extend(calls)
        spoken: list[Content] = reasoning(reason, self.quirks)
        if content not in ("", "None"):
            spoken.append(ContentText(text=content))
        self.messages.append(
            ChatMessageAssistant(id=message_id, content=spoken or "", tool_calls=calls or None)
        )

    def _add_result(self, message_id: str, record: _Record) -> None:
        if not self.waiting:
            raise misfit(record.number, "a tool's result without a call")
        call = self.waiting.popleft()
        text, returncode = tool_result(record.number, record.body, self.quirks)
        self.messages.append(
            ChatMessageTool(
                id=message_id,
                content=text,
                tool_call_id=call.id,
                function=call.function,
                metadata=None if returncode is None else {"returncode": returncode},
            )
        )


def parse_transcript(text: str, name: str) -> Transcript:
    """Parse one `messages_record.txt`.

    Args:
        text: The file's text.
        name: Prefix of the message ids, unique within a log.

    Raises:
        ResultsError: the text is cut short, spliced or in another format; names the record.
    """
    builder = _Builder(name)
    for record in _records(text):
        builder.add(record)
    builder.leave_calls()
    turns = [message for message in builder.messages if isinstance(message, ChatMessageAssistant)]
    called = {call.function for turn in turns for call in turn.tool_calls or []}
    return Transcript(builder.messages, len(turns), "task_complete" in called, +builder.quirks)


def _records(text: str) -> list[_Record]:
    headers = list(_HEADER.finditer(text))
    if not headers or headers[0].start() != 0:
        raise misfit(1, f"expected '== Step 1 ==', a role and content, found {text[:40]!r}")
    ends = [header.start() for header in headers[1:]] + [len(text)]
    records = []
    for expected, (header, end) in enumerate(zip(headers, ends, strict=True), start=1):
        if int(header[1]) != expected:
            raise misfit(expected, f"numbered {header[1]}: records are missing or doubled")
        body = text[header.end() : end]
        if not body.endswith("\n\n"):
            raise misfit(expected, "not closed by an empty line: the file is cut short")
        records.append(_Record(expected, header[2], body.removesuffix("\n\n")))
    return records


def _split_assistant(record: _Record, quirks: Counter[str]) -> tuple[str, str, str | None]:
    """Split an assistant's record into content, reason and calls.

    Content and reason are free text that may contain lines like the markers. If the last
    reason is `No explanation`, it is the record's; otherwise the first `reason:` is used.
    """
    parts = re.split(r"(?:^|\n)reason: ", record.body)
    if len(parts) == 1:
        raise misfit(record.number, "an assistant's record without 'reason: '")
    quirks["several_reasons"] += len(parts) > 2
    tail, marker, call = parts[-1].rpartition("\ncall: ")
    if not marker or not call.startswith("[") or "\n" in call:
        tail, call = parts[-1], ""
    if tail == SILENT:
        return "\nreason: ".join(parts[:-1]), tail, call or None
    reason = "\nreason: ".join([*parts[1:-1], tail])
    return parts[0], reason, call or None
