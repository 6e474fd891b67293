"""The server's loop, which starts calls and follows them until they end."""

from __future__ import annotations

import errno
import functools
import gc
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from .gateway import Gateway
from .processes import files_on, signal_group, signal_others, withdraw
from .program import preload
from .request import CHUNK, run, say

STOP, KILL = b"stop", b"kill"
SECONDS_BETWEEN_COUNTS = 0.2
PAST_OUTPUTS = 1024
"""Outputs of past calls kept open for background processes; well below SERVER_FILES."""


class Call:
    """A command that is running, or has ended while the host still reads its output."""

    def __init__(self, pid: int, channel: socket.socket, outputs: tuple[int, int]) -> None:
        self.pid = pid
        self.channel = channel
        self.outputs = outputs
        self.ended = False
        self.abandoned = False


class Server:
    """One poll loop over the control socket, the calls, and the output of past calls."""

    def __init__(self, control: socket.socket, limits: dict[str, Any]) -> None:
        self._control = control
        self._limits = limits
        self._calls: dict[int, Call] = {}
        self._handlers: dict[int, Callable[[], None]] = {}
        self._past: list[int] = []  # outputs of past calls, oldest first
        self._poller = select.poll()
        self._files = 0
        self._counted = 0.0
        self._undisturbed: set[int] = set()  # calls that nothing else may run beside
        self._closing: list[int] = []  # closed after the round, so that none is reused within it
        self._child_ended, notify = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(notify, warn_on_full_buffer=False)
        self._gateway = Gateway()
        self._watch(control.fileno(), self._accept)
        self._watch(self._gateway.fileno(), self._gateway.receive)
        self._watch(self._child_ended, self._signalled)

    def serve(self) -> NoReturn:
        """Serve until the host hangs up."""
        while True:
            for fd, _ in self._poller.poll(1000 * SECONDS_BETWEEN_COUNTS):
                handler = self._handlers.get(fd)
                if handler:
                    handler()
            while self._closing:
                os.close(self._closing.pop())
            if time.monotonic() > self._counted + SECONDS_BETWEEN_COUNTS:
                self._count_files()

    def _watch(self, fd: int, handler: Callable[[], None]) -> None:
        self._handlers[fd] = handler
        self._poller.register(fd, select.POLLIN)

    def _unwatch(self, fd: int) -> None:
        del self._handlers[fd]
        self._poller.unregister(fd)

    def _count_files(self) -> None:
        """Kill every process if there are too many files, and more than last time."""
        self._counted = time.monotonic()
        before, self._files = self._files, sum(map(files_on, self._limits["disks"]))
        if self._files > max(self._limits["files"], before) and not self._undisturbed:
            signal_others(signal.SIGKILL)

    def _accept(self) -> None:
        """Start the call that the host requests."""
        message, fds, _, _ = socket.recv_fds(self._control, 16, 3)
        if not message:
            os._exit(0)  # the host is gone: when PID 1 exits, the kernel ends every process here
        request, stdin, channel_fd = fds
        self._gateway.receive()  # before a fork that may have to print them
        os.set_inheritable(channel_fd, False)  # a command could forge its status with it
        channel = socket.socket(fileno=channel_fd)
        ends: list[int] = []
        try:
            for _ in ("stdout", "stderr"):
                ends += os.pipe()
                os.set_blocking(ends[-2], False)  # a command can take its output back
            self._silence(message)
            pid = os.fork()
        except OSError as error:  # out of descriptors or processes: tell the host
            self._resume()
            say(channel, errno=error.errno or errno.EIO)
            self._closing += [request, stdin, channel.detach(), *ends]
            return
        out, out_end, err, err_end = ends
        if pid == 0:
            stdio = (stdin, out_end, err_end)
            run(request, stdio, channel, self._limits["command"], self._gateway)
        self._closing += [request, stdin, out_end, err_end]
        self._calls[pid] = call = Call(pid, channel, (out, err))
        if message in (STOP, KILL):
            self._undisturbed.add(pid)
        elif self._undisturbed:
            os.kill(pid, signal.SIGSTOP)
        self._watch(channel_fd, functools.partial(self._hang_up, call))
        say(channel, call.outputs)

    def _silence(self, others: bytes) -> None:
        """Stop or kill every other process, as the call requests."""
        if others == STOP:
            signal_others(signal.SIGSTOP)
            for pid in self._undisturbed:
                signal_group(pid, signal.SIGCONT)
        elif others == KILL:
            signal_others(signal.SIGKILL)
            self._reap(wait=True)

    def _resume(self) -> None:
        """Continue every process, unless another call still needs them stopped."""
        if not self._undisturbed:
            signal_others(signal.SIGCONT)

    def _signalled(self) -> None:
        os.read(self._child_ended, CHUNK)
        self._reap()

    def _reap(self, *, wait: bool = False) -> None:
        """Reap every process that has ended, including the agent's orphans; or wait for all."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, 0 if wait else os.WNOHANG))[0]:
                call = self._calls.pop(ended[0], None)
                if call:
                    code = os.waitstatus_to_exitcode(ended[1])
                    say(call.channel, status=code if code >= 0 else 128 - code)
                    call.ended = True
                    if call.abandoned:
                        self._finish(call)
                if ended[0] in self._undisturbed:
                    self._undisturbed.remove(ended[0])
                    self._resume()

    def _hang_up(self, call: Call) -> None:
        """End a call that the host has closed."""
        self._unwatch(call.channel.fileno())
        if call.ended:
            self._finish(call)
        else:
            call.abandoned = True
            signal_group(call.pid, signal.SIGKILL)

    def _finish(self, call: Call) -> None:
        self._closing.append(call.channel.detach())
        for output in call.outputs:
            self._watch(output, functools.partial(self._discard, output))
            self._past.append(output)
        while len(self._past) > PAST_OUTPUTS:
            self._forget(self._past[0])

    def _discard(self, output: int) -> None:
        """Read and discard what is written to the output of a past call."""
        with suppress(BlockingIOError):  # taken back
            if not os.read(output, CHUNK):
                self._forget(output)

    def _forget(self, output: int) -> None:
        """Close the output of a past call; the kernel signals processes still writing to it."""
        self._past.remove(output)
        self._unwatch(output)
        self._closing.append(output)


def main(limits: dict[str, Any]) -> NoReturn:
    """Load what programs need, then serve."""
    withdraw(limits["server"])
    preload()
    gc.freeze()
    Server(socket.socket(fileno=int(sys.argv[1])), limits).serve()
