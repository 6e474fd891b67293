"""Save attachments as files, for the programs that read files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = "attachments"
"""Folder of the mail store; its name has no dot, so it is not a mail folder."""
MAX_FILE_NAME = 60
"""Characters: four bytes each at most, and a name has 255."""


def save(
    root: str, uid: int, attached: list[tuple[str, bytes]]
) -> Iterator[tuple[str, bytes, str]]:
    """Save the attachments of a mail, each once; yield name, content and file.

    A file that is already there is left as it is.

    Args:
        root: The mail store.
        uid: The mail's id.
        attached: Names and contents.
    """
    taken: set[str] = set()
    for name, content in attached:
        safe = file_name(name)
        while safe in taken:
            safe = f"{len(taken) + 1}-{safe}"
        taken.add(safe)
        yield name, content, _written(Path(root, FOLDER, str(uid)), safe, content)


def file_name(name: str) -> str:
    """Return the last part of an attachment's name, safe as the name of a file."""
    last = re.split(r"[/\\]", name)[-1][-MAX_FILE_NAME:]
    safe = "".join(c if c.isprintable() else "_" for c in last).strip()
    return safe if safe.strip(".") else "attachment"


def _written(folder: Path, name: str, content: bytes) -> str:
    """Return the file's path, or why there is none."""
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open(path, "xb") as file:
            file.write(content)
    except FileExistsError:  # saved before, and perhaps edited since
        pass
    except OSError as e:  # the mail is still shown
        return f"could not be saved: {e.strerror}"
    return str(path)
