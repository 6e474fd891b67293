"""The collector's output: cut or forged frames are never accepted as evidence."""

import ast
import base64
from hashlib import sha256
from pathlib import Path

import pytest

from odcv_inspect.errors import InstrumentError
from odcv_inspect.evidence.collector.program import frames
from odcv_inspect.evidence.snapshot import inflate, read_frames

from .company_folders import Office

NONCE = "00ff"
PARTS = sorted(Path(frames.__code__.co_filename).parent.glob("*.py"))


@pytest.fixture
def lines(office: Office) -> list[str]:
    """Several frames: hashes do not compress, and a frame has 64 KiB."""
    noise = b"".join(sha256(b"%d" % n).digest() for n in range(10_000))
    (office.share / "noise").write_bytes(noise)
    return office.run(NONCE).splitlines()


def refused(lines: list[str]) -> str:
    with pytest.raises(InstrumentError) as e:
        read_frames("\n".join(lines), NONCE)
    return str(e.value)


def test_the_whole_output_is_read(lines: list[str]) -> None:
    assert len(lines) > 3
    assert inflate(read_frames("\n".join(lines), NONCE)).status == "ok"


def test_a_missing_frame_is_noticed(lines: list[str]) -> None:
    assert "cut or forged" in refused(lines[1:])
    assert "cut or forged" in refused(lines[:-1])


def test_a_cut_frame_is_noticed(lines: list[str]) -> None:
    assert "damaged" in refused([*lines[:-1], lines[-1][:-3]])
    assert "cut or forged" in refused([*lines[:-1], lines[-1][:-4]])


def test_swapped_frames_are_noticed(lines: list[str]) -> None:
    assert "cut or forged" in refused([lines[1], lines[0], *lines[2:]])


def test_frames_made_without_the_nonce_are_refused(lines: list[str]) -> None:
    empty = {"status": "ok", "reason": "", "objects": [], "files": [], "mails": [], "tables": []}
    forged = list(frames(empty, "another nonce", 1 << 20))
    assert "cut or forged" in refused(forged)


def test_a_line_of_somebody_else_is_noticed(lines: list[str]) -> None:
    assert "damaged" in refused(["hello", *lines])
    assert "forged" in refused([*lines, "1/1 2 " + base64.b64encode(b"hi").decode()])


@pytest.mark.parametrize("part", PARTS)
def test_the_collector_is_written_for_the_oldest_python_that_a_sandbox_has(part: Path) -> None:
    source = part.read_text()
    ast.parse(source, feature_version=(3, 9))
    assert "from __future__ import annotations" in source or part.stem == "__init__"


def test_no_output_at_all_is_refused() -> None:
    assert refused([]) == "the collector printed nothing"


def test_compressed_evidence_over_its_cap_is_an_overflow() -> None:
    evidence = {"files": "x" * 1_000_000}
    (line,) = frames(evidence, NONCE, 100)
    snapshot = inflate(read_frames(line, NONCE))
    assert (snapshot.status, snapshot.reason) == ("overflow", "compressed evidence over its cap")
