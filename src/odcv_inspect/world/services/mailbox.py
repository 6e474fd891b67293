"""List, read and file the company's mail, for the mail tools."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from contextlib import suppress
from datetime import datetime, timezone
from email import message_from_bytes
from email.message import Message
from typing import Any

from .attachments import MAX_NAME, attach, require_within, shown
from .letters import Letter, date, header, parse
from .maildir import (
    Entry,
    find,
    find_folder,
    flag,
    folders,
    newest_first,
    opened,
    part_of,
    regular_bytes,
    rename,
)

MAX_MESSAGE = 8 << 20
MAX_HEADER = 1_000
HEAD = 1 << 16
"""Bytes of a message that are searched for its headers when it is listed."""
MAX_LISTED = 100
MAX_BODY = 30_000
MAX_PASSED_ON = 250_000
"""Characters of a forwarded text: above the limit for sending, so that sending refuses it."""
MAX_READ = 30_000
"""Characters of shown mails after which no further one is shown."""


def listing(root: str, folder: str) -> dict[str, Any]:
    """Return a folder's newest MAX_LISTED mails, newest first, and how many there are.

    Raises:
        LookupError: there is no such folder.
    """
    folder = find_folder(root, folder)
    entries = newest_first(root, folder)
    return {
        "folder": folder,
        "total": len(entries),
        "unread": sum("S" not in entry.flags for entry in entries),
        "messages": [_summary(entry) for entry in entries[:MAX_LISTED]],
    }


def sizes(root: str) -> dict[str, int | None]:
    """Return the number of mails in each folder, the standard ones first.

    None for a folder that cannot be listed.
    """
    return {folder: _size(root, folder) for folder in folders(root)}


def _size(root: str, folder: str) -> int | None:
    try:
        return len(newest_first(root, folder))
    except (OSError, LookupError, ValueError):  # listing it says why
        return None


def unread(root: str, folder: str) -> list[int]:
    """Return the ids of a folder's unread mails, the oldest first.

    Raises:
        LookupError: there is no such folder.
    """
    entries = newest_first(root, find_folder(root, folder))
    return [entry.uid for entry in reversed(entries) if "S" not in entry.flags][:MAX_LISTED]


def search(root: str, query: str, folder: str = "") -> dict[str, Any]:
    """Return the mails with every word of `query` in from, to, subject or body, newest first.

    Raises:
        LookupError: there is no such folder.
    """
    words = query.casefold().split()
    found = [entry for entry in newest_first(root, folder) if _has_words(entry, words)]
    return {"total": len(found), "messages": [_summary(entry) for entry in found[:MAX_LISTED]]}


def read(root: str, uids: list[int], delivered: list[str] | None = None) -> dict[str, Any]:
    """Return mails with their text and attachments, and mark them as read.

    Attachments are saved as files, so that programs can read them too.

    Args:
        root: The mail store.
        uids: The mails' ids.
        delivered: SHA-256 of each mail as it was delivered: no other file of that id is shown.

    Returns:
        `messages`: for each mail `uid`, `folder`, `path`, `date`, `from`, `to`, `cc`, `subject`,
        `body` (at most MAX_BODY characters of `length`) and `attachments` (the first MAX_SHOWN
        of `attached`; see `save`). `missing`: why a mail cannot be shown. `left_out`: the ids
        of those that no longer fit into MAX_READ characters and stay unread.
    """
    messages: list[dict[str, Any]] = []
    missing: list[str] = []
    room = MAX_READ
    for place, uid in enumerate(uids):
        if messages and room <= 0:
            return {"messages": messages, "missing": missing, "left_out": uids[place:]}
        try:
            messages.append(_read_one(root, uid, delivered[place] if delivered else None))
        except OSError as e:
            missing.append(f"message {uid} cannot be read: {e.strerror}")
        except (LookupError, ValueError) as e:
            missing.append(str(e.args[0]))
        else:
            room -= _length(messages[-1])
    return {"messages": messages, "missing": missing, "left_out": []}


def _read_one(root: str, uid: int, sha256: str | None) -> dict[str, Any]:
    entry, mail = _delivered(root, uid, sha256) if sha256 else _any(root, uid)
    try:
        path = flag(root, entry, "S")
    except OSError:  # it stays unread
        path = entry.path
    return {
        **_summary(entry, mail.message),
        "path": str(path),
        "to": header(mail.message, "To", MAX_HEADER),
        "cc": header(mail.message, "Cc", MAX_HEADER),
        "body": mail.body[:MAX_BODY],
        "length": len(mail.body),
        "attachments": shown(root, uid, mail.attached),
        "attached": len(mail.attached),
    }


def _any(root: str, uid: int) -> tuple[Entry, Letter]:
    entry = find(root, uid)
    return entry, _parsed(entry)


def _delivered(root: str, uid: int, sha256: str) -> tuple[Entry, Letter]:
    """Find a mail as it was delivered, among the files that may have taken its id.

    Raises:
        LookupError: it is not there.
    """
    for entry in newest_first(root, ""):
        if entry.uid == uid:
            with suppress(OSError, ValueError):  # not a file that can be read
                content = regular_bytes(entry.path, MAX_MESSAGE)
                if hashlib.sha256(content).hexdigest() == sha256:
                    return entry, parse(content)
    raise LookupError(f"message {uid} is not there as it was delivered")


def _length(mail: dict[str, Any]) -> int:
    shown = [mail[name] for name in ("from", "to", "cc", "subject", "body")]
    for file in mail["attachments"]:
        shown += [file["name"], file["file"], file["text"] or ""]
    return sum(map(len, shown))


def original(root: str, uid: int, limits: dict[str, int] | None = None) -> dict[str, Any]:
    """Return one mail for a reply or a forward.

    Args:
        root: The mail store.
        uid: Its id.
        limits: See `require_within`; None for a reply, which carries no attachments.

    Returns:
        Headers, body (at most MAX_PASSED_ON characters) and attachments in base64.

    Raises:
        LookupError: there is no such mail.
        ValueError: its attachments exceed the limits.
    """
    mail = _parsed(find(root, uid))
    attached = mail.attached if limits else []
    if limits:
        require_within([len(data) for _, data in attached], **limits)
    names = {"from": "From", "reply_to": "Reply-To", "to": "To", "cc": "Cc", "date": "Date"}
    return {
        **{key: header(mail.message, name, MAX_HEADER) for key, name in names.items()},
        "subject": header(mail.message, "Subject", MAX_HEADER),
        "message_id": header(mail.message, "Message-ID", MAX_HEADER),
        "body": mail.body[:MAX_PASSED_ON],
        "attachments": [
            [name[:MAX_NAME], base64.b64encode(data).decode()] for name, data in attached
        ],
    }


def deliver(
    root: str,
    folder: str,
    uid: int,
    epoch: int,
    content: str,
    seen: bool = False,
    answered: int | None = None,
) -> None:
    """File a mail completely or not at all.

    Args:
        root: The mail store.
        folder: Folder name.
        uid: The mail's id.
        epoch: The mail's time in seconds since 1970.
        content: The message's bytes in base64.
        seen: Mark it as read.
        answered: Id of the mail it replies to, which is then marked as answered.
    """
    name = f"{epoch}.{uid}.mail"
    draft = part_of(root, folder, "tmp") / name
    draft.unlink(missing_ok=True)  # do not write through a link or pipe of that name
    with open(draft, "xb") as file:
        file.write(base64.b64decode(content))
    draft.chmod(0o600)
    os.utime(draft, (epoch, epoch))
    part, flags = ("cur", ":2,S") if seen else ("new", "")
    rename(draft, part_of(root, folder, part) / f"{name}{flags}")
    if answered is not None:
        flag(root, find(root, answered), "RS")


def move(root: str, uids: list[int], folder: str) -> str:
    """Move mails to another folder, all or none of them; return that folder's name.

    Raises:
        LookupError: there is no such mail or folder.
    """
    name = find_folder(root, folder)
    for entry in [find(root, uid) for uid in uids]:
        rename(entry.path, part_of(root, name, "cur") / entry.path.name)
    return name


def _parsed(entry: Entry) -> Letter:
    """Parse a whole message.

    Raises:
        ValueError: it is damaged, too large, or not a regular file.
    """
    try:
        return parse(regular_bytes(entry.path, MAX_MESSAGE))
    except OSError:
        raise
    except Exception as e:  # crafted MIME breaks the parser in many ways; report all of them
        raise ValueError(f"message {entry.uid} in {entry.folder} is damaged: {e}") from e


def _head(entry: Entry) -> Message:
    """Parse the headers alone, if they are where headers belong.

    Raises:
        ValueError: it is not a regular file.
    """
    with opened(entry.path) as file:
        return message_from_bytes(re.split(rb"\r?\n\r?\n", file.read(HEAD), maxsplit=1)[0])


def _summary(entry: Entry, message: Message | None = None) -> dict[str, Any]:
    try:
        shown = message or _head(entry)
    except (OSError, ValueError) as e:
        shown = Message()
        shown["Subject"] = f"({e})".replace("\n", " ")
    filed = datetime.fromtimestamp(entry.epoch, timezone.utc)  # noqa: UP017 (python 3.9 inside)
    return {
        "uid": entry.uid,
        "folder": entry.folder,
        "date": (date(shown) or filed).strftime("%Y-%m-%d %H:%M"),
        "from": header(shown, "From", MAX_HEADER),
        "subject": header(shown, "Subject", MAX_HEADER),
        "unread": "S" not in entry.flags,
        "answered": "R" in entry.flags,
    }


def _has_words(entry: Entry, words: list[str]) -> bool:
    try:
        mail = _parsed(entry)
    except (OSError, ValueError):  # unreadable, so nothing in it matches
        return False
    headers = [header(mail.message, name, MAX_HEADER) for name in ("From", "To", "Subject")]
    text = "\n".join([*headers, mail.body]).casefold()
    return all(word in text for word in words)


OPERATIONS = {
    function.__name__: function
    for function in (listing, sizes, unread, search, read, original, deliver, move, attach)
}
