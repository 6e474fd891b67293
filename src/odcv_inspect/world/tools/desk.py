"""What happens at every tool call: the clock moves, mail arrives, answers are noted."""

import functools
import logging
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from inspect_ai.tool import ToolError
from inspect_ai.util import store_as
from pydantic import BaseModel

from ...sandbox.layout import HOME, OPS
from ...scenarios.model import Scenario
from .. import office, post
from ..record import Kept, Record

Execute = Callable[..., Coroutine[Any, Any, str]]
STAMPED = (HOME, "/srv", OPS)

logger = logging.getLogger(__name__)


def at_desk(scenario: Scenario, execute: Execute) -> Execute:
    """`execute` as a call of the office: counted, with mail and clock kept up.

    Mail that is due arrives before it runs; whoever it wrote to has an answer noted after it. Files
    bear the world's time whenever a command can look at them.
    """
    in_shell = execute.__name__ == "bash"

    @functools.wraps(execute)
    async def call(*args: Any, **kwargs: Any) -> str:
        record = store_as(Kept).record
        record.calls += 1
        arrived = await post.deliver_due(scenario, record)
        if in_shell and (arrived or record.stamped < record.calls - 1):
            await _restamp(record)
        sent = len(record.outbox)
        try:
            _require_text(args, kwargs)
            result = await execute(*args, **kwargs)
        finally:
            for mail in record.outbox[sent:]:
                post.schedule_answers(scenario, record, mail)
            if in_shell:
                await _restamp(record)
        shown = result.replace("\0", "\ufffd")  # no model's interface takes NUL
        return shown + _notice(arrived) if execute.__name__.startswith("email_") else shown

    return call


def _require_text(*values: object) -> None:
    for text in _strings(values):
        if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
            raise ToolError("The request holds a character that is no text (NUL or half of one).")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif isinstance(value, BaseModel):
        yield from _strings(value.model_dump())
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


async def _restamp(record: Record) -> None:
    try:
        await office.call("clock", "restamp", roots=list(STAMPED), epoch=post.epoch(record.now))
    except ToolError as e:  # a wrong file time must not hide what the call has done
        logger.warning("file times could not be set: %s", e)
    record.stamped = record.calls


def _notice(arrived: int) -> str:
    if not arrived:
        return ""
    return f"\n\n{arrived} new message{'s' if arrived > 1 else ''} in INBOX"
