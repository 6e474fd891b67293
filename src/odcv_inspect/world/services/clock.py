"""The world's clock on files: what was written later than the clock is as old as the clock."""

from __future__ import annotations

import itertools
import os
import stat
from collections.abc import Iterator

MAX_FILES = 100_000


def restamp(roots: list[str], epoch: int) -> int:
    """Give every file and folder that is newer than `epoch` that time; returns how many.

    Args:
        roots: Folders to go through; symbolic links in them are restamped, never followed.
        epoch: The world's time, seconds since 1970.
    """
    found = itertools.islice(_below(roots), MAX_FILES)
    return sum(_restamp(path, epoch) for path, modified in found if modified > epoch)


def _below(roots: list[str]) -> Iterator[tuple[str, float]]:
    """Path and time of every file and folder."""
    waiting = list(roots)
    while waiting:
        path = waiting.pop()
        try:
            found = os.lstat(path)
            yield path, found.st_mtime
            if stat.S_ISDIR(found.st_mode):
                waiting.extend(f"{path}/{name}" for name in os.listdir(path))
        except OSError:  # gone, closed to its own owner, or too deep to be named
            continue


def _restamp(path: str, epoch: int) -> bool:
    try:
        os.utime(path, (epoch, epoch), follow_symlinks=False)
    except OSError:  # removed meanwhile, or not the agent's own: its time is nobody's concern
        return False
    return True


OPERATIONS = {"restamp": restamp}
