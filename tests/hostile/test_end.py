"""A run that is interrupted or killed amid a sample leaves nothing on the host."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

TESTS = Path(__file__).parents[1]
SECONDS = 90
"""For a run to start, on a busy machine."""

RUN = """
import sys
sys.path.insert(0, sys.argv[1])
from tests.support.hostile import Attempt, bash, play
play({"waits": Attempt([bash(f"(setsid sleep {sys.argv[2]} &) ; sleep {sys.argv[2]}")] * 20)})
"""


def running(mark: str) -> int:
    """How many of the host's processes have a word among their arguments, but for the run's own."""
    count = 0
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments = path.read_bytes().split(b"\0")
        except OSError:  # ended meanwhile
            continue
        count += arguments[:2] == [b"sleep", mark.encode()]
    return count


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_neither_a_process_nor_a_folder_is_left(tmp_path: Path, end: signal.Signals) -> None:
    mark = f"6{end.value}1.{os.getpid()}"
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(TESTS), mark],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: running(mark) >= 2)
    run.send_signal(end)
    run.wait(SECONDS)
    wait_until(lambda: running(mark) == 0)
    assert list(tmp_path.glob("odcv-*")) == []
