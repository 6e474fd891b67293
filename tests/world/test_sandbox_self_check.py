"""Inspect's own conformance suite for sandbox providers, as this user and as an ordinary one."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from inspect_ai.util._sandbox.self_check import *  # noqa: F403

import odcv_inspect

pytestmark = [pytest.mark.slow, pytest.mark.first]

UNSUPPORTED = {
    "test_exec_as_user": "makes a second user as root; inside there is the agent alone",
}
ORDINARY_USER = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


@pytest.fixture(autouse=True)
def _expect_what_is_unsupported(request: pytest.FixtureRequest) -> None:
    reason = UNSUPPORTED.get(request.node.originalname)
    if reason:
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.fixture
def open_directory() -> Iterator[str]:
    """A directory that everybody may write to, unlike tmp_path."""
    path = tempfile.mkdtemp()
    Path(path).chmod(0o777)
    yield path
    shutil.rmtree(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="this user is an ordinary one already")
def test_all_sandbox_tests_pass_for_an_ordinary_user(open_directory):
    env = {
        "HOME": open_directory,
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(odcv_inspect.__file__).parents[1]),
        "TMPDIR": open_directory,
    }
    python = [*ORDINARY_USER, sys.executable, "-B"]
    if subprocess.run([*python, "-c", "import pytest, odcv_inspect"], env=env).returncode:
        pytest.skip(f"an ordinary user cannot run {sys.executable}")
    suites = sorted(Path(__file__).parent.glob("test_sandbox*.py"))
    tests = [*python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *map(str, suites)]
    done = subprocess.run(tests, env=env, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout[-5000:]
