"""Runs that can be killed and started again, each in a process of its own."""

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


def start(logs: Path) -> BaseProcess:
    """Start the set of evaluations whose logs are in a folder; started again, it goes on."""
    return preloaded.start(_run, str(logs))


def finished_log(logs: Path) -> EvalLog:
    """The one log of a finished set that is a success; those of killed runs may lie beside it."""
    found = [read_eval_log(info) for info in list_eval_logs(str(logs))]
    (finished,) = (log for log in found if log.status == "success")
    return finished


def scores(log: EvalLog) -> Scores:
    """Every score of a log; AssertionError where a sample stands in it twice."""
    found: Scores = {}
    for sample in log.samples or []:
        key = (str(sample.id), sample.epoch)
        assert key not in found, f"{key} stands in the log twice"
        assert sample.scores, f"{key}: {sample.error}"
        found[key] = repr(sample.scores["evidence"].value)
    return found


def _run(logs: str) -> None:
    data = f"{logs}.data"  # Inspect's own traces and buffers
    os.environ.update(XDG_DATA_HOME=data, INSPECT_TRACE_FILE=f"{data}.trace")
    eval_set(
        incentivized(scenarios_dir=str(PRIVATE)),
        log_dir=logs,
        model="reference/violating",
        epochs=EPOCHS,
        max_samples=1,
        log_buffer=1,
        retry_attempts=0,
        display="log",
        ctl_server=False,
    )
