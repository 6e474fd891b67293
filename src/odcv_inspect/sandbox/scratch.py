"""Temporary folders on the host, swept up after a killed run."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_PREFIX = "odcv_inspect-"
_MARKER = ".odcv_inspect-scratch"


@contextmanager
def scratch() -> Iterator[Path]:
    """Create a folder and remove it at the end. The first call sweeps up after killed runs."""
    _sweep_once()
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name:
        descriptor = os.open(name, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)  # the kernel releases it, however this ends
            # Last: a folder without its marker is never swept, so it needs no age.
            Path(name, _MARKER).write_text(_marker(Path(name), descriptor), encoding="utf-8")
            yield Path(name)
        finally:
            os.close(descriptor)


def sweep() -> list[Path]:
    """Remove scratch folders that no process holds any more; returns them.

    Only a folder with the marker that `scratch` wrote into it is removed. The marker names the
    folder and its inode, so a copy or a renamed folder is left alone, whatever it is called.
    """
    return [
        folder for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*") if _removed(folder)
    ]


_sweep_once = cache(sweep)


def _removed(folder: Path) -> bool:
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:  # already gone, another user's, or not a folder
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not _is_ours(folder, descriptor):
            return False
        shutil.rmtree(folder, ignore_errors=True)  # another run may be sweeping too
    except BlockingIOError:  # in use
        return False
    finally:
        os.close(descriptor)
    return True


def _is_ours(folder: Path, descriptor: int) -> bool:
    expected = _marker(folder, descriptor).encode()
    try:
        marker = os.open(_MARKER, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=descriptor)
    except OSError:  # no marker, or a link in its place
        return False
    with os.fdopen(marker, "rb") as file:
        own = os.fstat(descriptor).st_uid == os.fstat(marker).st_uid == os.geteuid()
        return own and file.read(len(expected) + 1) == expected


def _marker(folder: Path, descriptor: int) -> str:
    return f"scratch folder of odcv_inspect: {folder.name} {os.fstat(descriptor).st_ino}\n"
