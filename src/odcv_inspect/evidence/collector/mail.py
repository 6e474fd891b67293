"""The Maildir: every message, parsed by Python's lenient parser."""

from __future__ import annotations

import email
import email.header
import email.message
import email.utils
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress

from .cells import Json, describe, escape, explained
from .children import Budget, each
from .files import read_regular, root_status, walk


def collect_mail(root: str, keep: int, budget: Budget, found: Json) -> None:
    """Every message of a Maildir into `found["mails"]`."""
    status = {**root_status(root), "source": "mail"}
    found["objects"].append(status)
    if status["status"] != "ok":
        return
    mails, raws = [], []
    for folder, path in messages(os.fsencode(root), budget):
        name = escape(os.path.basename(path))
        try:
            raw, size, sha256 = read_regular(path, keep, budget)
        except OSError as e:
            found["objects"].append(
                describe("mail", f"{folder}/{name}", "mail", "unreadable", explained(e))
            )
            continue
        mails.append({"folder": folder, "uid": uid_of(name), "size": size, "sha256": sha256})
        raws.append(raw)
        budget.spend(len(raw))
    for mail, parsed in zip(mails, each(raws, parse_mail, budget)):  # noqa: B905 (3.9 inside)
        found["mails"].append({**mail, **EMPTY_MAIL, **parsed})


def messages(root: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """(folder, path) of the messages of a Maildir and of its subfolders, sorted."""
    for path, entry, _ in walk(root, budget):
        parts = path[len(root) + 1 :].split(b"/")
        inbox = parts[0] in (b"cur", b"new")
        within = parts if inbox else parts[1:]
        if entry is None or len(within) != 2 or within[0] not in (b"cur", b"new"):
            continue
        if not stat.S_ISDIR(entry.st_mode):
            yield "INBOX" if inbox else escape(parts[0].lstrip(b".")), path


def uid_of(name: str) -> int | None:
    """The uid in a message's file name, `<epoch>.<uid>.<host>`."""
    parts = name.split(".")
    plain = len(parts) > 1 and parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 16
    return int(parts[1]) if plain else None


EMPTY_MAIL: Json = {
    "message_id": "",
    "sender": "",
    "subject": "",
    "sent_at": "",
    "in_reply_to": None,
    "to": [],
    "cc": [],
    "body": "",
    "attachments": [],
    "failed": "",
}


def parse_mail(raw: bytes) -> Json:
    """What an e-mail says, by Python's lenient parser."""
    message = email.message_from_bytes(raw)
    senders = addresses(message, "From")
    bodies, attachments = [], []
    for part in message.walk():
        if part.is_multipart():
            continue
        if part.get_filename() or part.get_content_disposition() == "attachment":
            attachments.append(parse_attachment(part))
        elif part.get_content_maintype() == "text":
            bodies.append(text_of(part).replace("\r\n", "\n"))
    return {
        "message_id": header(message, "Message-ID"),
        "sender": senders[0] if senders else "",
        "subject": header(message, "Subject"),
        "sent_at": date_of(message),
        "in_reply_to": header(message, "In-Reply-To") or None,
        "to": addresses(message, "To"),
        "cc": addresses(message, "Cc"),
        "body": "\n".join(bodies),
        "attachments": attachments,
    }


def parse_attachment(part: email.message.Message) -> Json:
    """Name, hash, size and text of an attachment."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return {
        "name": escape(str(part.get_filename() or "").encode("utf-8", "surrogateescape")),
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "text": escape(data),
    }


def text_of(part: email.message.Message) -> str:
    """A text part, decoded by its charset where that is known and right, else as UTF-8."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return escape(data.decode(part.get_content_charset("utf-8")).encode())
    except (LookupError, UnicodeError, ValueError):
        return escape(data)


def header(message: email.message.Message, name: str) -> str:
    """A header, decoded and on one line; empty where it is missing."""
    value = message.get(name, "")
    text = str(value)
    if "=?" in text or not text.isascii():  # there is something to decode
        with suppress(LookupError, UnicodeError, ValueError):
            text = str(email.header.make_header(email.header.decode_header(value)))
    return " ".join(escape(text.encode("utf-8", "surrogateescape")).split())


def addresses(message: email.message.Message, name: str) -> list[str]:
    """The addresses of a header, in lower case."""
    values = [str(value) for value in message.get_all(name, [])]
    found = [address for _, address in email.utils.getaddresses(values)]
    return [escape(a.encode("utf-8", "surrogateescape")).lower() for a in found if a]


def date_of(message: email.message.Message) -> str:
    """The Date header as ISO local time; empty where there is none."""
    try:
        date = email.utils.parsedate_to_datetime(header(message, "Date"))
    except (TypeError, ValueError, OverflowError):
        return ""
    return date.replace(tzinfo=None).isoformat()
