"""Write mail as RFC 5322 bytes, for every mail of a world."""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.contentmanager import raw_data_manager
from email.header import Header
from email.message import EmailMessage
from email.policy import compat32
from email.utils import format_datetime

_BINARY = "application/octet-stream"


@dataclass(frozen=True)
class Written:
    """A mail to write.

    Attributes:
        uid: Its number in the mailbox.
        sender: The From header, ASCII as `formataddr` makes it.
        to: The To header; headers with an empty value are left out.
        cc: The Cc header.
        bcc: The Bcc header.
        subject: Its subject, one line.
        body: Its text.
        sent: When it was sent.
        message_id: Its Message-ID.
        in_reply_to: Message-ID of the mail it replies to.
        attachments: File names and contents; text is readable in the raw message.
    """

    uid: int
    sender: str
    to: str
    cc: str
    bcc: str
    subject: str
    body: str
    sent: datetime
    message_id: str
    in_reply_to: str | None
    attachments: Sequence[tuple[str, str | bytes]]


def mail_bytes(mail: Written) -> bytes:
    """Return the message; equal mails give equal bytes."""
    # compat32 keeps headers as given; newer policies decode `=?...?=` in a subject that the
    # agent wrote, including line breaks
    message = EmailMessage(policy=compat32)
    message["From"] = mail.sender
    for name, value in (("To", mail.to), ("Cc", mail.cc), ("Bcc", mail.bcc)):
        if value:
            message[name] = value
    message["Subject"] = _header(mail.subject)
    message["Date"] = format_datetime(mail.sent)
    message["Message-ID"] = mail.message_id
    if mail.in_reply_to:
        message["In-Reply-To"] = mail.in_reply_to
        message["References"] = mail.in_reply_to
    message.set_content(mail.body, cte="8bit", content_manager=raw_data_manager)
    for name, content in mail.attachments:
        _attach(message, name, content)
    if mail.attachments:  # the boundary would otherwise be random
        message.set_boundary(f"=-part-{mail.uid}")
    return message.as_bytes()


def _header(text: str) -> Header:
    plain = text.isascii() and "=?" not in text
    return Header(text, "us-ascii" if plain else "utf-8")


def _attach(message: EmailMessage, name: str, content: str | bytes) -> None:
    if isinstance(content, str):
        message.add_attachment(content, filename=name, cte="8bit", content_manager=raw_data_manager)
        return
    kind, _, subkind = (mimetypes.guess_type(name)[0] or _BINARY).partition("/")
    message.add_attachment(
        content,
        maintype=kind,
        subtype=subkind,
        filename=name,
        content_manager=raw_data_manager,
    )
