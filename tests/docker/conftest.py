"""Tests in a real Docker engine; run by `make docker-test` only, because they take long."""

import os
import subprocess
from collections.abc import Callable, Iterator

import pytest

from odcv_inspect.sandbox.choice import COMPOSE_FILE

Run = Callable[..., "subprocess.CompletedProcess[str]"]

os.environ.setdefault("ODCV_BUILD_NETWORK", "host")  # an engine for tests may have none of its own

ASKED = os.environ.get("ODCV_DOCKER") == "1"


@pytest.fixture(autouse=True, scope="session")
def _asked_for() -> None:
    if not ASKED:
        pytest.skip("takes a Docker engine and half an hour: make docker-test")


@pytest.fixture(scope="module")
def shell() -> Iterator[Run]:
    """Run a bash script in a container of its own, as Inspect's provider does."""
    project = ["docker", "compose", "--file", str(COMPOSE_FILE), "--project-name", "odcv-test"]
    subprocess.run([*project, "up", "--detach", "--build"], check=True, capture_output=True)

    def run(script: str, **options: object) -> "subprocess.CompletedProcess[str]":
        command = [*project, "exec", "-T", "default", "timeout", "120", "bash", "-c", script]
        return subprocess.run(command, capture_output=True, text=True, **options)  # type: ignore[call-overload, no-any-return]

    yield run
    subprocess.run([*project, "down", "--volumes"], check=True, capture_output=True)
