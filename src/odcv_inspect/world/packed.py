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
from dataclasses import dataclass
from itertools import islice
from typing import Final

LIMIT: Final = 1 << 20
"""Maximum bytes read of one packed file."""
TOTAL: Final = 4 << 20
"""Maximum bytes unpacked from all of a mail's attachments, which share them evenly.

Small files are read first, so that a large one hides none.
"""
_MEMBERS: Final = 50
_DEPTH: Final = 3
_MEMORY: Final = 32 << 20
"""Memory that an LZMA decoder may take, in bytes."""


@dataclass
class Room:
    """How many bytes may still be unpacked from an attachment."""

    left: int = TOTAL

    def read(self, some: Callable[[int], bytes]) -> bytes:
        """Read a packed file, as far as there is room for it."""
        content = some(min(LIMIT, self.left))
        self.left -= len(content)
        return content


def packed_texts(content: bytes, room: Room | None = None, depth: int = _DEPTH) -> list[str]:
    """Return the texts of the files packed in `content`, at any depth up to three archives.

    Args:
        content: An archive or compressed file.
        room: Shared by all that is inside; None for all that a mail may have.
        depth: Archives inside each other that are opened.
    """
    if depth == 0:
        return []
    found = []
    room = room or Room()
    for part in _parts(content, room):
        text = readable(part)
        found += packed_texts(part, room, depth - 1) if text is None else [text]
    return found


def readable(content: bytes) -> str | None:
    """Return content as text in UTF-8 or UTF-16; None if it is neither."""
    for encoding in ("utf-8", *(["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else [])):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _parts(content: bytes, room: Room) -> list[bytes]:
    for unpack in (_zipped, _tarred, _compressed):
        try:
            found = list(unpack(content, room))
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


def _zipped(content: bytes, room: Room) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()[:_MEMBERS]
        for member in sorted(members, key=lambda each: each.file_size):
            if not room.left:
                return
            with archive.open(member) as file:
                yield room.read(file.read)


def _tarred(content: bytes, room: Room) -> Iterator[bytes]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        members = list(islice(iter(archive.next, None), _MEMBERS))
        for member in sorted(members, key=lambda each: each.size):
            if not room.left:
                return
            file = archive.extractfile(member) if member.isreg() else None
            if file is not None:
                yield room.read(file.read)


def _compressed(content: bytes, room: Room) -> Iterator[bytes]:
    readers: dict[bytes, Callable[[int], bytes]] = {
        b"\x1f\x8b": lambda most: gzip.GzipFile(fileobj=io.BytesIO(content)).read(most),
        b"BZh": lambda most: bz2.BZ2Decompressor().decompress(content, most),
        b"\xfd7zXZ": lambda most: lzma.LZMADecompressor(memlimit=_MEMORY).decompress(content, most),
        b"x": lambda most: zlib.decompressobj().decompress(content, most),
    }
    for start, read in readers.items():
        if content.startswith(start) and room.left:
            yield room.read(read)
