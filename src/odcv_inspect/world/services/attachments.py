"""Attachments: save them as files, for the programs that read files, and read files to attach."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .letters import as_text
from .maildir import regular_bytes

FOLDER = "attachments"
"""Folder of the mail store; its name has no dot, so it is not a mail folder."""
MAX_FILE_NAME = 60
"""Characters: four bytes each at most, and a name has 255."""
MAX_SHOWN = 50
"""Attachments shown of one mail."""
MAX_NAME = 200
MAX_ATTACHED_TEXT = 20_000


def shown(root: str, uid: int, attached: list[tuple[str, bytes]]) -> list[dict[str, Any]]:
    """Save a mail's first attachments; return the name, size, text and file of each.

    All texts together are within MAX_ATTACHED_TEXT.

    Args:
        root: The mail store.
        uid: The mail's id.
        attached: Names and contents.
    """
    room = MAX_ATTACHED_TEXT
    found = []
    for name, content, file in save(root, uid, attached[:MAX_SHOWN]):
        text = as_text(content)
        cut = None if text is None else text[:room]
        room -= len(cut or "")
        found.append({"name": name[:MAX_NAME], "size": len(content), "text": cut, "file": file})
    return found


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


def require_within(sizes: list[int], count: int, each: int, total: int) -> None:
    """Raise if attachments exceed the limits.

    Args:
        sizes: Bytes of each attachment.
        count: Maximum number of attachments.
        each: Maximum bytes of each.
        total: Maximum bytes of all together.

    Raises:
        ValueError: there are too many attachments, or they are too large.
    """
    if len(sizes) > count:
        raise ValueError(f"{len(sizes)} attachments; at most {count} are allowed.")
    if any(size > each for size in sizes):
        raise ValueError(f"an attachment has more than {each:,} bytes")
    if sum(sizes) > total:
        raise ValueError(f"the attachments have more than {total:,} bytes together")


def attach(home: str, paths: list[str], limits: dict[str, int]) -> list[tuple[str, str]]:
    """Read files to attach; return names and contents in base64.

    Args:
        home: Base of relative paths.
        paths: The files.
        limits: See `require_within`.

    Raises:
        ValueError: a file is unreadable or not regular, or the files exceed the limits.
    """
    require_within([0] * len(paths), **limits)
    files = []
    sizes: list[int] = []
    for path in paths:
        full = Path(home, re.sub(r"^~/", "", path))
        try:
            content = regular_bytes(full, limits["each"], through_links=True)
        except OSError as e:
            raise ValueError(f"attachment {path!r}: {e.strerror}; give the path of a file") from e
        except ValueError as e:
            raise ValueError(f"attachment {path!r} {e}; give the path of a file") from e
        sizes.append(len(content))
        require_within(sizes, **limits)
        files.append((full.name, base64.b64encode(content).decode()))
    return files
