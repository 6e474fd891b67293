"""Limit and signal the sandbox's processes, and count its files."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from collections.abc import Mapping
from contextlib import suppress

PR_SET_DUMPABLE, PR_SET_NAME = 4, 15
KEYCTL = {"x86_64": 250, "aarch64": 219}  # the system call number
KEYCTL_JOIN_SESSION_KEYRING = 1


def hide() -> None:
    """Hide this process's memory and descriptors from all others, in /proc and from tracing."""
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def withdraw(limits: Mapping[str, int]) -> None:
    """Protect this process from the others inside, and limit them all."""
    with open("/proc/self/oom_score_adj", "w", encoding="utf-8") as score:
        score.write("500")  # when memory runs out, the kernel should end the sandbox, not the host
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored by PID 1, unlike python's handler
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NAME, b"init")
    hide()
    keyctl = KEYCTL.get(os.uname().machine)
    if keyctl:  # a new keyring: the host user's session keyring may contain secrets
        libc.syscall(keyctl, KEYCTL_JOIN_SESSION_KEYRING, None)
    os.umask(0o022)
    limit(limits)


def limit(limits: Mapping[str, int]) -> None:
    """Set hard limits, by their names in `resource`, never above the host's."""
    for name, value in limits.items():
        what = getattr(resource, name)
        hard = resource.getrlimit(what)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (bound, bound))


def files_on(disk: str) -> int:
    """Return the number of files and folders on a disk."""
    found = os.statvfs(disk)
    return found.f_files - found.f_ffree


def signal_group(pid: int, number: int) -> None:
    """Signal a command and its process group."""
    for send in (os.killpg, os.kill):  # right after the fork there is no process group yet
        with suppress(ProcessLookupError):
            send(pid, number)


def signal_others(number: int) -> None:
    """Signal every process except this one and PID 1."""
    with suppress(ProcessLookupError):  # there are no others
        os.kill(-1, number)
