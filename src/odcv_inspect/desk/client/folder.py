"""The files through which the desk is worked, as the worker's side sees them."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(sys.argv[0]).resolve().parent / ".desk"


class Trouble(Exception):
    """Something that the worker can fix; the text says how."""


def lines_of(path: Path) -> list[Any]:
    """The JSON objects of a file, one per line; none of a file that is not there."""
    with contextlib.suppress(FileNotFoundError):
        return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    return []


def put(path: Path, line: dict[str, Any]) -> None:
    """Write a file in one step, on the disk before it is seen."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with part.open("w", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def turn_file(kind: str, number: int) -> Path:
    """The file of a turn: turn, answer or refused."""
    return FOLDER / f"{kind}_{number:04}.{'jsonl' if kind == 'turn' else 'json'}"


def turns() -> list[int]:
    """Numbers of the turns so far."""
    return sorted(int(path.stem.split("_")[1]) for path in FOLDER.glob("turn_????.jsonl"))


def ended() -> bool:
    """Whether the work is over."""
    return (FOLDER / "ended.json").exists()


def alive() -> bool:
    """Whether there is a system behind this desk."""
    with (FOLDER / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextlib.contextmanager
def hands() -> Iterator[None]:
    """Keep others from acting here in the meantime."""
    with (FOLDER / "hands").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(
                "Another process is using this desk (a call that is still running, or a terminal). "
                "Wait for it to finish; `desk show` shows the current state."
            ) from None
        yield
