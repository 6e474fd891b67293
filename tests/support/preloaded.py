"""Processes that start with Inspect loaded, because loading it takes longer than most runs."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import entry_points
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

_processes = get_context("forkserver")
_processes.set_forkserver_preload(
    [
        "tests",
        "odcv_inspect._registry",
        "odcv_inspect.cli",
        "odcv_inspect.tasks.reference",
        "inspect_ai.agent",
        "acp",
        "anthropic.types.beta",
        "openai.types",
        "fastapi",
        "jsonschema",
        "rich.markdown",
        "uvicorn.protocols.http.auto",
        "uvicorn.protocols.websockets.auto",
        "pytest",
        "tests.support.prepared",
    ]
)


def start(work: Callable[..., None], *arguments: object) -> BaseProcess:
    """Start `work`, a function of a module, in a new process."""
    process = _processes.Process(target=work, args=arguments)
    process.start()
    return process


def run_command(
    command: Sequence[str], folder: Path, environment: Mapping[str, str | None] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run an installed program of this environment by name.

    Not for `inspect list`, which searches the folder in which Inspect was loaded.

    Args:
        command: Its name, such as `inspect`, and its arguments.
        folder: Working directory.
        environment: Variables to set; None removes one.
    """
    with TemporaryDirectory() as out:
        outputs = [f"{out}/stdout", f"{out}/stderr"]
        process = start_command(command, folder, outputs, environment)
        process.join()
        texts = [Path(output).read_text(encoding="utf-8") for output in outputs]
    return subprocess.CompletedProcess(list(command), process.exitcode or 0, *texts)


def start_command(
    command: Sequence[str],
    folder: Path,
    outputs: Sequence[str] = (os.devnull, os.devnull),
    environment: Mapping[str, str | None] | None = None,
) -> BaseProcess:
    """Start an installed program as `run_command` does, without waiting for its end.

    Args:
        command: Its name, such as `inspect`, and its arguments.
        folder: Working directory.
        outputs: Files for what it writes to stdout and stderr.
        environment: Variables to set; None removes one.
    """
    return start(_run, list(command), str(folder), dict(environment or {}), list(outputs))


def _run(
    command: list[str], folder: str, environment: dict[str, str | None], outputs: list[str]
) -> None:
    for fd, path in enumerate(outputs, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), fd)
    os.chdir(folder)
    for name, value in environment.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    sys.argv = command
    (program,) = entry_points(group="console_scripts", name=command[0])
    sys.exit(program.load()())
