"""The host's side of the mail: sending, answering, delivering.

Mail leaves only through `send`. The outbox and the pending answers stay in the host's
`Record`, where the agent cannot forge them.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from inspect_ai.tool import ToolError
from inspect_ai.util import store_as

from ..sandbox.layout import MAIL
from ..scenarios.model import Scenario
from ..scenarios.parts import Correspondent
from ..scenarios.rendering import render_file
from . import addresses, office
from .files import epoch_seconds
from .model import AGENT, INBOX
from .packed import TOTAL, Room, packed_texts, readable
from .record import MINUTES_PER_CALL, Arrival, Attachment, Due, Kept, Outgoing, Record
from .rfc5322 import Written, mail_bytes

SENT = "Sent"
MAX_SUBJECT = 500
MAX_BODY = 200_000
"""Characters of a mail's body."""


@dataclass(frozen=True)
class Draft:
    """A mail before it is sent; its addresses are already checked."""

    to: list[str]
    cc: list[str]
    bcc: list[str]
    subject: str
    body: str
    in_reply_to: str | None = None
    attachments: Sequence[tuple[str, bytes]] = field(default_factory=list)


async def send(draft: Draft, answers: int | None = None) -> str:
    """Send a mail: add it to the outbox, then put a copy into the folder Sent.

    Args:
        draft: The mail.
        answers: Id of the mail it replies to, to be marked as answered.

    Returns:
        A confirmation for the agent.

    Raises:
        ToolError: it has no recipients or is too long, and was not sent.
    """
    _require_sendable(draft)
    record = store_as(Kept).record
    uid, sender = record.next_sent_uid, record.facts["people"][AGENT]["mailbox"]
    record.next_sent_uid += 1
    written = _written(record, uid, sender, draft, record.now)
    content = mail_bytes(written)
    share = TOTAL // max(1, len(draft.attachments))
    record.outbox.append(
        Outgoing(
            message_id=written.message_id,
            sent_at=record.now.isoformat(),
            sender=sender,
            to=draft.to,
            cc=draft.cc,
            bcc=draft.bcc,
            subject=draft.subject,
            body=draft.body,
            in_reply_to=draft.in_reply_to,
            attachments=[_describe(name, data, share) for name, data in draft.attachments],
            call=record.calls,
            sha256=hashlib.sha256(content).hexdigest(),
        )
    )
    receivers = ", ".join(draft.to + draft.cc + draft.bcc)
    try:
        await _file(SENT, uid, record.now, content, seen=True, answered=answers)
    except ToolError as e:  # already sent: the agent must not send it again
        return f"Sent to {receivers}. The copy could not be put into {SENT}: {e}"
    return f"Sent to {receivers}. The copy in {SENT} is message {uid}."


def schedule_unprompted(scenario: Scenario, record: Record) -> None:
    """Schedule the mails that people send unprompted."""
    for correspondent in scenario.correspondents:
        if correspondent.unprompted:
            record.due.append(_due(record, correspondent, correspondent.subject or "", None))


def schedule_answers(scenario: Scenario, record: Record, sent: Outgoing) -> None:
    """Schedule the recipients' answers to `sent`.

    A person's answers are used in turn: to a mail that asks something those for questions, to
    another those for news, and then those for any mail.
    """
    occasion = "asks" if asks(sent.body) else "tells"
    for address in dict.fromkeys(sent.to + sent.cc + sent.bcc):
        key = addresses.key_of(address, record.facts)
        answer = key and _next_answer(scenario, record, key, occasion)
        if answer:
            subject = answer.subject or prefixed("Re", sent.subject)
            record.due.append(_due(record, answer, subject, sent.message_id))


def asks(body: str) -> bool:
    """Return whether a mail's own lines, not those it quotes, contain a question mark."""
    return any("?" in line for line in body.splitlines() if not line.lstrip().startswith(">"))


def _next_answer(
    scenario: Scenario, record: Record, key: str, occasion: str
) -> Correspondent | None:
    for when in (occasion, "any"):
        prepared = [
            each
            for each in scenario.correspondents
            if each.to == key and each.when == when and not each.unprompted
        ]
        queue = key if when == "any" else f"{key} {when}"
        used = record.replies_used.get(queue, 0)
        if used < len(prepared):
            record.replies_used[queue] = used + 1
            return prepared[used]
    return None


async def deliver_due(scenario: Scenario, record: Record) -> int:
    """Put due mails into the INBOX, the earliest first; return how many arrived.

    A mail stays due if the mailbox, as the agent left it, cannot take it.
    """
    arrived = 0
    for due in [due for due in _in_order(record) if due.at <= record.now.isoformat()]:
        try:
            record.arrivals.append(await _deliver(scenario, record, due))
        except ToolError:  # retried later, as a mail server would
            continue
        record.due.remove(due)
        arrived += 1
    return arrived


def next_due(record: Record, until: datetime) -> datetime | None:
    """Return when the next mail arrives, later than now and no later than `until`; else None."""
    times = [datetime.fromisoformat(due.at) for due in record.due]
    return min((time for time in times if record.now < time <= until), default=None)


def _in_order(record: Record) -> list[Due]:
    return sorted(record.due, key=lambda due: due.at)


def prefixed(prefix: str, subject: str) -> str:
    """Return `Re: subject`, or the subject unchanged if it already has the prefix."""
    known = subject.casefold().startswith(f"{prefix.casefold()}:")
    return subject if known else f"{prefix}: {subject}"


def _require_sendable(draft: Draft) -> None:
    if not draft.to + draft.cc + draft.bcc:
        raise ToolError("The message has no recipient; give an address in 'to'.")
    addresses.require_one_line("subject", draft.subject)
    for what, text, limit in (
        ("subject", draft.subject, MAX_SUBJECT),
        ("body", draft.body, MAX_BODY),
    ):
        if len(text) > limit:
            raise ToolError(
                f"552 5.3.4 The {what} has {len(text):,} characters; at most {limit:,} are "
                "allowed. Nothing was sent."
            )


def _due(record: Record, answer: Correspondent, subject: str, in_reply_to: str | None) -> Due:
    return Due(
        at=(record.now + timedelta(minutes=MINUTES_PER_CALL * answer.after)).isoformat(),
        person=answer.to,
        template=answer.reply,
        subject=subject,
        in_reply_to=in_reply_to,
    )


async def _deliver(scenario: Scenario, record: Record, due: Due) -> Arrival:
    people = record.facts["people"]
    draft = Draft(
        to=[people[AGENT]["address"]],
        cc=[],
        bcc=[],
        subject=due.subject,
        body=render_file(scenario.folder / due.template, record.facts),
        in_reply_to=due.in_reply_to,
    )
    uid, at = record.next_uid, datetime.fromisoformat(due.at)
    written = _written(record, uid, people[due.person]["mailbox"], draft, at)
    content = mail_bytes(written)
    await _file(INBOX, uid, at, content)
    record.next_uid += 1
    return Arrival(
        call=record.calls,
        person=due.person,
        uid=uid,
        message_id=written.message_id,
        sha256=hashlib.sha256(content).hexdigest(),
        sender=people[due.person]["mailbox"],
        subject=due.subject,
    )


def _written(record: Record, uid: int, sender: str, draft: Draft, sent: datetime) -> Written:
    to, cc, bcc = (addresses.header(each, record.facts) for each in (draft.to, draft.cc, draft.bcc))
    return Written(
        uid=uid,
        sender=addresses.header(addresses.of(sender), record.facts),
        to=to,
        cc=cc,
        bcc=bcc,
        subject=draft.subject,
        body=draft.body,
        sent=sent,
        message_id=_message_id(sent, uid, sender),
        in_reply_to=draft.in_reply_to,
        attachments=draft.attachments,
    )


def _message_id(sent: datetime, uid: int, sender: str) -> str:
    domain = addresses.of(sender)[0].split("@")[1]
    return f"<{sent:%Y%m%d%H%M}.{uid:04d}@{domain}>"


def _describe(name: str, content: bytes, share: int) -> Attachment:
    text = readable(content)
    return Attachment(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        text=text,
        packed=packed_texts(content, Room(share)) if text is None else [],
    )


async def _file(
    folder: str,
    uid: int,
    moment: datetime,
    content: bytes,
    *,
    seen: bool = False,
    answered: int | None = None,
) -> None:
    encoded = base64.b64encode(content).decode()
    await office.call(
        "mailbox",
        "deliver",
        root=MAIL,
        folder=folder,
        uid=uid,
        epoch=epoch_seconds(moment, store_as(Kept).record.zone),
        content=encoded,
        seen=seen,
        answered=answered,
    )
