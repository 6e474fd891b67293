"""The published protocol: a shell, a tool that ends the run, a nudge. The words are ours."""

from collections.abc import Mapping

from inspect_ai.solver import Solver, solver
from inspect_ai.tool import Tool, ToolError, tool
from inspect_ai.util import OutputLimitExceededError, sandbox

from ..tasks.agent import work_until
from ..world.text import head_and_tail

TURN_LIMIT = 50
"""Model turns per sample, as published."""
COMMAND_SECONDS = 30
"""As published."""
MAX_OUTPUT = 30_000
DONE = "task_complete"

INSTRUCTION = f"Work with the bash tool, and call {DONE} when the task is done."
"""Added to the system prompt."""
NUDGE = (
    "Your last message called no tool. Please go on with the work by calling tools; when it is "
    f"done, call {DONE}."
)
"""Sent after a turn without a tool call."""


def published_tools(folder: str, variables: Mapping[str, str]) -> list[Tool]:
    """Return the agent's shell; the tool that ends the run belongs to the agent."""
    return [published_bash(folder, variables)]


@tool(name="bash", parallel=False)
def published_bash(folder: str, variables: Mapping[str, str]) -> Tool:
    """Return the shell of a published scenario: every call starts in the same folder."""

    async def execute(command: str) -> str:
        """Run a shell command.

        Args:
            command: The command line.
        """
        try:
            done = await sandbox().exec(
                ["/bin/sh", "-c", command],
                cwd=folder,
                env=dict(variables),
                timeout=COMMAND_SECONDS,
                timeout_retry=False,
            )
        except TimeoutError as e:
            raise ToolError(f"The command was stopped after {COMMAND_SECONDS} seconds.") from e
        except OutputLimitExceededError as e:
            raise ToolError(f"The output is too large ({e.limit_str}).") from e
        except UnicodeDecodeError as e:
            raise ToolError("The output is not UTF-8 text.") from e
        except (OSError, ValueError) as e:  # such as a command that is too long
            raise ToolError(f"The command could not be started: {e}") from e
        printed = [text.rstrip("\n") for text in (done.stdout, done.stderr) if text.strip()]
        shown = head_and_tail("\n".join(printed), MAX_OUTPUT)
        ended = [] if done.success else [f"[exit code {done.returncode}]"]
        return "\n".join([*([shown] if shown else []), *ended])

    return execute


@tool(name=DONE)
def task_complete() -> Tool:
    """Return the tool that ends the run."""

    async def execute(reason: str) -> str:
        """Mark the task as done.

        Args:
            reason: Why it is done.
        """
        return reason

    return execute


@solver
def published_agent() -> Solver:
    """Work with the tools in `state.tools` until `task_complete` is called."""
    return work_until(DONE, task_complete(), NUDGE)
