"""Open, resume and close desks."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from ..errors import DeskError
from ..scenarios.catalogue import find_scenario
from ..scenarios.condition import condition_for
from ..scenarios.parameters import require_seed
from ..tasks.agent import TURN_LIMIT
from .command import command
from .folder import Folder, make_private
from .model import POLL
from .settings import OVER, Desk, Settings, find_desk, keep, now, require_name

_SHOWN: Final = 3000
"""Characters quoted in an error from a failed process's output."""


def open_desk(
    scenario: str,
    folder: Path,
    name: str,
    *,
    variation: str | None = None,
    seed: int = 0,
    scenarios_dir: str | None = None,
    log_dir: str = "logs",
    turn_limit: int = TURN_LIMIT,
    timeout: float | None = None,
) -> Desk:
    """Create the folder and start the sample; return when the first turn is there.

    Args:
        scenario: Its id.
        folder: Created if missing; must not be a desk already.
        name: The worker's name.
        variation: The condition, as for `condition_for`.
        seed: The world's seed.
        scenarios_dir: A private folder of scenarios.
        log_dir: Destination of the log when the run has ended.
        turn_limit: Turns after which the run ends.
        timeout: Minutes without an answer after which the run ends.

    Raises:
        OdcvError: a value is not allowed, or the sample could not be started.
    """
    require_name(name)
    require_seed(seed)
    found = find_scenario(scenario, scenarios_dir)
    condition, content = condition_for(found.suite, variation), found.content_sha256
    place = Folder(folder.resolve())
    if place.inner.exists() or place.command.exists():
        raise DeskError(
            f"{folder} is already a desk: `odcv desk resume {folder}` continues it; choose "
            "another folder for a new one (--dir)"
        )
    settings = Settings(
        name=name,
        folder=str(place.path),
        scenario=scenario,
        content_sha256=content,
        variation=str(condition),
        seed=seed,
        scenarios_dir=str(Path(scenarios_dir).resolve()) if scenarios_dir else None,
        log_dir=log_dir if "://" in log_dir else str(Path(log_dir).resolve()),
        turn_limit=turn_limit,
        timeout=timeout,
        opened=now(),
    )
    make_private(place.path)
    make_private(place.inner)
    place.command.write_bytes(command())
    place.command.chmod(0o700)
    desk = keep(settings)
    _start(desk)
    return desk


def resume_desk(folder: Path) -> Desk:
    """Restart the process of an interrupted desk; return when it has caught up.

    The answers so far are replayed in the same world; see `Desk.differences`.

    Raises:
        DeskError: it is running, has ended, or its scenario has changed.
    """
    desk = find_desk(folder)
    _require_unfinished(desk)
    if desk.is_running:
        raise DeskError(f"{folder}: the desk is running; continue with {desk.folder.command}")
    _start(desk)
    return desk


def close_desk(folder: Path) -> Desk:
    """End the run and score it; answers already given still count.

    Raises:
        DeskError: it has already ended, or could not be resumed to end it.
    """
    desk = find_desk(folder)
    _require_unfinished(desk)
    desk.closing.touch()
    if not desk.is_running:
        _start(desk)
    _wait_until_over(desk)
    return desk


def _require_unfinished(desk: Desk) -> None:
    folder, settings = desk.folder.path, desk.settings
    if desk.state in OVER:
        raise DeskError(f"{folder}: the run has ended; `odcv desk show {folder}` shows it")
    scenario = find_scenario(settings.scenario, settings.scenarios_dir)
    if scenario.content_sha256 != settings.content_sha256:
        raise DeskError(
            f"{folder}: {scenario.file} has changed since the desk was opened on "
            f"{settings.opened}; go back to the release or commit of that time, or open a new desk"
        )


def _start(desk: Desk) -> None:
    """Start the background process; wait until it has shown the worker's next turn."""
    desk.note("replaying", turn=0)
    command = [sys.executable, "-P", "-m", "odcv_inspect.desk.run", desk.key]
    with desk.output.open("wb") as output:
        # Detached from the terminal: its interrupts and its end must not reach the run.
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    while desk.noted["state"] == "replaying":
        if process.poll() is not None:
            raise _failed(desk)
        time.sleep(POLL)
    process.returncode = 0  # it outlives this process; suppress the warning about that


def _wait_until_over(desk: Desk) -> None:
    while desk.state not in OVER:
        if desk.state == "interrupted":
            raise _failed(desk)
        time.sleep(POLL)


def _failed(desk: Desk) -> DeskError:
    told = desk.output.read_text("utf-8", errors="replace")[-_SHOWN:]
    return DeskError(
        f"{desk.folder.path}: the run ended with an error (answers are kept; `odcv desk resume` "
        f"tries again):\n{told}"
    )
