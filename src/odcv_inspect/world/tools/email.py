"""E-mail."""

import base64
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from inspect_ai.tool import ToolError
from inspect_ai.util import store_as

from ...sandbox.layout import HOME, MAIL
from .. import addresses, office, post
from ..model import AGENT, INBOX
from ..post import Draft
from ..record import Kept
from ..text import count, table
from .arguments import Flag, Ids, Text, Texts, blank, flag, number, numbers, text, texts

_MESSAGE_ID = re.compile(r"<[!-~]{1,250}>")
LIMITS = {"count": 10, "each": 1 << 20, "total": 4 << 20}
"""Limits on a message's attachments: number, bytes of each, bytes of all."""
MAX_FOLDERS = 10
"""Folders listed at once."""
MAX_CELL = 200
"""Characters of a sender or subject in a list."""


async def email_list(folder: Texts = "INBOX") -> str:
    """List the messages of one or several mail folders, newest first.

    New mail is also announced with the answer to any other call.

    Args:
        folder: Name of the folder, or a list of names, such as ["INBOX", "Sent", "Archive"].
    """
    names = texts(folder) or [INBOX]
    if len(names) > MAX_FOLDERS:
        raise ToolError(f"At most {MAX_FOLDERS} folders at once, not {len(names)}.")
    found = [await _call("listing", folder=name) for name in names]
    others = await _call("sizes")
    for listed in found:
        others.pop(listed["folder"], None)
    return "\n\n".join([*map(_folder, found), *_others(others)])


def _folder(found: dict[str, Any]) -> str:
    heading = f"{found['folder']}: {count(found['total'], 'message')}, {found['unread']} unread"
    return "\n".join([heading, *_listed(found)])


def _others(sizes: dict[str, int | None]) -> list[str]:
    named = [
        name[:MAX_CELL] + ("" if size is None else f" ({size:,})") for name, size in sizes.items()
    ]
    return [f"Other folders: {', '.join(named[:MAX_FOLDERS])}"] if named else []


async def email_read(id: Ids | None = None) -> str:
    """Read one or several messages, with their attachments.

    Args:
        id: Number of the message as listed, or a list of numbers, such as [3, 4]; every unread
            message in the INBOX if left out.
    """
    uids = await _call("unread", folder=INBOX) if blank(id) else numbers(id, "message")
    return await messages(uids) if uids else "There are no unread messages in the INBOX."


async def messages(uids: list[int], delivered: list[str] | None = None) -> str:
    """Return messages in full, which marks them as read.

    Args:
        uids: Numbers of the messages.
        delivered: SHA-256 of each as it was delivered; None to show whatever has that number.

    Raises:
        ToolError: there is no such message, if it was the only one.
    """
    found = await _call("read", uids=uids, delivered=delivered)
    if len(uids) == 1 and found["missing"]:
        raise ToolError(found["missing"][0])
    parts = [*map(_shown, found["messages"]), *found["missing"]]
    if found["left_out"]:
        parts.append(f"Too long to show here as well: {', '.join(map(str, found['left_out']))}.")
    return f"\n\n{'-' * 40}\n".join(parts)


def _shown(mail: dict[str, Any]) -> str:
    lines = [f"Message {mail['uid']} in {mail['folder']}"]
    lines += [f"{name.capitalize()}: {mail[name]}" for name in ("from", "to", "cc") if mail[name]]
    lines += [f"Date: {mail['date']}", f"Subject: {mail['subject']}", "", mail["body"].rstrip()]
    if mail["length"] > len(mail["body"]):
        left_out = mail["length"] - len(mail["body"])
        lines.append(f"[{left_out:,} more characters; the whole message is in {mail['path']}]")
    for attachment in mail["attachments"]:
        lines += ["", *_attachment(attachment)]
    if mail["attached"] > len(mail["attachments"]):
        lines += ["", f"({mail['attached'] - len(mail['attachments']):,} more attachments)"]
    return "\n".join(lines)


def _attachment(attachment: dict[str, Any]) -> Iterator[str]:
    yield f"Attachment: {attachment['name']} ({attachment['size']:,} bytes)"
    yield f"File: {attachment['file']}"
    if attachment["text"] is not None:
        yield attachment["text"].rstrip()
        if len(attachment["text"].encode()) < attachment["size"]:
            yield "[the rest is in the file]"


async def email_search(query: str, folder: Text = None) -> str:
    """Find messages by words in sender, recipient, subject or text, newest first.

    Args:
        query: Words that must all occur; case is ignored.
        folder: Name of a folder; all folders if left out.
    """
    if not query.strip():
        raise ToolError("The search has no words; give one or several, or list a folder.")
    found = await _call("search", query=query, folder=text(folder))
    heading = f"{count(found['total'], 'message')} found"
    return "\n".join([heading, *_listed(found, with_folder=True)])


async def email_send(
    to: str | list[str],
    subject: str,
    body: str,
    cc: Texts = None,
    bcc: Texts = None,
    attachments: Texts = None,
) -> str:
    """Send an e-mail.

    Args:
        to: Addresses, separated by commas.
        subject: Subject line.
        body: Text of the message.
        cc: Addresses that get a copy.
        bcc: Addresses that get a blind copy.
        attachments: Paths of files to attach, such as ["/srv/share/report.csv"].
    """
    draft = Draft(
        to=_addresses(to),
        cc=_addresses(cc),
        bcc=_addresses(bcc),
        subject=subject,
        body=body,
        attachments=await _attached(texts(attachments)),
    )
    return await post.send(draft)


async def email_reply(
    id: Ids, body: str, reply_all: Flag = False, attachments: Texts = None
) -> str:
    """Reply to a message.

    Args:
        id: Number of the message.
        body: Text of the reply.
        reply_all: Also reply to everybody else who received the message.
        attachments: Paths of files to attach.
    """
    uid = number(id, "message")
    mail = await _call("original", uid=uid)
    own = store_as(Kept).record.facts["people"][AGENT]["address"].lower()
    to = addresses.of(mail["reply_to"] or mail["from"])
    if to == [own]:  # a reply to one's own message goes to its recipients
        to = addresses.of(mail["to"])
    others = addresses.of(f"{mail['to']}, {mail['cc']}") if flag(reply_all) else []
    draft = Draft(
        to=_addresses(to),
        cc=_addresses([address for address in others if address not in (*to, own)]),
        bcc=[],
        subject=post.prefixed("Re", mail["subject"]),
        body=body,
        in_reply_to=mail["message_id"] if _MESSAGE_ID.fullmatch(mail["message_id"]) else None,
        attachments=await _attached(texts(attachments)),
    )
    return await post.send(draft, answers=uid)


async def email_forward(id: Ids, to: str | list[str], body: Text = None) -> str:
    """Forward a message with its attachments.

    Args:
        id: Number of the message.
        to: Addresses, separated by commas.
        body: Text to put above the message.
    """
    receivers = _addresses(to)
    mail = await _call("original", uid=number(id, "message"), limits=LIMITS)
    headers = [
        f"{name.capitalize()}: {mail[name]}"
        for name in ("from", "date", "subject", "to", "cc")
        if mail[name]
    ]
    above = [body, ""] if body else []
    passed_on = "\n".join(
        [*above, "---------- Forwarded message ----------", *headers, "", mail["body"]]
    )
    draft = Draft(
        to=receivers,
        cc=[],
        bcc=[],
        subject=post.prefixed("Fwd", mail["subject"]),
        body=passed_on,
        attachments=_decoded(mail["attachments"]),
    )
    return await post.send(draft)


async def email_move(id: Ids, folder: str) -> str:
    """Move one or several messages to another folder.

    Args:
        id: Number of the message, or a list of numbers.
        folder: Name of the folder to move them to.
    """
    uids = numbers(id, "message")
    moved = await _call("move", uids=uids, folder=folder)
    those = "Message" if len(uids) == 1 else "Messages"
    are = "is" if len(uids) == 1 else "are"
    return f"{those} {', '.join(map(str, uids))} {are} now in {moved}."


async def _call(operation: str, **arguments: Any) -> Any:
    return await office.call("mailbox", operation, root=MAIL, **arguments)


def _listed(found: dict[str, Any], *, with_folder: bool = False) -> list[str]:
    if not found["messages"]:
        return []
    columns = ["id", "date", "from", "subject", "mark", *(["folder"] if with_folder else [])]
    rows = [
        [
            str(mail["uid"]),
            mail["date"],
            mail["from"][:MAX_CELL],
            mail["subject"][:MAX_CELL],
            "unread" if mail["unread"] else "answered" if mail["answered"] else "",
            *([mail["folder"]] if with_folder else []),
        ]
        for mail in found["messages"]
    ]
    left_out = found["total"] - len(rows)
    return [table(columns, rows), *([f"(and {left_out:,} older)"] if left_out else [])]


def _addresses(given: Texts) -> list[str]:
    return addresses.parse(", ".join(texts(given)), store_as(Kept).record.facts)


async def _attached(paths: list[str]) -> list[tuple[str, bytes]]:
    if not paths:
        return []
    return _decoded(await office.call("mailbox", "attach", home=HOME, paths=paths, limits=LIMITS))


def _decoded(files: list[tuple[str, str]]) -> list[tuple[str, bytes]]:
    return [(_file_name(name), base64.b64decode(content)) for name, content in files]


def _file_name(name: str) -> str:
    """Return the last part of a path, safe for a header."""
    last = PurePosixPath(name).name[:200]
    return "".join(c if c.isprintable() else "_" for c in last) or "attachment"


EMAIL = (
    email_list,
    email_read,
    email_search,
    email_send,
    email_reply,
    email_forward,
    email_move,
)
