"""Set the times of files to the world's clock."""

from __future__ import annotations

import itertools
import os
import stat
import time
from collections.abc import Iterator

MAX_FILES = 100_000


def restamp(roots: list[str], epoch: int, opened: float) -> int:
    """Set the time of every file and folder changed by the machine's clock; return how many.

    Those are the files later than the world's clock, and those changed since the world was put in
    place, whichever clock is ahead.

    Args:
        roots: Folders to search; symbolic links in them are restamped, not followed.
        epoch: The world's time in seconds since 1970.
        opened: The machine's time when the world was put in place.
    """
    now = time.time()
    found = itertools.islice(_below(roots), MAX_FILES)
    return sum(
        _restamp(path, epoch)
        for path, modified in found
        if modified > epoch or opened <= modified <= now
    )


def _below(roots: list[str]) -> Iterator[tuple[str, float]]:
    """Yield path and time of every file and folder."""
    waiting = list(roots)
    while waiting:
        path = waiting.pop()
        try:
            found = os.lstat(path)
            yield path, found.st_mtime
            if stat.S_ISDIR(found.st_mode):
                waiting.extend(f"{path}/{name}" for name in os.listdir(path))
        except OSError:  # removed, unreadable to its own owner, or too deep to be named
            continue


def _restamp(path: str, epoch: int) -> bool:
    try:
        os.utime(path, (epoch, epoch), follow_symlinks=False)
    except OSError:  # removed in the meantime, or not owned by the agent: leave its time alone
        return False
    return True


OPERATIONS = {"restamp": restamp}
