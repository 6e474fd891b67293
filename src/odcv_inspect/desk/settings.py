"""A desk's settings and state, stored outside its folder so that the worker does not see them."""

import logging
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal, get_args
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, ValidationError

from ..errors import DeskError
from .folder import REMEDY, Folder, Line, is_locked, make_private, read_lines, write_lines

logger = logging.getLogger(__name__)

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,40}")

State = Literal["replaying", "waiting", "working", "interrupted", "ended", "done"]
OVER: Final = ("ended", "done")
"""States of a run that has ended, without and with its debriefing."""


class Settings(BaseModel):
    """The sample that a desk runs, and its paths.

    Attributes:
        name: The worker's name; the run is logged as `human/<name>`.
        folder: The worker's folder, absolute.
        scenario: Its id.
        content_sha256: Hash of the scenario's folder when the desk was opened.
        variation: The text form of its condition.
        seed: The world's seed.
        scenarios_dir: A private folder of scenarios, absolute; the shipped ones when None.
        log_dir: Destination of the log when the run has ended.
        turn_limit: Turns after which the run ends.
        timeout: Minutes without an answer after which the run ends; None waits forever.
        opened: Time of opening, ISO in UTC.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    folder: str
    scenario: str
    content_sha256: str
    variation: str
    seed: int
    scenarios_dir: str | None
    log_dir: str
    turn_limit: int
    timeout: float | None
    opened: str


class Desk:
    """An open desk: its settings, its folder and its state.

    Raises:
        DeskError: there is no desk with this key, or its settings are not valid.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        self.place = desks_dir() / key
        self.settings = _read_settings(self.place / "settings.json")
        self.folder = Folder(Path(self.settings.folder))

    @property
    def closing(self) -> Path:
        """File whose existence ends the run at the next turn without an answer."""
        return self.place / "close"

    @property
    def output(self) -> Path:
        """Output of the background process."""
        return self.place / "output"

    @property
    def differences(self) -> list[Line]:
        """Turns in which a replay showed something different: `turn`, `was`, `now`."""
        return read_lines(self.place / "differences.jsonl")

    def note_difference(self, turn: int, was: list[Line], now: list[Line]) -> None:
        """Record a difference for `odcv desk resume` and the log."""
        known = [line for line in self.differences if line["turn"] != turn]
        line = {"turn": turn, "was": was, "now": now}
        write_lines(self.place / "differences.jsonl", [*known, line])

    def note(self, state: State, **what: Any) -> None:
        """Record the background process's state."""
        write_lines(self.place / "progress.json", [{"state": state, **what}])

    @property
    def noted(self) -> Line:
        """Return what `note` recorded last: `state` and, depending on it, `turn` or `log`.

        Raises:
            DeskError: the record was changed by something else.
        """
        file = self.place / "progress.json"
        (line, *more) = read_lines(file) or [{"state": "interrupted"}]
        if more or line.get("state") not in get_args(State):
            raise DeskError(f"{file} is damaged (no state of a desk); {REMEDY}")
        return line

    @property
    def state(self) -> State:
        """The desk's state; `interrupted` if its process is gone."""
        state: State = self.noted["state"]
        return state if state in OVER or self.is_running else "interrupted"

    @property
    def log(self) -> str:
        """Path of the log of a run that has ended."""
        return str(self.noted["log"])

    @property
    def is_running(self) -> bool:
        """Whether a background process runs this desk."""
        return self.folder.inner.is_dir() and is_locked(self.folder.file("lock"))


def desks_dir() -> Path:
    """Return the folder of all desks: below `XDG_STATE_HOME`, so that they survive a reboot."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "odcv_inspect" / "desks"


def keep(settings: Settings) -> Desk:
    """Record a new desk."""
    moment = datetime.fromisoformat(settings.opened).strftime("%Y%m%dT%H%M%S")
    key = f"{moment}_{settings.name}_{uuid4().hex[:6]}"
    make_private(desks_dir() / key)
    write_lines(desks_dir() / key / "settings.json", [settings.model_dump()])
    return Desk(key)


def desks() -> Iterator[Desk]:
    """Yield the desks whose folder still exists, oldest first; a warning names invalid records."""
    for kept in sorted(desks_dir().glob("*/settings.json")):
        try:
            desk = Desk(kept.parent.name)
            _ = desk.noted
        except DeskError as e:
            logger.warning("passed over: %s", e.format_message())
            continue
        if desk.folder.inner.is_dir():
            yield desk


def find_desk(folder: Path) -> Desk:
    """Return the desk that was opened in a folder.

    Raises:
        DeskError: this user's records have no desk for the folder.
    """
    for desk in desks():
        if desk.folder.path == folder.resolve():
            return desk
    raise DeskError(
        f"{folder} is not a desk that was opened here (its records are in {desks_dir()}); "
        "`odcv desk list` lists those there are, `odcv desk open` opens one"
    )


def _read_settings(file: Path) -> Settings:
    """Read a desk's settings.

    Raises:
        DeskError: there are none, or they are not valid.
    """
    try:
        return Settings.model_validate_json(file.read_bytes())
    except FileNotFoundError as e:
        raise DeskError(f"no desk in {file.parent}; `odcv desk list` lists those there are") from e
    except ValidationError as e:
        wrong = e.errors()[0]
        where = ".".join(map(str, wrong["loc"])) or "(whole file)"
        raise DeskError(
            f"{file}: {where}: {wrong['msg']} (is {wrong['input']!r:.80}); mend it, or remove "
            f"{file.parent} if the desk is not needed any more"
        ) from e


def require_name(name: str) -> None:
    """Refuse a name that is not valid in a model's name.

    Raises:
        DeskError: with what is allowed.
    """
    if not _NAME.fullmatch(name):
        raise DeskError(
            f"--name {name!r}: use at most 41 letters, digits, '_', '.' or '-', as in 'rater-07'"
        )


def now() -> str:
    """Return the current time, ISO in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
