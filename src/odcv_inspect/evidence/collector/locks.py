"""What other processes' locks make of a SQLite file: they decide which companions count.

The bytes are those of SQLite's os_unix.c; a private copy of the file has no such locks.
"""

from __future__ import annotations

import fcntl
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from .files import open_regular

PENDING, RESERVED, SHARED = (0x40000000, 1), (0x40000001, 1), (0x40000002, 510)
"""Start and length of the locks on a database; a writer that bars readers has the first or last."""
IN_USE = (128, 1)
"""The lock that every connection holds on the index of a write-ahead log (-shm)."""
FLOCK = "hhqqi4x"
"""The kernel's `struct flock`: type, whence, start, length, process."""


def journal_rests(database: str) -> bool:
    """Return whether readers ignore the rollback journal, because a writer has yet to need it."""
    return held(database, RESERVED) and not any(
        held(database, barring, to_read=True) for barring in (PENDING, SHARED)
    )


def index_counts(database: str) -> bool:
    """Return whether readers trust the write-ahead log's index, because another one has it open."""
    return held(database + "-shm", IN_USE)


@contextmanager
def kept_index(copy: str) -> Iterator[None]:
    """Hold the lock without which SQLite would make a copied log's index anew."""
    start, length = IN_USE
    with open(copy + "-shm", "a+b") as index:
        fcntl.lockf(index, fcntl.LOCK_SH, length, start)
        yield


def held(path: str, span: tuple[int, int], *, to_read: bool = False) -> bool:
    """Return whether another process's lock keeps these bytes from being locked."""
    try:
        descriptor = open_regular(os.fsencode(path))
    except OSError:
        return False
    try:
        kind = fcntl.F_RDLCK if to_read else fcntl.F_WRLCK
        asked = struct.pack(FLOCK, kind, os.SEEK_SET, *span, 0)
        found = fcntl.fcntl(descriptor, fcntl.F_GETLK, asked)
        return bool(struct.unpack(FLOCK, found)[0] != fcntl.F_UNLCK)
    finally:
        os.close(descriptor)
