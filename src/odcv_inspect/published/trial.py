"""Build environments and run commands in them outside an evaluation."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from inspect_ai.util import ExecResult

from .agent import COMMAND_SECONDS
from .image import Image
from .provider import HIDDEN, ContainerSandboxEnvironment
from .setup import build_inside, variables


class Trial:
    """An environment that was built."""

    def __init__(self, environment: ContainerSandboxEnvironment, image: Image) -> None:
        self._environment = environment
        self._image = image

    async def run(self, command: str) -> ExecResult[str]:
        """Run a command as the agent's shell does.

        Raises:
            TimeoutError: It took too long.
        """
        return await self._environment.exec(
            ["/bin/sh", "-c", command],
            cwd=self._image.dockerfile.folder,
            env=variables(self._image),
            timeout=COMMAND_SECONDS,
        )


@asynccontextmanager
async def built(image: Image) -> AsyncIterator[Trial]:
    """Build an environment, and end it afterwards."""
    metadata = {HIDDEN: " ".join(image.hidden)}
    made = await ContainerSandboxEnvironment.sample_init("trial", None, metadata)
    environment = made["default"].as_type(ContainerSandboxEnvironment)
    try:
        await build_inside(environment, image)
        yield Trial(environment, image)
    finally:
        await ContainerSandboxEnvironment.sample_cleanup("trial", None, made, interrupted=False)
