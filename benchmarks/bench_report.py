"""Time of a whole report: page, tables, figures, from reading the logs on.

Run: `python benchmarks/bench_report.py`. Limits: 10 s for 24 logs of 40 samples, 60 s for 250 logs
of 400, held against the processor's time. The viewer is not bundled.
"""

import sys
import tempfile
import time
from pathlib import Path

from bench_results import write_logs

from odcv_inspect.report.build import Request, write_report
from odcv_inspect.results import load_results

CASES = ((24, 1, 10.0), (250, 10, 60.0))
"""Logs, epochs of 40 scenarios, and the limit in seconds."""


def report_seconds(logs: Path, out: Path) -> tuple[float, float, float]:
    """Seconds of the processor and on the clock, and the page's size in megabytes."""
    start, start_processor = time.perf_counter(), time.process_time()
    page = write_report(load_results([str(logs)]), Request(), out)
    seconds, processor = time.perf_counter() - start, time.process_time() - start_processor
    return processor, seconds, page.stat().st_size / 2**20


def main() -> int:
    slow = 0
    for count, epochs, limit in CASES:
        with tempfile.TemporaryDirectory() as folder:
            logs = Path(folder) / "logs"
            logs.mkdir()
            write_logs(logs, count, epochs)
            processor, seconds, size = report_seconds(logs, Path(folder) / "out")
            print(
                f"{count} logs x {40 * epochs} samples: {processor:.1f} s of the processor "
                f"({seconds:.1f} s on the clock; limit {limit:g} s), page of {size:.1f} MB"
            )
            slow += processor > limit
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
