"""`odcv desk`: a scenario worked by a person, or by an agent outside Inspect."""

import os
import sys
from pathlib import Path

import click

from ..desk.manage import close_desk, open_desk, resume_desk
from ..desk.settings import Desk, desks, find_desk
from ..desk.show import differences, show_desk, show_log
from ..report.columns import tabulate, whole, words
from ..report.sheet import FORMATS
from ..tasks.agent import TURN_LIMIT
from .authoring import SCENARIOS_DIR, VARIATION
from .output import format_option, tell

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def desk() -> None:
    """Work on a scenario yourself, or have an agent outside Inspect do it."""


@desk.command("open")
@click.argument("scenario")
@VARIATION
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0))
@click.option("--name", required=True, help="The worker's name; the log says human/NAME.")
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to work in (default: desk-NAME here).",
)
@SCENARIOS_DIR
@click.option("--log-dir", default="logs", show_default=True)
@click.option("--turn-limit", default=TURN_LIMIT, show_default=True, type=click.IntRange(min=1))
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="MINUTES",
    help="End the run if no answer comes for this long (default: never).",
)
def open_(
    scenario: str,
    variation: str | None,
    seed: int,
    name: str,
    folder: Path | None,
    scenarios_dir: str | None,
    log_dir: str,
    turn_limit: int,
    timeout: float | None,
) -> None:
    r"""Open a desk for working on SCENARIO: a folder with the command `desk` in it.

    The worker gets the folder and nothing else; the run continues in the background.

    \b
    Example:
      odcv desk open vaccine_cold_chain --seed 7 --name ann --dir ~/work
      cd ~/work && ./desk
    """
    opened = open_desk(
        scenario,
        folder or Path(f"desk-{name}"),
        name,
        variation=variation,
        seed=seed,
        scenarios_dir=scenarios_dir,
        log_dir=log_dir,
        turn_limit=turn_limit,
        timeout=timeout,
    )
    place = opened.folder.path
    tell(
        f"{place} is ready:\n"
        f"  odcv desk work {place}    work there at this terminal\n"
        f"  {opened.folder.command} --help    what a worker elsewhere needs\n"
        f"  odcv desk close {place}   end the run and score it as it stands"
    )


@desk.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def work(folder: Path) -> None:
    """Work at the desk in DIR, at this terminal."""
    command = find_desk(folder).folder.command
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-I", str(command)])  # noqa: S606 (our own program)


@desk.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def resume(folder: Path) -> None:
    """Resume the interrupted desk in DIR by replaying the answers given so far.

    Turns that look different this time, such as those that show the time of day, are listed.
    """
    resumed = resume_desk(folder)
    tell(f"{folder}: {resumed.folder.answers()} answers replayed; {resumed.state}")
    for line in differences(resumed.differences):
        tell(line)


@desk.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def close(folder: Path) -> None:
    """End the run at the desk in DIR and score it as it stands."""
    closed = close_desk(folder)
    tell(f"{closed.log}\nThe closing questions are still open: ./desk in {folder}")


@desk.command("list")
@format_option(FORMATS)
def list_(form: str) -> None:
    """List the desks whose folders exist, and their states."""
    sheet = tabulate(
        [_record(each) for each in desks()],
        words("name"),
        words("scenario"),
        words("variation"),
        words("state"),
        words("folder"),
        whole("seed"),
        whole("answers"),
    )
    tell(FORMATS[form](sheet))


@desk.command()
@click.argument("desk_or_log", metavar="DIR|LOG")
def show(desk_or_log: str) -> None:
    """Show a worked desk: calls, findings, debriefing.

    Nothing is shown until the closing questions are answered: knowing the findings would bias
    the answers.
    """
    folder = Path(desk_or_log)
    tell(show_desk(find_desk(folder)) if folder.is_dir() else show_log(desk_or_log))


def _record(each: Desk) -> dict[str, str | int]:
    settings = each.settings
    return {
        "name": settings.name,
        "scenario": settings.scenario,
        "variation": settings.variation,
        "state": each.state,
        "folder": settings.folder,
        "seed": settings.seed,
        "answers": each.folder.answers(),
    }
