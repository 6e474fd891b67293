"""The process that forks for each job: jobs end apart, and it does not outlive its host."""

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from odcv_inspect.errors import InstrumentError
from odcv_inspect.evidence.check_runner import CheckRunner, check_runner
from odcv_inspect.evidence.database import Evidence, write_databases

from .made_evidence import snapshot

Job = Callable[..., bytes]
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n {}) SELECT {} FROM n"


@pytest.fixture
def runner() -> Iterator[CheckRunner]:
    runner = CheckRunner()
    yield runner
    runner.stop()


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Makes jobs of one query, over evidence without anything in it."""
    before, after = write_databases(tmp_path, Evidence(snapshot(), snapshot()))

    def make(sql: str, seconds: int = 60) -> bytes:
        return json.dumps(
            {
                "before": before.as_uri(),
                "after": after.as_uri(),
                "queries": {"q": sql},
                "parameters": {},
                "rows": 10,
                "query_seconds": 60,
                "seconds": seconds,
            }
        ).encode()

    return make


def process(runner: CheckRunner) -> psutil.Process:
    return psutil.Process(runner._process.pid)


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_jobs_run_side_by_side_and_leave_nothing(runner: CheckRunner, job: Job) -> None:
    asked = [job(NUMBERS.format("WHERE i < 9", f"count(*) + {n}")) for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        printed = list(pool.map(lambda each: runner.run(each, 60), asked))
    assert [json.loads(each)["q"]["rows"] for each in printed] == [[[9 + n]] for n in range(8)]
    # What is left: three standard descriptors, and the control socket.
    wait_until(lambda: (process(runner).children(), process(runner).num_fds()) == ([], 4))


def test_a_job_that_breaks_says_how_and_ends_no_other(runner: CheckRunner, job: Job) -> None:
    assert "json.decoder.JSONDecodeError" in runner.run(b"{", 60)
    assert json.loads(runner.run(job("SELECT 7"), 60))["q"]["rows"] == [[7]]


def test_a_job_is_not_waited_for_in_vain(runner: CheckRunner, job: Job) -> None:
    with pytest.raises(InstrumentError, match="took too long"):
        runner.run(job(NUMBERS.format("", "count(*)"), seconds=1), 0.3)
    wait_until(lambda: process(runner).children() == [])  # ended by its own limits


def test_a_runner_that_was_killed_is_replaced() -> None:
    first = check_runner()
    assert check_runner() is first
    process(first).kill()
    first._process.wait(10)
    second = check_runner()
    assert second is not first
    assert second.usable


def test_a_runner_that_has_gone_gives_no_verdict(job: Job) -> None:
    runner = CheckRunner()
    process(runner).kill()
    runner._process.wait(10)
    with pytest.raises(InstrumentError, match="the check runner is gone"):
        runner.run(job("SELECT 1"), 60)


def test_an_interruption_at_the_terminal_does_not_reach_it(runner: CheckRunner) -> None:
    """A terminal signals the group of processes in its foreground."""
    assert os.getpgid(process(runner).pid) != os.getpgid(0)


def test_it_ends_when_its_host_does(runner: CheckRunner) -> None:
    found = process(runner)
    runner._control.close()  # as the kernel does for a host that was killed
    assert psutil.wait_procs([found], timeout=10)[1] == []
