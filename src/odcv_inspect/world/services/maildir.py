"""The files of the company's mail store, a Maildir++.

A mail's id is its uid, the second part of its file name: `<epoch>.<uid>.<host>`, then
`:2,<flags>`. A file with any other name gets a number derived from its name, so that it can be
read too.
"""

from __future__ import annotations

import os
import re
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

FOLDERS = ("INBOX", "Sent", "Archive", "Drafts", "Trash")
MAX_FILES = 10_000

NAME = re.compile(r"(?P<epoch>\d{1,11})\.(?P<uid>\d{1,9})\.[^:]*(?::2,(?P<flags>[A-Za-z]*))?")


class Entry(NamedTuple):
    """One file of the mail store."""

    folder: str
    path: Path
    uid: int
    epoch: int
    flags: str


def folders(root: str) -> list[str]:
    """List the folders: the standard ones, then any others."""
    made = {item.name[1:] for item in Path(root).glob(".?*") if _is_folder(item)}
    return [*FOLDERS, *sorted(made.difference(FOLDERS))]


def find_folder(root: str, name: str) -> str:
    """Find a folder by name, ignoring case and surrounding spaces.

    Raises:
        LookupError: there is no such folder.
    """
    known = folders(root)
    for folder in known:
        if folder.casefold() == name.strip().casefold():
            return folder
    raise LookupError(f"no folder '{name}'; the folders are {', '.join(known)}")


def part_of(root: str, folder: str, name: str) -> Path:
    """Return a folder's `new`, `cur` or `tmp`, created if missing.

    Raises:
        ValueError: it is a link, or inside one.
    """
    directory = _directory(root, folder)
    part = directory / name
    if part.is_symlink() or directory.is_symlink():
        raise ValueError(f"the mail folder {folder} is a link; it must be a folder")
    part.mkdir(parents=True, exist_ok=True)
    return part


def newest_first(root: str, folder: str) -> list[Entry]:
    """List the mails of a folder, or of all folders if `folder` is empty.

    Raises:
        LookupError: there is no such folder.
        ValueError: the folder has more than MAX_FILES.
    """
    names = [find_folder(root, folder)] if folder else folders(root)
    entries = [entry for name in names for entry in _entries(root, name)]
    return sorted(entries, key=lambda entry: (entry.epoch, entry.uid), reverse=True)


def find(root: str, uid: int) -> Entry:
    """Find a mail by id.

    Raises:
        LookupError: there is no such mail.
    """
    for folder in folders(root):
        for entry in _entries(root, folder):
            if entry.uid == uid:
                return entry
    raise LookupError(f"no message {uid}; list a folder ({', '.join(folders(root))}) for the ids")


def flag(root: str, entry: Entry, flags: str) -> Path:
    """Add flags to a mail; return its new path."""
    stem = entry.path.name.partition(":2,")[0]
    merged = "".join(sorted({*entry.flags, *flags}))
    path = part_of(root, entry.folder, "cur") / f"{stem}:2,{merged}"
    rename(entry.path, path)
    return path


def rename(path: Path, target: Path) -> None:
    """Rename a mail, unless the new name is taken."""
    if path != target and os.path.lexists(target):
        raise FileExistsError(17, "a message of that name is already there", str(target))
    path.rename(target)


def opened(path: Path, *, through_links: bool = False) -> BinaryIO:
    """Open a regular file for reading.

    Raises:
        ValueError: it is not a regular file, or is a link without `through_links`.
    """
    if path.is_symlink() and not through_links:
        raise ValueError("is not a regular file")
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # do not wait for a pipe
    found = os.fstat(descriptor)
    of_a_process = found.st_nlink == 0 or found.st_dev == os.stat("/proc").st_dev
    if of_a_process or not stat.S_ISREG(found.st_mode):  # /proc/self is this process
        os.close(descriptor)
        raise ValueError("is not a regular file")
    return os.fdopen(descriptor, "rb")


def regular_bytes(path: Path, limit: int, *, through_links: bool = False) -> bytes:
    """Return the content of a regular file; see `opened`.

    Raises:
        ValueError: it is not a regular file, or has more than `limit` bytes.
    """
    with opened(path, through_links=through_links) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise ValueError(f"is larger than {limit:,} bytes")
    return content


def _directory(root: str, folder: str) -> Path:
    return Path(root) if folder == "INBOX" else Path(root, f".{folder}")


def _is_folder(path: Path) -> bool:
    """Return whether it is a real folder; links are not part of the mail store."""
    return path.is_dir() and not path.is_symlink()


def _entries(root: str, folder: str) -> Iterator[Entry]:
    for part in ("new", "cur"):
        directory = _directory(root, folder) / part
        there = _is_folder(directory.parent) and _is_folder(directory)
        paths = sorted(directory.iterdir()) if there else []
        if len(paths) > MAX_FILES:
            raise ValueError(f"{directory} holds {len(paths)} files; at most {MAX_FILES} are read")
        for path in paths:
            match = NAME.fullmatch(path.name)
            if match:
                uid, epoch, flags = int(match["uid"]), int(match["epoch"]), match["flags"] or ""
            else:  # nine digits, to stay clear of the mail server's numbers
                stem, _, flags = path.name.partition(":2,")
                uid = 10**8 + zlib.crc32(os.fsencode(stem)) % (9 * 10**8)
                epoch = max(0, min(int(path.lstat().st_mtime), 10**10))
            yield Entry(folder, path, uid, epoch, "" if part == "new" else flags)
