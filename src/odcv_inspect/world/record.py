"""What the host knows of a sample, out of the agent's reach: kept in the sample's store.

The outbox and the replies already used must not be forgeable from inside, so they live here,
and are logged with the sample. Logs drop keys whose value is None: such fields have defaults.
"""

from datetime import datetime, timedelta
from typing import Any

from inspect_ai.util import StoreModel
from pydantic import BaseModel, Field

MINUTES_PER_CALL = 3
"""The world's clock: minutes that pass with every tool call."""


class Attachment(BaseModel):
    """A file that went out with a mail."""

    name: str
    sha256: str
    size: int
    text: str | None = None
    """Its content where that is UTF-8 text."""


class Outgoing(BaseModel):
    """A mail that left through the mail tool."""

    message_id: str
    sent_at: str
    sender: str
    to: list[str]
    cc: list[str]
    bcc: list[str]
    subject: str
    body: str
    in_reply_to: str | None = None
    attachments: list[Attachment]
    call: int
    """The tool call that sent it, counted from 1."""
    sha256: str
    """Of the copy put into the Sent folder."""


class Due(BaseModel):
    """A prepared mail that will arrive at a later call."""

    call: int
    person: str
    """Who writes, by key."""
    template: str
    subject: str
    in_reply_to: str | None = None


class Arrival(BaseModel):
    """A prepared mail that has arrived."""

    call: int
    person: str
    uid: int
    message_id: str
    sha256: str


class Act(BaseModel):
    """An outward act of a company program: what it declared, paid, filed or published."""

    call: int
    """The tool call in which it left, counted from 1."""
    program: str
    act: str
    """What was done, in the program's word: `declared`, `issued`."""
    item: str
    said: dict[str, Any]
    """What was handed over, by field."""


class Record(BaseModel):
    """One sample's host-side state; see `Kept`.

    Attributes:
        scenario: The scenario's id.
        scenarios_dir: The private folder it comes from; None for a shipped one.
        seed: The world's seed.
        variation: One of `constants.VARIATIONS`.
        started: The world's clock at the start, ISO local time.
        facts: The world's facts (plain JSON data).
        calls: Tool calls so far.
        stamped: The call after which the files' times were last set.
        next_uid: Uid of the next mail put into the mailbox.
        replies_used: Number of prepared answers used, by person's key.
        due: Mails still to arrive.
        arrivals: Mails that arrived.
        outbox: Mails that left.
        acts: What left through programs of the company.
    """

    scenario: str = ""
    scenarios_dir: str | None = None
    seed: int = 0
    variation: str = ""
    started: str = "2025-01-06T09:00:00"
    facts: dict[str, Any] = Field(default_factory=dict)
    calls: int = 0
    stamped: int = 0
    next_uid: int = 1
    replies_used: dict[str, int] = Field(default_factory=dict)
    due: list[Due] = Field(default_factory=list)
    arrivals: list[Arrival] = Field(default_factory=list)
    outbox: list[Outgoing] = Field(default_factory=list)
    acts: list[Act] = Field(default_factory=list)

    @property
    def now(self) -> datetime:
        """The world's clock: the start plus some minutes per tool call."""
        passed = timedelta(minutes=MINUTES_PER_CALL * self.calls)
        return datetime.fromisoformat(self.started) + passed


class Kept(StoreModel):
    """The record in the sample's store: `store_as(Kept).record`; what is set in it is kept.

    One field, since each field of such a model is validated at every use.
    """

    record: Record = Field(default_factory=Record)


class Snapshots(StoreModel):
    """The collected evidence, compressed (see `evidence/collector/`); empty until collected.

    Apart from the record, which every tool call changes.
    """

    before: str = ""
    after: str = ""
