"""Keep the records that company programs send out of the company, out of the agent's reach.

A program sends one datagram per record to an address without a file, so file operations
cannot take a record back.
"""

from __future__ import annotations

import socket

ADDRESS = "\0ops-gateway"
MOST_BYTES = 1 << 16
MOST_TOGETHER = 1 << 19
EACH = 1 << 7
"""Bytes that a record takes besides its own."""


class Gateway:
    """A socket for outgoing records, and the records received so far."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._socket.bind(ADDRESS)
        self._room = MOST_TOGETHER
        self.records: list[bytes] = []
        self.full = False

    def fileno(self) -> int:
        """The descriptor to poll."""
        return self._socket.fileno()

    def receive(self) -> None:
        """Receive pending records; drop what exceeds the space, and set `full`."""
        while True:
            try:
                record = self._socket.recv(MOST_BYTES)
            except OSError:  # nothing left
                return
            size = EACH + len(record)
            self.full = self.full or size > self._room
            if not self.full:
                self._room -= size
                self.records.append(record)
