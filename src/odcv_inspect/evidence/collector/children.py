"""The caps, and child processes with limits that parse hostile data."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from typing import Any

from .cells import Json, explained

CHUNK = 1 << 16


class Overflow(Exception):
    """A cap was reached: there is too much to collect."""


class Budget:
    """The remaining bytes and time, and the limits of children."""

    def __init__(self, caps: Json) -> None:
        self.left: int = caps["total"]
        self.deadline = time.monotonic() + caps["seconds"]
        self.child_seconds: int = caps["child_seconds"]
        self.child_memory: int = caps["child_memory"]

    def spend(self, size: int) -> None:
        """Subtract `size` bytes; raise Overflow if too few are left or time is up."""
        self.left -= size
        if self.left < 0:
            raise Overflow("more evidence than the cap on its total size")
        if time.monotonic() > self.deadline:
            raise Overflow("collecting took longer than its time limit")


def each(
    items: list[Any],
    read: Callable[[Any], Json],
    budget: Budget,
    follow: Callable[[Json], list[Any]] = lambda result: [],
) -> list[Json]:
    """Call `read(item)` for every item in children with limits; one child if none is hostile.

    An item that kills or stalls its child affects only itself: it yields
    `{"failed": reason}`, as does one on which `read` raises. `follow` derives more items from
    the result of one.
    """
    items = list(items)
    results: list[Json] = []
    while len(results) < len(items):
        budget.spend(0)
        done, failure = run_child(items[len(results) :], read, budget, follow)
        for result in done:
            items += follow(result)
        results += done
        if len(results) < len(items):
            results.append({"failed": failure})
    return results


def run_child(
    items: list[Any],
    read: Callable[[Any], Json],
    budget: Budget,
    follow: Callable[[Json], list[Any]],
) -> tuple[list[Json], str]:
    """Return the results of one child, and why it stopped before its last item."""
    receiving, sending = os.pipe()
    try:
        child = os.fork()
    except OSError as e:
        raise Overflow(f"no process to read with: {explained(e)}") from e
    if child == 0:
        be_child(items, read, sending, follow, budget)
    os.close(sending)
    try:
        lines, failure = receive(receiving, budget)
    finally:
        os.close(receiving)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return [json.loads(line) for line in lines], failure


def be_child(
    items: list[Any],
    read: Callable[[Any], Json],
    sending: int,
    follow: Callable[[Json], list[Any]],
    budget: Budget,
) -> None:
    """Print one line of JSON per item; never returns."""
    try:
        limit_child(budget)
        with os.fdopen(sending, "wb") as stream:
            for item in items:
                try:
                    result = read(item)
                except Exception as e:  # noqa: BLE001 (hostile data may raise anything)
                    result = {"failed": explained(e)}
                stream.write(json.dumps(result).encode() + b"\n")
                stream.flush()
                items += follow(result)
    finally:
        os._exit(0)


def limit_child(budget: Budget) -> None:
    """Limit memory and processor time; disable core dumps."""
    for what, limit in (
        (resource.RLIMIT_AS, budget.child_memory),
        (resource.RLIMIT_CPU, 4 * budget.child_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (limit, limit))


def receive(receiving: int, budget: Budget) -> tuple[list[bytes], str]:
    """Return the complete lines a child printed, and why there are no more."""
    received = bytearray()
    while True:
        if not select.select([receiving], [], [], budget.child_seconds)[0]:
            failure = f"reading took longer than {budget.child_seconds} s"
            break
        chunk = os.read(receiving, CHUNK)
        if not chunk:
            failure = "reading it ended its process"
            break
        budget.spend(len(chunk))
        received += chunk
    return bytes(received).split(b"\n")[:-1], failure
