"""The exec server: PID 1 of a bwrap sandbox. Runs inside; standard library only.

Started as ``python3 -I -S - CONTROL_FD BEGINNINGS_FD`` with this source on standard input; the
second file is a JSON list of sources with which programs begin. On the control
socket the host sends one message per call with three descriptors: the request (a JSON file in
memory), the command's standard input, and a channel (a socket) for this call alone. Where the
message is `ALONE`, every other process is ended first, so that none is left to kill the call's.


    host -> server   end of stream: the call is over; its process group is killed if it still runs
    server -> host   JSON messages: {} with the read ends of stdout and stderr as descriptors,
                     {"errno": n} if the call failed before a program ran, and {"status": n}
                     when the process has ended (n as in a shell: 128 + the signal's number)

Output flows from the command to the host without passing through this process. A call ends with
its own process. What background processes write to its output after that is read here and thrown
away, so that they neither block nor die of SIGPIPE.

Requests are ``{"do": "exec", "argv", "cwd", "env"}`` and ``{"do": "read" | "write", "path"}``,
with absolute paths. A python program on standard input (`PROGRAM`) runs in a fork of this very
process, which has the modules of office programs loaded, instead of in a fresh interpreter. Where
it begins with one of the known sources, that part is not compiled again.
"""

from __future__ import annotations

import atexit
import ctypes
import errno
import functools
import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import time
import traceback
import types
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NoReturn

PROGRAM = ["python3", "-I", "-S", "-"]
PRELOADED = """
    base64 csv dataclasses datetime difflib email.mime.multipart email.mime.text email.parser
    email.policy hashlib hmac mailbox pathlib re shutil sqlite3 struct tempfile zlib
"""
CHUNK = 1 << 20

ALONE = b"!"

PROCESSES = 256
SPARE_PROCESSES = 16  # the server's own, so that a fork bomb cannot stop the next call
SERVER_FILES = 4096
LIMITS = {
    resource.RLIMIT_AS: 2 << 30,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 64 << 20,
    resource.RLIMIT_NOFILE: SERVER_FILES,
    resource.RLIMIT_NPROC: PROCESSES + SPARE_PROCESSES,
}
DISKS = ("/home/agent", "/srv", "/tmp", "/var/tmp", "/opt/ops", "/dev/shm", "/run")
FILES = 200_000  # on all disks; a disk's size bounds what is in files, not how many there are
SECONDS_BETWEEN_COUNTS = 0.2
COMMAND_LIMITS = {resource.RLIMIT_NOFILE: 1024, resource.RLIMIT_NPROC: PROCESSES}

PR_SET_DUMPABLE, PR_SET_NAME = 4, 15
KEYCTL = {"x86_64": 250, "aarch64": 219}  # the system call's number
KEYCTL_JOIN_SESSION_KEYRING = 1

compiled = functools.partial(compile, filename="<stdin>", mode="exec", dont_inherit=True)

Beginnings = Mapping[bytes, types.CodeType]
"""Code of sources with which programs begin; that of none is empty."""


class Call:
    """A command that runs, or that has ended while the host still reads its output."""

    def __init__(self, pid: int, channel: socket.socket, outputs: tuple[int, int]) -> None:
        self.pid = pid
        self.channel = channel
        self.outputs = outputs
        self.ended = False
        self.abandoned = False


class Server:
    """One poll loop over the control socket, the calls, and the output of past calls."""

    def __init__(self, control: socket.socket, beginnings: Beginnings) -> None:
        self._control = control
        self._beginnings = beginnings
        self._calls: dict[int, Call] = {}
        self._handlers: dict[int, Callable[[], None]] = {}
        self._poller = select.poll()
        self._files = 0
        self._counted = 0.0
        self._alone = 0  # the process that is to be left alone
        self._closing: list[int] = []  # until the round is over: no number is reused within one
        self._child_ended, notify = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(notify, warn_on_full_buffer=False)
        self._watch(control.fileno(), self._accept)
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
        """End every process where there are too many files, and more than last time."""
        self._counted = time.monotonic()
        before, self._files = self._files, sum(map(files_on, DISKS))
        if self._files > max(FILES, before) and self._alone not in self._calls:
            kill_others()

    def _accept(self) -> None:
        """Start the call that the host asks for."""
        message, fds, _, _ = socket.recv_fds(self._control, 1, 3)
        if not message:
            os._exit(0)  # the host is gone: with PID 1 the kernel ends every process here
        request, stdin, channel_fd = fds
        os.set_inheritable(channel_fd, False)  # a command with it could forge its own status
        channel = socket.socket(fileno=channel_fd)
        ends: list[int] = []
        try:
            ends += os.pipe()
            ends += os.pipe()
            if message == ALONE:
                kill_others()
                self._reap(wait=True)
            pid = os.fork()
        except OSError as error:  # out of descriptors or processes: the host is told
            say(channel, errno=error.errno or errno.EIO)
            self._closing += [request, stdin, channel.detach(), *ends]
            return
        out, out_end, err, err_end = ends
        if pid == 0:
            run(request, (stdin, out_end, err_end), channel, self._beginnings)
        self._closing += [request, stdin, out_end, err_end]
        self._calls[pid] = call = Call(pid, channel, (out, err))
        self._alone = pid if message == ALONE else self._alone
        self._watch(channel_fd, functools.partial(self._hang_up, call))
        say(channel, call.outputs)

    def _signalled(self) -> None:
        os.read(self._child_ended, CHUNK)
        self._reap()

    def _reap(self, *, wait: bool = False) -> None:
        """Collect every process that has ended, the agent's orphans included; or wait for all."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, 0 if wait else os.WNOHANG))[0]:
                call = self._calls.pop(ended[0], None)
                if call:
                    code = os.waitstatus_to_exitcode(ended[1])
                    say(call.channel, status=code if code >= 0 else 128 - code)
                    call.ended = True
                    if call.abandoned:
                        self._finish(call)

    def _hang_up(self, call: Call) -> None:
        """The host wants no more of this call."""
        self._unwatch(call.channel.fileno())
        if call.ended:
            self._finish(call)
        else:
            call.abandoned = True
            kill(call.pid)

    def _finish(self, call: Call) -> None:
        self._closing.append(call.channel.detach())
        for output in call.outputs:
            self._watch(output, functools.partial(self._discard, output))

    def _discard(self, output: int) -> None:
        """Read and forget what is written to the output of a past call."""
        if not os.read(output, CHUNK):
            self._unwatch(output)
            self._closing.append(output)


def run(
    request_fd: int,
    stdio: tuple[int, int, int],
    channel: socket.socket,
    beginnings: Beginnings,
) -> NoReturn:
    """Carry out one request in its own process."""
    try:
        request = json.loads(os.pread(request_fd, os.fstat(request_fd).st_size, 0))
        for number, fd in enumerate(stdio):
            os.dup2(fd, number)
        os.closerange(3, channel.fileno())
        os.closerange(channel.fileno() + 1, SERVER_FILES)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        if request["do"] == "exec":
            enter(request["cwd"])
            if request["argv"][: len(PROGRAM)] == PROGRAM:
                channel.close()
                interpret(request["argv"][len(PROGRAM) :], request["env"], beginnings)
            execute(request["argv"], request["env"])
        {"read": read, "write": write}[request["do"]](request["path"])
    except OSError as error:
        say(channel, errno=error.errno or errno.EIO)
    except ValueError:  # a path that no file can have
        say(channel, errno=errno.EINVAL)
    except BaseException:  # noqa: BLE001  a child must never go on in the server's loop
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def enter(folder: str) -> None:
    """Make a folder the working directory, or end as a shell does that cannot."""
    try:
        os.chdir(folder)
    except (OSError, ValueError) as error:
        refuse(126, f"cannot change directory: {error}")


def execute(argv: list[str], env: Mapping[str, str]) -> NoReturn:
    """Become the command.

    Raises:
        PermissionError: The command may not be executed.
    """
    limit(COMMAND_LIMITS)
    for ignored_by_python in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(ignored_by_python, signal.SIG_DFL)
    try:
        os.execvpe(argv[0], argv, env)
    except PermissionError:
        raise
    except FileNotFoundError:
        refuse(127, f"{argv[0]}: command not found")
    except (OSError, ValueError) as error:
        refuse(126, f"{argv[0]}: {error}")


def interpret(arguments: list[str], env: Mapping[str, str], beginnings: Beginnings) -> NoReturn:
    """Run the program on standard input as a fresh interpreter would.

    The interpreter is not torn down at the end, which would take longer than most programs do.
    """
    sys.argv = ["-", *arguments]
    os.environ.clear()
    os.environ.update(env)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.modules["__main__"] = module = types.ModuleType("__main__")
    module.__file__ = "<stdin>"
    with open(0, "rb", closefd=False) as source:
        text = source.read()
    status = 0
    try:
        known = next(filter(text.startswith, beginnings), b"")
        for code in (beginnings[known], compiled(text[len(known) :])):
            exec(code, vars(module))
    except SystemExit as end:
        status = exit_status(end.code)
    except BaseException as error:  # noqa: BLE001  reported as any interpreter does
        status = 1
        trace = error.__traceback__ and error.__traceback__.tb_next  # without this function
        sys.excepthook(type(error), error.with_traceback(trace), trace)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(ValueError, AttributeError):  # the program closed or removed it
            stream.flush()
    os._exit(status)


def exit_status(code: object) -> int:
    """The status of a process that leaves with `SystemExit(code)`."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


def refuse(status: int, message: str) -> NoReturn:
    """End the call as a shell does that cannot run the command."""
    os.write(2, f"{message}\n".encode(errors="replace"))
    os._exit(status)


def read(path: str) -> None:
    """Copy a file to standard output; a pipe without a writer reads as empty."""
    copy(os.open(path, os.O_RDONLY | os.O_NONBLOCK), 1)


def write(path: str) -> None:
    """Make a file, and the directories above it, of what is on standard input."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    copy(0, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NONBLOCK, 0o644))


def copy(source: int, target: int) -> None:
    """Copy from one descriptor to another, to the end."""
    while data := memoryview(os.read(source, CHUNK)):
        while data:
            data = data[os.write(target, data) :]


def kill(pid: int) -> None:
    """Kill a command and its process group."""
    for send in (os.killpg, os.kill):  # right after the fork there is no group yet
        with suppress(ProcessLookupError):
            send(pid, signal.SIGKILL)


def kill_others() -> None:
    """Kill every process but this one."""
    with suppress(ProcessLookupError):  # there is no other
        os.kill(-1, signal.SIGKILL)


def files_on(disk: str) -> int:
    """The number of files and folders on a disk."""
    found = os.statvfs(disk)
    return found.f_files - found.f_ffree


def say(channel: socket.socket, fds: Sequence[int] = (), **message: int) -> None:
    """Send the host a message; it may have hung up, which the poll loop will see."""
    with suppress(OSError):
        socket.send_fds(channel, [json.dumps(message).encode()], fds)


def limit(limits: Mapping[int, int]) -> None:
    """Set hard limits, never above those of the host."""
    for name, value in limits.items():
        hard = resource.getrlimit(name)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (bound, bound))


def withdraw() -> None:
    """Put this process out of the reach of the others inside, and bound them all."""
    with open("/proc/self/oom_score_adj", "w") as score:
        score.write("500")  # short of memory, the kernel is to end the sandbox, not the host
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # not delivered to PID 1, unlike python's own
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NAME, b"init")
    libc.prctl(PR_SET_DUMPABLE, 0)  # closes /proc/1/fd and /proc/1/mem to the agent
    keyctl = KEYCTL.get(os.uname().machine)
    if keyctl:  # a keyring of its own: that of the host user's session may hold secrets
        libc.syscall(keyctl, KEYCTL_JOIN_SESSION_KEYRING, None)
    os.umask(0o022)
    limit(LIMITS)


def main() -> NoReturn:
    """Say that the sandbox is there, load what programs need, and serve."""
    withdraw()
    control = socket.socket(fileno=int(sys.argv[1]))
    control.sendall(b"\n")
    for module in PRELOADED.split():
        importlib.import_module(module)
    with open(int(sys.argv[2]), "rb") as file:
        sources = [source.encode() for source in json.load(file)]
    beginnings = {source: compiled(source) for source in (*sources, b"")}
    gc.freeze()
    Server(control, beginnings).serve()


if __name__ == "__main__":
    main()
