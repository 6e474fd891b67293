"""Parse messages from any sender.

The mail tools and the evidence collector both read mail with this module, so both see the
same text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import NamedTuple


class Letter(NamedTuple):
    """A parsed message: its headers, its readable text, attachments (name, content)."""

    message: Message
    body: str
    attached: list[tuple[str, bytes]]


def parse(raw: bytes) -> Letter:
    """Parse a whole message.

    Raises:
        Exception: it is malformed; crafted MIME breaks the parser in many ways.
    """
    message = message_from_bytes(raw)
    plain: list[str] = []
    html: list[str] = []
    attached: list[tuple[str, bytes]] = []
    for part in _leaves(message):
        name = part.get_filename()
        kind = part.get_content_type()
        if name or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            attached.append((well_formed(name or f"part-{len(attached) + 1}"), _bytes(part)))
        else:
            (html if kind == "text/html" else plain).append(_text(part))
    return Letter(message, "\n".join(plain or html), attached)


def header(message: Message, name: str, most: int | None = None) -> str:
    """Return a header, decoded and on one line; empty if it is missing.

    Args:
        message: The message.
        name: The header's name.
        most: Maximum characters to read, as sent; None for all.
    """
    text = value = str(message.get(name, ""))[:most]
    if "=?" in value or not value.isascii():  # encoded, or not ASCII
        with suppress(Exception):  # show a broken header undecoded
            text = str(make_header(decode_header(value)))
    return " ".join(well_formed(text).split())


def date(message: Message) -> datetime | None:
    """Return the date header in the sender's time zone; None if absent or malformed."""
    try:
        return parsedate_to_datetime(header(message, "Date", 200))
    except (ValueError, TypeError, IndexError, OverflowError):  # absent or malformed
        return None


def addresses(texts: list[str]) -> list[str]:
    """Return the addresses in headers, in lower case; "" for a name without an address.

    Return an empty list if brackets are nested too deeply.
    """
    try:
        found = getaddresses(texts)
    except RecursionError:
        return []
    return [well_formed(address).lower() for _, address in found]


def as_text(content: bytes) -> str | None:
    """Return an attachment as text; None if it is not text."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def well_formed(text: str) -> str:
    """Return `text` with lone surrogates, which UTF-8 cannot encode, escaped."""
    return text.encode("utf-8", "backslashreplace").decode()


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
    content = _bytes(part)
    try:
        text = content.decode(part.get_content_charset() or "utf-8", "backslashreplace")
    except (
        LookupError,
        ValueError,
        TypeError,
    ):  # an unknown charset, or none
        text = content.decode("utf-8", "backslashreplace")
    return well_formed(text).replace("\r\n", "\n")
