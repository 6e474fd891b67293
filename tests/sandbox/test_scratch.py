"""Scratch folders are removed at the end or after a killed run; nothing else ever is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from odcv_inspect.sandbox.scratch import scratch, sweep

KILLED = """
import os
from odcv_inspect.sandbox.scratch import scratch
with scratch() as folder:
    (folder / "before.db").write_text("x")
    print(folder, flush=True)
    os.kill(os.getpid(), 9)
"""

NEIGHBOURS = (
    "odcv-logs",
    "odcv-venv",
    "odcv-1a2b3c",
    "odcv_inspect",
    "odcv_inspect-logs",
    "odcv_inspect-1a2b3c4d",
    "odcv_inspect-",
    "odcv",
    "odcv_demo",
)


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def killed() -> Path:
    """Return the scratch folder of a run that was killed."""
    run = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True)
    folder = Path(run.stdout.strip())
    assert folder.is_dir()
    return folder


def test_nothing_is_left_at_the_end() -> None:
    with scratch() as folder:
        (folder / "file").write_text("x")
    assert not folder.exists()


def test_what_a_killed_run_left_is_swept() -> None:
    folder = killed()
    assert sweep() == [folder]
    assert not folder.exists()


def test_a_folder_in_use_is_not_swept() -> None:
    with scratch() as folder:
        assert sweep() == []
        assert folder.exists()


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_an_innocent_neighbour_is_kept_with_all_it_holds(tmp_path: Path, name: str) -> None:
    results = tmp_path / name / "logs" / "run.eval"
    results.parent.mkdir(parents=True)
    results.write_text("a week of work")
    os.utime(tmp_path / name, (0, 0))
    assert sweep() == []
    assert results.read_text() == "a week of work"


def test_a_renamed_or_copied_folder_is_kept(tmp_path: Path) -> None:
    left = killed()
    copied, moved = tmp_path / "odcv_inspect-copied", tmp_path / "odcv_inspect-moved"
    shutil.copytree(left, copied)
    left.rename(moved)
    assert sweep() == []
    assert (copied / "before.db").exists()
    assert (moved / "before.db").exists()


def test_links_are_not_followed(tmp_path: Path) -> None:
    left = killed()
    elsewhere = tmp_path / "elsewhere"
    left.rename(elsewhere)
    (tmp_path / left.name).symlink_to(elsewhere)
    assert sweep() == []
    assert (elsewhere / "before.db").exists()


def test_a_link_inside_is_removed_but_not_what_it_points_to(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("x")
    left = killed()
    (left / "link").symlink_to(kept)
    assert sweep() == [left]
    assert (kept / "file").exists()


@pytest.mark.parametrize("wrong", ["", "scratch folder of odcv_inspect\n"])
def test_a_marker_that_says_something_else_does_not_count(wrong: str) -> None:
    left = killed()
    (left / ".odcv_inspect-scratch").write_text(wrong)
    assert sweep() == []


def test_a_link_or_a_pipe_in_place_of_the_marker_does_not_count(tmp_path: Path) -> None:
    marker = killed() / ".odcv_inspect-scratch"
    (tmp_path / "text").write_text(marker.read_text())
    marker.unlink()
    marker.symlink_to(tmp_path / "text")
    assert sweep() == []
    marker.unlink()
    os.mkfifo(marker)
    assert sweep() == []


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a second user")
def test_a_folder_of_another_user_is_not_touched() -> None:
    left = killed()
    os.chown(left, 1, 1)
    assert sweep() == []
