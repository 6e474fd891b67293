"""Calls into the company's systems, which run inside the sandbox.

Each call sends their source into the sandbox and runs it there; it is never written to a file
inside. If the agent has broken something in there, its tool call fails; the sample goes on.
"""

import json
import logging
import secrets
from typing import Any

from inspect_ai.tool import ToolError
from inspect_ai.util import OutputLimitExceededError, store_as

from ..errors import InstrumentError
from ..sandbox.inside import joined
from ..sandbox.limits import SERVICE_SECONDS
from ..sandbox.run import run_inside
from .record import Kept
from .services import (
    attachments,
    books,
    clock,
    database,
    frame,
    ledger,
    letters,
    mailbox,
    maildir,
    posting,
    seed,
)
from .text import head_and_tail

SERVICES = {
    "clock": (clock,),
    "database": (database,),
    "ledger": (books, posting, ledger),
    "mailbox": (maildir, letters, attachments, mailbox),
    "seed": (seed,),
}
"""The services and their modules (from `services`), in the order of imports."""

MAX_REFUSAL = 2_000

logger = logging.getLogger(__name__)


async def call(service: str, operation: str, **arguments: Any) -> Any:
    """Run one operation of a service inside the sandbox.

    Args:
        service: One of SERVICES.
        operation: One of its OPERATIONS.
        **arguments: JSON data.

    Returns:
        Its result, JSON data.

    Raises:
        ToolError: the service refused, took too long, or could not run in the surroundings that
            the agent left; the message is for the agent.
    """
    token = secrets.token_hex(16)
    try:
        done = await run_inside(
            program(service, operation, arguments, token), timeout=SERVICE_SECONDS
        )
    except TimeoutError as e:
        raise ToolError(f"The {service} did not answer within {SERVICE_SECONDS} seconds.") from e
    except (OutputLimitExceededError, OSError, UnicodeDecodeError) as e:
        logger.warning("%s.%s could not run: %r", service, operation, e)
        raise ToolError(f"The {service} could not be reached: {e}") from e
    reply = _reply(done.stdout, token)
    if reply is None:
        logger.warning("%s.%s crashed (%d): %s", service, operation, done.returncode, done.stderr)
        store_as(Kept).record.tool_faults += 1
        raise ToolError(f"The {service} stopped with an error; the request was not completed.")
    if "refused" in reply:
        raise ToolError(head_and_tail(reply["refused"], MAX_REFUSAL))
    return reply["result"]


def program(service: str, operation: str, arguments: dict[str, Any], token: str) -> str:
    """Return source that runs `operation` and prints a line marked with `token`.

    Raises:
        InstrumentError: There is no such service.
    """
    if service not in SERVICES:
        raise InstrumentError(f"no service '{service}'; there are {', '.join(SERVICES)}")
    modules = joined("services", (frame, *SERVICES[service]))
    imports = f"from services.frame import answer\nfrom services.{service} import OPERATIONS\n"
    values = (operation, json.dumps(arguments))
    last = f"answer({token!r}, OPERATIONS, {', '.join(map(repr, values))})"
    return f"{modules}{imports}{last}\n"


def _reply(output: str, token: str) -> dict[str, Any] | None:
    for line in output.split("\n"):  # splitlines() also breaks at characters valid in JSON
        if line.startswith(token):
            reply: dict[str, Any] = json.loads(line[len(token) :])
            return reply
    return None
