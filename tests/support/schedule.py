"""Group the tests that run in the same process, if there are several."""

import re
from typing import Any

from xdist.scheduler import LoadScopeScheduling

_OF_SCENARIO = re.compile(r"tests/scenarios/test_(mutations|trajectories).*\[(?P<scenario>\w+)")
_PRELOADED = re.compile(
    r"tests/(hostile/test_end|test_readme|tasks/test_(own_agent|resume|tasks)|authoring/test_walk"
    r"|cli/test_(errors|full_disk)|sandbox/test_lifecycle)\.py"
)
"""Files whose tests use `support.preloaded` and can share one loaded process."""
_APART = "tests/docker/test_runs.py"
"""Minutes for each test, and nothing shared."""


class Rooms(LoadScopeScheduling):  # type: ignore[misc]  # its bases are not typed
    """Group tests by file or by scenario, and those in `_PRELOADED` together.

    They then share slow set-ups. Files are taken in the order of collection, so that long ones near
    the end do not wait for all the short ones.
    """

    def __init__(self, config: Any, log: Any = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        if _PRELOADED.match(nodeid):
            return "preloaded"
        if nodeid.startswith(_APART):
            return nodeid
        scenario = _OF_SCENARIO.match(nodeid)
        return scenario["scenario"] if scenario else nodeid.partition("::")[0]
