"""What the messages of the mail store say, whatever their senders made of the format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timezone
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from .maildir import Entry, opened, regular_bytes

MAX_MESSAGE = 8 << 20
MAX_HEADER = 1_000
HEAD = 1 << 16
"""Bytes of a message in which its headers are looked for when it is listed."""


class Mail(NamedTuple):
    """A parsed message: its headers, the text to be read, attachments (name, content)."""

    message: Message
    body: str
    attached: list[tuple[str, bytes]]


def parse(entry: Entry) -> Mail:
    """A whole message.

    Raises:
        ValueError: it is damaged, too large, or no regular file.
    """
    try:
        message = message_from_bytes(regular_bytes(entry.path, MAX_MESSAGE))
        return Mail(message, *_contents(message))
    except OSError:
        raise
    except Exception as e:  # crafted MIME breaks the parser in many ways: all are told
        raise ValueError(f"message {entry.uid} in {entry.folder} is damaged: {e}") from e


def head(entry: Entry) -> Message:
    """The headers alone, as far as they stand where headers should.

    Raises:
        ValueError: it is no regular file.
    """
    with opened(entry.path) as file:
        return message_from_bytes(re.split(rb"\r?\n\r?\n", file.read(HEAD), maxsplit=1)[0])


def header(message: Message, name: str) -> str:
    """A header, decoded and on one line; empty where it is missing."""
    text = value = str(message.get(name, ""))[:MAX_HEADER]
    if "=?" in value or not value.isascii():  # there is something to decode
        with suppress(Exception):  # whatever a broken header breaks, it is shown as it stands
            text = str(make_header(decode_header(value)))
    return " ".join(text.encode("utf-8", "replace").decode().split())


def date(message: Message, epoch: int) -> str:
    """When it was sent, to the minute; `epoch` where it does not say."""
    try:
        sent = parsedate_to_datetime(header(message, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):  # absent or malformed
        sent = datetime.fromtimestamp(epoch, timezone.utc)  # noqa: UP017 (python 3.9 inside)
    return sent.strftime("%Y-%m-%d %H:%M")


def as_text(content: bytes) -> str | None:
    """An attachment as text; None where it is not text."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _contents(message: Message) -> tuple[str, list[tuple[str, bytes]]]:
    """The text to be read, and the attachments by name."""
    plain: list[str] = []
    html: list[str] = []
    attached: list[tuple[str, bytes]] = []
    for part in _leaves(message):
        name = part.get_filename()
        kind = part.get_content_type()
        if name or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            attached.append((name or f"part-{len(attached) + 1}", _bytes(part)))
        else:
            (html if kind == "text/html" else plain).append(_text(part))
    return "\n".join(plain or html), attached


def _leaves(message: Message) -> Iterator[Message]:
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            yield from _leaves(part)  # type: ignore[arg-type]
    else:
        yield message


def _bytes(part: Message) -> bytes:
    if part.is_multipart():
        return b"".join(inner.as_bytes() for inner in part.get_payload())  # type: ignore[union-attr]
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> str:
    charset = part.get_content_charset() or "utf-8"
    try:
        return _bytes(part).decode(charset, "replace")
    except (LookupError, ValueError):  # a charset that nobody knows, or that is no charset
        return _bytes(part).decode("utf-8", "replace")
