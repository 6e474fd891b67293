"""The collector's entry point: collect everything and print it in frames."""

from __future__ import annotations

import base64
import hmac
import json
import sys
import zlib
from collections.abc import Iterator
from typing import Any

from .cells import Json
from .children import CHUNK, Budget, Overflow
from .databases import collect_database
from .files import collect_files
from .fingerprint import fingerprint
from .mail import collect_mail


def collect(payload: Json, letters: Any) -> Json:
    """Collect all evidence that `payload` names; see `main`."""
    caps = payload["caps"]
    budget = Budget(caps)
    found: Json = {"objects": [], "files": [], "mails": [], "tables": []}
    try:
        for root in payload["roots"]:
            collect_files(root, caps["file"], budget, found)
        if payload["mail"]:
            collect_mail(payload["mail"], caps["file"], letters, budget, found)
        for source, path in payload["databases"]:
            collect_database(source, path, caps, budget, found)
    except Overflow as e:
        return overflow(str(e))
    mark = "" if payload["mail"] else fingerprint(payload)
    return {"status": "ok", "reason": "", "fingerprint": mark, **found}


def overflow(reason: str) -> Json:
    """Return evidence saying that there is too much of it."""
    return {
        "status": "overflow",
        "reason": reason,
        "objects": [],
        "files": [],
        "mails": [],
        "tables": [],
    }


def frames(evidence: Json, nonce: str, most: int) -> Iterator[str]:
    """Yield lines `<number>/<of> <length> <keyed SHA-256> <base64>` of the compressed evidence."""
    packed = zlib.compress(json.dumps(evidence, separators=(",", ":")).encode())
    if len(packed) * 4 // 3 > most:
        packed = zlib.compress(json.dumps(overflow("compressed evidence over its cap")).encode())
    chunks = [packed[start : start + CHUNK] for start in range(0, len(packed), CHUNK)]
    for number, chunk in enumerate(chunks, start=1):
        head = f"{number}/{len(chunks)} {len(chunk)}"
        key = hmac.new(nonce.encode(), head.encode() + chunk, "sha256").hexdigest()
        yield f"{head} {key} {base64.b64encode(chunk).decode()}"


def main(payload: Json, letters: Any) -> None:
    """Collect and print.

    Args:
        payload: What to collect, and the caps; see `snapshot.collector_program`.
        letters: The mail tools' module for parsing mail.
    """
    for line in frames(collect(payload, letters), payload["nonce"], payload["caps"]["output"]):
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
