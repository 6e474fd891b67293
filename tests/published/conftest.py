from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from inspect_ai.util import SandboxEnvironment

from odcv_inspect.published.provider import ContainerSandboxEnvironment
from odcv_inspect.sandbox.choice import bwrap_obstacle
from tests.hostile.conftest import _host_untouched, children, shell, witness  # noqa: F401
from tests.importers.conftest import real_checkout  # noqa: F401

from .synthetic import write_checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return write_checkout(tmp_path / "checkout")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
async def sandbox_env() -> AsyncIterator[SandboxEnvironment]:
    """One container, started and ended as Inspect does for a sample; nothing may be left."""
    obstacle = bwrap_obstacle()
    if obstacle:
        pytest.skip(obstacle)
    before = children()
    environments = await ContainerSandboxEnvironment.sample_init("test", None, {})
    yield environments["default"]
    await ContainerSandboxEnvironment.sample_cleanup("test", None, environments, interrupted=False)
    assert children() == before
