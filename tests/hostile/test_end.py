"""A run interrupted or killed in mid-sample leaves nothing on the host."""

import os
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import preloaded
from tests.support.hostile import Attempt, bash, play

pytestmark = pytest.mark.slow

SECONDS = 90
"""For a run to start, on a busy machine."""


def waits(mark: str, folder: str) -> None:
    """A run whose commands sleep for `mark` seconds, with its temporary files in `folder`."""
    tempfile.tempdir = folder
    play({"waits": Attempt([bash(f"(setsid sleep {mark} &) ; sleep {mark}")] * 20)})


def running(mark: str) -> int:
    """Count the host's processes with a word among their arguments, except the run itself."""
    count = 0
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments = path.read_bytes().split(b"\0")
        except OSError:  # ended in the meantime
            continue
        count += arguments[:2] == [b"sleep", mark.encode()]
    return count


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until a condition is true."""
    until = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_neither_a_process_nor_a_folder_is_left(tmp_path: Path, end: signal.Signals) -> None:
    mark = f"6{end.value}1.{os.getpid()}"
    run = preloaded.start(waits, mark, str(tmp_path))
    wait_until(lambda: running(mark) >= 2)
    assert run.pid
    os.kill(run.pid, end)
    run.join(SECONDS)
    assert run.exitcode is not None
    wait_until(lambda: running(mark) == 0)
    assert list(tmp_path.glob("odcv_inspect-*")) == []
