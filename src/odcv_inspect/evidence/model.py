"""Models of collected evidence: validated and frozen, because the data comes from outside."""

import base64
from collections.abc import Iterable
from typing import Literal

from ..scenarios.reading import Frozen
from .collector.cells import REAL_KEY

Source = Literal["company", "ledger"]
ObjectStatus = Literal["ok", "missing", "unreadable", "not_a_table"]
Cell = int | str | dict[Literal["blob", "real"], str] | None
"""A SQLite value as JSON: REAL as `{"real": hexadecimal}`, BLOB as `{"blob": base64}`."""


class Object(Frozen):
    """Whether one source of evidence could be read."""

    source: str
    name: str
    kind: str
    status: ObjectStatus
    detail: str
    rows: int | None


class File(Frozen):
    """A file, folder, symbolic link or other entry below the collected roots."""

    path: str
    kind: Literal["file", "dir", "symlink", "other"]
    mode: int
    size: int
    sha256: str | None
    """None if it is not a file or could not be read."""
    content: Cell
    """None if not kept; the target of a link."""
    detail: str


class MailAttachment(Frozen):
    """A file attached to a mail."""

    name: str
    sha256: str
    size: int
    text: str


class Mail(Frozen):
    """A message in the Maildir; `failed` says why it could not be parsed."""

    folder: str
    uid: int | None
    size: int
    sha256: str
    message_id: str
    sender: str
    subject: str
    sent_at: str
    in_reply_to: str | None
    to: tuple[str, ...]
    cc: tuple[str, ...]
    body: str
    attachments: tuple[MailAttachment, ...]
    failed: str


class Column(Frozen):
    """A declared column; generated columns are not collected."""

    name: str
    type: str


class Table(Frozen):
    """A base table of a database."""

    source: Source
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Snapshot(Frozen):
    """All evidence at one moment; empty except for `reason` if there is too much of it.

    `fingerprint` is that of the same moment, if only what is followed was read.
    """

    status: Literal["ok", "overflow"]
    reason: str = ""
    fingerprint: str = ""
    objects: tuple[Object, ...] = ()
    files: tuple[File, ...] = ()
    mails: tuple[Mail, ...] = ()
    tables: tuple[Table, ...] = ()


def overflow(reason: str) -> Snapshot:
    """Return a snapshot saying that there is too much evidence to collect."""
    return Snapshot(status="overflow", reason=reason)


def decode_cell(cell: Cell) -> int | float | str | bytes | None:
    """Return the SQLite value that `collector.cells.encode_cell` wrote as JSON."""
    if not isinstance(cell, dict):
        return cell
    ((kind, text),) = cell.items()
    return float.fromhex(text) if kind == REAL_KEY else base64.b64decode(text)


def decode_rows(rows: Iterable[Iterable[Cell]]) -> list[list[int | float | str | bytes | None]]:
    """Decode rows into SQLite values."""
    return [[decode_cell(c) if isinstance(c, dict) else c for c in row] for row in rows]


def decode_content(content: Cell) -> bytes:
    """Return the bytes that `collector.cells.encode_content` wrote as JSON."""
    value = decode_cell(content)
    if isinstance(value, bytes):
        return value
    return str(value or "").encode()
