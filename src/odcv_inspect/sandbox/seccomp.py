"""Block system calls inside a bwrap sandbox, with a filter for `--seccomp`.

All processes inside belong to one user, including PID 1, and Linux lets a user's processes
change each other's limits and priorities: with one `prlimit` the agent could end its own sandbox.
These calls are therefore refused unless they target the caller. The filter also refuses the host
user's keys, which a user namespace does not hide, socket families that a network namespace does not
isolate (a virtual machine's host answers on AF_VSOCK), notifications of file access and leases,
which would report what the host and other samples do with files that all of them share (the
host's programs), memory that belongs to no disk and, while it is not mapped, to no process, and so
escapes every limit, and large parts of the kernel that office work does not need.
"""

import errno
import fcntl
import os
import socket
import struct
from dataclasses import dataclass
from typing import Final

_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000  # with the errno in the low half
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # classic BPF; words, constants
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_X32: Final = 0x40000000


@dataclass(frozen=True)
class Rule:
    """A system call to refuse: always, or depending on its arguments.

    Attributes:
        name: The call.
        x86_64: Its number on x86_64; None if it does not exist there.
        aarch64: Its number on aarch64; None if it does not exist there.
        unless: Argument positions with the values each may have.
        only: Argument positions with values that are refused; all others are allowed.
    """

    name: str
    x86_64: int | None
    aarch64: int | None
    unless: tuple[tuple[int, tuple[int, ...]], ...] = ()
    only: tuple[tuple[int, tuple[int, ...]], ...] = ()


_OWN: Final = ((0, (0,)),)  # process 0 is the caller
_LOCAL: Final = ((0, (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)),)  # only lo inside
_JOIN_SESSION_KEYRING: Final = 1  # the exec server uses it to leave the host's
_WATCHING: Final = ((1, (fcntl.F_NOTIFY, fcntl.F_SETLEASE)),)
RULES: Final = (
    Rule("prlimit64", 302, 261, _OWN),
    Rule("setpriority", 141, 140, ((0, (0,)), (1, (0,)))),
    Rule("sched_setparam", 142, 118, _OWN),
    Rule("sched_setscheduler", 144, 119, _OWN),
    Rule("sched_setaffinity", 203, 122, _OWN),
    Rule("sched_setattr", 314, 274, _OWN),
    Rule("ioprio_set", 251, 30),
    Rule("keyctl", 250, 219, ((0, (_JOIN_SESSION_KEYRING,)),)),
    Rule("add_key", 248, 217),
    Rule("request_key", 249, 218),
    Rule("socket", 41, 198, _LOCAL),
    Rule("socketpair", 53, 199, _LOCAL),
    Rule("inotify_init", 253, None),
    Rule("inotify_init1", 294, 26),
    Rule("fanotify_init", 300, 262),
    Rule("fcntl", 72, 25, only=_WATCHING),
    Rule("memfd_create", 319, 279),
    Rule("memfd_secret", 447, 447),
    Rule("shmget", 29, 194),
    Rule("bpf", 321, 280),
    Rule("perf_event_open", 298, 241),
    Rule("userfaultfd", 323, 282),
    Rule("io_uring_setup", 425, 425),
    Rule("io_uring_enter", 426, 426),
    Rule("io_uring_register", 427, 427),
    Rule("open_by_handle_at", 304, 265),
    Rule("unshare", 272, 97),
    Rule("setns", 308, 268),
    Rule("mount", 165, 40),
    Rule("move_mount", 429, 429),
    Rule("fsopen", 430, 430),
)
_ARCHITECTURES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


def seccomp_filter(machine: str = os.uname().machine) -> bytes | None:
    """Return the filter in bubblewrap's format; None if the machine's call numbers are unknown."""
    if machine not in _ARCHITECTURES:
        return None
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        (_RETURN, 0, 0, _REFUSE | errno.ENOSYS),  # a 32-bit program: different numbers
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _REFUSE | errno.ENOSYS),
    ]
    for rule in RULES:
        number = getattr(rule, machine)
        if number is not None:
            body = _body(rule)
            program += [(_EQUAL, 0, len(body), number), *body]
    program.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def _body(rule: Rule) -> list[tuple[int, int, int, int]]:
    """Return the instructions for a matched call; they compare the low 32 bits of arguments."""
    refuse, allow = (_RETURN, 0, 0, _REFUSE | errno.EPERM), (_RETURN, 0, 0, _ALLOW)
    body: list[tuple[int, int, int, int]] = []
    for place, values in rule.unless:
        body.append((_LOAD, 0, 0, _ARGUMENTS + 8 * place))
        body += [(_EQUAL, len(values) - n, 0, value) for n, value in enumerate(values)]
        body.append(refuse)
    for place, values in rule.only:
        body.append((_LOAD, 0, 0, _ARGUMENTS + 8 * place))
        for value in values:
            body += [(_EQUAL, 0, 1, value), refuse]
    return [*body, allow if rule.unless or rule.only else refuse]
