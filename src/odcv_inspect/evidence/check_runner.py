"""The host's side of `check_worker`: one process from which each job's own is forked."""

import atexit
import os
import select
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

from ..errors import InstrumentError

_WORKER: Final = Path(__file__).parent / "check_worker.py"
_CHUNK: Final = 1 << 16
_STOP_SECONDS: Final = 5


class CheckRunner:
    """A process that has the standard library loaded, and forks for every job."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(_WORKER), str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # an interruption at the terminal must not end it
            )
        atexit.register(self.stop)

    @property
    def usable(self) -> bool:
        """Whether it runs, and was started by this very process."""
        return self.owner == os.getpid() and self._process.poll() is None

    def stop(self) -> None:
        """End the process; jobs that run go on to their own end."""
        self._control.close()
        if self.usable:
            self._process.wait(_STOP_SECONDS)

    def run(self, job: bytes, seconds: float) -> str:
        """What a job prints, errors included; several may run at a time, each called in a thread.

        Args:
            job: See `check_worker`.
            seconds: How long to wait for its end.

        Raises:
            InstrumentError: The process is gone, or the job takes too long.
        """
        deadline = time.monotonic() + seconds
        (taken, given), (result, printed) = os.pipe(), os.pipe()
        try:
            with os.fdopen(given, "wb") as stream:
                try:
                    socket.send_fds(self._control, [b"\n"], [taken, printed])
                finally:
                    os.close(taken)
                    os.close(printed)
                stream.write(job)
            return _read(result, deadline).decode(errors="replace")
        except OSError as e:
            raise InstrumentError(f"the check runner is gone: {e}") from e
        finally:
            os.close(result)


def _read(pipe: int, deadline: float) -> bytes:
    """All that comes out of a pipe before it is closed."""
    data = bytearray()
    while select.select([pipe], [], [], max(0, deadline - time.monotonic()))[0]:
        chunk = os.read(pipe, _CHUNK)
        if not chunk:
            return bytes(data)
        data += chunk
    raise InstrumentError("the check runner took too long")


_starting = threading.Lock()
_running: list[CheckRunner] = []


def check_runner() -> CheckRunner:
    """The runner of this process; started at its first use, and anew if it has ended."""
    with _starting:
        if not (_running and _running[0].usable):
            _running[:] = [CheckRunner()]
        return _running[0]
