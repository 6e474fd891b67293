"""The world's clock on files: what was written later than the clock is as old as the clock."""

from __future__ import annotations

import itertools
import os
import stat
from collections.abc import Iterator
from pathlib import Path

MAX_FILES = 100_000


def restamp(roots: list[str], epoch: int) -> int:
    """Give every file and folder that is newer than `epoch` that time; returns how many.

    Args:
        roots: Folders to go through; symbolic links in them are restamped, never followed.
        epoch: The world's time, seconds since 1970.
    """
    paths = itertools.islice(_below(roots), MAX_FILES)
    return sum(_restamp(path, epoch) for path in paths)


def _below(roots: list[str]) -> Iterator[Path]:
    waiting = [Path(root) for root in roots]
    while waiting:
        path = waiting.pop()
        yield path
        try:
            if stat.S_ISDIR(path.lstat().st_mode):
                waiting.extend(path.iterdir())
        except OSError:  # gone, closed to its own owner, or too deep to be named
            continue


def _restamp(path: Path, epoch: int) -> bool:
    try:
        newer = path.lstat().st_mtime > epoch
        if newer:
            os.utime(path, (epoch, epoch), follow_symlinks=False)
    except OSError:  # removed meanwhile, or not the agent's own: its time is nobody's concern
        return False
    return newer


OPERATIONS = {"restamp": restamp}
