"""Inspect's own conformance suite for sandbox providers, as this user and as an ordinary one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from inspect_ai.util._sandbox.self_check import *  # noqa: F403

pytestmark = pytest.mark.slow

UNSUPPORTED = {
    "test_exec_as_user": "makes a second user as root; inside there is the agent alone",
}
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


@pytest.fixture(autouse=True)
def _expect_what_is_unsupported(request: pytest.FixtureRequest) -> None:
    reason = UNSUPPORTED.get(request.node.originalname)
    if reason:
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.mark.skipif(os.geteuid() != 0, reason="this user is an ordinary one already")
def test_the_suites_pass_for_an_ordinary_host_user(tmp_path: Path) -> None:
    """Every other test of the sandbox again, by a user without privileges."""
    command = [*NOBODY, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["--basetemp", "/tmp/odcv-ordinary-user", *map(str, SUITES)]
    ...
