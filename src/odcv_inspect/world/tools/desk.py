"""At every tool call, advance the clock, deliver mail, and schedule answers."""

import functools
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any, Literal

from inspect_ai.tool import ToolError
from inspect_ai.util import LimitExceededError, SandboxUnavailableError, store_as
from pydantic import BaseModel

from ...errors import ScenarioError
from ...sandbox.limits import DISKS
from ...sandbox.turns import in_turn
from ...scenarios.model import Scenario
from .. import office, post
from ..files import epoch_seconds
from ..record import Kept, Record
from .news import with_news

Execute = Callable[..., Coroutine[Any, Any, str]]
Watch = Callable[[Scenario, Literal["before", "after"], str, Record], Awaitable[None]]
"""Examines the world before and after a call; gets the tool's name."""

logger = logging.getLogger(__name__)


def at_desk(scenario: Scenario, execute: Execute, watch: Watch) -> Execute:
    """Wrap `execute` as an office call: counted, with the mail and the clock kept up to date.

    Due mail arrives before the call; answers to mail it sent are scheduled after it. Files
    carry the world's time whenever a command can look at them. News is appended to the result,
    or to the refusal. An unexpected failure becomes a tool error for the agent and is counted:
    nothing the agent does can end its sample or the run.
    """

    @functools.wraps(execute)
    async def call(*args: Any, **kwargs: Any) -> str:
        record = store_as(Kept).record
        record.calls += 1
        try:
            shown = await kept_up(record, *args, **kwargs)
        except ToolError as e:
            raise ToolError(with_news(e.message, record)) from e
        except (LimitExceededError, SandboxUnavailableError, ScenarioError):
            raise
        except Exception as e:
            logger.exception("the tool %s failed in call %d", execute.__name__, record.calls)
            record.tool_faults += 1
            raise ToolError("The request could not be carried out: an internal error.") from e
        return with_news(shown.replace("\0", "\ufffd"), record)  # no model API accepts NUL

    async def kept_up(record: Record, *args: Any, **kwargs: Any) -> str:
        sent = len(record.outbox)
        async with in_turn():
            arrived = await post.deliver_due(scenario, record)
            if execute.__name__ == "bash" and (arrived or record.calls == 1):
                await _restamp(record)
            await watch(scenario, "before", execute.__name__, record)
        try:
            _require_text(args, kwargs)
            return await execute(*args, **kwargs)
        finally:
            async with in_turn():
                await watch(scenario, "after", execute.__name__, record)
                for mail in record.outbox[sent:]:
                    post.schedule_answers(scenario, record, mail)
                await _restamp(record)

    return call


def _require_text(*values: object) -> None:
    for text in _strings(values):
        if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
            raise ToolError(
                "The request contains a character that is not text (NUL or half of one)."
            )


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
    epoch = epoch_seconds(record.now, record.zone)
    try:
        await office.call("clock", "restamp", roots=list(DISKS), epoch=epoch, opened=record.opened)
    except ToolError as e:  # a wrong file time must not hide the call's result
        logger.warning("file times could not be set: %s", e)
