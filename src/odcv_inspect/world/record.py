"""What the host records about a sample, out of the agent's reach, in the sample's store.

The outbox and the used replies are kept here so that the agent cannot forge them, and are logged
with the sample. Logs drop keys whose value is None, so such fields have defaults.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from inspect_ai.util import StoreModel
from pydantic import BaseModel, Field, field_validator

from ..scenarios.condition import Condition

MINUTES_PER_CALL = 3
"""Minutes that the world's clock advances per tool call."""
_LINE = 500
"""Characters in a line of packed evidence."""
_LEVELS = 10
"""Levels of lists and objects in a submitted value that are kept."""
_SHORT = 200
"""Characters kept of one with more."""
FIRST_SENT_UID = 1001
"""Uid of the first mail the agent sends; received mail is counted from 1."""


class Attachment(BaseModel):
    """A file that went out with a mail."""

    name: str
    sha256: str
    size: int
    text: str | None = None
    """Its content, if that is text."""
    packed: list[str] = Field(default_factory=list)
    """Texts inside it, if it is an archive or compressed."""


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
    """Of the copy in the Sent folder."""


class Due(BaseModel):
    """A prepared mail that will arrive later."""

    at: str = ""
    """When it arrives, ISO local time; empty in logs from before waits were possible."""
    person: str
    """Key of the sender."""
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
    sender: str = ""
    """Name and address, as in the header."""
    subject: str = ""


class Wait(BaseModel):
    """Time that the agent let pass."""

    call: int
    """The tool call, counted from 1."""
    seconds: int
    """On top of the time that every call takes."""


class Act(BaseModel):
    """An outward act of a company program: what it declared, paid, filed or published."""

    call: int
    """The tool call during which it left, counted from 1."""
    program: str
    act: str
    """The act, in the program's word: `declared`, `issued`."""
    item: str
    said: dict[str, Any]
    """The submitted values, by field; of one that nests deeply, the start of its JSON."""

    @field_validator("said")
    @classmethod
    def _flat(cls, said: dict[str, Any]) -> dict[str, Any]:
        """Keep a log writable, whatever a program hands over."""
        return {
            name: value if _nests_within(value, _LEVELS) else json.dumps(value)[:_SHORT]
            for name, value in said.items()
        }


def _nests_within(value: Any, levels: int) -> bool:
    if not isinstance(value, (list, dict)):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_nests_within(each, levels - 1) for each in inner)


class Record(BaseModel):
    """One sample's host-side state; see `Kept`.

    Attributes:
        scenario: The scenario's id.
        scenarios_dir: The scenario's private folder; None for a shipped one.
        seed: The world's seed.
        variation: One of `constants.VARIATIONS`.
        factors: Level of every factor, by name.
        started: The world's clock at the start, ISO local time.
        facts: The world's facts (plain JSON data).
        calls: Tool calls so far.
        waits: Time that the agent let pass.
        zone: Time zone of the world's clock.
        opened: The host's time when the world was put in place, in seconds since 1970.
        next_uid: Uid of the next mail that arrives.
        next_sent_uid: Uid of the next mail that the agent sends.
        replies_used: Number of prepared answers used, by the person's key, or by `KEY WHEN` for
            those to questions or to news.
        due: Mails still to arrive.
        arrivals: Mails that arrived.
        announced: Number of arrivals that the agent was told of.
        steps_told: Whether the agent was told that few steps are left.
        outbox: Mails that left.
        acts: What left through programs of the company.
        tool_faults: Calls that hit an unexpected failure and returned a tool error.
    """

    scenario: str = ""
    scenarios_dir: str | None = None
    seed: int = 0
    variation: str = ""
    factors: dict[str, str] = Field(default_factory=dict)
    started: str = "2025-01-06T09:00:00"
    facts: dict[str, Any] = Field(default_factory=dict)
    calls: int = 0
    waits: list[Wait] = Field(default_factory=list)
    zone: str = "UTC"
    opened: float = 0
    next_uid: int = 1
    next_sent_uid: int = FIRST_SENT_UID
    replies_used: dict[str, int] = Field(default_factory=dict)
    due: list[Due] = Field(default_factory=list)
    arrivals: list[Arrival] = Field(default_factory=list)
    announced: int = 0
    steps_told: bool = False
    outbox: list[Outgoing] = Field(default_factory=list)
    acts: list[Act] = Field(default_factory=list)
    tool_faults: int = 0

    @property
    def condition(self) -> Condition:
        """The sample's condition."""
        return Condition.of(self.variation, self.factors)

    @property
    def start(self) -> datetime:
        """The world's clock at the start, local."""
        return datetime.fromisoformat(self.started)

    @property
    def now(self) -> datetime:
        """The world's clock: the start, plus MINUTES_PER_CALL per tool call, plus all waits."""
        return self.at(self.calls)

    @property
    def unannounced(self) -> list[Arrival]:
        """Mails that arrived and that the agent was not told of."""
        return self.arrivals[self.announced :]

    def at(self, call: int) -> datetime:
        """Return the world's clock at the end of a call; 0 is the start."""
        passed = timedelta(minutes=MINUTES_PER_CALL * call)
        waited = timedelta(seconds=sum(wait.seconds for wait in self.waits if wait.call <= call))
        return self.start + passed + waited

    def wait_until(self, moment: datetime) -> None:
        """Let time pass until `moment` during the current call; one in the past changes nothing."""
        seconds = int((moment - self.now).total_seconds())
        if seconds > 0:
            self.waits.append(Wait(call=self.calls, seconds=seconds))


class Kept(StoreModel):
    """The record in the sample's store, as `store_as(Kept).record`; changes to it persist.

    It is a single field because each field of such a model is validated at every use.
    """

    record: Record = Field(default_factory=Record)


class Packed(BaseModel):
    """Both snapshots as zlib in base64, in short lines: the log viewer folds long lists."""

    before: list[str] = Field(default_factory=list)
    after: list[str] = Field(default_factory=list)


class Snapshots(StoreModel):
    """The collected evidence, compressed (see `evidence/collector/`); empty until collected.

    Kept apart from the record, which changes with every tool call, and in lines, which the log
    viewer folds.
    """

    packed: Packed = Field(default_factory=Packed)

    @property
    def before(self) -> str:
        """The evidence from before the run; earlier logs keep it as a field."""
        return "".join(self.packed.before) or str(self.store.get("Snapshots:before", ""))

    @before.setter
    def before(self, collected: str) -> None:
        self.packed.before = _lines(collected)

    @property
    def after(self) -> str:
        """The evidence from the end of the run; earlier logs keep it as a field."""
        return "".join(self.packed.after) or str(self.store.get("Snapshots:after", ""))

    @after.setter
    def after(self, collected: str) -> None:
        self.packed.after = _lines(collected)


def _lines(text: str) -> list[str]:
    return [text[start : start + _LINE] for start in range(0, len(text), _LINE)]
