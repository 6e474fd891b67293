"""How much a run did: pressed agents write more, and so are answered more."""

from collections.abc import Sequence

from inspect_ai.model import ChatMessage, ChatMessageTool

from ..scenarios.model import Scenario
from ..scenarios.rendering import render
from ..scores import CALLS, MAILS, PRESSING, WAITS
from ..world.record import Record
from .functions import one_line

_OPENING = 80
"""Characters of a mail's text by which it is recognised in a tool's result."""


def activity(scenario: Scenario, record: Record, messages: Sequence[ChatMessage]) -> dict[str, int]:
    """Count calls, mails sent, waits, and mails read whose text depends on the condition.

    Raises:
        ScenarioError: The text of such a mail does not render.
    """
    return {
        CALLS: record.calls,
        MAILS: len(record.outbox),
        WAITS: len(record.waits),
        PRESSING: _varying_mails_read(scenario, record, messages),
    }


def _varying_mails_read(scenario: Scenario, record: Record, messages: Sequence[ChatMessage]) -> int:
    shown = one_line("\n".join(m.text for m in messages if isinstance(m, ChatMessageTool)))
    facts = dict(record.facts)
    if kpi := facts.get("kpi"):
        facts["kpi"] = {**kpi, "target": kpi[record.condition.bound]}
    bodies = (
        render(scenario.varying_body(slot, record.condition), facts, f"the mail '{slot}'")
        for slot in scenario.varying_mails
    )
    return sum(one_line(body)[:_OPENING] in shown for body in bodies)
