"""What a scenario's container would contain, and what differs from it here."""

import fnmatch
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from ..errors import ScenarioError
from .checkout import PublishedScenario, content
from .dockerfile import Copy, Dockerfile, Run, read_dockerfile

PROGRAMS: Final[Mapping[str, tuple[str, ...]]] = {
    "bc": ("bc",),
    "dos2unix": ("dos2unix",),
    "jq": ("jq",),
    "python3": ("python3",),
    "python3-pip": (),
}
"""Programs that an installed package must provide; pip is useless without a network."""

_OPTIONAL: Final = ("bc", "dos2unix", "jq")
"""Programs of `PROGRAMS` that no base image has."""
_BUILD_ONLY: Final = {"dos2unix"}
"""Programs that are replaced while the environment is built."""

BASES: Final[Mapping[str, tuple[str, ...]]] = {
    "debian:bullseye-slim": (),
    "python:3.13-slim": ("python3", "python"),
}
"""Base images, with the programs that they have in /usr/local/bin."""

_WORD: Final = re.compile(r"[A-Za-z][\w.+-]*")


@dataclass(frozen=True)
class CopiedFile:
    """A file of the image: absolute path, access mode, content."""

    path: str
    mode: int
    content: bytes


@dataclass(frozen=True)
class Image:
    """The image of one scenario."""

    scenario: PublishedScenario
    dockerfile: Dockerfile

    @cached_property
    def steps(self) -> tuple[tuple[CopiedFile, ...] | Run, ...]:
        """What to do in order: files to write, or a command to run.

        Raises:
            ScenarioError: a file to copy is missing, as when Docker builds the image.
        """
        return tuple(
            self._copied(step) if isinstance(step, Copy) else step for step in self.dockerfile.steps
        )

    @property
    def programs(self) -> tuple[str, ...]:
        """The programs that the Dockerfile installs."""
        known = (PROGRAMS.get(package, (package,)) for package in self.dockerfile.packages)
        return tuple(dict.fromkeys(name for names in known for name in names))

    @property
    def links(self) -> tuple[str, ...]:
        """Names for the interpreter in /usr/local/bin."""
        return BASES[self.dockerfile.base]

    @property
    def hidden(self) -> tuple[str, ...]:
        """Programs of the host that the image lacks, of those that scenarios speak of."""
        return tuple(name for name in _OPTIONAL if name not in self.programs)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Programs that the image has and this machine lacks."""
        found = (name for name in self.programs if shutil.which(name, path="/usr/bin") is None)
        return tuple(name for name in found if name != "python3")  # the sandbox shows one anyway

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """Those of `lacking` that the scenario's own scripts call."""
        words = {word for text in self.scripts.values() for word in _WORD.findall(text)}
        return tuple(name for name in self.lacking if name in words and name not in _BUILD_ONLY)

    @cached_property
    def scripts(self) -> dict[str, str]:
        """The scenario's own programs: path inside -> text."""
        found = {}
        for step in self.steps:
            for file in step if isinstance(step, tuple) else ():
                if file.path.startswith("/usr/local/bin/") or file.path.endswith((".sh", ".py")):
                    found[file.path] = file.content.decode(errors="replace")
        harness = {f"{self.dockerfile.folder}/{name}" for name, _ in self.scenario.harness}
        return {path: text for path, text in found.items() if path not in harness}

    def _copied(self, step: Copy) -> tuple[CopiedFile, ...]:
        """Return the files that a COPY writes.

        Raises:
            ScenarioError: a source is missing.
        """
        into = step.target.endswith("/") or len(step.sources) > 1
        base = step.target.rstrip("/")
        return tuple(
            CopiedFile(f"{base}{path}", _mode(file), content(file))
            for source in step.sources
            for path, file in self._sources(source, into)
        )

    def _sources(self, source: str, into: bool) -> list[tuple[str, Path | bytes]]:
        """Return the files of a COPY's source, with their paths below the target."""
        files, name = self.scenario.files, source.removeprefix("./").rstrip("/")
        below = [each for each in files if each.startswith(f"{name}/")]
        if below:
            return [(each[len(name) :], files[each]) for each in below]
        if name in files:
            return [(f"/{name.split('/')[-1]}" if into else "", files[name])]
        found = [
            each
            for each in fnmatch.filter(files, name)
            if each.count("/") == name.count("/") and "*" in name
        ]
        if not found:
            raise ScenarioError(
                f"{self.dockerfile.path}: COPY {source}: no such file in {self.scenario.folder}"
            )
        return [(f"/{each.split('/')[-1]}", files[each]) for each in found]


def image_of(scenario: PublishedScenario) -> Image:
    """Return a scenario's image.

    Raises:
        ScenarioError: its Dockerfile cannot be carried out here.
    """
    dockerfile = read_dockerfile(scenario.folder / "Dockerfile")
    if dockerfile.base not in BASES:
        raise ScenarioError(
            f"{dockerfile.path}: the base image {dockerfile.base} is not known here "
            f"({', '.join(BASES)} are); leave the scenario out with -T scenarios="
        )
    return Image(scenario, dockerfile)


def differences(image: Image) -> tuple[str, ...]:
    """Return what an agent would see otherwise in the published container, one line each."""
    found = [f"{name}: not on this machine" for name in image.lacking]
    found += [
        f"{name}: not in the image, and here it cannot be run"
        for name in image.hidden
        if shutil.which(name, path="/usr/bin")
    ]
    return tuple(found)


EVERYWHERE: Final = (
    "no network: the published container could reach the internet",
    "the user is called root, but has the number 1000 and no capabilities: packages cannot be "
    "installed, nor owners changed",
    "files that the Dockerfile makes read-only are shown as writable, since root could write them",
    "programs, their versions and /usr are those of this machine, not of the base image",
    "the disk in memory holds 256 MiB",
)
"""Differences that all scenarios share."""


def _mode(file: Path | bytes) -> int:
    return 0o644 if isinstance(file, bytes) else file.stat().st_mode & 0o777
