"""Programs that the agent should find on every machine."""

import logging
import shutil
from typing import Final

PROGRAMS: Final = ("sqlite3",)
"""Beyond those of every Linux; the container's image has them, and `make setup` installs them."""

_SHOWN: Final = "/usr/bin:/bin"
"""Where `bwrap` shows the host's programs."""

logger = logging.getLogger(__name__)


def warn_of_missing_programs() -> None:
    """Warn if the sandbox `bwrap` would show fewer programs than on other machines."""
    missing = [program for program in PROGRAMS if not shutil.which(program, path=_SHOWN)]
    if missing:
        logger.warning(
            "%s is not in /usr/bin: the agent cannot use it, and scripted runs that do so fail; "
            "install it with the system's package manager",
            ", ".join(missing),
        )
