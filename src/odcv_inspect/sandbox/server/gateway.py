"""What the company's programs hand over to leave the company: kept here, out of the agent's reach.

A program sends one datagram for each record to an address that no file stands for, so nothing
that is done to files takes it back.
"""

from __future__ import annotations

import socket

ADDRESS = "\0ops-gateway"
MOST_BYTES = 1 << 16
MOST_TOGETHER = 1 << 19


class Gateway:
    """A socket for records that leave, and those that have left."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._socket.bind(ADDRESS)
        self._room = MOST_TOGETHER
        self.records: list[bytes] = []
        self.full = False

    def fileno(self) -> int:
        """The descriptor to be polled."""
        return self._socket.fileno()

    def receive(self) -> None:
        """Take what was handed over; what there is no room for is lost, and `full` says so."""
        while True:
            try:
                record = self._socket.recv(MOST_BYTES)
            except OSError:  # nothing more
                return
            self.full = self.full or len(record) > self._room
            if not self.full:
                self._room -= len(record)
                self.records.append(record)
