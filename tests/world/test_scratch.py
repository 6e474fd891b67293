"""Folders for a moment's work: removed in the end, and swept away after a killed run."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from odcv_inspect.world.scratch import scratch, sweep

KILLED = """
import os
from odcv_inspect.world.scratch import scratch
with scratch() as folder:
    (folder / "before.db").write_text("x")
    print(folder, flush=True)
    os.kill(os.getpid(), 9)
"""

LONG_AGO = time.time() - 3600


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def killed() -> Path:
    """The scratch folder of a run that was killed, an hour ago as it seems."""
    run = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True)
    folder = Path(run.stdout.strip())
    assert folder.is_dir()
    os.utime(folder, (LONG_AGO, LONG_AGO))
    return folder


def test_nothing_is_left_in_the_end() -> None:
    with scratch() as folder:
        (folder / "file").write_text("x")
    assert not folder.exists()


def test_what_a_killed_run_left_is_swept() -> None:
    folder = killed()
    assert sweep() == [folder]
    assert not folder.exists()


def test_a_folder_at_work_is_not_swept() -> None:
    with scratch() as folder:
        os.utime(folder, (LONG_AGO, LONG_AGO))
        assert sweep() == []
        assert folder.exists()


def test_a_young_folder_may_be_about_to_be_held() -> None:
    folder = killed()
    os.utime(folder)
    assert sweep() == []


def test_links_files_and_folders_of_others_are_not_touched(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    os.utime(kept, (LONG_AGO, LONG_AGO))
    (tmp_path / "odcv-link").symlink_to(kept)
    (tmp_path / "odcv-file").write_text("x")
    assert sweep() == []
    assert kept.is_dir()


@pytest.mark.skipif(os.geteuid() != 0, reason="takes a second user")
def test_a_folder_of_another_user_is_not_touched(tmp_path: Path) -> None:
    folder = tmp_path / "odcv-other"
    folder.mkdir()
    os.chown(folder, 1, 1)
    os.utime(folder, (LONG_AGO, LONG_AGO))
    assert sweep() == []
