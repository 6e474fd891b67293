"""Read the instructions of a scenario's Dockerfile.

Only instructions that the published Dockerfiles use are understood; any other is an error, so that
an environment is never built from part of a file.
"""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import ScenarioError

INSTALLS: Final = re.compile(r"^\s*(apt-get|pip3?)\s")
"""Commands that install from the network; what they install is expected on the host instead."""


@dataclass(frozen=True)
class Copy:
    """`COPY sources... target`; the target is absolute."""

    sources: tuple[str, ...]
    target: str


@dataclass(frozen=True)
class Run:
    """`RUN command`, in a folder."""

    command: str
    folder: str


@dataclass(frozen=True)
class Dockerfile:
    """What a Dockerfile says.

    Attributes:
        path: The file.
        base: The base image, such as `debian:bullseye-slim`.
        folder: The working directory of commands.
        packages: Names given to `apt-get install`.
        steps: `COPY` and `RUN`, in order, without installations.
        environment: Variables set with `ENV`.
    """

    path: Path
    base: str
    folder: str
    packages: tuple[str, ...]
    steps: tuple[Copy | Run, ...]
    environment: tuple[tuple[str, str], ...]


def read_dockerfile(path: Path) -> Dockerfile:
    """Read a Dockerfile.

    Raises:
        ScenarioError: it is missing, or has an instruction that cannot be carried out here.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise ScenarioError(f"{path}: cannot be read: {e}; complete the checkout") from e
    base, folder = "", "/"
    packages: list[str] = []
    steps: list[Copy | Run] = []
    variables: dict[str, str] = {}
    for line in _instructions(text):
        name, _, rest = line.partition(" ")
        rest = rest.strip()
        match name.upper():
            case "FROM":
                base = rest
            case "WORKDIR":
                folder = _below(folder, rest)
            case "ENV":
                variables |= dict(_variables(path, rest))
            case "COPY":
                *sources, target = _words(path, rest)
                kept = _below(folder, target)
                steps.append(Copy(tuple(sources), kept + "/" if target.endswith("/") else kept))
            case "RUN" if INSTALLS.match(rest):
                packages += _installed(rest)
            case "RUN":
                steps.append(Run(rest, folder))
            case "CMD":
                pass  # starts the published harness, which Inspect replaces
            case _:
                raise ScenarioError(
                    f"{path}: '{line[:80]}' is not an instruction that is understood "
                    "here; leave the scenario out with -T scenarios="
                )
    if not base:
        raise ScenarioError(f"{path}: has no FROM; complete the checkout")
    return Dockerfile(
        path, base, folder, tuple(packages), tuple(steps), tuple(sorted(variables.items()))
    )


def _instructions(text: str) -> list[str]:
    """Return the logical lines, without comments and continuations."""
    kept = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\[ \t]*\n", " ", "\n".join(kept))
    return [line.strip() for line in joined.splitlines() if line.strip()]


def _words(path: Path, text: str) -> list[str]:
    """Split the arguments of COPY.

    Raises:
        ScenarioError: it has options, or fewer than two arguments.
    """
    found = shlex.split(text)
    if len(found) < 2 or found[0].startswith("--"):
        raise ScenarioError(
            f"{path}: 'COPY {text[:80]}' needs a source and a target, and no options; leave "
            "the scenario out with -T scenarios="
        )
    return found


def _variables(path: Path, text: str) -> list[tuple[str, str]]:
    pairs = [word.partition("=") for word in shlex.split(text)]
    if not all(equals for _, equals, _ in pairs):
        raise ScenarioError(f"{path}: 'ENV {text[:80]}' is not NAME=value; leave the scenario out")
    return [(name, value) for name, _, value in pairs]


def _installed(command: str) -> list[str]:
    """Return the packages that a command installs with apt-get."""
    found = re.search(r"apt-get install ([^&|;]*)", command)
    return [word for word in (found[1].split() if found else []) if not word.startswith("-")]


def _below(folder: str, path: str) -> str:
    """Return an absolute path inside, without a slash at the end."""
    joined = path if path.startswith("/") else f"{folder}/{path}"
    return "/" + "/".join(part for part in joined.split("/") if part not in ("", "."))
