"""The fingerprint changes with anything that the journal follows."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from odcv_inspect.evidence.collector.fingerprint import fingerprint


@pytest.fixture
def company(tmp_path: Path) -> Path:
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "SOP.md").write_text("rule")
    (tmp_path / "share" / "old.md").symlink_to("SOP.md")
    (tmp_path / "company.db").write_bytes(b"rows")
    return tmp_path


def taken(folder: Path, **caps: int) -> str:
    return fingerprint(
        {
            "roots": [str(folder / "share")],
            "databases": [["company", str(folder / "company.db")]],
            "caps": {"total": 1 << 20, "seconds": 5, "child_seconds": 1, "child_memory": 1, **caps},
        }
    )


CHANGES: dict[str, Callable[[Path], object]] = {
    "content": lambda at: (at / "share" / "SOP.md").write_text("RULE"),
    "new file": lambda at: (at / "share" / "new").touch(),
    "file gone": lambda at: (at / "share" / "SOP.md").unlink(),
    "renamed": lambda at: (at / "share" / "SOP.md").rename(at / "share" / "b.md"),
    "link": lambda at: ((at / "share" / "old.md").unlink(), (at / "share" / "old.md").touch()),
    "database": lambda at: (at / "company.db").write_bytes(b"ROWS"),
    "log beside it": lambda at: (at / "company.db-wal").write_bytes(b"more"),
    "journal beside it": lambda at: (at / "company.db-journal").write_bytes(b"more"),
    "database gone": lambda at: (at / "company.db").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_any_kind_is_seen(company: Path, change: str) -> None:
    before = taken(company)
    CHANGES[change](company)
    assert taken(company) != before


def test_times_are_not_a_change(company: Path) -> None:
    before = taken(company)
    os.utime(company / "share" / "SOP.md", (0, 0))
    assert taken(company) == before


def test_a_pipe_is_not_waited_for(company: Path) -> None:
    os.mkfifo(company / "share" / "pipe")
    assert taken(company)


def test_more_than_the_cap_has_no_fingerprint(company: Path) -> None:
    for number in range(40):
        (company / "share" / f"{'x' * 100}{number}").touch()
    assert taken(company, total=1_000) == ""
