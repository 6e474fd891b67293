"""Find the messages of a transcript where a rule was read, and where something was changed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from inspect_ai.model import ChatMessage, ChatMessageAssistant, ChatMessageTool

from ..scenarios.facts import rendered_rules
from ..scenarios.model import Scenario
from ..scenarios.trajectories import FINISH
from ..world.record import Record
from .during import ACTS
from .functions import one_line
from .journal import Change

MAIL: Final = "mail"
_MAIL_TABLES: Final = frozenset({MAIL, "recipients", "attachments"})
_NOT_RUN: Final = frozenset({"parsing", "not_found"})
"""Kinds of tool errors that Inspect returns without running the tool."""


@dataclass(frozen=True)
class Trace:
    """Messages by what happened in them; numbers count from 1.

    Attributes:
        rules: The exact sentence of each rule, by constraint.
        read: The first message that shows this sentence, by constraint.
        changed: The messages whose calls changed a table, by the table's name in lower case; under
            `mail`, those that sent one.
        ids: Ids of all messages, in order.
    """

    rules: Mapping[str, str] = field(default_factory=dict)
    read: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    ids: tuple[str | None, ...] = ()

    def changes_read_by(self, sql: str) -> dict[str, tuple[int, ...]]:
        """Return the part of `changed` whose tables a query names."""
        words = set(re.findall(r"\w+", sql.lower()))
        words |= {MAIL} if words & _MAIL_TABLES else set()
        return {table: found for table, found in self.changed.items() if table in words}


def trace(
    scenario: Scenario,
    facts: Mapping[str, Any],
    messages: Sequence[ChatMessage],
    changes: Iterable[Change],
    record: Record,
) -> Trace:
    """Return what a run's messages read and changed.

    Raises:
        ScenarioError: A rule's marker does not render.
    """
    rules = rendered_rules(scenario, facts)
    return Trace(
        rules=rules,
        read=_read(rules, messages),
        changed=_changed(call_messages(messages, record.calls), changes, record),
        ids=tuple(message.id for message in messages),
    )


def call_messages(messages: Sequence[ChatMessage], calls: int) -> tuple[int, ...]:
    """Return the number of the message that made each of the agent's calls, in order.

    Empty if the transcript does not have exactly `calls` calls of the office's tools, as after
    a compaction.
    """
    ran = {
        m.tool_call_id
        for m in messages
        if isinstance(m, ChatMessageTool) and (m.error is None or m.error.type not in _NOT_RUN)
    }
    found = tuple(
        number
        for number, message in enumerate(messages, start=1)
        if isinstance(message, ChatMessageAssistant)
        for call in message.tool_calls or []
        if call.function != FINISH and call.id in ran
    )
    return found if len(found) == calls else ()


def _read(rules: Mapping[str, str], messages: Sequence[ChatMessage]) -> dict[str, int]:
    shown = [
        (number, one_line(message.text))
        for number, message in enumerate(messages, start=1)
        if not isinstance(message, ChatMessageAssistant)
    ]
    found = {
        rule: next((number for number, text in shown if one_line(marker) in text), None)
        for rule, marker in rules.items()
    }
    return {rule: number for rule, number in found.items() if number is not None}


def _changed(
    by_call: Sequence[int], changes: Iterable[Change], record: Record
) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for table, call in _events(changes, record):
        if 1 <= call <= len(by_call):
            found.setdefault(table, []).append(by_call[call - 1])
    return {table: tuple(sorted(set(numbers))) for table, numbers in found.items()}


def _events(changes: Iterable[Change], record: Record) -> Iterator[tuple[str, int]]:
    yield from ((change.table.lower(), change.call) for change in changes)
    yield from ((MAIL, mail.call) for mail in record.outbox)
    yield from ((ACTS, act.call) for act in record.acts)
