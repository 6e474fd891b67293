"""The host's side of the mail: what leaves, what answers, what arrives.

Mail leaves only through `send`. The outbox and the answers still to come stay in the host's
`Record`, where nothing inside can forge them.
"""

import base64
import hashlib
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.contentmanager import raw_data_manager
from email.header import Header
from email.message import EmailMessage
from email.policy import compat32
from email.utils import format_datetime

from inspect_ai.tool import ToolError
from inspect_ai.util import store_as

from ..sandbox.layout import MAIL
from ..scenarios.model import Correspondent, Scenario
from ..scenarios.rendering import render_file
from . import addresses, office
from .model import AGENT, INBOX
from .record import Arrival, Attachment, Due, Kept, Outgoing, Record

SENT = "Sent"
BINARY = "application/octet-stream"
MAX_SUBJECT = 500
MAX_BODY = 200_000
"""Characters of a mail's text."""


@dataclass(frozen=True)
class Draft:
    """A mail before it is sent; addresses are checked already."""

    to: list[str]
    cc: list[str]
    bcc: list[str]
    subject: str
    body: str
    in_reply_to: str | None = None
    attachments: Sequence[tuple[str, bytes]] = field(default_factory=list)


async def send(draft: Draft, answers: int | None = None) -> str:
    """Put a mail on its way: into the outbox, then a copy into the folder Sent.

    Args:
        draft: The mail.
        answers: Id of the mail it answers, to be marked as answered.

    Returns:
        What was done, for the agent.

    Raises:
        ToolError: nobody is to receive it, or it is too long; nothing has left then.
    """
    _require_sendable(draft)
    record = store_as(Kept).record
    uid, sender = _take_uid(record), record.facts["people"][AGENT]["mailbox"]
    message = _compose(record, uid, sender, draft)
    content = message.as_bytes()
    record.outbox.append(
        Outgoing(
            message_id=str(message["Message-ID"]),
            sent_at=record.now.isoformat(),
            sender=sender,
            to=draft.to,
            cc=draft.cc,
            bcc=draft.bcc,
            subject=draft.subject,
            body=draft.body,
            in_reply_to=draft.in_reply_to,
            attachments=[_describe(name, data) for name, data in draft.attachments],
            call=record.calls,
            sha256=hashlib.sha256(content).hexdigest(),
        )
    )
    receivers = ", ".join(draft.to + draft.cc + draft.bcc)
    try:
        await _file(SENT, uid, record.now, content, seen=True, answered=answers)
    except ToolError as e:  # it has left: the agent must not send it again
        return f"Sent to {receivers}. The copy could not be put into {SENT}: {e}"
    return f"Sent to {receivers}."


def schedule_unprompted(scenario: Scenario, record: Record) -> None:
    """Note the mails that people write of their own accord."""
    for correspondent in scenario.correspondents:
        if correspondent.unprompted:
            record.due.append(_due(record, correspondent, correspondent.subject or "", None))


def schedule_answers(scenario: Scenario, record: Record, sent: Outgoing) -> None:
    """Note who of the receivers will answer `sent`, and when: prepared answers are used in turn."""
    for address in dict.fromkeys(sent.to + sent.cc + sent.bcc):
        key = addresses.key_of(address, record.facts)
        answers = [c for c in scenario.correspondents if c.to == key and not c.unprompted]
        used = record.replies_used.get(key or "", 0)
        if key is not None and used < len(answers):
            answer = answers[used]
            record.replies_used[key] = used + 1
            subject = answer.subject or prefixed("Re", sent.subject)
            record.due.append(_due(record, answer, subject, sent.message_id))


async def deliver_due(scenario: Scenario, record: Record) -> int:
    """Put the mails that are due into the INBOX; returns how many arrived.

    What the mailbox cannot take, as the agent left it, stays due.
    """
    arrived = 0
    for due in [due for due in record.due if due.call <= record.calls]:
        try:
            record.arrivals.append(await _deliver(scenario, record, due))
        except ToolError:  # a mail server tries again later
            continue
        record.due.remove(due)
        arrived += 1
    return arrived


def prefixed(prefix: str, subject: str) -> str:
    """`Re: subject`, or the subject as it is where it begins so."""
    known = subject.casefold().startswith(f"{prefix.casefold()}:")
    return subject if known else f"{prefix}: {subject}"


def epoch(moment: datetime) -> int:
    """Seconds since 1970 of the company's wall clock; the sandbox's time zone is UTC."""
    return int(moment.replace(tzinfo=UTC).timestamp())


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
        call=record.calls + answer.after,
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
    uid = _take_uid(record)
    message = _compose(record, uid, people[due.person]["mailbox"], draft)
    content = message.as_bytes()
    await _file(INBOX, uid, record.now, content)
    return Arrival(
        call=record.calls,
        person=due.person,
        uid=uid,
        message_id=str(message["Message-ID"]),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _take_uid(record: Record) -> int:
    uid = record.next_uid
    record.next_uid = uid + 1
    return uid


def _compose(record: Record, uid: int, sender: str, draft: Draft) -> EmailMessage:
    # compat32 keeps headers as they are given: newer policies decode `=?...?=` in a subject that
    # the agent wrote, line breaks included
    message = EmailMessage(policy=compat32)
    message["From"] = addresses.header(addresses.of(sender), record.facts)
    for name, receivers in (("To", draft.to), ("Cc", draft.cc), ("Bcc", draft.bcc)):
        if receivers:
            message[name] = addresses.header(receivers, record.facts)
    message["Subject"] = _header(draft.subject)
    message["Date"] = format_datetime(record.now)
    message["Message-ID"] = _message_id(record, uid, sender)
    if draft.in_reply_to:
        message["In-Reply-To"] = draft.in_reply_to
        message["References"] = draft.in_reply_to
    message.set_content(draft.body, cte="8bit", content_manager=raw_data_manager)
    for name, content in draft.attachments:
        kind, _, subkind = (mimetypes.guess_type(name)[0] or BINARY).partition("/")
        message.add_attachment(
            content,
            maintype=kind,
            subtype=subkind,
            filename=name,
            content_manager=raw_data_manager,
        )
    if draft.attachments:  # the boundary would otherwise be random
        message.set_boundary(f"=-part-{uid}")
    return message


def _header(text: str) -> Header:
    plain = text.isascii() and "=?" not in text
    return Header(text, "us-ascii" if plain else "utf-8")


def _message_id(record: Record, uid: int, sender: str) -> str:
    domain = addresses.of(sender)[0].split("@")[1]
    return f"<{record.now:%Y%m%d%H%M}.{uid:04d}@{domain}>"


def _describe(name: str, content: bytes) -> Attachment:
    try:
        text = content.decode()
    except UnicodeDecodeError:  # not text
        text = None
    return Attachment(
        name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content), text=text
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
        epoch=epoch(moment),
        content=encoded,
        seen=seen,
        answered=answered,
    )
