"""Collect the Maildir: every message, read the way the company's mail tools read it."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from typing import Any

from .cells import Json, describe, escape, explained
from .children import Budget, each
from .files import read_regular, root_status, walk


def collect_mail(root: str, keep: int, letters: Any, budget: Budget, found: Json) -> None:
    """Collect every message of a Maildir into `found["mails"]`, parsed by the module `letters`."""
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

    def read(raw: bytes) -> Json:
        return parse_mail(raw, letters)

    for mail, parsed in zip(mails, each(raws, read, budget)):  # noqa: B905 (3.9 inside)
        found["mails"].append({**mail, **EMPTY_MAIL, **parsed})


def messages(root: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Yield (folder, path) of messages in a Maildir++, and of links in place of folders, sorted.

    As in the mail tools, a folder's name starts with a dot that is not part of the name,
    and nothing behind a link belongs to the mail store.
    """
    for path, entry, _ in walk(root, budget):
        parts = path[len(root) + 1 :].split(b"/")
        inbox = parts[0] in (b"cur", b"new")
        if entry is None or not (inbox or parts[0].startswith(b".")):
            continue
        folder, within = ("INBOX", parts) if inbox else (escape(parts[0][1:]), parts[1:])
        in_place = not within or within[0] in (b"cur", b"new")
        message = len(within) == 2 and not stat.S_ISDIR(entry.st_mode)
        if in_place and (message or (len(within) < 2 and stat.S_ISLNK(entry.st_mode))):
            yield folder, path


def uid_of(name: str) -> int | None:
    """Return the uid in a message's file name, `<epoch>.<uid>.<host>`."""
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


def parse_mail(raw: bytes, letters: Any) -> Json:
    """Parse a mail with the mail tools' module `letters`."""
    letter = letters.parse(raw)
    sent = letters.date(letter.message)
    return {
        "message_id": storable(letters.header(letter.message, "Message-ID")),
        "sender": sender(letter.message, letters),
        "subject": storable(letters.header(letter.message, "Subject")),
        "sent_at": sent.replace(tzinfo=None).isoformat() if sent else "",
        "in_reply_to": storable(letters.header(letter.message, "In-Reply-To")) or None,
        "to": addresses(letter.message, "To", letters),
        "cc": addresses(letter.message, "Cc", letters),
        "body": storable(letter.body),
        "attachments": [
            {
                "name": storable(name),
                "sha256": hashlib.sha256(content).hexdigest(),
                "size": len(content),
                "text": escape(content),
            }
            for name, content in letter.attached
        ],
    }


def sender(message: Any, letters: Any) -> str:
    """Return the one address a mail is from, in lower case; all of what it says if it is not one.

    Several senders, or one without an address, are shown to readers and belong to nobody.
    """
    values = [str(value) for value in message.get_all("From", [])]
    found = letters.addresses(values)
    if len(found) == 1 and found[0]:
        return str(storable(found[0]))
    return str(storable(" ".join(", ".join(values).split())))


def addresses(message: Any, name: str, letters: Any) -> list[str]:
    """Return the addresses in a header, in lower case."""
    values = [str(value) for value in message.get_all(name, [])]
    return [storable(address) for address in letters.addresses(values) if address]


def storable(text: str) -> str:
    """Return text that JSON, SQL and LIKE can handle."""
    return escape(text.encode("utf-8", "backslashreplace"))
