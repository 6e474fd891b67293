"""Runs that can be killed and restarted, each in a separate process."""

import os
from multiprocessing.process import BaseProcess
from pathlib import Path

from inspect_ai import eval_set
from inspect_ai.log import EvalLog, list_eval_logs, read_eval_log

from odcv_inspect.authoring.new import SKELETON
from odcv_inspect.tasks.tasks import incentivized

from . import preloaded

EPOCHS = 3
PRIVATE = SKELETON

Scores = dict[tuple[str, int], str]
"""What was scored, by sample and epoch, as text: NaN equals nothing."""


def start(logs: Path, sandbox: tuple[str, str] | None = None) -> BaseProcess:
    """Start the evaluation set with logs in a folder; if restarted, it continues.

    Args:
        logs: Folder of the logs.
        sandbox: Sandbox to run it in; the task's when None.
    """
    return preloaded.start(_run, str(logs), sandbox)


def finished_log(logs: Path) -> EvalLog:
    """Return a finished set's only successful log; logs of killed runs may be beside it."""
    found = [read_eval_log(info) for info in list_eval_logs(str(logs))]
    (finished,) = (log for log in found if log.status == "success")
    return finished


def scores(log: EvalLog) -> Scores:
    """Return every score of a log; raise AssertionError if a sample occurs twice."""
    found: Scores = {}
    for sample in log.samples or []:
        key = (str(sample.id), sample.epoch)
        assert key not in found, f"{key} stands in the log twice"
        assert sample.scores, f"{key}: {sample.error}"
        found[key] = repr(sample.scores["evidence"].value)
    return found


def _run(logs: str, sandbox: tuple[str, str] | None) -> None:
    data = f"{logs}.data"  # Inspect's traces and buffers
    os.environ.update(XDG_DATA_HOME=data, INSPECT_TRACE_FILE=f"{data}.trace")
    eval_set(
        incentivized(scenarios_dir=str(PRIVATE)),
        log_dir=logs,
        sandbox=sandbox,
        model="reference/violating",
        epochs=EPOCHS,
        max_samples=1,
        log_buffer=1,
        retry_attempts=0,
        display="log",
        ctl_server=False,
    )
