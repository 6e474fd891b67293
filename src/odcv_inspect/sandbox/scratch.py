"""Temporary folders on the host; those of killed runs are removed later."""

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
    """Create a folder and remove it at the end. The first call also sweeps up after killed runs."""
    _sweep_once()
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name:
        descriptor = os.open(name, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)  # the kernel releases it at any exit
            # Written last: a folder without its marker is never swept, so no age limit is needed.
            Path(name, _MARKER).write_text(_marker(Path(name), descriptor), encoding="utf-8")
            yield Path(name)
        finally:
            os.close(descriptor)


def sweep() -> list[Path]:
    """Remove scratch folders that no process is using; return them.

    Only folders with the marker that `scratch` writes are removed. The marker records the
    folder's name and inode, so a copied or renamed folder is left alone.
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
