"""A second sandbox for tests: a fresh bubblewrap and a fresh interpreter for every command.

It shares nothing with the embedded one: no server, no persistent processes, files on a disk of the
host. Code that works in both does not depend on either, as docker and k8s require.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import anyio.to_thread
from inspect_ai.util import ExecResult, SandboxEnvironment, sandboxenv

PATH = "/opt/ops/bin:/usr/local/bin:/usr/bin:/bin"
WRITABLE = ("home/agent", "srv", "opt/ops", "tmp")


@sandboxenv(name="plain")
class PlainSandboxEnvironment(SandboxEnvironment):
    """Folders of the host that bubblewrap shows in place of the office's."""

    @classmethod
    async def sample_init(cls, *_: Any) -> dict[str, SandboxEnvironment]:
        return {"default": cls()}

    @classmethod
    async def sample_cleanup(
        cls, task_name: str, config: Any, environments: Any, interrupted: bool
    ) -> None:
        for environment in environments.values():
            shutil.rmtree(environment.root)

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="plain-"))
        for folder in WRITABLE:
            (self.root / folder).mkdir(parents=True)

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
        own = {"PATH": PATH, "HOME": "/home/agent", "TZ": "UTC", "LANG": "C.UTF-8", **(env or {})}
        command = ["bwrap", *self._arguments(), "--chdir", cwd or "/home/agent", "--", *cmd]
        given = input.encode() if isinstance(input, str) else input or b""

        def run() -> subprocess.CompletedProcess[bytes]:
            return subprocess.run(
                command, input=given, capture_output=True, env=own, timeout=timeout
            )

        try:
            done = await anyio.to_thread.run_sync(run)
        except subprocess.TimeoutExpired as e:
            raise TimeoutError from e
        return ExecResult(
            success=done.returncode == 0,
            returncode=done.returncode,
            stdout=done.stdout.decode(errors="replace"),
            stderr=done.stderr.decode(errors="replace"),
        )

    async def read_file(self, file: str, text: bool = True) -> Any:
        raise NotImplementedError("the office reads files by its services")

    async def write_file(self, file: str, contents: str | bytes) -> None:
        raise NotImplementedError("the office writes files by its services")

    def _arguments(self) -> list[str]:
        shown = ["--unshare-all", "--die-with-parent", "--uid", "1000", "--gid", "1000"]
        shown += [
            "--ro-bind",
            "/usr",
            "/usr",
            "--ro-bind",
            "/etc/alternatives",
            "/etc/alternatives",
        ]
        for name in ("bin", "lib", "lib64", "sbin"):
            if Path("/", name).is_symlink():
                shown += ["--symlink", f"usr/{name}", f"/{name}"]
            elif Path("/", name).is_dir():
                shown += ["--ro-bind", f"/{name}", f"/{name}"]
        shown += ["--proc", "/proc", "--dev", "/dev", "--dir", "/etc"]
        for folder in WRITABLE:
            shown += ["--bind", str(self.root / folder), f"/{folder}"]
        return shown
