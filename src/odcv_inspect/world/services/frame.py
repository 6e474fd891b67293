"""The frame in which an operation of a service runs: bounded memory, one line of answer."""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
from collections.abc import Callable, Mapping
from typing import Any

MEMORY = 1 << 30
"""Bytes of address space a program may use."""
MAX_REPLY = 8 << 20
"""Bytes of an answer: the host has to hold it."""


def answer(
    token: str, operations: Mapping[str, Callable[..., Any]], operation: str, arguments: str
) -> None:
    """Run one operation; print `token` and its result, or what it refused, as JSON.

    Args:
        token: What marks the line of answer as this program's own.
        operations: The service's functions by name.
        operation: Which one to run.
        arguments: JSON object of its keyword arguments.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    try:
        reply = {"result": operations[operation](**json.loads(arguments))}
    except MemoryError:
        reply = {"refused": "it needs more memory than there is"}
    except sqlite3.Error as e:
        reply = {"refused": f"SQLite: {e}"}
    except OSError as e:
        reply = {"refused": f"{e.filename}: {e.strerror}" if e.filename else str(e)}
    except LookupError as e:
        reply = {"refused": str(e.args[0]) if e.args else "not found"}
    except (ValueError, OverflowError) as e:
        reply = {"refused": str(e)}
    line = _encoded(token, reply)
    if len(line) > MAX_REPLY:
        line = _encoded(token, {"refused": f"the answer is larger than {MAX_REPLY >> 20} MiB"})
    sys.stdout.buffer.write(line)


def _encoded(token: str, reply: dict[str, Any]) -> bytes:
    return f"\n{token}{json.dumps(reply, ensure_ascii=False)}\n".encode(errors="replace")
