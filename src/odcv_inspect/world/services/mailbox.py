"""The company's mail store: a Maildir++, read and filed by the mail tools.

A mail's id is its uid, which its file name holds: `<epoch>.<uid>.<host>`, then `:2,<flags>`. A
file that is named otherwise has a number made from its name, so that it can be read as well.
"""

import base64
import os
import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, BinaryIO

FOLDERS = ("INBOX", "Sent", "Archive", "Drafts", "Trash")
MAX_MESSAGE = 8 << 20
MAX_HEADER = 1_000
MAX_LISTED = 100
MAX_FILES = 10_000
MAX_BODY = 30_000
MAX_ATTACHED_TEXT = 20_000
HEAD = 1 << 16
"""Bytes of a message in which its headers are looked for when it is listed."""

NAME = re.compile(r"(?P<epoch>\d{1,11})\.(?P<uid>\d{1,9})\.[^:]*(?::2,(?P<flags>[A-Za-z]*))?")


@dataclass(frozen=True)
class Entry:
    """One file of the mail store."""

    folder: str
    path: Path
    uid: int
    epoch: int
    flags: str


@dataclass(frozen=True)
class Mail:
    """A parsed message: its headers, the text to be read, attachments (name, content)."""

    message: Message
    body: str
    attached: list[tuple[str, bytes]]


def listing(root: str, folder: str) -> dict[str, Any]:
    """The newest MAX_LISTED mails of a folder, newest first, and how many there are.

    Raises:
        LookupError: there is no such folder.
    """
    entries = _newest_first(root, folder)
    return {
        "folder": _folder(root, folder),
        "total": len(entries),
        "unread": sum("S" not in entry.flags for entry in entries),
        "messages": [_summary(entry) for entry in entries[:MAX_LISTED]],
    }


def search(root: str, query: str, folder: str = "") -> dict[str, Any]:
    """Mails with every word of `query` in from, to, subject or body, newest first.

    Raises:
        LookupError: there is no such folder.
    """
    words = query.casefold().split()
    found = [entry for entry in _newest_first(root, folder) if _has_words(entry, words)]
    return {"total": len(found), "messages": [_summary(entry) for entry in found[:MAX_LISTED]]}


def read(root: str, uid: int) -> dict[str, Any]:
    """One mail with its text and what is attached; it is marked as read.

    Returns:
        `uid`, `folder`, `path`, `date`, `from`, `to`, `cc`, `subject`, `body` (at most MAX_BODY
        characters of `length`) and `attachments` (name, size, and text of those that are text).

    Raises:
        LookupError: there is no such mail.
    """
    entry = _find(root, uid)
    mail = _parse(entry)
    path = _flag(root, entry, "S")
    room = MAX_ATTACHED_TEXT
    attachments = []
    for name, content in mail.attached:
        text = _as_text(content)
        shown = None if text is None else text[:room]
        room -= len(shown or "")
        attachments.append({"name": name, "size": len(content), "text": shown})
    return {
        **_summary(entry, mail.message),
        "path": str(path),
        "to": _header(mail.message, "To"),
        "cc": _header(mail.message, "Cc"),
        "body": mail.body[:MAX_BODY],
        "length": len(mail.body),
        "attachments": attachments,
    }


def original(root: str, uid: int) -> dict[str, Any]:
    """One mail for an answer or for passing on: headers, whole body, attachments in base64.

    Raises:
        LookupError: there is no such mail.
    """
    mail = _parse(_find(root, uid))
    names = {"from": "From", "reply_to": "Reply-To", "to": "To", "cc": "Cc", "date": "Date"}
    return {
        **{key: _header(mail.message, name) for key, name in names.items()},
        "subject": _header(mail.message, "Subject"),
        "message_id": _header(mail.message, "Message-ID"),
        "body": mail.body,
        "attachments": [[name, base64.b64encode(data).decode()] for name, data in mail.attached],
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
    """File a mail, whole or not at all.

    Args:
        root: The mail store.
        folder: Folder by name.
        uid: Its id.
        epoch: Its time, seconds since 1970.
        content: The message's bytes in base64.
        seen: File it as read.
        answered: Id of the mail that it answers, to be marked so.
    """
    base = _directory(root, folder)
    name = f"{epoch}.{uid}.mail"
    draft = _part(base, "tmp") / name
    draft.unlink(missing_ok=True)  # a link or a pipe of that name is not written through
    with open(draft, "xb") as file:
        file.write(base64.b64decode(content))
    draft.chmod(0o600)
    os.utime(draft, (epoch, epoch))
    _rename(draft, _part(base, "cur") / f"{name}:2,S" if seen else _part(base, "new") / name)
    if answered is not None:
        _flag(root, _find(root, answered), "RS")


def move(root: str, uid: int, folder: str) -> str:
    """Move a mail to another folder, whose name is returned.

    Raises:
        LookupError: there is no such mail or folder.
    """
    name = _folder(root, folder)
    entry = _find(root, uid)
    _rename(entry.path, _part(_directory(root, name), "cur") / entry.path.name)
    return name


def attach(home: str, paths: list[str], each: int, total: int) -> list[tuple[str, str]]:
    """Files for a mail: name and content in base64.

    Args:
        home: Folder that relative paths start from.
        paths: The files.
        each: Bytes that each may have.
        total: Bytes that all may have together.

    Raises:
        ValueError: one cannot be read, is no regular file or is too large.
    """
    files = []
    size = 0
    for path in paths:
        full = Path(home, re.sub(r"^~/", "", path))
        try:
            content = _regular_bytes(full, each)
        except OSError as e:
            raise ValueError(f"attachment {path!r}: {e.strerror}; give the path of a file") from e
        except ValueError as e:
            raise ValueError(f"attachment {path!r} {e}; give the path of a file") from e
        size += len(content)
        if size > total:
            raise ValueError(f"the attachments have more than {total:,} bytes together")
        files.append((full.name, base64.b64encode(content).decode()))
    return files


def folders(root: str) -> list[str]:
    """Names of the folders: the standard ones, then those that somebody made."""
    made = {item.name[1:] for item in Path(root).glob(".?*") if item.is_dir()}
    return [*FOLDERS, *sorted(made.difference(FOLDERS))]


def _folder(root: str, name: str) -> str:
    known = folders(root)
    for folder in known:
        if folder.casefold() == name.strip().casefold():
            return folder
    raise LookupError(f"no folder '{name}'; the folders are {', '.join(known)}")


def _directory(root: str, folder: str) -> Path:
    return Path(root) if folder == "INBOX" else Path(root, f".{folder}")


def _part(directory: Path, name: str) -> Path:
    part = directory / name
    part.mkdir(parents=True, exist_ok=True)
    return part


def _rename(path: Path, target: Path) -> None:
    if path != target and os.path.lexists(target):
        raise FileExistsError(17, "a message of that name is already there", str(target))
    path.rename(target)


def _entries(root: str, folder: str) -> Iterator[Entry]:
    for part in ("new", "cur"):
        directory = _directory(root, folder) / part
        paths = sorted(directory.iterdir()) if directory.is_dir() else []
        if len(paths) > MAX_FILES:
            raise ValueError(f"{directory} holds {len(paths)} files; at most {MAX_FILES} are read")
        for path in paths:
            match = NAME.fullmatch(path.name)
            if match:
                uid, epoch, flags = int(match["uid"]), int(match["epoch"]), match["flags"] or ""
            else:  # nine digits, out of the way of the mail server's own numbers
                stem, _, flags = path.name.partition(":2,")
                uid = 10**8 + zlib.crc32(os.fsencode(stem)) % (9 * 10**8)
                epoch = max(0, min(int(path.lstat().st_mtime), 10**10))
            yield Entry(folder, path, uid, epoch, "" if part == "new" else flags)


def _newest_first(root: str, folder: str) -> list[Entry]:
    names = [_folder(root, folder)] if folder else folders(root)
    entries = [entry for name in names for entry in _entries(root, name)]
    return sorted(entries, key=lambda entry: (entry.epoch, entry.uid), reverse=True)


def _find(root: str, uid: int) -> Entry:
    for folder in folders(root):
        for entry in _entries(root, folder):
            if entry.uid == uid:
                return entry
    raise LookupError(f"no message {uid}; list a folder ({', '.join(folders(root))}) for the ids")


def _flag(root: str, entry: Entry, flags: str) -> Path:
    stem = entry.path.name.partition(":2,")[0]
    merged = "".join(sorted({*entry.flags, *flags}))
    path = _part(_directory(root, entry.folder), "cur") / f"{stem}:2,{merged}"
    _rename(entry.path, path)
    return path


def _opened(path: Path) -> BinaryIO:
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe must not be waited for
    found = os.fstat(descriptor)
    of_a_process = found.st_nlink == 0 or found.st_dev == os.stat("/proc").st_dev
    if of_a_process or not stat.S_ISREG(found.st_mode):  # /proc/self is this very program
        os.close(descriptor)
        raise ValueError("is no regular file")
    return os.fdopen(descriptor, "rb")


def _regular_bytes(path: Path, limit: int) -> bytes:
    with _opened(path) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise ValueError(f"is larger than {limit:,} bytes")
    return content


def _parse(entry: Entry) -> Mail:
    try:
        message = message_from_bytes(_regular_bytes(entry.path, MAX_MESSAGE))
        return Mail(message, *_contents(message))
    except OSError:
        raise
    except Exception as e:  # crafted MIME breaks the parser in many ways: all are told
        raise ValueError(f"message {entry.uid} in {entry.folder} is damaged: {e}") from e


def _head(entry: Entry) -> Message:
    """The headers alone, as far as they stand where headers should."""
    with _opened(entry.path) as file:
        return message_from_bytes(re.split(rb"\r?\n\r?\n", file.read(HEAD), maxsplit=1)[0])


def _header(message: Message, name: str) -> str:
    value = str(message.get(name, ""))[:MAX_HEADER]
    try:
        text = str(make_header(decode_header(value)))
    except Exception:  # noqa: BLE001 (whatever a broken header breaks, it is shown as it stands)
        text = value
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _summary(entry: Entry, message: Message | None = None) -> dict[str, Any]:
    try:
        shown = message or _head(entry)
    except (OSError, ValueError) as e:
        shown = Message()
        shown["Subject"] = f"({e})".replace("\n", " ")
    return {
        "uid": entry.uid,
        "folder": entry.folder,
        "date": _date(shown, entry.epoch),
        "from": _header(shown, "From"),
        "subject": _header(shown, "Subject"),
        "unread": "S" not in entry.flags,
        "answered": "R" in entry.flags,
    }


def _date(message: Message, epoch: int) -> str:
    try:
        sent = parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):  # absent or malformed
        sent = datetime.fromtimestamp(epoch, timezone.utc)  # noqa: UP017 (python 3.9 inside)
    return sent.strftime("%Y-%m-%d %H:%M")


def _has_words(entry: Entry, words: list[str]) -> bool:
    try:
        mail = _parse(entry)
    except (OSError, ValueError):  # unreadable: it has no words
        return False
    headers = [_header(mail.message, name) for name in ("From", "To", "Subject")]
    text = "\n".join([*headers, mail.body]).casefold()
    return all(word in text for word in words)


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


def _as_text(content: bytes) -> str | None:
    try:
        text = content.decode()
    except UnicodeDecodeError:  # not text
        return None
    return None if "\0" in text else text


OPERATIONS = {
    function.__name__: function
    for function in (listing, search, read, original, deliver, move, attach)
}
