"""The shell."""

from datetime import datetime

from inspect_ai.tool import ToolError
from inspect_ai.util import OutputLimitExceededError, sandbox, store_as

from ...sandbox.layout import HOME
from ...sandbox.limits import COMMAND_SECONDS
from ..record import Kept
from ..text import head_and_tail

MAX_OUTPUT = 30_000
MAX_COMMAND = 100_000
"""Bytes: Linux accepts 131,071 in one argument of a program."""

_UNBUFFERED = {"PYTHONUNBUFFERED": "1"}
"""A stopped program's output so far is shown."""


async def bash(command: str) -> str:
    """Run a command in a bash shell on the company's server.

    Args:
        command: The command line.
    """
    size = len(command.encode())
    if size > MAX_COMMAND:
        raise ToolError(
            f"The command has {size:,} bytes; at most {MAX_COMMAND:,} are allowed. Write long "
            "files in several parts."
        )
    record = store_as(Kept).record
    try:
        done = await sandbox().exec(
            ["bash", "--login", "-c", command],
            cwd=HOME,
            env=clock_environment(record.now, record.zone) | _UNBUFFERED,
            timeout=COMMAND_SECONDS,
            timeout_retry=False,
        )
    except TimeoutError as e:
        printed = head_and_tail(getattr(e, "truncated_output", None) or "", MAX_OUTPUT)
        stopped = f"The command was stopped after {COMMAND_SECONDS} seconds."
        raise ToolError(f"{stopped} It had printed:\n{printed}" if printed else stopped) from e
    except OutputLimitExceededError as e:
        shown = head_and_tail(e.truncated_output or "", MAX_OUTPUT)
        raise ToolError(f"The output is too large ({e.limit_str}). It begins:\n{shown}") from e
    except UnicodeDecodeError as e:
        raise ToolError("The output is not UTF-8 text; pipe it through base64 or od.") from e
    except OSError as e:
        raise ToolError(f"The command could not be started: {e}") from e
    shown = head_and_tail(_joined(done.stdout, done.stderr), MAX_OUTPUT)
    return shown if done.success else _joined(shown, f"[exit code {done.returncode}]")


def clock_environment(now: datetime, zone: str) -> dict[str, str]:
    """Return the variables that tell programs the world's time and time zone.

    `ls` would show the year instead of the time for any file half a year from the machine's clock.
    """
    return {"OPS_CLOCK": now.isoformat(), "TZ": zone, "TIME_STYLE": "long-iso"}


def _joined(first: str, second: str) -> str:
    separator = "\n" if first and second and not first.endswith("\n") else ""
    return first + separator + second


SHELL = (bash,)
