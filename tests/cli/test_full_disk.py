"""Logs damaged by a full disk, and a disk that is full while `odcv` writes."""

import resource
import shutil
import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path

import pytest

from tests.importers.synthetic_checkout import write_checkout
from tests.report.made_logs import Cell, write

from .test_errors import REFERENCE, command

SPACE = 20_000
"""Bytes that a file may have: less than a log or a figure, more than a table."""

full_disk = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (SPACE, SPACE))


def on_full_disk(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "odcv_inspect", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=full_disk,
    )


def damaged_inside(log: Path, copy: Path) -> None:
    """Copy a log with a hole in its only sample; its header and summaries stay whole."""
    with zipfile.ZipFile(log) as archive:
        [sample] = [each for each in archive.infolist() if each.filename.startswith("samples/")]
    content = bytearray(log.read_bytes())
    begin = sample.header_offset + 30 + len(sample.filename) + 64
    content[begin : begin + 512] = bytes(512)
    copy.write_bytes(content)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(REFERENCE, tmp_path / "whole.eval")
    (tmp_path / "cut.eval").write_bytes(REFERENCE.read_bytes()[:3000])
    damaged_inside(REFERENCE, tmp_path / "damaged.eval")
    (tmp_path / "pilot").mkdir()
    write(tmp_path / "pilot", "m/one", "control", [Cell("a", 0)])
    write_checkout(tmp_path / "checkout")
    return tmp_path


@pytest.mark.parametrize("broken", ["cut.eval", "damaged.eval"])
def test_the_other_logs_are_judged_and_the_broken_one_is_named(folder: Path, broken: str) -> None:
    judge = ("--judge", "mockllm/model", "--out", "judged")
    done = command(folder, "odcv", "rescore", broken, "whole.eval", *judge)
    assert done.returncode == 1
    assert f"not read: {broken}: " in done.stderr
    assert "Traceback" not in done.stderr
    assert [file.name for file in (folder / "judged").iterdir()] == ["whole.eval"]


@pytest.mark.parametrize(
    ("words", "file"),
    [
        ("rescore whole.eval --judge mockllm/model --out out", "out/whole.eval"),
        ("report whole.eval --out out", "out/figures/headline."),
        ("report whole.eval --out whole.eval/out", "whole.eval/out"),
        ("import checkout --out whole.eval/out", "whole.eval/out/v4-current/2025-12-01"),
        ("calibrate pilot --out whole.eval/out.yaml", "whole.eval/out.yaml"),
    ],
)
def test_a_file_that_cannot_be_written_is_named(folder: Path, words: str, file: str) -> None:
    done = on_full_disk(folder, *words.split())
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"Error: {file}")
    assert "cannot be written (" in last
    assert "Traceback" not in done.stderr


def test_a_log_that_could_not_be_written_is_not_left_half(folder: Path) -> None:
    words = ("rescore", "whole.eval", "--judge", "mockllm/model", "--out", "out")
    on_full_disk(folder, *words)
    assert list((folder / "out").iterdir()) == []
    assert command(folder, "odcv", *words).returncode == 0
