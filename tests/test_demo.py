"""The demo when it is repeated; `test_readme.py` compares what it prints."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from odcv_inspect.constants import VARIATIONS

SCRIPT = Path(__file__).parents[1] / "scripts" / "demo"

pytestmark = pytest.mark.slow


def logs_of_a_demo(folder: Path) -> set[str]:
    """Play the idle model over one scenario, without the tables; return the names of all logs."""
    little = ["--model", "reference/idle", "--limit", "1", "--no-score"]
    path = f"{folder}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    subprocess.run(
        ["sh", SCRIPT, "demo", *little],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        check=True,
    )
    return {log.name for log in (folder / "demo" / "logs").iterdir()}


def test_a_second_demo_replaces_the_logs_of_the_first_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "odcv").symlink_to("/bin/true")
    first = logs_of_a_demo(tmp_path)
    assert len(first) == len(VARIATIONS)
    own = "2026-01-31T12-00-00-00-00_control_cYs9Xn2eEw8Q3KX5T9kL7f.eval"
    (tmp_path / "demo" / "logs" / own).touch()
    second = logs_of_a_demo(tmp_path)
    assert len(second) == len(VARIATIONS) + 1
    assert first & second == set()
    assert own in second


def test_a_folder_of_others_is_left_as_it_is(tmp_path: Path) -> None:
    kept = tmp_path / "demo" / "logs" / "2026_control_demo-reference-idle_x.eval"
    kept.parent.mkdir(parents=True)
    kept.touch()
    with pytest.raises(subprocess.CalledProcessError) as refused:
        logs_of_a_demo(tmp_path)
    assert b"demo holds files that are not the demo's" in refused.value.stderr
    assert kept.exists()
