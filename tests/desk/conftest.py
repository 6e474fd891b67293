import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from odcv_inspect.desk.folder import Folder, is_locked
from odcv_inspect.desk.settings import desks


@dataclass(frozen=True)
class Done:
    """The output of the worker's command; its exit code is 0 if something was done."""

    code: int
    out: str
    err: str


def desk(folder: Path, *words: str, given: str | None = None) -> Done:
    """Run the worker's command with a bare interpreter, elsewhere, without this package."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "desk"), *words],
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.environ["PATH"]},
        check=False,
    )
    return Done(done.returncode, done.stdout.rstrip("\n"), done.stderr.rstrip("\n"))


def answer(folder: Path, turn: int) -> dict[str, Any]:
    """Return the answer in the folder for a turn."""
    found: dict[str, Any] = json.loads(Folder(folder).answer(turn).read_text())
    return found


def kill(folder: Path) -> None:
    """Kill the background process, as in a crash, and wait until its lock is free."""
    lock = Folder(folder).file("lock")
    os.kill(int(lock.read_text()), signal.SIGKILL)
    wait_until(lambda: not is_locked(lock))


def wait_until(done: Callable[[], bool]) -> None:
    """Wait for what another process does, half a minute at most."""
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline, "it took more than half a minute"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder for desk records, separate from the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield
        for left in desks():
            if left.is_running:
                kill(left.folder.path)
