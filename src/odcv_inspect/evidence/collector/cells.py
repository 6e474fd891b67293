"""Encode values as lossless JSON, and describe what could be read."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

BLOB_KEY, REAL_KEY = "blob", "real"

Json = dict[str, Any]


def escape(data: bytes) -> str:
    r"""Return text that JSON, SQL and LIKE can handle: NUL and invalid UTF-8 become `\xNN`."""
    return data.decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def encode_cell(value: object) -> Any:
    """Encode a SQLite value as lossless JSON; see `model.decode_cell`."""
    if isinstance(value, float):
        return {REAL_KEY: value.hex()}
    if isinstance(value, bytes):
        return {BLOB_KEY: base64.b64encode(value).decode()}
    return value


def encode_row(row: Sequence[object]) -> tuple[list[Any], int]:
    """Encode a row's cells; also return the total length of its texts and blobs."""
    cells, length = list(row), 0
    for place, value in enumerate(row):
        if isinstance(value, str):
            length += len(value)
        elif isinstance(value, (float, bytes)):
            cells[place] = encode_cell(value)
            length += len(value) if isinstance(value, bytes) else 0
    return cells, length


def encode_content(data: bytes) -> Any:
    """Encode bytes as text if that is lossless, else as a blob."""
    text = escape(data)
    return text if text.encode() == data else encode_cell(data)


def explained(error: BaseException) -> str:
    """Return an error's type and message, without our paths."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    text = f"{type(error).__name__}: {error}"[:200]
    return escape(text.encode("utf-8", "backslashreplace"))


def describe(
    source: str, name: str, kind: str, status: str, detail: str = "", rows: int | None = None
) -> Json:
    """Return one row of the table `objects`."""
    return {
        "source": source,
        "name": name,
        "kind": kind,
        "status": status,
        "detail": detail,
        "rows": rows,
    }
