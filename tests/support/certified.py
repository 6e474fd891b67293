"""What the terminal says in the end of certificates: played, vouched for, stale."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

KEY = "certified"

PINNED = os.environ.get("ODCV_CELL")
"""`variation/seed`: the one cell in which all is then played, such as one that failed."""

_REMARKS = {
    "engine changed": "stale, the engine changed since (make certify)",
    "inputs changed": "changed since certified, played in five worlds (make certify)",
    "missing": "without a certificate, played in five worlds (make certify)",
}


def note(
    record: Callable[[str, object], None], scenario: str, stands: str, played: int, vouched: int
) -> None:
    """Have a test's report carry what it played; under several processes it travels with it.

    Args:
        record: pytest's `record_property`.
        scenario: The id of that whose trajectory was played.
        stands: How its certificate does.
        played: In how many cells.
        vouched: How many runs the certificate vouches for.
    """
    record(KEY, [scenario, stands, played, vouched])


def summary(reports: Iterable[Any]) -> Iterator[str]:
    """Lines for the end of the terminal's output; none where nothing was played.

    Args:
        reports: Of tests, as pytest makes them.
    """
    notes = [value for each in reports for key, value in each.user_properties if key == KEY]
    if not notes:
        return
    standing = {scenario: stands for scenario, stands, _, _ in notes}
    vouched = {scenario: runs for scenario, _, _, runs in notes}
    where = f", all in {PINNED}" if PINNED else ""
    yield f"{sum(n for _, _, n, _ in notes)} runs played, of {len(standing)} scenarios{where}"
    yield f"{sum(vouched.values())} runs vouched for by certificates"
    for stands, remark in _REMARKS.items():
        names = sorted(name for name, its in standing.items() if its == stands)
        if names:
            yield f"{remark}: {', '.join(names)}"
