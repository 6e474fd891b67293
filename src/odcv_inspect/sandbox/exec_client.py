"""The host's side of a running sandbox: start it, make calls, end it. See `server`."""

import fcntl
import json
import os
import socket
import struct
import subprocess
import termios
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any, Literal

import anyio
import anyio.to_thread
from inspect_ai.util import SandboxUnavailableError

from . import bwrap
from .inside import joined
from .limits import server_limits
from .server import gateway, loop, processes, program, request
from .shape import Shape

Others = Literal["leave", "stop", "kill"]
"""What happens to every other process inside during a call; see `server`."""

_PARTS = (gateway, processes, program, request, loop)
"""The server's modules, each after the ones it imports."""
_SERVER = (
    'import os, sys\n\nos.write(int(sys.argv[1]), b"\\n")\n'
    f"{joined('server', _PARTS)}from server.loop import main\n"
)
"""Reports that the sandbox is up, then loads the rest while the host goes on."""
_START_SECONDS = 30
_STOP_SECONDS = 5
_CHUNK = 1 << 16


class CommandTimeoutError(TimeoutError):
    """A command took too long.

    Attributes:
        truncated_output: Its output so far; Inspect passes this attribute on.
    """

    def __init__(self, message: str, truncated_output: str) -> None:
        super().__init__(message)
        self.truncated_output = truncated_output


@dataclass
class Outcome:
    """The result of a call.

    Attributes:
        stdout: Standard output; exceeds the call's limit if the call was killed for that.
        stderr: Standard error, likewise.
        status: Exit status as in a shell: 128 + n if signal n ended the process.
        errno: Why the call failed before a program ran, if it did.
    """

    stdout: bytearray = field(default_factory=bytearray)
    stderr: bytearray = field(default_factory=bytearray)
    status: int = -1
    errno: int | None = None


class LivingSandbox:
    """One bubblewrap with an exec server as its PID 1."""

    def __init__(self, shape: Shape) -> None:
        """Start the processes; await `ready` before the first call."""
        server = f"{_SERVER}main({server_limits(shape.disks)!r})\n"
        with ExitStack() as kept, ExitStack() as lent:
            self._complaints = kept.enter_context(os.fdopen(os.memfd_create("stderr"), "rb"))
            self._control, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
            kept.enter_context(self._control)
            lent.enter_context(theirs)
            self._process = bwrap.start(
                [bwrap.interpreter().path, "-I", "-S", "-", str(theirs.fileno())],
                stdin=bwrap.memory_file(server.encode(), lent),
                stderr=self._complaints.fileno(),
                pass_fds=(theirs.fileno(),),
                shape=shape,
            )
            kept.pop_all()

    async def ready(self) -> None:
        """Wait until the exec server is up.

        Raises:
            SandboxUnavailableError: It did not start.
        """
        with anyio.move_on_after(_START_SECONDS):
            await anyio.wait_readable(self._control)
            if self._control.recv(1):
                return
        raise SandboxUnavailableError(f"The bwrap sandbox did not start: {self._complaint()}")

    async def stop(self) -> None:
        """End the sandbox and all its processes; return when they are gone."""
        self._control.close()
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self._wait)
        self._complaints.close()

    def _wait(self) -> None:
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _complaint(self) -> str:
        if self._complaints.closed:
            return "it was stopped."
        text = os.pread(self._complaints.fileno(), _CHUNK, 0).decode(errors="replace")
        return text.strip() or "it printed nothing on standard error."

    async def call(
        self,
        request: dict[str, Any],
        *,
        stdin: bytes | None,
        limit: int,
        timeout: float | None,
        others: Others = "leave",
    ) -> Outcome:
        """Make one call; calls may run concurrently.

        A call that is cancelled, takes too long or prints too much is killed with its process
        group.

        Args:
            request: See `server`.
            stdin: The command's standard input; None means empty.
            limit: Bytes on either output above which the call is killed.
            timeout: Seconds; None means no limit.
            others: What happens to every other process inside meanwhile.

        Raises:
            SandboxUnavailableError: The sandbox is gone, or cannot start another process.
            CommandTimeoutError: Time ran out and the process group was killed; contains the output.
        """
        with ExitStack() as stack:
            channel = stack.enter_context(self._send(request, stdin, others))
            outcome = Outcome()
            try:
                with anyio.fail_after(timeout):
                    await _follow(channel, outcome, limit)
            except TimeoutError:
                with anyio.move_on_after(_STOP_SECONDS, shield=True):
                    await _end(channel)
                printed = (outcome.stdout + outcome.stderr).decode(errors="replace")
                message = f"The command took more than {timeout} s."
                raise CommandTimeoutError(message, printed) from None
        if outcome.status < 0:
            reason = os.strerror(outcome.errno) if outcome.errno else self._complaint()
            raise SandboxUnavailableError(f"The bwrap sandbox cannot run a command: {reason}")
        return outcome

    def _send(self, request: dict[str, Any], stdin: bytes | None, others: Others) -> socket.socket:
        """Send a request; return our end of its channel."""
        channel, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        channel.setblocking(False)
        with theirs, ExitStack() as stack:
            files = [json.dumps(request).encode(), stdin or b""]
            fds = [bwrap.memory_file(content, stack) for content in files]
            try:
                socket.send_fds(self._control, [others.encode()], [*fds, theirs.fileno()])
            except OSError as error:
                channel.close()
                raise SandboxUnavailableError(
                    f"The bwrap sandbox is gone ({error}): {self._complaint()}"
                ) from error
        return channel


async def _follow(channel: socket.socket, outcome: Outcome, limit: int) -> None:
    """Collect a call's output until its process has ended, then what is left in the pipes."""
    message, fds = await _receive(channel)
    with ExitStack() as stack:
        for fd in fds:
            stack.callback(os.close, fd)
        outputs = list(zip(fds, (outcome.stdout, outcome.stderr), strict=False))
        async with anyio.create_task_group() as readers:
            for fd, buffer in outputs:
                readers.start_soon(_collect, fd, buffer, limit, channel)
            while message is not None:
                outcome.errno = message.get("errno", outcome.errno)
                if "status" in message:
                    outcome.status = message["status"]
                    break
                message, _ = await _receive(channel)
            readers.cancel_scope.cancel()
        for fd, buffer in outputs:
            with suppress(BlockingIOError):  # taken back
                buffer += os.read(fd, _available(fd))


async def _end(channel: socket.socket) -> None:
    """Have a call's process group killed, and wait for its process to end."""
    channel.shutdown(socket.SHUT_WR)
    message: dict[str, int] | None = {}
    while message is not None:
        message, fds = await _receive(channel)
        for fd in fds:
            os.close(fd)


async def _receive(channel: socket.socket) -> tuple[dict[str, int] | None, list[int]]:
    """Return the next message with its descriptors; None at the end of the call."""
    await anyio.wait_readable(channel)
    data, fds, _, _ = socket.recv_fds(channel, _CHUNK, 2)
    return (json.loads(data) if data else None), fds


async def _collect(fd: int, buffer: bytearray, limit: int, channel: socket.socket) -> None:
    """Read one output to its end; above the limit, end the call."""
    while len(buffer) <= limit:
        await anyio.wait_readable(fd)
        with suppress(BlockingIOError):  # taken back
            data = os.read(fd, _CHUNK)
            if not data:
                return
            buffer += data
    channel.shutdown(socket.SHUT_WR)


def _available(fd: int) -> int:
    """Return the bytes in a pipe now, because background processes may keep writing."""
    (size,) = struct.unpack("i", fcntl.ioctl(fd, termios.FIONREAD, b"\0" * 4))
    return int(size)
