"""Collect paths, modes, hashes and contents of files, without following links or blocking."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator

from .cells import Json, describe, encode_content, escape, explained
from .children import CHUNK, Budget


def open_regular(path: bytes) -> int:
    """Open a regular file without blocking; raise OSError for anything else."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, "not a regular file")
    return descriptor


def followed(path: str) -> str:
    """Return where a path leads; raise OSError if the kernel would not follow it.

    The kernel follows at most 40 links. `realpath` has no limit but Python's stack.
    """
    os.stat(path)
    return os.path.realpath(path)


def read_regular(path: bytes, keep: int, budget: Budget) -> tuple[bytes, int, str]:
    """Return a regular file's first `keep` bytes, its size and its SHA-256."""
    descriptor = open_regular(path)
    try:
        digest, kept, size = hashlib.sha256(), bytearray(), 0
        while chunk := os.read(descriptor, CHUNK):
            budget.spend(0)
            digest.update(chunk)
            size += len(chunk)
            kept += chunk[: max(0, keep - len(kept))]
        return bytes(kept), size, digest.hexdigest()
    finally:
        os.close(descriptor)


def walk(root: bytes, budget: Budget) -> Iterator[tuple[bytes, os.stat_result | None, str]]:
    """Yield (path, lstat, error) below `root`, sorted, without following links."""
    pending = [root]
    while pending:
        folder = pending.pop()
        try:
            names = []
            with os.scandir(folder) as entries:
                for entry in entries:
                    budget.spend(len(entry.name))
                    names.append(entry.name)
        except OSError as e:
            yield folder, None, explained(e)
            continue
        folders = []
        for name in sorted(names):
            path = folder + b"/" + name
            try:
                found = os.lstat(path)
            except OSError as e:
                yield path, None, explained(e)
                continue
            yield path, found, ""
            if stat.S_ISDIR(found.st_mode):
                folders.append(path)
        pending += reversed(folders)


def read_file(path: bytes, found: os.stat_result, keep: int, budget: Budget) -> Json:
    """Return one row of the table `files`; the content is null if it is larger than `keep`."""
    kinds = {stat.S_IFREG: "file", stat.S_IFDIR: "dir", stat.S_IFLNK: "symlink"}
    row: Json = {
        "path": escape(path),
        "kind": kinds.get(stat.S_IFMT(found.st_mode), "other"),
        "mode": stat.S_IMODE(found.st_mode),
        "size": 0,
        "sha256": None,
        "content": None,
        "detail": "",
    }
    try:
        if row["kind"] == "symlink":
            row["content"] = encode_content(os.readlink(path))
        elif row["kind"] == "file":
            row["size"] = found.st_size
            data, row["size"], row["sha256"] = read_regular(path, keep, budget)
            row["content"] = encode_content(data) if row["size"] <= keep else None
    except OSError as e:
        row["detail"] = explained(e)
    return row


def collect_files(root: str, keep: int, budget: Budget, found: Json) -> None:
    """Collect everything below `root` into `found["files"]`."""
    status = root_status(root)
    found["objects"].append(status)
    if status["status"] != "ok":
        return
    for path, entry, error in walk(os.fsencode(root), budget):
        if entry is None:
            failed = describe("files", escape(path), "folder", "unreadable", error)
            found["objects"].append(failed)
            continue
        row = read_file(path, entry, keep, budget)
        budget.spend(len(json.dumps(row)))
        found["files"].append(row)


def root_status(root: str) -> Json:
    """Return whether a collected folder still exists as a folder."""
    try:
        is_folder = stat.S_ISDIR(os.lstat(root).st_mode)
    except OSError as e:
        return describe("files", root, "root", "missing", explained(e))
    return describe("files", root, "root", "ok" if is_folder else "unreadable")
