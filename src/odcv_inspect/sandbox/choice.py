"""Choose the sandbox for this machine, and explain why others do not work."""

import functools
import subprocess
import sys
from pathlib import Path
from typing import Final

from ..errors import SandboxUnusable
from . import bwrap

_DOCKER_SECONDS: Final = 10
_FORBIDDING: Final = {
    "kernel.apparmor_restrict_unprivileged_userns": "1",
    "kernel.unprivileged_userns_clone": "0",
    "user.max_user_namespaces": "0",
}
"""Kernel settings, with the value that keeps an ordinary user from creating a user namespace."""


COMPOSE_FILE: Final = Path(__file__).parent / "container" / "compose.yaml"
"""The sandbox `docker`: an office server without a network."""


def choose_sandbox() -> str | tuple[str, str]:
    """Return the sandbox for a task that names none: bwrap if it works here, else docker.

    If neither works, return bwrap anyway, so that `--sandbox k8s` can still replace it; otherwise
    the task stops at its start, with the reasons and the remedies.
    """
    docker = ("docker", str(COMPOSE_FILE))
    return docker if bwrap_obstacle() and _docker_answers() else "bwrap"


def require_bwrap() -> None:
    """Raise unless bubblewrap can run here.

    Raises:
        SandboxUnusable: It cannot; the message says why and what to do.
    """
    obstacle = bwrap_obstacle()
    if obstacle is not None:
        engine = "answers" if _docker_answers() else "does not answer `docker info`"
        raise SandboxUnusable(
            f"The sandbox 'bwrap' cannot run here. {obstacle} Other ways: --sandbox docker (an "
            f"engine {engine}), or --sandbox k8s (in a cluster)."
        )


@functools.cache
def bwrap_obstacle() -> str | None:
    """Return why the sandbox `bwrap` cannot run here, with the remedy; None if it can."""
    if sys.platform != "linux":
        return f"It needs Linux, this is {sys.platform}."
    try:
        complaint = bwrap.trial()
    except SandboxUnusable as error:
        return str(error)
    return None if complaint is None else f"It failed with {complaint!r}. {_remedy(complaint)}"


def _remedy(complaint: str) -> str:
    if "nknown option" in complaint:
        return "This bubblewrap is too old: install 0.8 or newer."
    if bwrap.interpreter().arguments and ("python" in complaint):
        return "The python that runs this cannot be shown inside: install one as /usr/bin/python3."
    for setting, forbidding in _FORBIDDING.items():
        path = Path("/proc/sys", setting.replace(".", "/"))
        if path.exists() and path.read_text(encoding="utf-8").strip() == forbidding:
            return f"User namespaces are forbidden: {setting} is {forbidding} (see sysctl)."
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
        return (
            "Inside a container it needs --security-opt seccomp=unconfined "
            "--security-opt apparmor=unconfined --security-opt systempaths=unconfined."
        )
    return "Use --sandbox docker."


def _docker_answers() -> bool:
    try:
        subprocess.run(["docker", "info"], capture_output=True, check=True, timeout=_DOCKER_SECONDS)
    except (OSError, subprocess.SubprocessError):
        return False
    return True
