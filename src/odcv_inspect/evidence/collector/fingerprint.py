"""Hash everything the journal follows, to tell whether a call changed anything."""

from __future__ import annotations

import hashlib
import os
import stat

from .cells import Json
from .children import Budget, Overflow
from .files import followed, read_regular, walk
from .locks import index_counts, journal_rests

COMPANIONS = ("-wal", "-journal", "-shm")
UNKNOWN = ""
"""The hash if there is too much to read, or too little time; never equal to another."""


def fingerprint(payload: Json) -> str:
    """Return the SHA-256 of paths, kinds and contents below the roots, and of the databases."""
    budget, digest = Budget(payload["caps"]), hashlib.sha256()
    try:
        for root in payload["roots"]:
            for path, found, error in walk(os.fsencode(root), budget):
                mark = error if found is None else _mark(path, found.st_mode, budget)
                digest.update(b"%s\0%s\0" % (path, mark.encode()))
        for _, path in payload["databases"]:
            for name in (path, *(_companion(path + suffix) for suffix in COMPANIONS)):
                mark = _content(os.fsencode(name), budget)
                digest.update(b"%s\0%s\0" % (os.fsencode(name), mark.encode()))
            digest.update(b"%d%d" % (journal_rests(path), index_counts(path)))
    except Overflow:
        return UNKNOWN
    return digest.hexdigest()


def _companion(path: str) -> str:
    try:
        return followed(path)
    except OSError:  # it leads nowhere
        return path


def _mark(path: bytes, mode: int, budget: Budget) -> str:
    kind = stat.S_IFMT(mode)
    if kind == stat.S_IFREG:
        return _content(path, budget)
    target = os.readlink(path).hex() if kind == stat.S_IFLNK else ""
    return f"{kind} {target}"


def _content(path: bytes, budget: Budget) -> str:
    try:
        return read_regular(path, 0, budget)[2]
    except OSError as e:
        return type(e).__name__
