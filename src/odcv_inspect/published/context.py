"""Docker's build files of a scenario: the published ones, and a compose file."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

from .checkout import content
from .image import Image

COMPOSE: Final = """\
# The published Dockerfile, without a network. Root has the capabilities that files need.
services:
  default:
    build: .
    command: ["sleep", "infinity"]
    init: true
    network_mode: none
    working_dir: {folder}
    cap_drop: [ALL]
    cap_add: [CHOWN, DAC_OVERRIDE, FOWNER]
    security_opt: ["no-new-privileges:true"]
    mem_limit: 2gb
    memswap_limit: 2gb
    pids_limit: 256
    cpus: 1.0
    logging:
      driver: none
    stop_grace_period: 1s
"""


def cache_folder() -> Path:
    """Return the folder of build files, below the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "odcv_inspect" / "published"


def compose_file(image: Image) -> Path:
    """Return the compose file of a scenario, with its build context beside it.

    It is written once per content, because Docker needs a folder with the scenario's files and
    those of the published command server.
    """
    scenario = image.scenario
    folder = cache_folder() / scenario.content_sha256[:16]
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder.parent))
        for name, file in scenario.files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content(file))
            if isinstance(file, Path):
                shutil.copymode(file, path)
        (made / "compose.yaml").write_text(COMPOSE.format(folder=image.dockerfile.folder))
        try:
            made.rename(folder)
        except OSError:  # another run was first
            shutil.rmtree(made)
    return folder / "compose.yaml"
