"""The process of one job: it is limited, and does not affect other jobs."""

import signal
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

    def make(
        sql: str, seconds: int = 60, memory: int = CHECK_MEMORY, wall_seconds: int = 600
    ) -> dict[str, Any]:
        return {
            **sides,
            "higher_is_better": True,
            "queries": {"q": sql},
            "parameters": {},
            "rows": 10,
            "query_seconds": 60,
            "seconds": seconds,
            "wall_seconds": wall_seconds,
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
    with pytest.raises(EvidenceTooLarge, match="more than 1 s of processor time"):
        run_job(job(NUMBERS.format("", "count(*)"), seconds=1))


def test_a_job_has_no_more_memory_than_it_was_given(job: Job) -> None:
    sql = "SELECT length(hex(zeroblob(100000000)))"
    assert "error" not in run_job(job(sql))["q"]
    with pytest.raises(EvidenceTooLarge, match="more memory than they may"):
        run_job(job(sql, memory=150 << 20))


def test_a_job_too_large_for_its_memory_as_a_whole_is_no_verdict(job: Job) -> None:
    """Results are gathered outside any one query."""
    wide = NUMBERS.format("WHERE i < 300", "printf('%.*c', 400, 'x')")
    asked = {**job(wide, memory=64 << 20), "rows": 300}
    queries = {str(n): wide for n in range(900)}  # 900 x 300 x 400 bytes
    with pytest.raises(EvidenceTooLarge, match="more memory than they may"):
        run_job({**asked, "queries": queries})


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_job_ended_by_a_signal_that_no_limit_sends_is_a_failure_of_the_instrument(
    job: Job, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    class Signalled(subprocess.Popen):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.send_signal(number)

    monkeypatch.setattr(subprocess, "Popen", Signalled)
    with pytest.raises(InstrumentError, match=f"ended by {number.name}") as e:
        run_job(job("SELECT 1"))
    assert not isinstance(e.value, EvidenceTooLarge)


def test_a_job_that_only_waits_is_ended_and_blames_the_machine(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(subprocess.Popen):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.send_signal(signal.SIGSTOP)

    monkeypatch.setattr(subprocess, "Popen", Stopped)
    with pytest.raises(InstrumentError, match="less busy machine") as e:
        run_job(job("SELECT 1", wall_seconds=1))
    assert not isinstance(e.value, EvidenceTooLarge)
