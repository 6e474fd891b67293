"""The setup solver: builds a scenario's environment and gives the agent its tools."""

import base64
import json
import zlib
from functools import lru_cache
from typing import Any

from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.util import sandbox, store_as

from ..errors import InstrumentError, SandboxUnusable
from ..sandbox import bwrap
from ..sandbox.choice import choose_sandbox
from ..sandbox.inside import joined
from ..scores import SCENARIO, VARIATION
from ..tasks.setup import refuse_host_sandbox
from .agent import published_tools
from .checkout import read_checkout
from .image import Image, image_of
from .inside import carry_out
from .provider import ContainerSandboxEnvironment
from .scripted import PublishedRun

_BUILD_SECONDS = 120
_SYSTEM = ("/usr/bin/python3", "/bin/python3")
_NO_DOS2UNIX = "sed -i 's/\\r$//'"
"""Does the work of `dos2unix` where it is not installed."""


@solver
def build(checkout: str) -> Solver:
    """Build the sample's environment, set the tools.

    Under Docker the image was built from the Dockerfile, so only the tools are set.

    Args:
        checkout: Root of the checkout.

    Raises:
        SandboxUnusable: the sandbox does not show the scenario's environment.
        InstrumentError: the environment could not be built.
    """

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        image = _image(checkout, state.metadata[VARIATION], state.metadata[SCENARIO])
        store_as(PublishedRun).scenario = image.scenario.name
        await refuse_host_sandbox()
        try:
            container = sandbox().as_type(ContainerSandboxEnvironment)
        except TypeError:  # another provider
            await _require_built(image)
        else:
            await build_inside(container, image)
        state.tools = published_tools(image.dockerfile.folder, variables(image))
        return state

    return solve


def choose_container() -> str:
    """Return the sandbox for a task that names none: bwrap if it works here, else docker."""
    chosen = choose_sandbox()
    return "bwrap_container" if chosen == "bwrap" else "docker"


@lru_cache(maxsize=128)
def _image(checkout: str, variation: str, name: str) -> Image:
    return image_of(read_checkout(checkout, variation)[name])


async def build_inside(container: ContainerSandboxEnvironment, image: Image) -> None:
    """Carry out a Dockerfile in an empty container.

    Raises:
        SandboxUnusable: the scenario's programs call programs that this machine lacks.
        InstrumentError: a command failed.
        ScenarioError: a file is missing.
    """
    if image.needed:
        raise SandboxUnusable(lacks(image))
    program = f"{joined('build', (carry_out,))}from build.carry_out import carry_out\n"
    source = f"{program}carry_out({packed_plan(image)!r})\n"
    done = await container.run_program(source, (), timeout=_BUILD_SECONDS, others="leave")
    if not done.success:
        raise InstrumentError(
            f"{image.dockerfile.path}: could not be carried out: {done.stderr.strip()[-600:]}"
        )


def lacks(image: Image) -> str:
    """Say which programs have to be installed for a scenario."""
    return (
        f"the programs of {image.scenario.name} call {', '.join(image.needed)}, not installed on "
        "this machine: install the package of that name, or use --sandbox docker"
    )


async def _require_built(image: Image) -> None:
    """Refuse a sandbox without the image's files.

    Raises:
        SandboxUnusable: a file that the Dockerfile copies is missing.
    """
    path = next(iter(image.scripts), image.dockerfile.folder)
    seen = await sandbox().exec(["test", "-e", path])
    if not seen.success:
        raise SandboxUnusable(
            f"this sandbox does not show {path} of {image.scenario.name}: name no --sandbox, or "
            "--sandbox docker, which builds the published Dockerfile"
        )


def packed_plan(image: Image) -> str:
    """Return what `carry_out` has to do, packed as text."""
    python = bwrap.interpreter().path
    plan = {
        "folder": image.dockerfile.folder,
        "links": image.links or (() if python in _SYSTEM else ("python3",)),
        "interpreter": python,
        "environment": {"PATH": _path(), "HOME": "/root"},
        "steps": [_step(image, step) for step in image.steps],
    }
    return base64.b64encode(zlib.compress(json.dumps(plan).encode())).decode()


def _step(image: Image, step: Any) -> dict[str, Any]:
    if isinstance(step, tuple):
        files = [(f.path, f.mode, base64.b64encode(f.content).decode()) for f in step]
        return {"files": files}
    command = step.command
    if "dos2unix" in image.lacking and command.startswith("dos2unix "):
        command = f"{_NO_DOS2UNIX} {command.removeprefix('dos2unix ')}"
    return {"command": command, "folder": step.folder}


def variables(image: Image) -> dict[str, str]:
    """Return the variables of commands, as the container sets them."""
    language = "C.UTF-8" if image.dockerfile.base.startswith("python:") else ""
    return {
        "PATH": _path(),
        "LANG": language,
        "PYTHONUNBUFFERED": "1",
        **dict(image.dockerfile.environment),
    }


def _path() -> str:
    return "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
