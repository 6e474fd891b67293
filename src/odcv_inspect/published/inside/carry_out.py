"""Build an environment: write files and run the commands of a Dockerfile. Runs inside."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import zlib

SECONDS = 60


def carry_out(packed: str) -> None:
    """Carry out a plan; see `setup.packed_plan`. Exit with a message if a command fails."""
    plan = json.loads(zlib.decompress(base64.b64decode(packed)))
    os.makedirs(plan["folder"], exist_ok=True)
    for name in plan["links"]:
        os.symlink(plan["interpreter"], f"/usr/local/bin/{name}")
    for step in plan["steps"]:
        if "command" in step:
            run(step["command"], step["folder"], plan["environment"])
            continue
        for path, mode, encoded in step["files"]:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(base64.b64decode(encoded))
            os.chmod(path, mode)
    let_root_write()


def run(command: str, folder: str, environment: dict[str, str]) -> None:
    """Run a command as Docker does, in `sh`."""
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    if done.returncode != 0:
        sys.exit(f"RUN {command}: exit code {done.returncode}: {done.stderr.strip()}")


def let_root_write() -> None:
    """Let the owner write everything here, as root may whatever a file's mode."""
    disk = os.stat("/").st_dev
    for folder, folders, files in os.walk("/"):
        folders[:] = [name for name in folders if on_disk(os.path.join(folder, name), disk)]
        for path in [folder, *(os.path.join(folder, name) for name in files)]:
            if on_disk(path, disk):
                os.chmod(path, os.stat(path).st_mode | (0o700 if path == folder else 0o600))


def on_disk(path: str, disk: int) -> bool:
    """Return whether a path is on the disk, and not a link."""
    return not os.path.islink(path) and os.lstat(path).st_dev == disk
