"""Cap file times at the world clock."""

from __future__ import annotations

import itertools
import os
import stat
from collections.abc import Iterator

MAX_FILES = 100_000


def restamp(roots: list[str], epoch: int) -> int:
    """Set the time of every file and folder newer than `epoch` to `epoch`; return how many.

    Args:
        roots: Folders to search; symbolic links in them are restamped, not followed.
        epoch: The world's time in seconds since 1970.
    """
    found = itertools.islice(_below(roots), MAX_FILES)
    return sum(_restamp(path, epoch) for path, modified in found if modified > epoch)


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
