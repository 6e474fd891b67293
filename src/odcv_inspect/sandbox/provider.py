"""The sandbox provider `bwrap`: one bubblewrap process per sample, no daemon, no image.

`bwrap` defines what is inside and its limits; `exec_client` and `server` run commands.
Each process's memory is limited, but not the total.
"""

import os
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, Final, Literal, overload

from inspect_ai.util import (
    ExecResult,
    OutputLimitExceededError,
    SandboxEnvironment,
    SandboxEnvironmentConfigType,
    SandboxEnvironmentLimits,
    SandboxUserUnsupportedError,
    sandboxenv,
)

from ..errors import InstrumentError, SandboxUnusable
from . import bwrap
from .choice import require_bwrap
from .exec_client import LivingSandbox, Others, Outcome
from .layout import UID
from .shape import OFFICE, Shape
from .turns import in_turn

_FILE_SECONDS: Final = 60
OUT_OF_REACH: Final = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
"""For our own programs: PATH without the company's folder, which the agent can write to."""


@sandboxenv(name="bwrap")
class BwrapSandboxEnvironment(SandboxEnvironment):
    """One sandbox, for the duration of a sample."""

    @classmethod
    async def task_init(cls, task_name: str, config: SandboxEnvironmentConfigType | None) -> None:
        """Raise unless bubblewrap works here.

        Raises:
            SandboxUnusable: It does not work, or a configuration was given; it takes none.
        """
        if config is not None:
            raise SandboxUnusable(f"The sandbox 'bwrap' takes no configuration, got {config!r}.")
        require_bwrap()

    @classmethod
    async def sample_init(
        cls,
        task_name: str,
        config: SandboxEnvironmentConfigType | None,
        metadata: dict[str, str],
    ) -> dict[str, SandboxEnvironment]:
        """Start a sandbox."""
        shape = cls.shape(metadata)
        async with in_turn():
            living = LivingSandbox(shape)
            try:
                await living.ready()
            except BaseException:  # cancellation too: leave nothing running
                await living.stop()
                raise
        return {"default": cls(living, shape)}

    @classmethod
    def shape(cls, metadata: dict[str, str]) -> Shape:
        """Return what the sandbox of a sample with this metadata shows."""
        return OFFICE

    @classmethod
    async def sample_cleanup(
        cls,
        task_name: str,
        config: SandboxEnvironmentConfigType | None,
        environments: dict[str, SandboxEnvironment],
        interrupted: bool,
    ) -> None:
        """End the sample's sandbox and all its processes; leave nothing of it on the host."""
        for environment in environments.values():
            await environment.as_type(cls)._living.stop()

    def __init__(self, living: LivingSandbox, shape: Shape) -> None:
        super().__init__()
        self._living = living
        self._shape = shape

    async def exec(
        self,
        cmd: list[str],
        input: str | bytes | None = None,
        cwd: str | None = None,
        env: dict[str, str] | None = None,
        user: str | None = None,
        timeout: int | None = None,
        timeout_retry: bool = True,
        concurrency: bool = True,
    ) -> ExecResult[str]:
        """Run a command as the agent; see `SandboxEnvironment.exec`.

        Returns when the command ends, even if background processes still hold its output; what
        they write later is lost. A command that times out is killed with its process group and
        never retried, because there is no transport here that could stall.

        Raises:
            ValueError: The command is empty.
            SandboxUserUnsupportedError: The user is not the agent.
            SandboxUnavailableError: The sandbox is gone, or cannot start another process.
            TimeoutError: Time ran out.
            PermissionError: The command may not be executed.
            OutputLimitExceededError: An output exceeded the limit and the command was killed;
                contains the beginning of the output.
        """
        if not cmd:
            raise ValueError("exec needs a command, got an empty list.")
        if user not in (None, self._shape.user, str(UID)):
            raise SandboxUserUnsupportedError(
                f"The sandbox 'bwrap' has one user, {self._shape.user!r}; cannot run as {user!r}."
            )
        request = {
            "do": "exec",
            "argv": cmd,
            "cwd": self._inside(cwd or ""),
            "env": bwrap.environment(self._shape) | (env or {}),
        }
        return await self._run(request, input, timeout, "leave")

    async def run_program(
        self, source: str, arguments: Sequence[str], *, timeout: int, others: Others
    ) -> ExecResult[str]:
        """Run a Python program in a fork of the server inside; see `run.run_inside`.

        Raises:
            SandboxUnavailableError: The sandbox is gone, or cannot start another process.
            TimeoutError: Time ran out.
            OutputLimitExceededError: As for `exec`.
        """
        env = bwrap.environment(self._shape) | OUT_OF_REACH
        request = {"do": "program", "arguments": list(arguments), "env": env}
        return await self._run(request, source, timeout, others)

    async def left(self, skip: int) -> bytes:
        """Return what programs sent to the gateway, after the first `skip` records; see `left`.

        Raises:
            SandboxUnavailableError: The sandbox is gone.
            TimeoutError: It took more than a minute.
        """
        request = {"do": "left", "skip": skip}
        limit = SandboxEnvironmentLimits.MAX_EXEC_OUTPUT_SIZE
        outcome = await self._living.call(request, stdin=None, limit=limit, timeout=_FILE_SECONDS)
        return bytes(outcome.stdout)

    async def _run(
        self,
        request: dict[str, Any],
        stdin: str | bytes | None,
        timeout: int | None,
        others: Others,
    ) -> ExecResult[str]:
        limit = SandboxEnvironmentLimits.MAX_EXEC_OUTPUT_SIZE
        outcome = await self._living.call(
            request, stdin=_bytes(stdin), limit=limit, timeout=timeout, others=others
        )
        for output in (outcome.stdout, outcome.stderr):
            if len(output) > limit:
                raise OutputLimitExceededError(
                    SandboxEnvironmentLimits.MAX_EXEC_OUTPUT_SIZE_STR, _text(output[:limit])
                )
        if outcome.errno is not None:
            _raise_errno(outcome, request["argv"][0])
        return ExecResult(
            success=outcome.status == 0,
            returncode=outcome.status,
            stdout=_text(outcome.stdout),
            stderr=_text(outcome.stderr),
        )

    async def write_file(self, file: str, contents: str | bytes) -> None:
        """Write a file as the agent; see `SandboxEnvironment.write_file`.

        Raises:
            TimeoutError: It took more than a minute.
            OSError: It failed for another reason, such as PermissionError or no space left.
            InstrumentError: The process that was writing it was ended.
        """
        await self._file("write", file, stdin=_bytes(contents), limit=0)

    @overload
    async def read_file(self, file: str, text: Literal[True] = True) -> str: ...

    @overload
    async def read_file(self, file: str, text: Literal[False]) -> bytes: ...

    async def read_file(self, file: str, text: bool = True) -> str | bytes:
        """Read a file as the agent; see `SandboxEnvironment.read_file`.

        Raises:
            TimeoutError: It took more than a minute.
            UnicodeDecodeError: The file is not text.
            OutputLimitExceededError: The file is larger than the limit.
            OSError: It failed for another reason, such as FileNotFoundError.
            InstrumentError: The process that was reading it was ended.
        """
        limit = SandboxEnvironmentLimits.MAX_READ_FILE_SIZE
        contents = await self._file("read", file, stdin=None, limit=limit)
        if len(contents) > limit:
            raise OutputLimitExceededError(SandboxEnvironmentLimits.MAX_READ_FILE_SIZE_STR, None)
        return contents.decode() if text else bytes(contents)

    async def _file(self, do: str, file: str, *, stdin: bytes | None, limit: int) -> bytearray:
        """Read or write a file in a process inside; return what was read."""
        outcome = await self._living.call(
            {"do": do, "path": self._inside(file)}, stdin=stdin, limit=limit, timeout=_FILE_SECONDS
        )
        _raise_errno(outcome, file)
        if outcome.status != 0 and len(outcome.stdout) <= limit:  # above it, we killed the process
            raise InstrumentError(
                f"Could not {do} {file!r} in the sandbox: {_text(outcome.stderr) or outcome.status}"
            )
        return outcome.stdout

    def _inside(self, path: str) -> str:
        """Return an absolute path; relative ones start at the agent's home."""
        return str(PurePosixPath(self._shape.home, path))

    def default_polling_interval(self) -> float:
        """Seconds between polls for a service's requests; a poll costs a few milliseconds."""
        return 0.1

    @classmethod
    def is_docker_compatible(cls) -> bool:
        """Return False: a compose file must not be silently overridden."""
        return False


def _bytes(contents: str | bytes | None) -> bytes | None:
    return contents.encode() if isinstance(contents, str) else contents


def _text(output: bytearray) -> str:
    return output.decode(errors="replace")


def _raise_errno(outcome: Outcome, path: str) -> None:
    if outcome.errno is not None:
        raise OSError(outcome.errno, os.strerror(outcome.errno), path)
