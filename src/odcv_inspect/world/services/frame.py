"""Run an operation of a service with bounded memory and a one-line answer."""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
from collections.abc import Callable, Mapping
from typing import Any

MEMORY = 1 << 30
"""Address space in bytes that a program may use."""
MAX_REPLY = 8 << 20
"""Maximum bytes of an answer, which the host holds in memory."""


def answer(
    token: str, operations: Mapping[str, Callable[..., Any]], operation: str, arguments: str
) -> None:
    """Run one operation; print `token` and its result or refusal as JSON.

    Args:
        token: Marks the answer's line as printed by this program.
        operations: The service's functions by name.
        operation: The one to run.
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
