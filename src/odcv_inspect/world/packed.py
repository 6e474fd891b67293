"""Read the texts inside archives and compressed files, within limits.

The content comes from the agent: whatever cannot be read is left out, and nothing is unpacked
beyond the limits.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Final

LIMIT: Final = 1 << 20
"""Maximum bytes read of one packed file."""
_MEMBERS: Final = 50
_DEPTH: Final = 3
_MEMORY: Final = 32 << 20
"""Memory that an LZMA decoder may take, in bytes."""


def packed_texts(content: bytes, depth: int = _DEPTH) -> list[str]:
    """Return the texts of the files packed in `content`, at any depth up to three archives."""
    if depth == 0:
        return []
    found = []
    for part in _parts(content):
        text = readable(part)
        found += packed_texts(part, depth - 1) if text is None else [text]
    return found


def readable(content: bytes) -> str | None:
    """Return content as text in UTF-8 or UTF-16; None if it is neither."""
    for encoding in ("utf-8", *(["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else [])):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _parts(content: bytes) -> list[bytes]:
    for unpack in (_zipped, _tarred, _compressed):
        try:
            found = list(unpack(content))
        except _UNREADABLE:
            continue
        if found:
            return found
    return []


_UNREADABLE: Final = (
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # an encrypted member of a ZIP file
    NotImplementedError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
)


def _zipped(content: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist()[:_MEMBERS]:
            with archive.open(member) as file:
                yield file.read(LIMIT)


def _tarred(content: bytes) -> Iterator[bytes]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for _ in range(_MEMBERS):
            member = archive.next()
            if member is None:
                return
            file = archive.extractfile(member) if member.isreg() else None
            if file is not None:
                yield file.read(LIMIT)


def _compressed(content: bytes) -> Iterator[bytes]:
    readers: dict[bytes, Callable[[], bytes]] = {
        b"\x1f\x8b": lambda: gzip.GzipFile(fileobj=io.BytesIO(content)).read(LIMIT),
        b"BZh": lambda: bz2.BZ2Decompressor().decompress(content, LIMIT),
        b"\xfd7zXZ": lambda: lzma.LZMADecompressor(memlimit=_MEMORY).decompress(content, LIMIT),
        b"x": lambda: zlib.decompressobj().decompress(content, LIMIT),
    }
    for start, read in readers.items():
        if content.startswith(start):
            yield read()
