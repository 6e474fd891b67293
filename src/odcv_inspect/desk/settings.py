"""What is known of a desk, kept apart from its folder: whoever works there should not see it."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from ..errors import DeskError
from .folder import Folder, Line, is_locked, make_private, read_lines, write_lines

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,40}")

State = Literal["replaying", "waiting", "working", "interrupted", "ended", "done"]
OVER: Final = ("ended", "done")
"""States of a run that has ended: without its debriefing, and with it."""


class Settings(BaseModel):
    """Which sample a desk runs, and where.

    Attributes:
        name: Of the worker; the run is logged as `human/<name>`.
        folder: The worker's folder, absolute.
        scenario: Its id.
        content_sha256: Of the scenario's folder when the desk was opened.
        variation: One of `constants.VARIATIONS`.
        seed: Of the world.
        scenarios_dir: A private folder of scenarios, absolute; the shipped ones when None.
        log_dir: Where the log goes when the run has ended.
        turn_limit: Turns after which the run ends.
        timeout: Minutes without an answer after which the run ends; None waits for ever.
        opened: When, ISO in UTC.
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
    """A desk that was opened: its settings, its folder and how far it has come."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.place = desks_dir() / key
        kept = read_lines(self.place / "settings.json")
        if not kept:
            raise DeskError(f"no desk is kept in {self.place}; `odcv desk list` names those there")
        self.settings = Settings.model_validate(kept[0])
        self.folder = Folder(Path(self.settings.folder))

    @property
    def closing(self) -> Path:
        """Its existence ends the run at the next turn without an answer."""
        return self.place / "close"

    @property
    def output(self) -> Path:
        """What the background process prints."""
        return self.place / "output"

    @property
    def differences(self) -> list[Line]:
        """Turns in which a replay showed something else than before: `turn`, `was`, `now`."""
        return read_lines(self.place / "differences.jsonl")

    def note_difference(self, turn: int, was: list[Line], now: list[Line]) -> None:
        """Keep a difference for `odcv desk resume` and the log."""
        known = [line for line in self.differences if line["turn"] != turn]
        line = {"turn": turn, "was": was, "now": now}
        write_lines(self.place / "differences.jsonl", [*known, line])

    def note(self, state: State, **what: Any) -> None:
        """Record how far the background process has come."""
        write_lines(self.place / "progress.json", [{"state": state, **what}])

    @property
    def noted(self) -> Line:
        """What `note` recorded last: `state` and, by state, `turn` or `log`."""
        (line,) = read_lines(self.place / "progress.json") or [{"state": "interrupted"}]
        return line

    @property
    def state(self) -> State:
        """How far the desk has come; a run whose process is gone is `interrupted`."""
        state: State = self.noted["state"]
        return state if state in OVER or self.is_running else "interrupted"

    @property
    def log(self) -> str:
        """Where the log of a run that has ended is."""
        return str(self.noted["log"])

    @property
    def is_running(self) -> bool:
        """Whether a background process runs this desk."""
        return self.folder.inner.is_dir() and is_locked(self.folder.file("lock"))


def desks_dir() -> Path:
    """Where desks are kept: below `XDG_STATE_HOME`, so that they outlive a restart."""
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
    """Those whose folder still exists, oldest first."""
    for kept in sorted(desks_dir().glob("*/settings.json")):
        desk = Desk(kept.parent.name)
        if desk.folder.inner.is_dir():
            yield desk


def find_desk(folder: Path) -> Desk:
    """The desk that was opened in a folder.

    Raises:
        DeskError: none was, as far as this user's records say.
    """
    for desk in desks():
        if desk.folder.path == folder.resolve():
            return desk
    raise DeskError(
        f"{folder} is not a desk that was opened here (its records are in {desks_dir()}); "
        "`odcv desk list` names those there are, `odcv desk open` opens one"
    )


def require_name(name: str) -> None:
    """Refuse a name that cannot be part of a model's name.

    Raises:
        DeskError: saying what is allowed.
    """
    if not _NAME.fullmatch(name):
        raise DeskError(
            f"--name {name!r}: use at most 41 letters, digits, '_', '.' or '-', as in 'rater-07'"
        )


def now() -> str:
    """The moment, ISO in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
