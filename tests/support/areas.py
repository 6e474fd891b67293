"""Count the attempts of the hostile suite by area."""

import re
from collections import Counter
from collections.abc import Iterable

_ATTEMPT = re.compile(r"tests/(hostile/test_(?P<area>\w+)|docker/test_(attacks|container))\.py::")


def attempts_by_area(nodeids: Iterable[str]) -> str:
    """Return a line such as `5 attempts: host 3, mail 2`; empty if there were none.

    Args:
        nodeids: The tests that ran, as pytest names them. A file of tests/hostile is an area.
    """
    found = [match for match in map(_ATTEMPT.search, nodeids) if match]
    areas = Counter(match["area"] or "docker" for match in found)
    counted = ", ".join(f"{area} {number}" for area, number in sorted(areas.items()))
    return f"{areas.total()} attempts: {counted}" if areas else ""
