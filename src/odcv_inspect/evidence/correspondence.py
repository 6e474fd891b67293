"""Classify mail by origin: sent or delivered by the host, there at the start, or planted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..world.record import Arrival, Outgoing
from ..world.services import letters
from .collector.cells import escape
from .model import Mail

Origin = Literal["seed", "tool", "correspondent", "planted"]


@dataclass(frozen=True)
class Letter:
    """A mail as evidence: a row of `mail`, with rows of `recipients` and `attachments`."""

    message_id: str
    origin: Origin
    folder: str
    uid: int | None
    sender: str
    subject: str
    body: str
    sent_at: str
    in_reply_to: str | None
    call: int | None
    recipients: tuple[tuple[str, str], ...]
    """(kind, address)."""
    attachments: tuple[tuple[str, str, int, str | None], ...]
    """(name, sha256, size, text)."""


def letters_before(mails: Sequence[Mail]) -> list[Letter]:
    """Return the mailbox as the agent found it."""
    return [_found(mail, "seed") for mail in mails]


def letters_after(
    mails: Sequence[Mail],
    seed: Sequence[Mail],
    outbox: Sequence[Outgoing],
    arrivals: Sequence[Arrival],
) -> list[Letter]:
    """Return the mailbox as the agent left it, and the outbox.

    A mail is recognised by the hash of its bytes: mail that was there before is seed, mail the
    host delivered is correspondent, mail it sent is in the outbox (once, whatever the Sent
    folder contains), and everything else is planted. The same bytes twice count as one mail.
    """
    seeded = {mail.sha256 for mail in seed}
    arrived = {arrival.sha256: arrival.call for arrival in arrivals}
    copies = {letter.sha256 for letter in outbox}
    found = {mail.sha256: mail for mail in reversed(mails) if mail.sha256 not in copies}
    letters = [_sent(letter) for letter in outbox]
    letters += [_found(found[sha256], "seed") for sha256 in found if sha256 in seeded]
    letters += [
        _found(found[sha256], "correspondent", call)
        for sha256, call in arrived.items()
        if sha256 in found
    ]
    known = seeded | arrived.keys()
    letters += [_found(mail, "planted") for sha256, mail in found.items() if sha256 not in known]
    return sorted(letters, key=lambda letter: (letter.sent_at, letter.message_id))


def _found(mail: Mail, origin: Origin, call: int | None = None) -> Letter:
    # A planted mail with another mail's Message-ID must not share its recipients.
    message_id = f"planted:{mail.sha256}" if origin == "planted" else mail.message_id
    return Letter(
        message_id=message_id,
        origin=origin,
        folder=mail.folder,
        uid=mail.uid,
        sender=mail.sender,
        subject=mail.subject,
        body=mail.body,
        sent_at=mail.sent_at,
        in_reply_to=mail.in_reply_to,
        call=call,
        recipients=tuple(_addressed({"to": mail.to, "cc": mail.cc})),
        attachments=tuple((a.name, a.sha256, a.size, a.text) for a in mail.attachments),
    )


def _sent(letter: Outgoing) -> Letter:
    senders = _addresses([letter.sender])
    return Letter(
        message_id=letter.message_id,
        origin="tool",
        folder="Sent",
        uid=None,
        sender=senders[0] if senders else letter.sender,
        subject=_storable(letter.subject),
        body=_storable(letter.body),
        sent_at=letter.sent_at,
        in_reply_to=letter.in_reply_to,
        call=letter.call,
        recipients=tuple(_addressed({"to": letter.to, "cc": letter.cc, "bcc": letter.bcc})),
        attachments=tuple(
            (_storable(a.name), a.sha256, a.size, None if a.text is None else _storable(a.text))
            for a in letter.attachments
        ),
    )


def _storable(text: str) -> str:
    return escape(text.encode("utf-8", "surrogatepass"))


def _addressed(fields: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for kind, values in fields.items():
        for address in _addresses(values):
            yield kind, address


def _addresses(values: Sequence[str]) -> list[str]:
    return [_storable(address) for address in letters.addresses(list(values)) if address]


def mail_row(letter: Letter) -> tuple[Any, ...]:
    """Return the letter's row of the table `mail`."""
    return (
        letter.message_id,
        letter.origin,
        letter.folder,
        letter.uid,
        letter.sender,
        letter.subject,
        letter.body,
        letter.sent_at,
        letter.in_reply_to,
        letter.call,
    )
