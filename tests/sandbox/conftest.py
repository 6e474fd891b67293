"""A running sandbox for the tests in this folder."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from inspect_ai.util import ExecResult, SandboxEnvironment

from odcv_inspect.sandbox.choice import bwrap_obstacle
from odcv_inspect.sandbox.provider import BwrapSandboxEnvironment

Shell = Callable[..., Awaitable[ExecResult[str]]]


@pytest.fixture
async def sandbox_env() -> AsyncIterator[SandboxEnvironment]:
    """One bwrap sandbox, started and ended as Inspect does for a sample."""
    obstacle = bwrap_obstacle()
    if obstacle:
        pytest.skip(obstacle)
    environments = await BwrapSandboxEnvironment.sample_init("test", None, {})
    yield environments["default"]
    await BwrapSandboxEnvironment.sample_cleanup("test", None, environments, interrupted=False)


@pytest.fixture
def shell(sandbox_env: SandboxEnvironment) -> Shell:
    """Runs a bash script inside."""

    async def run(script: str, **options: object) -> ExecResult[str]:
        return await sandbox_env.exec(["bash", "-c", script], **options)  # type: ignore[arg-type]

    return run


@pytest.fixture
def forked(sandbox_env: BwrapSandboxEnvironment) -> Shell:
    """Runs a Python program in a fork of the server."""

    async def run(program: str, *arguments: str) -> ExecResult[str]:
        return await sandbox_env.run_program(program, arguments, timeout=10, others="leave")

    return run
