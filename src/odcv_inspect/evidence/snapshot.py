"""Collect the evidence once on the host: request, verify, compress, hash."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import zlib
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any, Final

from inspect_ai.util import OutputLimitExceededError, SandboxUnavailableError
from pydantic import ValidationError

from ..errors import InstrumentError
from ..sandbox.exec_client import Others
from ..sandbox.inside import joined
from ..sandbox.layout import COMPANY_DATABASE, HOME, LEDGER_DATABASE, MAIL, OPS, SHARE
from ..sandbox.limits import (
    COLLECTOR_CHILD_MEMORY,
    COLLECTOR_CHILD_SECONDS,
    COLLECTOR_EXEC_SECONDS,
    COLLECTOR_SECONDS,
)
from ..sandbox.run import run_inside
from ..scenarios.parts import CsvTable
from ..world.services import letters
from .collector import cells, children, databases, files, fingerprint, locks, mail, program
from .model import Mail, Snapshot, decode_content, overflow

FILE_BYTES: Final = 1 << 20
"""Contents of larger files are not kept; path, size and hash always are."""
TABLE_ROWS: Final = 20_000
PACKED_BYTES: Final = 1 << 20
"""Largest compressed snapshot that goes into the sample's store."""
CAPS: Final = {
    "file": FILE_BYTES,
    "rows": TABLE_ROWS,
    "database": 64 << 20,
    "total": 16 << 20,
    "output": 7 << 20,
    "seconds": COLLECTOR_SECONDS,
    "child_seconds": COLLECTOR_CHILD_SECONDS,
    "child_memory": COLLECTOR_CHILD_MEMORY,
}
ROOTS: Final = (HOME, SHARE, OPS)
FOLLOWED: Final = (SHARE, OPS)
"""Folders whose files are followed over time: those that the company's staff and programs read."""
DATABASES: Final = (("company", COMPANY_DATABASE), ("ledger", LEDGER_DATABASE))
_INFLATED_BYTES = 64 << 20
_PARTS = (letters, cells, children, files, locks, fingerprint, mail, databases, program)
"""The collector's modules, each after the ones it imports; `letters` is the mail tools' parser."""
_FINGERPRINT_PARTS = (cells, children, files, locks, fingerprint)


async def collect(tables: Sequence[CsvTable] = ()) -> str:
    """Collect the evidence from the current sample's sandbox.

    Args:
        tables: The CSV files that checks read; any of them over the caps is an overflow.

    Returns:
        A snapshot as text for the sample's store; see `unpack`.

    Raises:
        InstrumentError: The collector failed, or its output was cut or forged.
    """
    nonce = secrets.token_hex(16)
    try:
        output = await _run(collector_program(nonce, ROOTS, MAIL, DATABASES), "kill")
    except TimeoutError:
        return pack(overflow(f"the collector had no answer within {COLLECTOR_EXEC_SECONDS} s"))
    packed = read_frames(output, nonce)
    excess = beyond_caps(inflate(packed), tables) if tables else None
    return pack(overflow(excess)) if excess else _text(packed)


async def look() -> Snapshot:
    """Read the company's tables and files while the agent's processes are stopped.

    Raises:
        InstrumentError: As for `collect`.
        TimeoutError: The collector did not answer in time.
    """
    nonce = secrets.token_hex(16)
    output = await _run(collector_program(nonce, FOLLOWED, "", DATABASES), "stop")
    return inflate(read_frames(output, nonce))


async def take_fingerprint() -> str:
    """Return a hash of everything that `look` reads; empty if there is too much.

    Raises:
        InstrumentError: As for `collect`.
        TimeoutError: The collector did not answer in time.
    """
    payload = {"roots": list(FOLLOWED), "databases": list(map(list, DATABASES)), "caps": CAPS}
    modules = joined("collector", _FINGERPRINT_PARTS)
    source = (
        f"{modules}from collector.fingerprint import fingerprint\nprint(fingerprint({payload!r}))\n"
    )
    return (await _run(source, "stop")).strip()


async def _run(source: str, others: Others) -> str:
    try:
        result = await run_inside(source, timeout=COLLECTOR_EXEC_SECONDS, others=others)
    except TimeoutError:
        raise
    except (
        OSError,
        UnicodeDecodeError,
        OutputLimitExceededError,
        SandboxUnavailableError,
    ) as e:
        raise InstrumentError(f"the collector could not run: {type(e).__name__}: {e}") from e
    if not result.success:
        complaint = result.stderr.strip()[-500:]
        raise InstrumentError(f"the collector ended with {result.returncode}: {complaint}")
    return result.stdout


def collector_program(
    nonce: str,
    roots: Sequence[str],
    maildir: str,
    databases: Sequence[tuple[str, str]],
) -> str:
    """Return the source to send inside: the collector, and the call with its payload.

    Args:
        nonce: Key of the frames, new for each call.
        roots: Folders whose files are all collected.
        maildir: The mailbox; without one, the fingerprint of what is read is added.
        databases: (source, path) of each SQLite file.
    """
    payload = {
        "nonce": nonce,
        "roots": list(roots),
        "mail": maildir,
        "databases": [list(database) for database in databases],
        "caps": CAPS,
    }
    modules = joined("collector", _PARTS)
    imports = "from collector import letters\nfrom collector.program import main\n"
    return f"{modules}{imports}main({payload!r}, letters)\n"


def read_frames(output: str, nonce: str) -> bytes:
    """Return the compressed snapshot that the collector printed; see `inflate`.

    Raises:
        InstrumentError: A frame is missing, cut or not made with `nonce`.
    """
    packed = bytearray()
    lines = output.removesuffix("\n").split("\n")
    if lines == [""]:
        raise InstrumentError("the collector printed nothing")
    for number, line in enumerate(lines, start=1):
        try:
            place, length, key, text = line.split(" ")
            chunk = base64.b64decode(text, validate=True)
        except (ValueError, binascii.Error) as e:
            raise InstrumentError(f"the collector's frame {number} is damaged: {line[:80]}") from e
        head = f"{number}/{len(lines)} {len(chunk)}"
        made = hmac.new(nonce.encode(), head.encode() + chunk, hashlib.sha256).hexdigest()
        if f"{place} {length}" != head or not hmac.compare_digest(key.encode(), made.encode()):
            raise InstrumentError(
                f"the collector's frame {number} of {len(lines)} is cut or forged: {line[:80]}"
            )
        packed += chunk
    return bytes(packed)


def beyond_caps(snapshot: Snapshot, tables: Sequence[CsvTable]) -> str | None:
    """Return how a CSV file that checks read exceeds the caps; None if all are within them."""
    wanted = {table.csv for table in tables}
    for file in snapshot.files:
        if file.path in wanted and file.sha256 is not None:
            if file.content is None:
                return f"{file.path} has {file.size} bytes, more than {FILE_BYTES}"
            lines = decode_content(file.content).count(b"\n")
            if lines > TABLE_ROWS + 1:  # plus the header
                return f"{file.path} has {lines} lines, more than {TABLE_ROWS}"
    return None


def pack(snapshot: Snapshot) -> str:
    """Return a snapshot as text for the sample's store; an overflow if that exceeds 1 MiB."""
    return _text(zlib.compress(snapshot.model_dump_json().encode()))


def unpack(text: str) -> Snapshot:
    """Return the snapshot in a text of `pack` or `collect`.

    Raises:
        InstrumentError: It is not such a text.
    """
    try:
        return inflate(base64.b64decode(text, validate=True))
    except binascii.Error as e:
        raise InstrumentError(f"the evidence cannot be read: {e}") from e


@lru_cache(maxsize=32)
def unpack_before(text: str) -> Snapshot:
    """Cache `unpack` for initial evidence, which is small and needed again for the score."""
    return unpack(text)


def inflate(packed: bytes) -> Snapshot:
    """Return the snapshot in compressed JSON.

    Raises:
        InstrumentError: It is not such a snapshot.
    """
    try:
        data = zlib.decompressobj().decompress(packed, _INFLATED_BYTES)
        return Snapshot.model_validate_json(data)
    except (zlib.error, ValidationError) as e:
        raise InstrumentError(f"the evidence cannot be read: {e}") from e


def _text(packed: bytes) -> str:
    text = base64.b64encode(packed).decode()
    if len(text) <= PACKED_BYTES:
        return text
    return pack(overflow(f"packed evidence has {len(text)} bytes, more than {PACKED_BYTES}"))


def world_sha256(snapshot: Snapshot, varying: Collection[str] = ()) -> str:
    """Return the SHA-256 of the sorted evidence: paths, modes, bytes; rows; mails.

    It depends on neither the SQLite version nor the host's time, and excludes statuses.

    Args:
        snapshot: Evidence, usually from before the agent starts.
        varying: Message-IDs of mails whose body is ignored, so that the hash is equal over the
            conditions of one world.
    """
    facts: list[list[Any]] = [
        ["file", f.path, f.kind, f.mode, f.sha256, f.content] for f in snapshot.files
    ]
    facts += [_mail_facts(m, m.message_id in varying) for m in snapshot.mails]
    for table in snapshot.tables:
        names = [column.name for column in table.columns]
        facts.append(["table", table.source, table.name, names])
        facts += [["row", table.source, table.name, list(row)] for row in table.rows]
    lines = sorted(map(json.JSONEncoder(sort_keys=True).encode, facts))
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _mail_facts(found: Mail, blank: bool) -> list[Any]:
    blanked = {"body": "", "sha256": "", "size": 0} if blank else {}
    return ["mail", found.model_copy(update=blanked).model_dump(mode="json")]
