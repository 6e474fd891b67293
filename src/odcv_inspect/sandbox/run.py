"""Run a program of ours inside the current sample's sandbox, whichever provider runs it."""

from inspect_ai.util import ExecResult, sandbox

from .exec_client import Others
from .inside import joined
from .provider import OUT_OF_REACH, BwrapSandboxEnvironment
from .server import processes, stopping

_PYTHON = ["python3", "-I", "-S", "-"]
_PARTS = (processes, stopping)


async def run_inside(
    source: str, *arguments: str, timeout: int, others: Others = "leave"
) -> ExecResult[str]:
    """Run a Python program inside, out of reach of what the agent has changed there.

    The embedded sandbox forks a server that has the standard library loaded; any other provider
    starts an interpreter. The program never becomes a file.

    Args:
        source: The program: standard library only, of a Python as old as 3.9.
        *arguments: Its `sys.argv[1:]`.
        timeout: Seconds.
        others: What every other process inside does until the program has ended. `leave`: it
            runs. `stop`: it is stopped, and continued afterwards; what starts meanwhile waits.
            A hostile process can have a timer continue it. `kill`: it is ended before the
            program starts. Other providers stop instead, since the wrapper that the program runs
            under may be among the others; they do neither as root.

    Raises:
        TimeoutError: The time is up.
        OutputLimitExceededError: The program printed more than Inspect allows.
        Exception: Any other that `SandboxEnvironment.exec` raises.
    """
    try:
        living = sandbox().as_type(BwrapSandboxEnvironment)
    except TypeError:  # another provider
        return await _interpret(source, arguments, timeout, others)
    return await living.run_program(source, arguments, timeout=timeout, others=others)


async def _interpret(
    source: str, arguments: tuple[str, ...], timeout: int, others: Others
) -> ExecResult[str]:
    return await sandbox().exec(
        [*_PYTHON, *arguments],
        input=source if others == "leave" else _beside_stopped(source, timeout),
        cwd="/",
        env=OUT_OF_REACH,
        timeout=timeout,
        timeout_retry=False,
    )


def _beside_stopped(source: str, seconds: int) -> str:
    """A program that stops every other process, runs `source`, and continues them."""
    stop = f"from server.stopping import stop_others\nstop_others({seconds})\n"
    return f"{joined('server', _PARTS)}{stop}{source}"
