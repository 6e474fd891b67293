"""Which tests run one after another in the same process, where there are several."""

import re
from typing import Any

from xdist.scheduler import LoadScopeScheduling

_OF_SCENARIO = re.compile(r"tests/scenarios/.*\[(?P<scenario>\w+)")


class Rooms(LoadScopeScheduling):  # type: ignore[misc]  # its bases are not typed
    """Tests of a file stay together, and share what it sets up; those of a scenario, its runs.

    Files are taken in the order of collection, so that the long ones among the last do not wait
    until every short one is through.
    """

    def __init__(self, config: Any, log: Any = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        scenario = _OF_SCENARIO.match(nodeid)
        return scenario["scenario"] if scenario else nodeid.partition("::")[0]
