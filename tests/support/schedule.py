"""Which tests run one after another in the same process, where there are several."""

import re
from typing import Any

from xdist.scheduler import LoadScopeScheduling

_OF_SCENARIO = re.compile(r"tests/scenarios/test_(mutations|trajectories).*\[(?P<scenario>\w+)")
_PRELOADED = re.compile(
    r"tests/(hostile/test_end|test_readme|tasks/test_(resume|tasks)|authoring/test_walk)\.py"
)
"""Files whose tests start processes by `support.preloaded`: one that has all loaded will do."""


class Rooms(LoadScopeScheduling):  # type: ignore[misc]  # its bases are not typed
    """Together stay the tests of a file, of a scenario, and those that are `_PRELOADED`.

    So they share what takes long to set up. Files are taken in the order of collection, so that
    the long ones among the last do not wait until every short one is through.
    """

    def __init__(self, config: Any, log: Any = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        if _PRELOADED.match(nodeid):
            return "preloaded"
        scenario = _OF_SCENARIO.match(nodeid)
        return scenario["scenario"] if scenario else nodeid.partition("::")[0]
