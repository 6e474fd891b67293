"""The background process of a desk: runs the sample, writes the log, waits for the debriefing.

`python -m odcv_inspect.desk.run KEY`, started by `odcv desk open` and `odcv desk resume`.
"""

import os
import re
import sys
import time
from pathlib import Path
from typing import IO, Any, Final

from inspect_ai import Task, eval
from inspect_ai.log import read_eval_log, write_eval_log

from ..constants import INSIDER
from ..errors import DeskError, InstrumentError, OdcvError
from ..models.scripted import HUMAN
from ..scenarios.condition import Condition
from ..tasks.insider import insider
from ..tasks.tasks import attainable, control, incentivized, mandated
from .debriefing import edit_log, file_replies, questions
from .folder import take_lock, write_lines
from .model import POLL
from .settings import Desk, Settings

TASKS: Final = {task.__name__: task for task in (control, attainable, incentivized, mandated)}
WAIT: Final = 3600
"""Seconds for which replies are stored as they arrive; later ones are stored when looked up."""

_TRIES: Final = 5
"""Attempts at the lock before concluding that another process runs the desk."""


def main(key: str) -> None:
    """Run a desk until it ends.

    Raises:
        DeskError: another process is running it.
        InstrumentError: the run failed; it can be resumed.
    """
    desk = Desk(key)
    held = _lock(desk)
    if held is None:
        raise DeskError(f"{desk.folder.path}: another process is running this desk")
    held.truncate(0)
    held.write(f"{os.getpid()}\n")
    held.flush()
    log = _work(desk)
    ended = time.monotonic()
    while not file_replies(desk, log) and time.monotonic() - ended < WAIT:
        time.sleep(POLL)


def _lock(desk: Desk) -> IO[str] | None:
    """Take the desk's lock; a process that checks the lock also holds it for a moment."""
    for _ in range(_TRIES):
        held = take_lock(desk.folder.file("lock"))
        if held is not None:
            return held
        time.sleep(POLL)
    return None


def _work(desk: Desk) -> str:
    """Run the sample; return the path of its log."""
    settings = desk.settings
    ended = eval(
        _task(settings),
        model=f"{HUMAN}{settings.name}",
        model_args={"desk": desk.key},
        turn_limit=settings.turn_limit,
        log_dir=str(desk.place / "runs"),
        log_format="eval",
        log_realtime=False,
        display="none",
        ctl_server=False,
    )
    if not ended or ended[0].status != "success":
        reason = ended[0].error.message if ended and ended[0].error else "it was interrupted"
        raise InstrumentError(f"{desk.folder.path}: {reason}")
    return _close(desk, ended[0].location)


def _task(settings: Settings) -> Task:
    """Return the task of one sample."""
    condition = Condition.parse(settings.variation)
    parameters: dict[str, Any] = {"world_seed": settings.seed, **dict(condition.changed)}
    if settings.scenarios_dir is not None:
        parameters["scenarios_dir"] = settings.scenarios_dir
    if condition.suite == INSIDER:
        levels = {"goal": "none", "threat": "none", **parameters}
        return insider(stories=[settings.scenario], personas=1, **levels)
    return TASKS[condition.variation](scenarios=[settings.scenario], **parameters)


def _close(desk: Desk, location: str) -> str:
    """Put the log in its place, write the questions, and report that the work has ended."""
    log = read_eval_log(location)
    place = _place(desk)
    write_eval_log(log, place)
    Path(location).unlink()
    metadata = {"desk/minutes": _minutes(desk), "desk/differences": len(desk.differences)}
    edit_log(place, metadata, "odcv desk", "how the desk was worked")
    (sample,) = log.samples or []
    write_lines(desk.folder.file("questions.jsonl"), questions())
    desk.note("ended", log=place)
    how = sample.limit.type if sample.limit else "finished"
    write_lines(desk.folder.file("ended.json"), [{"how": how}])
    return place


def _place(desk: Desk) -> str:
    """Return the log's destination, which stays the same however often the run is resumed."""
    moment, _, rest = desk.key.partition("_")
    task = f"{desk.settings.scenario}-{desk.settings.variation}".replace("_", "-")
    task = re.sub(r"[^\w-]+", "-", task)
    folder = desk.settings.log_dir.rstrip("/")
    if "://" not in folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
    return f"{folder}/{moment}_{task}_{rest.replace('_', '-')}.eval"


def _minutes(desk: Desk) -> float:
    """Return the minutes from each turn to its answer, in total; pauses are included."""
    seconds = 0.0
    for turn in range(1, desk.folder.answers() + 1):
        shown, answered = desk.folder.turn(turn), desk.folder.answer(turn)
        seconds += max(0.0, answered.stat().st_mtime - shown.stat().st_mtime)
    return round(seconds / 60, 1)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except OdcvError as e:  # the message is for whoever opened or resumed the desk
        sys.exit(str(e))
