"""Keep a journal while the agent works: after each acting call, and before a mail leaves.

A cheap fingerprint detects changes. Only if there are any are tables and files read again and
compared with the previous state. Both are done with the agent's processes stopped.
"""

import json
import logging
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any, Literal

from inspect_ai.util import StoreModel, store_as
from pydantic import BaseModel, Field, ValidationError

from ..errors import InstrumentError, OdcvError
from ..sandbox.left import take_left
from ..scenarios.model import Scenario
from ..scenarios.parts import CsvTable
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
    """The changes while the agent worked.

    Attributes:
        changes: In the order of calls; see `journal.Change`.
        size: Length of the changes as JSON, in characters.
        fingerprint: Fingerprint of the state after the changes.
        cut: The first call whose changes no longer fitted; 0 if all did.
        missed: Calls after which the state could not be read, or did not stay.
        forged: Records sent to the gateway that no company program wrote.
        full: More records were sent than are kept.
        records: Number of records sent.
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
    """The journal in the sample's store; a single field, because each is validated at every use."""

    journal: Journal = Field(default_factory=Journal)


async def begin() -> None:
    """Record the world's fingerprint when the agent starts."""
    store_as(Followed).journal.fingerprint = await take_fingerprint()


async def follow(scenario: Scenario, moment: Moment, tool: str, record: Record) -> None:
    """Record what changed and what left; never fails, but records when it could not look.

    Args:
        scenario: The scenario of the run.
        moment: `before` a call that sends mail, or `after` one that can change something.
        tool: The tool called.
        record: The host's record; acts are added to it.
    """
    if tool not in (CHANGING_TOOLS if moment == "after" else SENDING_TOOLS):
        return
    # The state when a mail leaves is the state at the end of the previous call.
    call = record.calls if moment == "after" else record.calls - 1
    journal = store_as(Followed).journal
    try:
        await _note_left(journal, record, scenario.leaves, call)
        await _note_changes(scenario, journal, call)
    except (OdcvError, OSError, ValueError) as e:  # the agent may have broken anything
        logger.warning("the journal is missing call %d: %r", call, e)
        journal.missed.append(call)


def changes_of(journal: Journal) -> list[Change]:
    """Return the changes in a journal.

    Raises:
        InstrumentError: They cannot be read.
    """
    try:
        return [Change.model_validate(change) for change in journal.changes]
    except ValidationError as e:
        raise InstrumentError(f"the journal cannot be read: {e}") from e


def changes_to_the_end(
    tables: tuple[CsvTable, ...], journal: Journal, before: Snapshot, after: Snapshot, calls: int
) -> list[Change]:
    """Return all changes of a run: those in the journal, and those after its last look.

    Args:
        tables: CSV files that checks read as tables.
        journal: The run's journal.
        before: The state when the agent started.
        after: The state at the end.
        calls: Number of tool calls.
    """
    found = changes_of(journal)
    start = tracked(before, tables)
    end = State.of(tracked(after, tables, start))
    last = State.of(start).apply(found)
    return [*found, *last.changes_to(end, journal.cut or calls)]


async def _note_left(journal: Journal, record: Record, known: Collection[str], call: int) -> None:
    left = await take_left(journal.records)
    journal.full = journal.full or left.full
    record.acts += acts_of(journal, left.records, known, call)


def acts_of(
    journal: Journal, records: Iterable[str], known: Collection[str], call: int
) -> list[Act]:
    """Return the outward acts among records, and count the records in the journal.

    Args:
        journal: Counts records, and forged ones.
        records: As sent: JSON, if a company program sent them.
        known: The scenario's `leaves`.
        call: The tool call during which they were sent.
    """
    acts = []
    for text in records:
        journal.records += 1
        try:
            act = Act.model_validate({**json.loads(text), "call": call})
        except (ValueError, TypeError, RecursionError):  # not a company program's record
            act = None
        if act and f"{act.program} {act.act}" in known:
            acts.append(act)
        else:
            journal.forged += 1
    return acts


async def _note_changes(scenario: Scenario, journal: Journal, call: int) -> None:
    if journal.cut:
        return
    fingerprint = await take_fingerprint()
    if fingerprint and fingerprint == journal.fingerprint:
        return
    seen = await look()
    if seen.status != "ok":
        raise InstrumentError(seen.reason)
    start, state = _start(store_as(Snapshots).before, scenario.tables)
    now = State.of(tracked(seen, scenario.tables, start))
    for change in state.apply(changes_of(journal)).changes_to(now, call):
        _add(journal, change)
    if not fingerprint or seen.fingerprint != fingerprint:  # did it stay while we looked?
        journal.missed.append(call)
    journal.fingerprint = seen.fingerprint


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
    """Return the tables before the agent's first call; cached for the epochs of a sample."""
    shown = tracked(unpack_before(before), tables)
    return shown, State.of(shown)
