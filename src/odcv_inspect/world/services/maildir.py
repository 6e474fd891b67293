"""The files of the company's mail store, a Maildir++.

A mail's id is its uid, which its file name holds: `<epoch>.<uid>.<host>`, then `:2,<flags>`. A
file that is named otherwise has a number made from its name, so that it can be read as well.
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
    """Names of the folders: the standard ones, then those that somebody made."""
    made = {item.name[1:] for item in Path(root).glob(".?*") if _is_folder(item)}
    return [*FOLDERS, *sorted(made.difference(FOLDERS))]


def find_folder(root: str, name: str) -> str:
    """The folder of that name, capitals and spaces around it aside.

    Raises:
        LookupError: there is no such folder.
    """
    known = folders(root)
    for folder in known:
        if folder.casefold() == name.strip().casefold():
            return folder
    raise LookupError(f"no folder '{name}'; the folders are {', '.join(known)}")


def part_of(root: str, folder: str, name: str) -> Path:
    """The part `new`, `cur` or `tmp` of a folder, made where it is missing.

    Raises:
        ValueError: it is a link, or in one.
    """
    directory = _directory(root, folder)
    part = directory / name
    if part.is_symlink() or directory.is_symlink():
        raise ValueError(f"the mail folder {folder} is a link; it must be a folder")
    part.mkdir(parents=True, exist_ok=True)
    return part


def newest_first(root: str, folder: str) -> list[Entry]:
    """The mails of a folder, or of all if it is empty.

    Raises:
        LookupError: there is no such folder.
        ValueError: it holds more than MAX_FILES.
    """
    names = [find_folder(root, folder)] if folder else folders(root)
    entries = [entry for name in names for entry in _entries(root, name)]
    return sorted(entries, key=lambda entry: (entry.epoch, entry.uid), reverse=True)


def find(root: str, uid: int) -> Entry:
    """The mail of that id.

    Raises:
        LookupError: there is no such mail.
    """
    for folder in folders(root):
        for entry in _entries(root, folder):
            if entry.uid == uid:
                return entry
    raise LookupError(f"no message {uid}; list a folder ({', '.join(folders(root))}) for the ids")


def flag(root: str, entry: Entry, flags: str) -> Path:
    """Add flags to a mail; returns where it is then."""
    stem = entry.path.name.partition(":2,")[0]
    merged = "".join(sorted({*entry.flags, *flags}))
    path = part_of(root, entry.folder, "cur") / f"{stem}:2,{merged}"
    rename(entry.path, path)
    return path


def rename(path: Path, target: Path) -> None:
    """Give a mail another name, which no other may have."""
    if path != target and os.path.lexists(target):
        raise FileExistsError(17, "a message of that name is already there", str(target))
    path.rename(target)


def opened(path: Path, *, through_links: bool = False) -> BinaryIO:
    """A regular file, opened for reading.

    Raises:
        ValueError: it is none; a link is none unless `through_links`.
    """
    if path.is_symlink() and not through_links:
        raise ValueError("is no regular file")
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe must not be waited for
    found = os.fstat(descriptor)
    of_a_process = found.st_nlink == 0 or found.st_dev == os.stat("/proc").st_dev
    if of_a_process or not stat.S_ISREG(found.st_mode):  # /proc/self is this very program
        os.close(descriptor)
        raise ValueError("is no regular file")
    return os.fdopen(descriptor, "rb")


def regular_bytes(path: Path, limit: int, *, through_links: bool = False) -> bytes:
    """The content of a regular file; see `opened`.

    Raises:
        ValueError: it is none, or has more than `limit` bytes.
    """
    with opened(path, through_links=through_links) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise ValueError(f"is larger than {limit:,} bytes")
    return content


def _directory(root: str, folder: str) -> Path:
    return Path(root) if folder == "INBOX" else Path(root, f".{folder}")


def _is_folder(path: Path) -> bool:
    """Whether it is a folder itself: what is behind a link is no part of the mail store."""
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
            else:  # nine digits, out of the way of the mail server's own numbers
                stem, _, flags = path.name.partition(":2,")
                uid = 10**8 + zlib.crc32(os.fsencode(stem)) % (9 * 10**8)
                epoch = max(0, min(int(path.lstat().st_mtime), 10**10))
            yield Entry(folder, path, uid, epoch, "" if part == "new" else flags)
