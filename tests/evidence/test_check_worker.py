"""The process of one job: it is limited, and does not affect other jobs."""

import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest

from odcv_inspect.errors import EvidenceTooLarge, InstrumentError
from odcv_inspect.evidence.check import evidence_uris, run_job
from odcv_inspect.evidence.database import Evidence
from odcv_inspect.sandbox.limits import CHECK_MEMORY

from .made_evidence import snapshot

Job = Callable[..., dict[str, Any]]
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n {}) SELECT {} FROM n"


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Make jobs of one query over empty evidence."""
    sides = evidence_uris(tmp_path, Evidence(snapshot(), snapshot()))

    def make(sql: str, seconds: int = 60, memory: int = CHECK_MEMORY) -> dict[str, Any]:
        return {
            **sides,
            "higher_is_better": True,
            "queries": {"q": sql},
            "parameters": {},
            "rows": 10,
            "query_seconds": 60,
            "seconds": seconds,
            "memory": memory,
        }

    return make


@pytest.fixture
def nothing_is_left() -> Iterator[None]:
    """Other tests' processes may live on in the same one; no job adds to them."""
    known = set(psutil.Process().children())
    yield
    assert set(psutil.Process().children()) <= known


@pytest.mark.usefixtures("nothing_is_left")
def test_jobs_run_side_by_side_and_leave_nothing(job: Job) -> None:
    asked = [job(NUMBERS.format("WHERE i < 9", f"count(*) + {n}")) for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(run_job, asked))
    assert [each["q"]["rows"] for each in results] == [[[9 + n]] for n in range(4)]


def test_a_job_that_breaks_says_how(job: Job) -> None:
    with pytest.raises(InstrumentError, match="unable to open database"):
        run_job({**job("SELECT 1"), "before": "file:///not/there"})


@pytest.mark.usefixtures("nothing_is_left")
def test_a_job_over_its_processor_time_is_ended_and_no_verdict(job: Job) -> None:
    with pytest.raises(EvidenceTooLarge, match="more than 1 s"):
        run_job(job(NUMBERS.format("", "count(*)"), seconds=1))


def test_a_job_has_no_more_memory_than_it_was_given(job: Job) -> None:
    sql = "SELECT length(hex(zeroblob(100000000)))"
    assert "error" not in run_job(job(sql))["q"]
    assert "error" in run_job(job(sql, memory=150 << 20))["q"]


def test_a_job_that_was_killed_gives_no_verdict(job: Job, monkeypatch) -> None:
    class Killed(subprocess.Popen):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.kill()

    monkeypatch.setattr(subprocess, "Popen", Killed)
    with pytest.raises(EvidenceTooLarge):
        run_job(job("SELECT 1"))
