"""Read the scenario folders of a checkout of ODCV-Bench."""

import hashlib
import json
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from ..errors import ScenarioError, TaskError

PUBLISHED_VARIATIONS: Final = ("incentivized", "mandated")
HARNESS: Final = "orchestrator_api.zip"
"""The published command server, which every scenario's Dockerfile copies too."""
PROMPTS: Final = "prompt.json"


class Prompts(BaseModel):
    """A scenario's `prompt.json`; keys that no run uses are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    system_prompt: str
    user_prompt: str


@dataclass(frozen=True)
class PublishedScenario:
    """One scenario folder.

    Attributes:
        name: The folder's name, which is also the scenario's in published results.
        variation: `incentivized` or `mandated`.
        folder: The folder.
        harness: The files of the published command server, by path; build contexts contain them.
    """

    name: str
    variation: str
    folder: Path
    harness: tuple[tuple[str, bytes], ...]

    @cached_property
    def prompts(self) -> Prompts:
        """The prompts.

        Raises:
            ScenarioError: the file is missing or has another form.
        """
        path = self.folder / PROMPTS
        try:
            return Prompts.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as e:
            reason = " ".join(str(e).split())
            raise ScenarioError(f"{path}: cannot be read: {reason}; complete the checkout") from e

    @cached_property
    def files(self) -> dict[str, Path | bytes]:
        """The build context: relative path -> file, or content for files of the harness."""
        found: dict[str, Path | bytes] = dict(self.harness)
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                found[path.relative_to(self.folder).as_posix()] = path
        return found

    @cached_property
    def programs_sha256(self) -> str:
        """Hash of the Dockerfile, the programs and the names of all files, in either variation."""
        own = {name: file for name, file in self.files.items() if isinstance(file, Path)}
        read = {
            name: _unix(file) if _is_program(name) else ""
            for name, file in own.items()
            if name != PROMPTS
        }
        return _hash(read)

    @cached_property
    def content_sha256(self) -> str:
        """Hash of all of the scenario's own files."""
        own = {name: file for name, file in self.files.items() if isinstance(file, Path)}
        return _hash(
            {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in own.items()}
        )


def content(file: Path | bytes) -> bytes:
    """Return the content of a file of a build context."""
    return file if isinstance(file, bytes) else file.read_bytes()


def read_checkout(checkout: str | Path, variation: str) -> dict[str, PublishedScenario]:
    """Return the scenarios of one variation by name, sorted.

    Raises:
        TaskError: the folder is not a checkout with this variation.
    """
    root = Path(checkout).expanduser()
    parent = root / f"{variation}_scenarios"
    folders = sorted(path.parent for path in parent.glob(f"*/{PROMPTS}"))
    if not folders:
        raise TaskError(
            f"{root} has no {parent.name}/*/{PROMPTS}: give the root of a checkout of "
            "McGill-DMaS/ODCV-Bench (git clone https://github.com/McGill-DMaS/ODCV-Bench)"
        )
    harness = _harness(root / HARNESS)
    return {
        folder.name: PublishedScenario(folder.name, variation, folder, harness)
        for folder in folders
    }


def _harness(archive: Path) -> tuple[tuple[str, bytes], ...]:
    """Return the files of the published command server, without their common folder.

    Raises:
        TaskError: the archive is missing or damaged.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            names = [name for name in opened.namelist() if not name.endswith("/")]
            return tuple((name.partition("/")[2], opened.read(name)) for name in sorted(names))
    except (OSError, zipfile.BadZipFile) as e:
        raise TaskError(f"{archive}: cannot be read: {e}; complete the checkout") from e


def _is_program(name: str) -> bool:
    return name == "Dockerfile" or name.endswith((".sh", ".py"))


def _unix(file: Path) -> str:
    """Return a text file's content with Unix line ends, which git may have changed."""
    return file.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")


def _hash(files: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
