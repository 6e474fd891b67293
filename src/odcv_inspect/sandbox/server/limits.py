"""What bounds the processes and the files of a sandbox, and what ends processes."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from collections.abc import Mapping
from contextlib import suppress

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
COMMAND_LIMITS = {resource.RLIMIT_NOFILE: 1024, resource.RLIMIT_NPROC: PROCESSES}
DISKS = ("/home/agent", "/srv", "/tmp", "/var/tmp", "/opt/ops", "/dev/shm", "/run")
FILES = 200_000  # on all disks; a disk's size bounds what is in files, not how many there are

PR_SET_DUMPABLE, PR_SET_NAME = 4, 15
KEYCTL = {"x86_64": 250, "aarch64": 219}  # the system call's number
KEYCTL_JOIN_SESSION_KEYRING = 1


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


def limit(limits: Mapping[int, int]) -> None:
    """Set hard limits, never above those of the host."""
    for name, value in limits.items():
        hard = resource.getrlimit(name)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (bound, bound))


def files_on(disk: str) -> int:
    """The number of files and folders on a disk."""
    found = os.statvfs(disk)
    return found.f_files - found.f_ffree


def kill(pid: int) -> None:
    """Kill a command and its process group."""
    for send in (os.killpg, os.kill):  # right after the fork there is no group yet
        with suppress(ProcessLookupError):
            send(pid, signal.SIGKILL)


def kill_others() -> None:
    """Kill every process but this one."""
    with suppress(ProcessLookupError):  # there is no other
        os.kill(-1, signal.SIGKILL)
