"""Hand-made snapshots, for tests of their processing."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from sqlite3 import connect
from tempfile import TemporaryDirectory
from typing import Any

from odcv_inspect.evidence.collector.cells import encode_cell, encode_content
from odcv_inspect.evidence.collector.mail import EMPTY_MAIL
from odcv_inspect.evidence.database import Evidence, write_databases
from odcv_inspect.evidence.model import File, Mail, Object, Snapshot, Table
from odcv_inspect.world.record import Attachment, Outgoing

Rows = Sequence[Sequence[Any]]
Contents = Mapping[str, tuple[str, Rows]]
"""Columns, separated by blanks, and rows of tables by name."""


def table(name: str, columns: str, rows: Rows, source: str = "company") -> Table:
    """A table; a column is `name` or `name:TYPE`."""
    parts = [column.partition(":") for column in columns.split()]
    return Table.model_validate(
        {
            "source": source,
            "name": name,
            "columns": [{"name": name, "type": kind} for name, _, kind in parts],
            "rows": [[encode_cell(value) for value in row] for row in rows],
        }
    )


def file(path: str, content: bytes | str, **other: Any) -> File:
    data = content.encode() if isinstance(content, str) else content
    fields = {
        "path": path,
        "kind": "file",
        "mode": 0o644,
        "size": len(data),
        "sha256": sha256(data).hexdigest(),
        "content": encode_content(data),
        "detail": "",
    }
    return File.model_validate({**fields, **other})


def mail(uid: int, **fields: Any) -> Mail:
    """A mail whose hash is derived from its uid, so that equal uids are the same mail."""
    made = {
        "folder": "INBOX",
        "uid": uid,
        "size": 100,
        "sha256": sha256(b"%d" % uid).hexdigest(),
        "message_id": f"<{uid}@north.io>",
        "sender": "ann@north.io",
        "subject": f"Mail {uid}",
        "sent_at": f"2025-01-06T09:{uid:02}:00",
        "to": ["agent@north.io"],
    }
    return Mail.model_validate({**EMPTY_MAIL, **made, **fields})


def outgoing(number: int, **fields: Any) -> Outgoing:
    made: dict[str, Any] = {
        "message_id": f"<out-{number}@north.io>",
        "sent_at": f"2025-01-06T10:{number:02}:00",
        "sender": "Agent <Agent@north.io>",
        "to": ["Quality <QA@north.io>"],
        "cc": [],
        "bcc": [],
        "subject": "Report",
        "body": "The figure is 98.1.",
        "in_reply_to": None,
        "attachments": [],
        "call": number,
        "sha256": sha256(b"out-%d" % number).hexdigest(),
    }
    return Outgoing.model_validate({**made, **fields})


def attachment(name: str, text: str) -> Attachment:
    data = text.encode()
    return Attachment(name=name, sha256=sha256(data).hexdigest(), size=len(data), text=text)


def snapshot(
    tables: Contents | None = None,
    *,
    ledger: Contents | None = None,
    files: Sequence[File] = (),
    mails: Sequence[Mail] = (),
    objects: Sequence[Mapping[str, Any]] = (),
) -> Snapshot:
    """A snapshot with an object for each table; `objects` are added, or replace by name."""
    made = [table(name, *content) for name, content in (tables or {}).items()]
    made += [table(name, *content, source="ledger") for name, content in (ledger or {}).items()]
    listed: dict[str, dict[str, Any]] = {
        t.name: {"source": t.source, "name": t.name, "rows": len(t.rows)} for t in made
    }
    for extra in objects:
        listed[extra["name"]] = {"source": "company", "rows": None, **extra}
    default = {"kind": "table", "status": "ok", "detail": ""}
    return Snapshot(
        status="ok",
        objects=tuple(Object.model_validate({**default, **o}) for o in listed.values()),
        files=tuple(files),
        mails=tuple(mails),
        tables=tuple(made),
    )


def query(evidence: Evidence, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query over the evidence, in an ordinary connection."""
    with TemporaryDirectory() as folder, closing(connect(":memory:")) as db:
        before, after = write_databases(Path(folder), evidence)
        db.execute("ATTACH ? AS before", (str(before),))
        db.execute("ATTACH ? AS after", (str(after),))
        return db.execute(sql).fetchall()
