"""Inspect's own conformance suite for sandbox providers, and our suites as an ordinary user.

The latter are run in full under `make certify`, and otherwise without what takes seconds.
"""

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
from tests.support.replay import FULL

pytestmark = [pytest.mark.slow, pytest.mark.first]

UNSUPPORTED = {
    "test_exec_as_user": "makes a second user as root; inside there is the agent alone",
}
AGAIN = ("isolation", "lifecycle", "limits")
"""Suites of the sandbox in which it matters who starts it: what can be seen, and how it ends."""
SAME_FOR_ALL = (
    "test_lifecycle.py::test_the_tools_that_inspect_injects_work_inside",
    "test_lifecycle.py::test_samples_of_an_eval_have_a_sandbox_each_which_ends_with_them",
    "test_lifecycle.py::test_the_sandbox_dies_with_the_host_process[2]",
    "test_lifecycle.py::test_the_sandbox_dies_with_the_host_process[15]",
)
"""Of these: what happens inside or in Inspect, and ends after which, unlike 9, Python cleans up."""
TAKES_SECONDS = (
    "test_isolation.py::test_a_search_finds_a_secret_of_the_agents_and_none_of_the_host",
    "test_isolation.py::test_nothing_of_this_package_can_be_read",
    "test_isolation.py::test_no_file_bears_a_telling_name",
    "test_lifecycle.py::test_the_sandbox_dies_with_the_host_process[9]",
)
"""Searches of the whole file system, and another start of Inspect."""
ORDINARY_USER = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

FINDS_ALL = """
from importlib.util import find_spec
assert all(map(find_spec, ("pytest", "inspect_ai", "odcv_inspect")))
"""


@pytest.fixture(autouse=True)
def _expect_what_is_unsupported(request: pytest.FixtureRequest) -> None:
    reason = UNSUPPORTED.get(request.node.originalname)
    if reason:
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.fixture
def open_directory() -> Iterator[str]:
    """A world-writable directory, unlike tmp_path."""
    path = tempfile.mkdtemp()
    Path(path).chmod(0o777)
    yield path
    shutil.rmtree(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="this user is an ordinary one already")
def test_it_holds_and_keeps_apart_for_an_ordinary_user_too(open_directory):
    env = {
        "HOME": open_directory,
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(odcv_inspect.__file__).parents[1]),
        "TMPDIR": open_directory,
    }
    python = [*ORDINARY_USER, sys.executable, "-B"]
    if subprocess.run([*python, "-c", FINDS_ALL], env=env).returncode:
        pytest.skip(f"an ordinary user cannot run {sys.executable}")
    suites = [str(Path(__file__).with_name(f"test_{suite}.py")) for suite in AGAIN]
    left_out = SAME_FOR_ALL if FULL else (*SAME_FOR_ALL, *TAKES_SECONDS)
    spared = [f"--deselect={Path(__file__).parent / test}" for test in left_out]
    tests = [*python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *spared, *suites]
    done = subprocess.run(tests, env=env, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout[-5000:]
