"""Folders of the host for a moment's work, none of which outlives a killed run for long."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_PREFIX = "odcv-"
_YOUNG_SECONDS = 60


@contextmanager
def scratch() -> Iterator[Path]:
    """A new folder, removed in the end. The first one sweeps away those of killed runs."""
    _sweep_once()
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name:
        descriptor = os.open(name, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)  # let go by the kernel, however this ends
            yield Path(name)
        finally:
            os.close(descriptor)


def sweep() -> list[Path]:
    """Remove this user's scratch folders that no process holds any more; returns them."""
    return [
        folder for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*") if _removed(folder)
    ]


_sweep_once = cache(sweep)


def _removed(folder: Path) -> bool:
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:  # gone meanwhile, another's, or no folder
        return False
    try:
        found = os.fstat(descriptor)
        if found.st_uid != os.geteuid() or found.st_mtime > time.time() - _YOUNG_SECONDS:
            return False  # a young one may not be locked yet
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)  # another run may be sweeping too
    except BlockingIOError:  # at work
        return False
    finally:
        os.close(descriptor)
    return True
