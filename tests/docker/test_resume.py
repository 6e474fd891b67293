"""A run under `docker` that is killed resumes where it stopped, with the same scores."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from odcv_inspect.sandbox.choice import COMPOSE_FILE
from tests.support.resume import EPOCHS, finished_log, scores, start

DOCKER = ("docker", str(COMPOSE_FILE))
INSPECT = (sys.executable, "-m", "inspect_ai")
SECONDS = 600


def containers() -> set[str]:
    """Return the names of all running containers of this task; other tests play other tasks."""
    listed = subprocess.run(
        ["docker", "ps", "--format", "{{.Names}}"], capture_output=True, text=True, check=True
    )
    return {name for name in listed.stdout.split() if name.startswith("inspect-incentivized-")}


@pytest.mark.slow
def test_a_killed_run_is_resumed_and_cleanup_removes_what_it_left(tmp_path: Path) -> None:
    """Unlike bwrap's, a container outlives the run that started it, if that run is killed."""
    start(undisturbed := tmp_path / "undisturbed", DOCKER).join()
    known = containers()
    run = start(logs := tmp_path / "logs", DOCKER)
    until = time.monotonic() + SECONDS
    while not containers() - known:
        assert run.is_alive()
        assert time.monotonic() < until
        time.sleep(0.2)
    time.sleep(3)
    run.kill()
    run.join()
    left = containers() - known
    assert left
    again = start(logs, DOCKER)
    again.join()
    assert again.exitcode == 0
    assert len(finished_log(logs).samples or []) == EPOCHS
    assert scores(finished_log(logs)) == scores(finished_log(undisturbed))
    for name in left:
        project = name.removesuffix("-default-1")
        subprocess.run([*INSPECT, "sandbox", "cleanup", "docker", project], check=True)
    assert not left & containers()
