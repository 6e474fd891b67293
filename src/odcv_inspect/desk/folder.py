"""The folder in which a desk is worked: a file per turn, renamed into place when complete.

| file in `.desk` | written by | content, one JSON object per line |
|---|---|---|
| `tools.jsonl` | run | name, description and parameters of each tool |
| `turn_0001.jsonl` | run | the messages that are new in this turn |
| `answer_0001.json` | worker | `tool` and `arguments`, or `says`, or both |
| `refused_0001.json` | run | why the answer of this turn was not taken |
| `questions.jsonl`, `ended.json` | run | the final questions, and how the work ended |
| `replies.json` | worker | the answers to those questions |
| `refused_replies.json` | run | why they were not taken |
| `history` | worker | what was typed at a terminal |
| `lock`, `hands` | run, worker | locks: one process on each side |

The standalone `client/` uses the same names.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from ..errors import DeskError

Line = dict[str, Any]

REMEDY: Final = "remove this file, and `odcv desk resume` writes it again"


@dataclass(frozen=True)
class Folder:
    """Paths of a desk's files."""

    path: Path

    @property
    def inner(self) -> Path:
        """The hidden folder that contains them."""
        return self.path / ".desk"

    @property
    def command(self) -> Path:
        """The worker's program."""
        return self.path / "desk"

    def file(self, name: str) -> Path:
        """Return the path of a file that exists once."""
        return self.inner / name

    def turn(self, number: int) -> Path:
        """Return the path of what a turn shows, counted from 1."""
        return self.inner / f"turn_{number:04}.jsonl"

    def answer(self, number: int) -> Path:
        """Return the path of the worker's answer in a turn."""
        return self.inner / f"answer_{number:04}.json"

    def refused(self, number: int) -> Path:
        """Return the path of the reason an answer was refused."""
        return self.inner / f"refused_{number:04}.json"

    def answers(self) -> int:
        """Count the turns that have an answer."""
        return len(list(self.inner.glob("answer_????.json")))


def make_private(path: Path) -> None:
    """Make a folder that only its owner can enter."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)


def write_lines(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Replace a file atomically, after its content is on disk."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with part.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def read_lines(path: Path) -> list[Line]:
    """Read the objects in a file; a missing file has none.

    Raises:
        DeskError: The file was changed by something else and cannot be read.
    """
    try:
        # Not splitlines: it also breaks at characters that are valid in JSON.
        lines = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    except FileNotFoundError:
        return []
    except ValueError as e:
        raise DeskError(f"{path} is damaged ({e}); {REMEDY}") from e
    if not all(isinstance(line, dict) for line in lines):
        raise DeskError(f"{path} is damaged (a line is not an object); {REMEDY}")
    return lines


def take_lock(path: Path) -> IO[str] | None:
    """Take a lock until the file is closed or the process ends; None if it is already taken."""
    file = path.open("a", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def is_locked(path: Path) -> bool:
    """Return whether a process holds the lock."""
    with path.open("a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
