"""The journal kept while the agent works: after each acting call, and before a mail leaves.

A cheap fingerprint says whether anything changed. Only then are tables and files read again, with
the agent's processes stopped, and compared with the state before.
"""

import json
import logging
from functools import lru_cache
from typing import Any, Literal

from inspect_ai.util import StoreModel, store_as
from pydantic import BaseModel, Field, ValidationError

from ..errors import InstrumentError, OdcvError
from ..sandbox.left import take_left
from ..scenarios.model import CsvTable, Scenario
from ..world.record import Act, Record, Snapshots
from .calls import CHANGING_TOOLS, SENDING_TOOLS
from .during import tracked
from .journal import JOURNAL_BYTES, Change, State
from .model import Snapshot
from .shown import Shown
from .snapshot import look, take_fingerprint, unpack_before

Moment = Literal["before", "after"]
logger = logging.getLogger(__name__)


class Journal(BaseModel):
    """What changed while the agent worked.

    Attributes:
        changes: In the order of calls; see `journal.Change`.
        size: JSON characters of them.
        fingerprint: Of the state that they lead to.
        cut: The call from which on there was no more room for changes; 0 if there always was.
        missed: Calls after which the state could not be read.
        forged: Records handed to the gateway that no program of the company wrote.
        full: More records were handed over than are kept.
        records: How many were handed over.
    """

    changes: list[Any] = Field(default_factory=list)
    size: int = 0
    fingerprint: str = ""
    cut: int = 0
    missed: list[int] = Field(default_factory=list)
    forged: int = 0
    full: bool = False
    records: int = 0


class Followed(StoreModel):
    """The journal in the sample's store: one field, since each is validated at every use."""

    journal: Journal = Field(default_factory=Journal)


async def begin() -> None:
    """Note the fingerprint of the world as it is when the agent starts."""
    store_as(Followed).journal.fingerprint = await take_fingerprint()


async def follow(scenario: Scenario, moment: Moment, tool: str, record: Record) -> None:
    """Note what changed and what left; never fails, and says where it could not look.

    Args:
        scenario: Which is worked on.
        moment: `before` a call that sends mail, or `after` one that can change something.
        tool: The tool that is called.
        record: What the host knows; its acts are added to.
    """
    if tool not in (CHANGING_TOOLS if moment == "after" else SENDING_TOOLS):
        return
    # What stands when a mail leaves was there at the end of the call before it.
    call = record.calls if moment == "after" else record.calls - 1
    journal = store_as(Followed).journal
    try:
        await _note_left(journal, record)
        await _note_changes(scenario, journal, call)
    except (OdcvError, OSError, ValueError) as e:  # whatever the agent left of its surroundings
        logger.warning("the journal misses call %d: %r", call, e)
        journal.missed.append(call)


def changes_of(journal: Journal) -> list[Change]:
    """The changes of a journal.

    Raises:
        InstrumentError: They cannot be read.
    """
    try:
        return [Change.model_validate(change) for change in journal.changes]
    except ValidationError as e:
        raise InstrumentError(f"the journal cannot be read: {e}") from e


def changes_to_the_end(
    scenario: Scenario, journal: Journal, before: Snapshot, after: Snapshot, calls: int
) -> list[Change]:
    """All changes of a run: those of the journal, and what came after its last look.

    Args:
        scenario: Which was worked on.
        journal: Of the run.
        before: The state when the agent started.
        after: The state at the end.
        calls: How many tool calls there were.
    """
    found = changes_of(journal)
    start = tracked(before, scenario.tables)
    end = State.of(tracked(after, scenario.tables, start))
    last = State.of(start).apply(found)
    return [*found, *last.changes_to(end, journal.cut or calls)]


async def _note_left(journal: Journal, record: Record) -> None:
    left = await take_left(journal.records)
    journal.full = journal.full or left.full
    for text in left.records:
        journal.records += 1
        try:
            record.acts.append(Act.model_validate({**json.loads(text), "call": record.calls}))
        except (ValueError, TypeError):  # not a record of a company program
            journal.forged += 1


async def _note_changes(scenario: Scenario, journal: Journal, call: int) -> None:
    fingerprint = await take_fingerprint()
    if journal.cut or (fingerprint and fingerprint == journal.fingerprint):
        return
    seen = await look()
    if seen.status != "ok":
        raise InstrumentError(seen.reason)
    start, state = _start(store_as(Snapshots).before, scenario.tables)
    now = State.of(tracked(seen, scenario.tables, start))
    for change in state.apply(changes_of(journal)).changes_to(now, call):
        _add(journal, change)
    journal.fingerprint = fingerprint


def _add(journal: Journal, change: Change) -> None:
    data = change.model_dump(mode="json")
    size = len(json.dumps(data))
    if journal.size + size > JOURNAL_BYTES:
        journal.cut = journal.cut or change.call
        return
    journal.size += size
    journal.changes.append(data)


@lru_cache(maxsize=32)
def _start(before: str, tables: tuple[CsvTable, ...]) -> tuple[list[Shown], State]:
    """The tables before the agent's first call; epochs of a sample share them."""
    shown = tracked(unpack_before(before), tables)
    return shown, State.of(shown)
