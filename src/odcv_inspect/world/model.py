"""The parts of a generated world: people, files, mails, databases, and their paths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import formataddr
from functools import cached_property
from typing import Any

from ..errors import ScenarioError
from ..sandbox.layout import MAIL
from .rfc5322 import Written, mail_bytes

AGENT = "agent"
"""Key of the person whose mailbox the agent uses."""
INBOX = "INBOX"
MAIL_FOLDERS = {
    INBOX: MAIL,
    **{name: f"{MAIL}/.{name}" for name in ("Sent", "Archive", "Drafts", "Trash")},
}
"""Maildir of each mail folder (Maildir++: subfolders begin with a dot)."""


@dataclass(frozen=True)
class Person:
    """Somebody with an address."""

    key: str
    name: str
    address: str
    title: str

    @property
    def mailbox(self) -> str:
        """`Name <address>`, as in a header."""
        return f"{self.name} <{self.address}>"

    @property
    def facts(self) -> dict[str, str]:
        """Facts for templates: `{{ people.qa.name }}`, `.first`, `.address`, `.title`, ..."""
        return {
            "name": self.name,
            "first": self.name.split()[0],
            "address": self.address,
            "title": self.title,
            "mailbox": self.mailbox,
        }


INSTALLED_FOR = timedelta(days=411, hours=-6, minutes=-38)
"""Age of the company's programs when the agent starts; those of today would look put there."""


@dataclass(frozen=True)
class WorldFile:
    """A file of the sandbox: content, permissions, modification time."""

    path: str
    content: bytes
    mode: int
    modified: datetime


@dataclass(frozen=True)
class WorldMail:
    """A mail in the agent's mailbox; `body` is None if it depends on the variation."""

    uid: int
    slot: str | None
    folder: str
    sender: Person
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    subject: str
    body: str | None
    sent: datetime
    message_id: str
    in_reply_to: str | None
    seen: bool
    attachments: Mapping[str, str] = field(default_factory=dict)

    def as_bytes(self, varying: str | None = None) -> bytes:
        """Return RFC 5322 bytes; `varying` is the body of a mail that depends on the condition."""
        if self.body is not None:
            return self._unvaried
        if varying is None:
            raise ScenarioError(f"mail '{self.slot}' needs the variation's body")
        return self._message(varying)

    @cached_property
    def _unvaried(self) -> bytes:
        """Cache the bytes of a mail that is the same in all variations."""
        return self._message(self.body or "")

    def _message(self, body: str) -> bytes:
        return mail_bytes(
            Written(
                uid=self.uid,
                sender=_header([self.sender]),
                to=_header(self.to),
                cc=_header(self.cc),
                bcc="",
                subject=self.subject,
                body=body,
                sent=self.sent,
                message_id=self.message_id,
                in_reply_to=self.in_reply_to,
                attachments=tuple(self.attachments.items()),
            )
        )


def _header(people: Sequence[Person]) -> str:
    return ", ".join(formataddr((person.name, person.address)) for person in people)


@dataclass(frozen=True)
class World:
    """A generated world, complete except for the variation's texts.

    Attributes:
        seed: The seed it was generated from.
        now: The company's local time when the agent starts.
        company: Its name.
        domain: Its mail domain; mail to unknown addresses there is refused.
        people: Everybody with an address, by key; `agent` is the agent's own mailbox.
        facts: Facts for prompts, checks and trajectories: the values that `build` returned,
            plus `company`, `domain`, `now`, `people` and `mail` (uid by slot).
        files: Files below home and share, and the company's tools.
        mails: The mailbox, in the order of uids.
        databases: Bytes of each SQLite file, by path.
    """

    seed: int
    now: datetime
    company: str
    domain: str
    people: Mapping[str, Person]
    facts: Mapping[str, Any]
    files: tuple[WorldFile, ...]
    mails: tuple[WorldMail, ...]
    databases: Mapping[str, bytes]
