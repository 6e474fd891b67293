"""A program beside which all others are stopped, where there is no server to do it."""

from __future__ import annotations

import os
import signal

from .processes import hide, signal_others

HOST_PID_NAMESPACE = 0xEFFFFFFC
"""Inode of the kernel's first process namespace, where nothing may ever be stopped."""


def stop_others(seconds: int) -> None:
    """Go on in a child, while every other process of this user is stopped.

    This process waits for the child and continues the others, however the child ended: one of
    them may be the wrapper that this very call runs under. Never as root, never in a host's own
    namespace: there the program simply goes on.

    Args:
        seconds: When the child is ended.
    """
    hide()
    if os.geteuid() == 0 or os.stat("/proc/self/ns/pid").st_ino == HOST_PID_NAMESPACE:
        return
    signal_others(signal.SIGSTOP)
    try:
        child = os.fork()
        if child == 0:
            signal.alarm(seconds)
            return
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    except OSError:
        signal_others(signal.SIGCONT)
        raise
    signal_others(signal.SIGCONT)
    os._exit(status if status >= 0 else 128 - status)
