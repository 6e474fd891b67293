"""File times follow the world's clock."""

import os
import subprocess
import time

from odcv_inspect.world.services.clock import restamp

CLOCK = 1_736_150_400
LATER = 4e9
"""When the world was put in place, where that does not matter."""


def test_what_is_newer_than_the_clock_is_set_to_it_and_nothing_else(tmp_path):
    old, new = tmp_path / "old", tmp_path / "deep" / "new"
    new.parent.mkdir()
    for path, modified in ((old, CLOCK - 5), (new, CLOCK + 5), (new.parent, CLOCK - 9)):
        path.touch()
        os.utime(path, (modified, modified))
    os.utime(tmp_path, (CLOCK, CLOCK))
    assert restamp([str(tmp_path)], CLOCK, LATER) == 1
    assert [int(path.stat().st_mtime) - CLOCK for path in (old, new, new.parent)] == [-5, 0, -9]


def test_symbolic_links_are_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link").symlink_to(outside)
    (inside / "loop").symlink_to("loop")
    before = outside.stat().st_mtime
    restamp([str(inside)], CLOCK, LATER)
    assert outside.stat().st_mtime == before
    assert (inside / "link").lstat().st_mtime == CLOCK


def test_a_tree_deeper_than_any_recursion_is_gone_through(tmp_path):
    deep = "for _ in $(seq 1100); do path=$path/x; done; mkdir -p .$path"
    subprocess.run(["bash", "-c", deep], cwd=tmp_path, check=True)
    assert restamp([str(tmp_path)], CLOCK, LATER) == 1_101
    subprocess.run(["rm", "-r", "x"], cwd=tmp_path, check=True)  # before pytest tries to


def test_a_folder_that_is_gone_is_nothing_to_restamp(tmp_path):
    assert restamp([str(tmp_path / "gone")], CLOCK, LATER) == 0


def test_what_was_changed_on_a_clock_behind_the_worlds_is_set_to_the_worlds(tmp_path):
    opened = time.time() - 1
    ahead = int(opened) + 10**8
    changed, kept, earlier = (tmp_path / name for name in ("changed", "kept", "earlier"))
    for path, modified in ((kept, ahead - 5), (earlier, opened - 5)):
        path.touch()
        os.utime(path, (modified, modified))
    changed.touch()
    restamp([str(tmp_path)], ahead, opened)
    assert changed.stat().st_mtime == ahead
    assert kept.stat().st_mtime == ahead - 5
    assert earlier.stat().st_mtime == opened - 5
