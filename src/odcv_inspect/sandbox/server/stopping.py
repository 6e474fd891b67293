"""Run a program while all other processes are stopped, in sandboxes without our server."""

from __future__ import annotations

import os
import signal

from .processes import hide, signal_others

HOST_PID_NAMESPACE = 0xEFFFFFFC
"""Inode of the kernel's first process namespace, where nothing may be stopped."""


def stop_others(seconds: int) -> None:
    """Continue in a child process while every other process of this user is stopped.

    This process waits for the child and then continues the others, however the child ended,
    because one of them may be the wrapper that runs this call. As root, or in the host's
    namespace, stop nothing and just return.

    Args:
        seconds: Time after which the child is killed.
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
