"""Carry out one request in a separate process."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NoReturn

from .gateway import Gateway
from .processes import limit
from .program import interpret

CHUNK = 1 << 20


def run(
    request_fd: int,
    stdio: tuple[int, int, int],
    channel: socket.socket,
    limits: Mapping[str, int],
    gateway: Gateway,
) -> NoReturn:
    """Carry out one request in this process; `limits` apply to commands."""
    try:
        request = json.loads(os.pread(request_fd, os.fstat(request_fd).st_size, 0))
        for number, fd in enumerate(stdio):
            os.dup2(fd, number)
        os.closerange(3, channel.fileno())
        os.closerange(channel.fileno() + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        if request["do"] == "exec":
            enter(request["cwd"])
            limit(limits)
            execute(request["argv"], request["env"])
        if request["do"] == "program":
            channel.close()
            os.chdir("/")
            interpret(request["arguments"], request["env"])
        if request["do"] == "left":
            tell_left(gateway, request["skip"])
        else:
            {"read": read, "write": write}[request["do"]](request["path"])
    except OSError as error:
        say(channel, errno=error.errno or errno.EIO)
    except ValueError:  # a path that no file can have
        say(channel, errno=errno.EINVAL)
    except BaseException:  # noqa: BLE001  a child must never continue in the server's loop
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def enter(folder: str) -> None:
    """Make a folder the working directory, or exit as a shell that cannot."""
    try:
        os.chdir(folder)
    except (OSError, ValueError) as error:
        refuse(126, f"cannot change directory: {error}")


def execute(argv: list[str], env: Mapping[str, str]) -> NoReturn:
    """Replace this process with the command.

    Raises:
        PermissionError: The command may not be executed.
    """
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


def refuse(status: int, message: str) -> NoReturn:
    """End the call as a shell that cannot run the command."""
    os.write(2, f"{message}\n".encode(errors="replace"))
    os._exit(status)


def read(path: str) -> None:
    """Copy a file to standard output; a pipe without a writer is read as empty."""
    copy(os.open(path, os.O_RDONLY | os.O_NONBLOCK), 1)


def write(path: str) -> None:
    """Write standard input to a file, and create its parent directories."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    copy(0, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NONBLOCK, 0o644))


def tell_left(gateway: Gateway, skip: int) -> None:
    """Print the gateway's records after the first `skip`."""
    records = [record.decode("utf-8", "replace") for record in gateway.records[skip:]]
    told = json.dumps({"records": records, "full": gateway.full}).encode()
    while told:
        told = told[os.write(1, told) :]


def copy(source: int, target: int) -> None:
    """Copy from one descriptor to another until the end."""
    while data := memoryview(os.read(source, CHUNK)):
        while data:
            data = data[os.write(target, data) :]


def say(channel: socket.socket, fds: Sequence[int] = (), **message: int) -> None:
    """Send the host a message; ignore a closed channel, which the poll loop will notice."""
    with suppress(OSError):
        socket.send_fds(channel, [json.dumps(message).encode()], fds)
