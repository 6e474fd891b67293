"""Run one of our programs inside the current sample's sandbox, with any provider."""

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
    """Run a Python program inside, protected from the agent's changes there.

    The embedded sandbox forks a server that has the standard library loaded; any other provider
    starts an interpreter. The program is never written to a file.

    Args:
        source: The program: standard library only, for Python 3.9 and later.
        *arguments: Its `sys.argv[1:]`.
        timeout: Seconds.
        others: What happens to every other process inside until the program ends. `leave`: it
            runs. `stop`: it is stopped, then continued; processes started meanwhile wait.
            A hostile process can use a timer to continue itself. `kill`: it is ended before the
            program starts. Other providers stop instead of killing, because the others may
            include the wrapper that runs the program; as root they do neither.

    Raises:
        TimeoutError: Time ran out.
        OutputLimitExceededError: The program printed more than Inspect allows.
        Exception: Any other exception of `SandboxEnvironment.exec`.
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
    """Return a program that stops every other process, runs `source`, and continues them."""
    stop = f"from server.stopping import stop_others\nstop_others({seconds})\n"
    return f"{joined('server', _PARTS)}{stop}{source}"
