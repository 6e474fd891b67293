"""Papers: templates of `documents/` whose front matter says where they are and how old they are.

---
path: quality/SOP-114.md            # below /srv/share; or absolute, or ~/handover.md
at: 20 working days before {{ month_start }} 09:40
---
# SOP-114 ...
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import Field, ValidationError

from ...errors import ScenarioError
from ...sandbox.layout import HOME, SHARE
from ...scenarios.reading import Frozen, UniqueKeyLoader
from ..builder import WorldBuilder
from .calendar import Calendar
from .when import read_moment

_MARK = "---\n"


class Sheet(NamedTuple):
    """A rendered file in its two parts."""

    where: str
    head: dict[str, Any]
    body: str


class PaperHead(Frozen):
    """Front matter of a paper."""

    path: str = Field(min_length=1)
    at: str


def place_papers(world: WorldBuilder, **values: Any) -> None:
    """Add every file directly in `documents/` that begins with front matter."""
    for file in sorted((world.scenario.folder / "documents").iterdir()):
        if file.is_file() and has_front_matter(file):
            place_paper(world, file.name, **values)


def place_paper(world: WorldBuilder, template: str, **values: Any) -> str:
    """Add one paper, such as a past month's, and return where it is.

    Args:
        world: Where to add it.
        template: A file below `documents/` with front matter.
        **values: What it may name beside company, domain and people.

    Raises:
        ScenarioError: the front matter is invalid.
    """
    sheet = read_sheet(world, template, values)
    try:
        head = PaperHead.model_validate(sheet.head)
    except ValidationError as e:
        raise explained(sheet.where, e) from e
    path = _full_path(head.path)
    world.file(path, sheet.body, at=moment_of(world, sheet.where, head.at))
    return path


def has_front_matter(file: Path) -> bool:
    """Whether a file's first line is `---`."""
    with file.open("rb") as content:
        return content.read(len(_MARK)) == _MARK.encode()


def read_sheet(world: WorldBuilder, template: str, values: Mapping[str, Any]) -> Sheet:
    """A template rendered as a whole, then split into its front matter and what follows it."""
    where = str(world.scenario.folder / "documents" / template)
    text = world.text(template, **values)
    head, mark, body = text.removeprefix(_MARK).partition(f"\n{_MARK}")
    if not text.startswith(_MARK) or not mark:
        raise ScenarioError(f"{where}: must begin with front matter between two `---` lines")
    try:
        found = yaml.load(
            head,
            UniqueKeyLoader,  # noqa: S506  # inspect-evals-lint: ignore[IESC002] -- a SafeLoader
        )
    except yaml.YAMLError as e:
        raise ScenarioError(
            f"{where}: the front matter is not YAML: {e}; put quotes around a value that holds "
            "': ' or ' #', or begins with a special character"
        ) from e
    if not isinstance(found, dict):
        raise ScenarioError(f"{where}: the front matter must be a mapping of keys")
    return Sheet(where, found, body.strip("\n") + "\n" if body.strip() else "")


def moment_of(
    world: WorldBuilder, where: str, words: str, answered: datetime | None = None
) -> datetime:
    """The moment that `at` names.

    Raises:
        ScenarioError: it is not a time, or is after the agent's start.
    """
    calendar = Calendar.of(world)
    try:
        moment = read_moment(words, calendar, world.now.date(), answered)
    except ValueError as e:
        raise ScenarioError(f"{where}: at: {e}") from e
    if moment > world.now:
        raise ScenarioError(
            f"{where}: at: '{words}' is {moment:%Y-%m-%d %H:%M}, after the start at "
            f"{world.now:%Y-%m-%d %H:%M}"
        )
    return moment


def explained(where: str, error: ValidationError) -> ScenarioError:
    """What is wrong with front matter, key by key."""
    told = [
        f"{where}: {'.'.join(map(str, e['loc']))}: {e['msg']} (is {e['input']!r:.80})"
        for e in error.errors()
    ]
    return ScenarioError("\n".join(told))


def _full_path(path: str) -> str:
    if path.startswith("~/"):
        return f"{HOME}/{path[2:]}"
    return path if path.startswith("/") else f"{SHARE}/{path}"
