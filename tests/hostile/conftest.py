"""A host with something to lose, and sandboxes to attack it from."""

import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from pathlib import Path

import psutil
import pytest
from inspect_ai.util import ExecResult, SandboxEnvironment

from odcv_inspect.sandbox.choice import bwrap_obstacle
from odcv_inspect.sandbox.provider import BwrapSandboxEnvironment

Shell = Callable[..., Awaitable[ExecResult[str]]]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Captured logs quote the attacks, which may not be text that workers can send on."""
    report = yield
    report.sections = [
        (name, text.encode("utf-8", "replace").decode()) for name, text in report.sections
    ]
    return report


@pytest.fixture(autouse=True, scope="session")
def _needs_bwrap() -> None:
    obstacle = bwrap_obstacle()
    if obstacle:
        pytest.skip(obstacle)


@pytest.fixture(scope="module")
def witness() -> Iterator[Path]:
    """A host file that anybody who can reach it may read, write and remove."""
    folder = Path(tempfile.mkdtemp(prefix="witness-"))
    folder.chmod(0o777)
    file = folder / "file"
    file.write_text(secrets.token_hex(16))
    file.chmod(0o666)
    yield file
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _host_untouched(witness: Path) -> Iterator[None]:
    """Check that every attack left the host unchanged: witness, children, descriptors."""
    before = _state(witness)
    yield
    assert _state(witness) == before


def _state(witness: Path) -> tuple[object, ...]:
    found = witness.stat()
    names = sorted(path.name for path in witness.parent.iterdir())
    return names, witness.read_text(), found.st_mode, found.st_mtime_ns, found.st_nlink


@pytest.fixture
async def sandbox_env() -> AsyncIterator[SandboxEnvironment]:
    """One bwrap sandbox, started and ended as Inspect does for a sample; nothing may be left."""
    before = children()
    environments = await BwrapSandboxEnvironment.sample_init("test", None, {})
    yield environments["default"]
    await BwrapSandboxEnvironment.sample_cleanup("test", None, environments, interrupted=False)
    assert children() == before


def children() -> list[int]:
    """Return this process's children."""
    return sorted(child.pid for child in psutil.Process().children())


@pytest.fixture
def shell(sandbox_env: SandboxEnvironment) -> Shell:
    """Run a bash script inside."""

    async def run(script: str, **options: object) -> ExecResult[str]:
        options.setdefault("timeout", 60)
        return await sandbox_env.exec(["bash", "-c", script], **options)  # type: ignore[arg-type]

    return run
